import { assert } from '#kernel/assert.ts'
import { add, compare, isZero, type Money, multiplyRatio, negate, subtract, sum } from '#kernel/money.ts'
import { later, type Period } from '#kernel/time.ts'
import type { EntryLine } from '#modules/ledger'
import { creditTaxes, type TaxShare } from '#modules/tax'
import { earningsOf, type LineKind, type PartnerShare } from './invoice.ts'
import { countDays, type DayCount } from './proration.ts'

export const creditKinds = ['change', 'pause', 'cancellation', 'transfer', 'correction', 'goodwill'] as const
export type CreditKind = (typeof creditKinds)[number]

/** A line of an invoice that something may be taken back from. */
export interface CreditableLine {
  readonly invoiceId: string
  readonly line: number
  readonly kind: LineKind
  readonly description: string
  readonly from: Temporal.PlainDate | null
  readonly to: Temporal.PlainDate | null
  readonly net: Money
  readonly taxes: readonly TaxShare[]
  readonly tax: Money
  readonly taxCategory: string
  readonly supplyCode: string
  readonly partner: PartnerShare | null
  readonly credited: Money // net, by earlier notes
  readonly creditedFrom: Temporal.PlainDate | null // the days from here on were given back
}

/** What is taken back of a line. Amounts are positive. */
export interface CreditLine extends Omit<CreditableLine, 'credited' | 'creditedFrom' | 'line'> {
  readonly invoiceLine: number
  readonly isUnused: boolean // whether its days are given back, or only money
}

/** What can still be taken back of a line, net. */
export const creditable = ({ net, credited }: CreditableLine): Money => subtract(net, credited)

/**
 * The days of a line from a day on that were not used, and their part of its net; undefined where there are none. With what was
 * credited before it never comes to more than the line.
 *
 *   line 1 ├──────── used ────────┤ from ├──── credited ────┤ 31
 */
export function creditUnused(line: CreditableLine, from: Temporal.PlainDate, dayCount: DayCount): CreditLine | undefined {
  assert(line.from && line.to, 'Only a line with days has unused ones')
  const unused: Period = { from: later(from, line.from), to: line.creditedFrom ?? line.to }
  if (Temporal.PlainDate.compare(unused.from, unused.to) >= 0) return undefined
  const part = multiplyRatio(line.net, countDays(unused, dayCount), countDays({ from: line.from, to: line.to }, dayCount))
  return creditPart(line, compare(part, creditable(line)) > 0 ? creditable(line) : part, unused)
}

/** Takes back a net amount of a line with the taxes it bore; undefined where it is nothing. @param net at most what is creditable */
export function creditPart(line: CreditableLine, net: Money, period: Period | null = null): CreditLine | undefined {
  if (isZero(net)) return undefined
  const { credited, creditedFrom: _, line: invoiceLine, ...rest } = line
  const back = creditTaxes(line, credited, net)
  const shareUpTo = (amount: Money) => (line.partner ? multiplyRatio(line.partner.amount, amount.minor, line.net.minor) : undefined)
  return {
    ...rest,
    invoiceLine,
    isUnused: period !== null,
    from: period?.from ?? line.from,
    to: period?.to ?? line.to,
    net,
    taxes: back.taxes.map((share) => ({ ...share, base: negate(share.base), amount: negate(share.amount) })),
    tax: negate(back.tax),
    partner: line.partner && {
      partner: line.partner.partner,
      amount: subtract(shareUpTo(add(credited, net))!, shareUpTo(credited)!),
    },
  }
}

/** A credit note before it has a number: lines of one invoice. */
export interface CreditNoteDraft {
  readonly invoiceId: string
  readonly lines: readonly CreditLine[]
  readonly net: Money
  readonly tax: Money
  readonly total: Money
}

/** One credit note for each invoice, because each refers to one. */
export function draftCreditNotes(lines: readonly CreditLine[]): CreditNoteDraft[] {
  return [...Map.groupBy(lines, ({ invoiceId }) => invoiceId)].map(([invoiceId, own]) => {
    const { currency } = own[0]!.net
    const sumOf = (part: 'net' | 'tax') =>
      sum(
        own.map((line) => line[part]),
        currency,
      )
    return { invoiceId, lines: own, net: sumOf('net'), tax: sumOf('tax'), total: add(sumOf('net'), sumOf('tax')) }
  })
}

/** How a credit note stands in the books: what its invoice booked, the other way. */
export function creditBooking(accountId: string, { lines, tax }: Pick<CreditNoteDraft, 'lines' | 'tax'>): EntryLine[] {
  const owed = { debit: 'receivables', accountId } as const
  return [
    ...lines.flatMap((line) => earningsOf(line).map((earning): EntryLine => ({ ...owed, ...earning, amount: negate(earning.amount) }))),
    { ...owed, credit: 'tax-payable', amount: negate(tax) },
  ]
}
