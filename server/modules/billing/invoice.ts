import { add, compare, divideRounded, isZero, type Money, subtract, sum, zero } from '#kernel/money.ts'
import { earlier, later } from '#kernel/time.ts'
import type { EntryLine } from '#modules/ledger'
import { type BillingTerms, type DayCount, type DuePeriod, duePeriods, prorate, share } from './proration.ts'
import { addTaxes, extractTaxes, type TaxRate, type TaxShare } from './tax.ts'

export const invoiceStates = ['open', 'paid', 'void'] as const
export type InvoiceState = (typeof invoiceStates)[number]

export const lineKinds = ['recurring', 'setup', 'usage', 'adjustment', 'late-fee'] as const
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
}

/** An invoice before it has a number. */
export interface InvoiceDraft {
  readonly accountId: string
  readonly customerId: string
  readonly from: Temporal.PlainDate
  readonly to: Temporal.PlainDate
  readonly lines: readonly LineDraft[]
  readonly net: Money
  readonly tax: Money
  readonly total: Money
}

/** What a run needs to know beside the subscriptions. */
export interface BillingRules {
  readonly asOf: Temporal.PlainDate
  readonly dayCount: DayCount
  /** Taxes in force on `asOf`, by category. */
  readonly taxes: ReadonlyMap<string, readonly TaxRate[]>
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
    return lines.length === 0 ? [] : [draftInvoice(charges[0]!.subscription, lines, rules.asOf)]
  })
  return { invoices, billed }
}

function draftInvoice(
  { accountId, customerId, recurring: { currency } }: DueSubscription,
  charges: readonly LineDraft[],
  asOf: Temporal.PlainDate,
): InvoiceDraft {
  const lines = withRounding(charges, currency)
  const net = sum(
    lines.map((line) => line.net),
    currency,
  )
  const tax = sum(
    lines.map((line) => line.tax),
    currency,
  )
  const froms = lines.map((line) => line.from ?? asOf)
  const tos = lines.map((line) => line.to ?? asOf)
  return { accountId, customerId, from: froms.reduce(earlier), to: tos.reduce(later), lines, net, tax, total: add(net, tax) }
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
  const priced = taxed(subscription, subscription.setup, rules)
  return {
    ...lineOf(subscription, 'setup'),
    ...priced,
    description: `${subscription.description}, set-up`,
    from: subscription.startedOn,
    to: subscription.startedOn,
    quantity: '1',
    unit: priced.net,
  }
}

function recurringLine(subscription: DueSubscription, { whole, covered }: DuePeriod, rules: BillingRules): ChargeDraft {
  const priced = taxed(subscription, prorate(subscription.recurring, whole, covered, rules.dayCount), rules)
  return {
    ...lineOf(subscription, 'recurring'),
    ...priced,
    from: covered.from,
    to: covered.to,
    quantity: decimalShare(...share(whole, covered, rules.dayCount)),
    unit: taxed(subscription, subscription.recurring, rules).net,
  }
}

const lineOf = ({ id, description, taxCategory }: DueSubscription, kind: LineKind) => ({
  subscriptionId: id,
  kind,
  description,
  taxCategory,
})

function taxed({ pricesIncludeTax, taxExempt, taxCategory }: DueSubscription, price: Money, { taxes }: BillingRules) {
  const rates = taxes.get(taxCategory) ?? []
  if (!pricesIncludeTax) return addTaxes(price, taxExempt ? [] : rates)
  const priced = extractTaxes(price, rates)
  // Who is exempt pays an inclusive price without the taxes in it.
  return taxExempt ? addTaxes(priced.net, []) : priced
}

/** Adds one untaxed line for what the inclusive prices have beyond their nets and taxes. */
function withRounding(charges: readonly ChargeDraft[], currency: string): LineDraft[] {
  const rounding = sum(
    charges.map((charge) => charge.rounding ?? zero(currency)),
    currency,
  )
  const lines = charges.map(({ rounding: _, ...line }) => line)
  if (isZero(rounding)) return lines
  const line: LineDraft = {
    subscriptionId: null,
    kind: 'adjustment',
    description: 'Rounding',
    from: null,
    to: null,
    quantity: '1',
    unit: rounding,
    net: rounding,
    taxes: [],
    tax: zero(currency),
    taxCategory: 'none',
  }
  return [...lines, line]
}

const quantityScale = 1_000_000n

/** 10 of 31 days as `0.322581`. */
function decimalShare(part: bigint, whole: bigint): string {
  const millionths = divideRounded(part * quantityScale, whole, 'half-up')
  return `${millionths / quantityScale}.${(millionths % quantityScale).toString().padStart(6, '0')}`
}

/** Taxes of a whole invoice: one row for each tax and rate, on the net amounts it applies to. */
export function taxTotals(lines: readonly LineDraft[]): { name: string; percent: string; net: Money; tax: Money }[] {
  const totals = new Map<string, { name: string; percent: string; net: Money; tax: Money }>()
  for (const line of lines) {
    for (const { name, percent, amount } of line.taxes) {
      const known = totals.get(`${name} ${percent}`)
      totals.set(`${name} ${percent}`, {
        name,
        percent,
        net: known ? add(known.net, line.net) : line.net,
        tax: known ? add(known.tax, amount) : amount,
      })
    }
  }
  return [...totals.values()]
}

/** How an invoice stands in the books. */
export function bookingOf(invoice: Pick<InvoiceDraft, 'accountId' | 'net' | 'tax'>): EntryLine[] {
  return [
    { debit: 'receivables', credit: 'revenue', amount: invoice.net, accountId: invoice.accountId },
    { debit: 'receivables', credit: 'tax-payable', amount: invoice.tax, accountId: invoice.accountId },
  ]
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
