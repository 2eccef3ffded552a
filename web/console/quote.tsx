import { keepPreviousData, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { ApiProblem, api } from '#api'
import { IssueProforma } from '#console/proforma.tsx'
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
  | {
      readonly kind: 'subscription'
      readonly customerId: string
      readonly offerId: string
      readonly startOn: string
      readonly coupons: readonly string[]
    }
  | ChangeAsk

/** A change of what somebody has, today. */
export type ChangeAsk = { readonly subscriptionId: string } & (
  | { readonly kind: 'plan-change'; readonly offerId: string; readonly changeCredit?: string }
  | { readonly kind: 'add-on'; readonly offerId: string; readonly quantity: number }
  | { readonly kind: 'quantity'; readonly itemId: string; readonly quantity: number }
  | { readonly kind: 'removal'; readonly itemId: string }
  | { readonly kind: 'transfer'; readonly customerId: string; readonly accountId?: string }
  | { readonly kind: 'pause'; readonly until?: string }
  | { readonly kind: 'cancellation'; readonly refundOnCancellation?: string }
)

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

interface Lines extends Sums {
  readonly lines: readonly QuoteLine[]
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
  readonly credits: readonly (Lines & { readonly invoiceId: string })[]
  /** Of charges that wait for the next bill; no part of what is due. */
  readonly takenOff: Lines | null
  readonly invoices: readonly (Lines & { readonly on: string })[]
  /** Now, less what is given back. */
  readonly due: MoneyWire
  /** Of a transfer: who has it now. What is given back and taken off is theirs. */
  readonly former: { readonly invoice: Lines | null; readonly due: MoneyWire } | null
  /** The bills are shown as if service resumed today. */
  readonly isPaused: boolean
  readonly comesBackAs: 'credit' | 'money'
  /** By which somebody agrees to exactly this. */
  readonly fingerprint: string
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
 * Makes a change for what its quote showed. Where it would cost something else by now, nothing is done and the new quote is shown.
 * A person who may not see bills was shown nothing, and makes the change as it is.
 */
export function useAgree() {
  const queries = useQueryClient()
  const mayQuote = useCan()('billing.read')
  return async (ask: ChangeAsk, key: string, otherwise: () => Promise<unknown>): Promise<unknown> => {
    if (!mayQuote) return otherwise()
    const fingerprint = queries.getQueryData<Quote>(quoteQuery(ask).queryKey)?.fingerprint ?? '' // '' while it is not shown yet
    try {
      return await api.post('/quotes/agreements', { ask, fingerprint }, { key: `${key}-${fingerprint}` })
    } catch (error) {
      if (error instanceof ApiProblem && error.code === 'billing.quote_changed')
        queries.setQueryData(quoteQuery(ask).queryKey, error.document.quote as Quote) // as the server sends it with this problem
      throw error
    }
  }
}

/**
 * Every line of what a deed would cost and the customer's consent to it, inside the form of the deed. Nothing where there is nothing to
 * quote, or where the person may not see bills.
 */
export function QuoteConsent({ ask }: { ask: QuoteAsk | undefined }) {
  const { t, format } = useI18n()
  const mayQuote = useCan()('billing.read')
  const { data: quote, error, isPlaceholderData } = useQuery(quoteQuery(mayQuote ? ask : undefined))
  if (!mayQuote || !ask) return null
  if (error) return <ErrorBanner error={error} />
  if (!quote) return <SkeletonLines lines={3} />
  const back = quote.comesBackAs === 'money' ? 'quote.backAsMoney' : 'quote.back'
  return (
    <FormPart>
      <QuoteLines quote={quote} />
      {quote.former && (
        <strong>
          {t(isBack(quote.former.due) ? 'quote.formerBack' : 'quote.formerDue', { amount: format.money(unsigned(quote.former.due)) })}
        </strong>
      )}
      <strong>{t(isBack(quote.due) ? back : 'quote.due', { amount: format.money(unsigned(quote.due)) })}</strong>
      {!isPlaceholderData && <IssueProforma key={quote.fingerprint} ask={ask} quote={quote} />}
      {!isPlaceholderData && <CheckboxField name="agreed" label={t('quote.agreed')} required />}
    </FormPart>
  )
}

const isBack = ({ minor }: MoneyWire) => minor.startsWith('-')
const unsigned = (amount: MoneyWire): MoneyWire => ({ ...amount, minor: amount.minor.replace('-', '') })

/** What is given back and taken off, and what is billed now and later, each with its lines and sum. */
export function QuoteLines({ quote: { credits, takenOff, former, invoices, isPaused } }: { quote: Quote }) {
  const { t, format } = useI18n()
  return (
    <FormPart>
      {credits.map((credit) => (
        <Part key={credit.invoiceId} title={t('quote.credit')} part={credit} />
      ))}
      {takenOff && <Part title={t('quote.takenOff')} part={takenOff} />}
      {former?.invoice && <Part title={t('quote.formerInvoice')} part={former.invoice} />}
      {isPaused && <p>{t('quote.paused')}</p>}
      {invoices.map((invoice) => (
        <Part key={invoice.on} title={t('quote.invoice', { day: format.date(invoice.on) })} part={invoice} />
      ))}
      {credits.length + invoices.length === 0 && !takenOff && !former?.invoice && <p>{t('quote.nothing')}</p>}
    </FormPart>
  )
}

function Part({ title, part: { lines, tax, total } }: { title: string; part: Lines }) {
  const { t, format } = useI18n()
  const span = ({ periodFrom: from, periodTo: to }: QuoteLine) => {
    if (!from || !to) return ''
    return from === to ? format.date(from) : t('invoice.span', { from: format.date(from), to: format.date(addDays(to, -1)) })
  }
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
