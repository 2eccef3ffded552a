import { formatMoney, money } from '#kernel/money.ts'
import type { Event } from '#kernel/events.ts'
import type { DocumentRef } from '#modules/documents'
import { type Kind, type Saying, say } from './messages.ts'

export const channels = ['in-app', 'email'] as const
export type Channel = (typeof channels)[number]

export const noticeStates = ['queued', 'sent', 'failed', 'skipped'] as const
export type NoticeState = (typeof noticeStates)[number]

/** Something a customer was or will be told. */
export interface Notice {
  readonly id: string
  readonly kind: Kind
  readonly channel: Channel
  readonly recipient: string
  readonly language: string
  readonly subject: string
  readonly body: string
  readonly state: NoticeState
  readonly error: string | null
  readonly createdAt: Temporal.Instant
  readonly sentAt: Temporal.Instant | null
}

/** What a text needs beyond the event itself. */
export interface Facts {
  readonly customer: { readonly name: string; readonly email: string | null; readonly language: string }
  readonly tenant: { readonly name: string; readonly country: string }
  /** Of the subscription the event names. */
  readonly plan: string | null
  /** Of the invoice the event names, as it stands now. */
  readonly invoice: { readonly open: bigint; readonly currency: string; readonly dueOn: string } | null
  /** What that invoice bears for being late. */
  readonly lateFee: { readonly minor: bigint; readonly currency: string } | null
}

export const eventTypes = [
  'quota.reached.v1',
  'invoice.posted.v1',
  'credit_note.posted.v1',
  'proforma.issued.v1',
  'statement.sent.v1',
  'dunning.step_taken.v1',
  'payment.received.v1',
  'checkout.failed.v1',
  'renewal.announced.v1',
  'subscription.blocked.v1',
  'subscription.unblocked.v1',
  'subscription.end_planned.v1',
  'subscription.change_decided.v1',
  'subscription.change_failed.v1',
] as const

/** Members of the payloads of those events. */
export interface Payload {
  readonly customerId: string
  readonly subscriptionId?: string
  readonly invoiceId?: string
  readonly creditNoteId?: string
  readonly paymentId?: string
  readonly proformaId?: string
  readonly accountId?: string
  readonly number?: string
  readonly percent?: number
  readonly granted?: string
  readonly used?: string
  readonly total?: { readonly minor: string; readonly currency: string }
  readonly amount?: { readonly minor: string; readonly currency: string }
  readonly due?: { readonly minor: string; readonly currency: string }
  readonly dueOn?: string
  readonly validUntil?: string
  readonly isMailed?: boolean
  readonly from?: string
  readonly to?: string
  readonly on?: string
  readonly paidBy?: string | null
  readonly savedMethodId?: string | null
  readonly action?: string
  readonly days?: number
  readonly reason?: string
  readonly reasons?: readonly string[]
  readonly endsOn?: string | null
  readonly state?: string
  readonly effectiveOn?: string | null
  readonly note?: string
}

/** What an event is to the customer, if anything. @param locale how numbers and dates are written */
export function sayingOf(event: Pick<Event, 'type'> & { readonly payload: Payload }, facts: Facts, locale: string): Saying | undefined {
  const { payload } = event
  const base = { name: facts.customer.name, tenant: facts.tenant.name }
  const service = { ...base, plan: facts.plan ?? '' }
  switch (event.type) {
    case 'quota.reached.v1':
      return quotaSaying(payload, service, locale)
    case 'invoice.posted.v1':
      if (payload.total?.minor === '0') return undefined
      return say('invoice-posted', {
        ...base,
        number: payload.number!,
        amount: amountText(payload.total!, locale),
        due: dateText(payload.dueOn!, locale),
      })
    case 'credit_note.posted.v1':
      return say('credit-note-posted', { ...base, number: payload.number!, amount: amountText(payload.total!, locale) })
    case 'proforma.issued.v1':
      if (!payload.isMailed) return undefined
      return say('proforma-issued', {
        ...base,
        number: payload.number!,
        amount: amountText(payload.due!, locale),
        day: dateText(payload.validUntil!, locale),
      })
    case 'statement.sent.v1':
      return say('statement-sent', {
        ...base,
        number: payload.number!,
        from: dateText(payload.from!, locale),
        to: dateText(lastDayOf(payload), locale),
      })
    case 'dunning.step_taken.v1':
      return payload.action === 'late-fee' ? lateFee(payload, facts, locale) : reminder(payload, facts, locale)
    case 'payment.received.v1':
      return say('payment-received', { ...base, number: payload.number!, amount: amountText(payload.amount!, locale) })
    case 'checkout.failed.v1':
      return payload.savedMethodId ? say('charge-failed', { ...base, amount: amountText(payload.amount!, locale) }) : undefined
    case 'renewal.announced.v1': {
      const values = { ...service, day: dateText(payload.on!, locale), amount: amountText(payload.amount!, locale) }
      return payload.paidBy ? say('renewal-soon', values) : say('renewal-unpaid', values)
    }
    case 'subscription.blocked.v1':
      if (payload.reason === 'quota') return undefined
      if (payload.reason === 'expired') return say('service-expired', service)
      return payload.reason === 'unpaid' || payload.reason === 'arrears'
        ? say('service-suspended', service)
        : say('service-withheld', service)
    case 'subscription.unblocked.v1':
      return payload.reason === 'quota' || payload.reasons!.length > 0 ? undefined : say('service-restored', service)
    case 'subscription.end_planned.v1':
      return payload.endsOn ? say('end-planned', { ...service, day: dateText(payload.endsOn, locale) }) : say('end-withdrawn', service)
    case 'subscription.change_decided.v1':
      if (payload.state !== 'approved') return say('change-declined', { ...service, note: noteText(payload) })
      return say('change-approved', { ...service, day: dateText(payload.effectiveOn!, locale), note: noteText(payload) })
    case 'subscription.change_failed.v1':
      return say('change-failed', service)
    default:
      return undefined
  }
}

