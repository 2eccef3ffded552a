import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { ApiProblem, api } from '#api'
import { useCan } from '#console/session.tsx'
import { type MoneyWire, useI18n } from '#i18n'
import { addDays } from '#i18n/format.ts'
import { CheckboxField } from '#ui/fields.tsx'
import { FormPart } from '#ui/form.tsx'
import { ErrorBanner, SkeletonLines } from '#ui/states.tsx'
import { Table } from '#ui/table.tsx'

/** What somebody thinks of doing. */
export type QuoteAsk =
  | { readonly kind: 'terms'; readonly name: string; readonly technology: string; readonly terms: object }
  | { readonly kind: 'plan-change'; readonly subscriptionId: string; readonly offerId: string }
  | { readonly kind: 'add-on'; readonly subscriptionId: string; readonly offerId: string; readonly quantity: number }
  | { readonly kind: 'pause' | 'cancellation'; readonly subscriptionId: string }

interface QuoteLine {
  readonly description: string
  readonly periodFrom: string | null
  /** The first day after it. */
  readonly periodTo: string | null
  /** Taken off already; not told of what is given back. */
  readonly discount?: MoneyWire
  readonly net: MoneyWire
  readonly tax: MoneyWire
}

interface Sums {
  readonly net: MoneyWire
  readonly tax: MoneyWire
  readonly total: MoneyWire
}

/** What it would cost: every line, before anybody agrees. */
export interface Quote {
  readonly on: string
  /** What is given back. */
  readonly credits: readonly (Sums & { readonly invoiceId: string; readonly lines: readonly QuoteLine[] })[]
  readonly invoices: readonly (Sums & { readonly on: string; readonly lines: readonly QuoteLine[] })[]
  /** Now, less what is given back. */
  readonly due: MoneyWire
}

export const quoteQuery = (ask: QuoteAsk | undefined) =>
  queryOptions({
    queryKey: ['quote', ask],
    queryFn: () => api.post<Quote>('/quotes', ask),
    enabled: ask !== undefined,
    placeholderData: keepPreviousData,
    gcTime: 0, // tomorrow, and after any other deed, it is another
    retry: (count, error) => !(error instanceof ApiProblem) && count < 2,
  })

/**
 * Every line of what a deed would cost and the customer's consent to it, inside the form of the deed. Nothing where there is nothing to
 * quote, or where the person may not see bills.
 */
export function QuoteConsent({ ask }: { ask: QuoteAsk | undefined }) {
  const { t, format } = useI18n()
  const mayQuote = useCan()('billing.read')
  const { data: quote, error } = useQuery(quoteQuery(mayQuote ? ask : undefined))
  if (!mayQuote || !ask) return null
  if (error) return <ErrorBanner error={error} />
  if (!quote) return <SkeletonLines lines={3} />
  const isBack = quote.due.minor.startsWith('-')
  const due = { ...quote.due, minor: quote.due.minor.replace('-', '') }
  return (
    <FormPart>
      <QuoteLines quote={quote} />
      <strong>{t(isBack ? 'quote.back' : 'quote.due', { amount: format.money(due) })}</strong>
      <CheckboxField name="agreed" label={t('quote.agreed')} required />
    </FormPart>
  )
}

/** What is given back, and what is billed now and later, each with its lines and sum. */
export function QuoteLines({ quote: { credits, invoices } }: { quote: Quote }) {
  const { t, format } = useI18n()
  return (
    <FormPart>
      {credits.map((credit) => (
        <Part key={credit.invoiceId} title={t('quote.credit')} part={credit} />
      ))}
      {invoices.map((invoice) => (
        <Part key={invoice.on} title={t('quote.invoice', { day: format.date(invoice.on) })} part={invoice} />
      ))}
      {credits.length + invoices.length === 0 && <p>{t('quote.nothing')}</p>}
    </FormPart>
  )
}

function Part({ title, part: { lines, tax, total } }: { title: string; part: Sums & { readonly lines: readonly QuoteLine[] } }) {
  const { t, format } = useI18n()
  const span = ({ periodFrom: from, periodTo: to }: QuoteLine) =>
    from && to ? t('invoice.span', { from: format.date(from), to: format.date(addDays(to, -1)) }) : ''
  const hasDiscount = lines.some(({ discount }) => discount !== undefined && discount.minor !== '0')
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <Table
        label={title}
        columns={[
          { key: 'description', label: t('invoice.line') },
          { key: 'period', label: t('invoice.period') },
          ...(hasDiscount ? [{ key: 'discount', label: t('quote.discount'), isFigure: true }] : []),
          { key: 'net', label: t('invoice.lineNet'), isFigure: true },
        ]}
        rows={lines.map((line, index) => ({
          id: String(index),
          cells: {
            description: line.description,
            period: span(line),
            discount: line.discount && format.money(line.discount),
            net: format.money(line.net),
          },
        }))}
        sums={[
          ...(tax.minor === '0' ? [] : [{ label: t('quote.tax'), figures: { net: format.money(tax) } }]),
          { label: t('invoice.total'), figures: { net: format.money(total) }, isTotal: true },
        ]}
      />
    </section>
  )
}
