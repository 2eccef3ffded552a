import { add, compare, divideRounded, isZero, type Money, money, subtract, sum, zero } from '#kernel/money.ts'
import { earlier, later, type Period } from '#kernel/time.ts'
import type { EntryLine } from '#modules/ledger'
import { placeOf, type Regime, type SupplyKind, type TaxedCharge, taxesOf, type TaxShare } from '#modules/tax'
import { type BillingTerms, type DayCount, type DuePeriod, duePeriods, prorate, share } from './proration.ts'

export const invoiceStates = ['open', 'paid', 'void'] as const
export type InvoiceState = (typeof invoiceStates)[number]

export const lineKinds = ['recurring', 'setup', 'usage', 'adjustment', 'late-fee', 'rounding'] as const
export type LineKind = (typeof lineKinds)[number]

/** A subscription with periods to bill, and the terms its customer agreed to. */
export interface DueSubscription extends BillingTerms {
  readonly id: string
  readonly accountId: string
  readonly customerId: string
  readonly description: string // as customers know the offer
  readonly billedUntil: Temporal.PlainDate // first day not billed yet
  readonly recurring: Money // for a whole cycle
  readonly setup: Money // once
  readonly taxCategory: string
  readonly pricesIncludeTax: boolean
  readonly taxExempt: boolean
  readonly supply: SupplyKind
  readonly region: string // of the customer, as written
  readonly taxNumber: string | null
}

export interface LineDraft {
  readonly subscriptionId: string | null
  readonly kind: LineKind
  readonly description: string
  readonly from: Temporal.PlainDate | null
  readonly to: Temporal.PlainDate | null
  readonly quantity: string // decimal
  readonly unit: Money
  readonly net: Money
  readonly taxes: readonly TaxShare[]
  readonly tax: Money
  readonly taxCategory: string
  readonly supplyCode: string // SAC, service code; '' where there is none
}

/** An invoice before it has a number. */
export interface InvoiceDraft {
  readonly accountId: string
  readonly customerId: string
  readonly from: Temporal.PlainDate
  readonly to: Temporal.PlainDate
  readonly placeOfSupply: string // ISO 3166
  readonly lines: readonly LineDraft[]
  readonly net: Money
  readonly tax: Money
  readonly total: Money
}

/** What a run needs to know beside the subscriptions. */
export interface BillingRules {
  readonly asOf: Temporal.PlainDate
  readonly dayCount: DayCount
  readonly regime: Regime // of `asOf`
  /** Totals are rounded to multiples of it. */
  readonly totalStepMinor: bigint
}

export interface BilledSubscription {
  readonly id: string
  readonly until: Temporal.PlainDate
}

/**
 * Invoices for due subscriptions, one for each account in the order given, and how far each subscription is then billed. What
 * costs nothing is billed without a line; an account without lines gets no invoice.
 */
export function draftInvoices(
  due: readonly DueSubscription[],
  rules: BillingRules,
): { invoices: InvoiceDraft[]; billed: BilledSubscription[] } {
  const charged = due.map((subscription) => ({ subscription, periods: duePeriods(subscription, subscription.billedUntil, rules.asOf) }))
  const billed = charged.flatMap(({ subscription, periods }) => {
    const last = periods.at(-1)
    return last ? [{ id: subscription.id, until: last.covered.to }] : []
  })
  const byAccount = Map.groupBy(charged, ({ subscription }) => subscription.accountId)
  const invoices = [...byAccount.values()].flatMap((charges) => {
    const lines = charges.flatMap(({ subscription, periods }) => linesOf(subscription, periods, rules))
    return lines.length === 0 ? [] : [draftInvoice(charges[0]!.subscription, lines, rules)]
  })
  return { invoices, billed }
}

