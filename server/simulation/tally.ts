import type { Event } from '#kernel/events.ts'

/** Minor units by currency. */
export type Amounts = Readonly<Record<string, bigint>>

/** What happened in a time. */
export interface Tally {
  readonly invoices: number
  readonly invoiced: Amounts
  readonly creditNotes: number
  readonly credited: Amounts
  readonly receipts: number
  readonly received: Amounts
  readonly suspensions: number // subscriptions, for not paying
  readonly restorations: number // subscriptions, of those
  readonly joined: number // subscriptions whose service began
  readonly ended: number // subscriptions
}

export const nothing: Tally = {
  invoices: 0,
  invoiced: {},
  creditNotes: 0,
  credited: {},
  receipts: 0,
  received: {},
  suspensions: 0,
  restorations: 0,
  joined: 0,
  ended: 0,
}

const isUnpaid = ({ payload }: Event) => payload.reason === 'unpaid'

/** Of each type of event that counts, what it adds. */
const adds: Readonly<Record<string, (event: Event) => Partial<Tally>>> = {
  'invoice.posted.v1': (event) => ({ invoices: 1, invoiced: amountOf(event.payload.total) }),
  'credit_note.posted.v1': (event) => ({ creditNotes: 1, credited: amountOf(event.payload.total) }),
  'payment.received.v1': (event) => ({ receipts: 1, received: amountOf(event.payload.amount) }),
  'subscription.blocked.v1': (event) => (isUnpaid(event) ? { suspensions: 1 } : {}),
  'subscription.unblocked.v1': (event) => (isUnpaid(event) ? { restorations: 1 } : {}),
  'subscription.activated.v1': () => ({ joined: 1 }),
  'subscription.ended.v1': () => ({ ended: 1 }),
}

/** Money as it stands in an event. */
function amountOf(value: unknown): Amounts {
  const { minor, currency } = value as { minor: string; currency: string } // as `emit` writes it
  return { [currency]: BigInt(minor) }
}

export function tally(events: readonly Event[]): Tally {
  return events.reduce((sum, event) => combine(sum, { ...nothing, ...adds[event.type]?.(event) }), nothing)
}

export function addAll(tallies: readonly Tally[]): Tally {
  return tallies.reduce((sum, one) => combine(sum, one), nothing)
}

/** What `changed` has more than `unchanged`. */
export function differenceOf(changed: Tally, unchanged: Tally): Tally {
  return combine(changed, unchanged, -1)
}

function combine(a: Tally, b: Tally, sign: 1 | -1 = 1): Tally {
  return {
    invoices: a.invoices + sign * b.invoices,
    invoiced: combineAmounts(a.invoiced, b.invoiced, sign),
    creditNotes: a.creditNotes + sign * b.creditNotes,
    credited: combineAmounts(a.credited, b.credited, sign),
    receipts: a.receipts + sign * b.receipts,
    received: combineAmounts(a.received, b.received, sign),
    suspensions: a.suspensions + sign * b.suspensions,
    restorations: a.restorations + sign * b.restorations,
    joined: a.joined + sign * b.joined,
    ended: a.ended + sign * b.ended,
  }
}

function combineAmounts(a: Amounts, b: Amounts, sign: 1 | -1): Amounts {
  const sum: Record<string, bigint> = { ...a }
  for (const [currency, minor] of Object.entries(b)) sum[currency] = (sum[currency] ?? 0n) + BigInt(sign) * minor
  return sum
}

export function isSame(a: Tally, b: Tally): boolean {
  const { invoiced, credited, received, ...counts } = differenceOf(a, b)
  const minors = [invoiced, credited, received].flatMap((amounts) => Object.values(amounts))
  return Object.values(counts).every((count) => count === 0) && minors.every((minor) => minor === 0n)
}
