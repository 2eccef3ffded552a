import { useQuery } from '@tanstack/react-query'
import { ApiProblem } from '#api'
import { type QuoteAsk, QuoteLines, quoteQuery } from '#console/quote.tsx'
import { useCan } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { useValues } from '#ui/form.tsx'
import { Card } from '#ui/page.tsx'
import { ErrorBanner, SkeletonLines } from '#ui/states.tsx'
import type { Plan } from './queries.ts'
import { useSettled } from './settled.ts'
import { termsDraft, type TermsValues } from './terms-draft.ts'

export interface TermsPreviewProps {
  readonly kind: Plan['kind']
  readonly name: string
  readonly technology: string
  /** Where the terms stand in the form; the whole form unless said. */
  readonly under?: string
}

/** The first invoices of somebody who begins on these terms, as they are typed. A top-up is bought once and bills nothing. */
export function TermsPreview({ kind, name, technology, under }: TermsPreviewProps) {
  const { t } = useI18n()
  const mayQuote = useCan()('billing.read')
  const values = useValues<Readonly<Record<string, unknown>>>()
  const terms = (under === undefined ? values : values[under]) as TermsValues // the form of the terms holds these
  const typed: QuoteAsk | undefined = terms.recurring && {
    kind: 'terms',
    name: name || t('plan.preview.unnamed'),
    technology,
    terms: termsDraft(terms, kind),
  }
  const ask = useSettled(typed)
  const { data: quote, error } = useQuery(quoteQuery(mayQuote && kind !== 'top-up' ? ask : undefined))
  if (!mayQuote || kind === 'top-up') return null
  const isUnfinished = ask === undefined || (error instanceof ApiProblem && error.status < 500)
  return (
    <Card title={t('plan.preview')}>
      {isUnfinished && <p>{t('plan.preview.unfinished')}</p>}
      {!isUnfinished && error && <ErrorBanner error={error} />}
      {!isUnfinished && !error && (quote ? <QuoteLines quote={quote} /> : <SkeletonLines lines={4} />)}
    </Card>
  )
}