function draftInvoice(subscription: DueSubscription, charges: readonly LineDraft[], rules: BillingRules): InvoiceDraft {
  const {
    accountId,
    customerId,
    recurring: { currency },
  } = subscription
  const lines = withRounding(charges, currency, rules.totalStepMinor)
  const net = sum(
    lines.map((line) => line.net),
    currency,
  )
  const tax = sum(
    lines.map((line) => line.tax),
    currency,
  )
  const froms = lines.map((line) => line.from ?? rules.asOf)
  const tos = lines.map((line) => line.to ?? rules.asOf)
  return {
    accountId,
    customerId,
    from: froms.reduce(earlier),
    to: tos.reduce(later),
    placeOfSupply: placeOfSupply(subscription, rules),
    lines,
    net,
    tax,
    total: add(net, tax),
  }
}

type ChargeDraft = LineDraft & { readonly rounding?: Money }

/** Lines of one subscription: set-up with its first day, then its periods. */
function linesOf(subscription: DueSubscription, periods: readonly DuePeriod[], rules: BillingRules): ChargeDraft[] {
  if (periods.length === 0) return []
  const isFirst = subscription.billedUntil.equals(subscription.startedOn)
  const setup = isFirst && !isZero(subscription.setup) ? [setupLine(subscription, rules)] : []
  const recurring = isZero(subscription.recurring) ? [] : periods.map((period) => recurringLine(subscription, period, rules))
  return [...setup, ...recurring]
}

function setupLine(subscription: DueSubscription, rules: BillingRules): ChargeDraft {
  const priced = taxed(subscription, subscription.setup, 0, rules)
  return {
    ...lineOf(subscription, 'setup', rules),
    ...priced,
    description: `${subscription.description}, set-up`,
    from: subscription.startedOn,
    to: subscription.startedOn,
    quantity: '1',
    unit: priced.net,
  }
}

function recurringLine(subscription: DueSubscription, { whole, covered }: DuePeriod, rules: BillingRules): ChargeDraft {
  const priced = taxed(subscription, prorate(subscription.recurring, whole, covered, rules.dayCount), monthsOf(covered), rules)
  return {
    ...lineOf(subscription, 'recurring', rules),
    ...priced,
    from: covered.from,
    to: covered.to,
    quantity: decimalShare(...share(whole, covered, rules.dayCount)),
    unit: taxed(subscription, subscription.recurring, monthsOf(whole), rules).net,
  }
}

const lineOf = ({ id, description, taxCategory, supply }: DueSubscription, kind: LineKind, { regime }: BillingRules) => ({
  subscriptionId: id,
  kind,
  description,
  taxCategory,
  supplyCode: regime.pack.supplyCodes[supply] ?? '',
})

/** Months that fees by the month count; a part of one is one. */
function monthsOf({ from, to }: Period): number {
  const { months, days } = from.until(to, { largestUnit: 'months' })
  return months + (days > 0 ? 1 : 0)
}

/** Premises of fixed lines are the customer's address, as far as we know. */
const placeOfSupply = ({ supply, region, taxNumber }: DueSubscription, { regime }: BillingRules): string =>
  placeOf(
    regime,
    { country: regime.pack.country, region, registration: taxNumber },
    { kind: supply, sale: 'billed', installedIn: '', soldIn: '' },
  )

function taxed(subscription: DueSubscription, amount: Money, months: number, rules: BillingRules): TaxedCharge {
  const { supply, taxExempt, pricesIncludeTax, taxCategory } = subscription
  return taxesOf(
    rules.regime,
    { place: placeOfSupply(subscription, rules), kind: supply, exempt: taxExempt ? 'all' : [] },
    { amount, isInclusive: pricesIncludeTax, category: taxCategory, lineMonths: BigInt(months) },
  )
}