/** What goes with the mail that says it. */
export function documentOf(
  kind: Kind,
  { invoiceId, creditNoteId, paymentId, proformaId, accountId, from, to }: Payload,
): DocumentRef | null {
  switch (kind) {
    case 'invoice-posted':
      return { kind: 'invoice', id: invoiceId! }
    case 'credit-note-posted':
      return { kind: 'credit-note', id: creditNoteId! }
    case 'payment-received':
      return { kind: 'receipt', id: paymentId! }
    case 'proforma-issued':
      return { kind: 'proforma', id: proformaId! }
    case 'statement-sent':
      return { kind: 'statement', accountId: accountId!, from: from!, to: to! }
    default:
      return null
  }
}

/** Stages after the first find the fee charged, so it is told by invoice; everything else by event. */
export const onceFor = (kind: Kind, { id }: Pick<Event, 'id'>, { invoiceId }: Payload) =>
  kind === 'late-fee' ? `late-fee:${invoiceId}` : `${id}`

function quotaSaying({ percent, used, granted }: Payload, service: { name: string; tenant: string; plan: string }, locale: string): Saying {
  const values = { ...service, used: bytesText(used!, locale), granted: bytesText(granted!, locale) }
  if (percent === 100) return say('quota-100', values)
  return percent === 90 ? say('quota-90', values) : say('quota-75', values)
}

function reminder({ action, number, days }: Payload, { customer, tenant, invoice }: Facts, locale: string): Saying | undefined {
  if (action !== 'remind' || !invoice || invoice.open <= 0n) return undefined
  const amount = formatMoney(money(invoice.open, invoice.currency), locale)
  const values = { name: customer.name, tenant: tenant.name, number: number!, amount, due: dateText(invoice.dueOn, locale) }
  if (days! < 0) return say('invoice-due-soon', values)
  return days === 0 ? say('invoice-due-today', values) : say('invoice-overdue', values)
}

function lateFee({ number }: Payload, { customer, tenant, lateFee: fee }: Facts, locale: string): Saying | undefined {
  if (!fee) return undefined
  return say('late-fee', {
    name: customer.name,
    tenant: tenant.name,
    number: number!,
    amount: formatMoney(money(fee.minor, fee.currency), locale),
  })
}

/** The words of who decided, behind a sentence. */
const noteText = ({ note }: Payload) => (note ? ` ${note}` : '')

const amountText = ({ minor, currency }: { minor: string; currency: string }, locale: string) =>
  formatMoney(money(BigInt(minor), currency), locale)

const dateText = (date: string, locale: string) => Temporal.PlainDate.from(date).toLocaleString(locale, { dateStyle: 'long' })

/** Of days whose end is exclusive. */
const lastDayOf = ({ to }: Payload) => Temporal.PlainDate.from(to!).subtract({ days: 1 }).toString()

/** Decimal gigabytes, as plans are sold. */
function bytesText(bytes: string, locale: string): string {
  const gigabytes = Number(BigInt(bytes) / 10_000_000n) / 100
  return new Intl.NumberFormat(locale, { style: 'unit', unit: 'gigabyte', maximumFractionDigits: 1 }).format(gigabytes)
}