/** Adds one untaxed line for what inclusive prices have beyond their nets and taxes, and for what makes the total a round one. */
function withRounding(charges: readonly ChargeDraft[], currency: string, totalStepMinor: bigint): LineDraft[] {
  const exact = sum(
    charges.flatMap(({ net, tax, rounding }) => (rounding ? [net, tax, rounding] : [net, tax])),
    currency,
  )
  const total = money(divideRounded(exact.minor, totalStepMinor, 'half-up') * totalStepMinor, currency)
  const rounding = subtract(
    total,
    sum(
      charges.flatMap(({ net, tax }) => [net, tax]),
      currency,
    ),
  )
  const lines = charges.map(({ rounding: _, ...line }) => line)
  if (isZero(rounding)) return lines
  const line: LineDraft = {
    subscriptionId: null,
    kind: 'rounding',
    description: 'Rounding',
    from: null,
    to: null,
    quantity: '1',
    unit: rounding,
    net: rounding,
    taxes: [],
    tax: zero(currency),
    taxCategory: 'none',
    supplyCode: '',
  }
  return [...lines, line]
}

const quantityScale = 1_000_000n

/** 10 of 31 days as `0.322581`. */
function decimalShare(part: bigint, whole: bigint): string {
  const millionths = divideRounded(part * quantityScale, whole, 'half-up')
  return `${millionths / quantityScale}.${(millionths % quantityScale).toString().padStart(6, '0')}`
}

/** A tax of a whole invoice on what was sold under one code. */
export interface TaxTotal extends Pick<TaxShare, 'code' | 'name' | 'jurisdiction' | 'percent'> {
  readonly supplyCode: string
  readonly net: Money // its base
  readonly tax: Money
}

export function taxTotals(lines: readonly Pick<LineDraft, 'taxes' | 'supplyCode'>[]): TaxTotal[] {
  const totals = new Map<string, TaxTotal>()
  for (const { taxes, supplyCode } of lines) {
    for (const { code, name, jurisdiction, percent, base, amount } of taxes) {
      const key = `${code} ${jurisdiction} ${percent} ${supplyCode}`
      const known = totals.get(key)
      const sums = known ? { net: add(known.net, base), tax: add(known.tax, amount) } : { net: base, tax: amount }
      totals.set(key, { code, name, jurisdiction, percent, supplyCode, ...sums })
    }
  }
  return [...totals.values()]
}

/** How an invoice stands in the books: what its periods earn is deferred, and recognised as they pass. */
export function bookingOf({ accountId, lines, tax }: Pick<InvoiceDraft, 'accountId' | 'lines' | 'tax'>): EntryLine[] {
  const owed = { debit: 'receivables', accountId } as const
  return [
    ...lines.map((line): EntryLine => ({ ...owed, ...earningOf(line), amount: line.net })),
    { ...owed, credit: 'tax-payable', amount: tax },
  ]
}

function earningOf({ kind, from, to }: LineDraft): Pick<EntryLine, 'credit' | 'earnedOver'> {
  const lasts = kind === 'recurring' && from !== null && to !== null && Temporal.PlainDate.compare(from, to) < 0
  return lasts ? { credit: 'deferred-revenue', earnedOver: { from, to } } : { credit: 'revenue' }
}

export interface OpenInvoice {
  readonly id: string
  readonly accountId: string
  readonly number: string
  readonly customerId: string
  readonly open: Money // total less what is paid
}

export interface Allocation {
  readonly invoiceId: string
  readonly amount: Money
  /** Whether nothing of the invoice remains open. */
  readonly settles: boolean
}

/** Spreads an amount over open invoices in the order given; what is left becomes the account's credit. */
export function allocateInOrder(
  amount: Money,
  open: readonly Pick<OpenInvoice, 'id' | 'open'>[],
): { allocations: Allocation[]; unallocated: Money } {
  const allocations: Allocation[] = []
  let left = amount
  for (const invoice of open) {
    if (left.minor <= 0n) break
    const settles = compare(left, invoice.open) >= 0
    const part = settles ? invoice.open : left
    allocations.push({ invoiceId: invoice.id, amount: part, settles })
    left = subtract(left, part)
  }
  return { allocations, unallocated: left }
}
