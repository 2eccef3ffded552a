import {
  add,
  compare,
  type Currency,
  decimal,
  divideRounded,
  isZero,
  type Money,
  money,
  multiplyRatio,
  subtract,
  sum,
  zero,
} from '#kernel/money.ts'
import { earlier, later } from '#kernel/time.ts'
import type { EntryLine } from '#modules/ledger'
import {
  certifiedCodes,
  placeOf,
  type Regime,
  type SupplyKind,
  type TaxedCharge,
  taxesOf,
  type TaxShare,
  unknownLevies,
} from '#modules/tax'
import { chargesDue, type ChargingRules, type DiscountUse, pendingMonths, reduceCharges, type ReducedCharge } from './charges.ts'
import type { AccountFacts, BilledParty, Holding, PendingCharge } from './holding.ts'

export const invoiceStates = ['open', 'paid', 'void', 'written-off'] as const
export type InvoiceState = (typeof invoiceStates)[number]

export const lineKinds = ['recurring', 'one-time', 'usage', 'adjustment', 'late-fee', 'termination-fee', 'rounding'] as const
export type LineKind = (typeof lineKinds)[number]

/** What of a line is owed to a partner whose content is in it. */
export interface PartnerShare {
  readonly partner: string
  readonly amount: Money
}

export interface LineDraft {
  readonly subscriptionId: string | null
  readonly itemId: string | null // of an add-on
  readonly pendingId: string | null // of what waited for an invoice
  readonly chargeCode: string
  readonly revision: number
  readonly kind: LineKind
  readonly description: string
  readonly from: Temporal.PlainDate | null
  readonly to: Temporal.PlainDate | null
  readonly quantity: string // decimal
  readonly unit: Money
  readonly discount: Money // off the net of unit times quantity
  readonly net: Money
  readonly taxes: readonly TaxShare[]
  readonly tax: Money
  readonly taxCategory: string
  readonly supplyCode: string // SAC, service code; '' where there is none
  readonly partner: PartnerShare | null
  readonly priced: Priced | null // null: a line that only rounds
}

/** How a line was priced: what a pending charge must know to come to the same. */
export interface Priced {
  readonly amount: Money
  readonly isInclusive: boolean
  readonly supply: SupplyKind
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

/** What decides invoices beside the facts of an account. */
export interface BillingRules extends ChargingRules {
  readonly regime: Regime // of `asOf`
  readonly branches?: ReadonlyMap<string, Regime> // of sellers that have some
  /** Totals are rounded to multiples of it. */
  readonly totalStepMinor: bigint
  /** What comes to less waits for the next invoice. */
  readonly minimumMinor: bigint
  /** Whether only what is taken off waits, where it is more than what is charged: what was sold at once is billed at once. */
  readonly onlyCreditsWait?: boolean
}

export interface BilledHolding {
  readonly subscriptionId: string
  readonly itemId: string | null
  readonly until: Temporal.PlainDate
}

/** What a day brings to an account: an invoice or none, and what is billed with it. */
export interface AccountDraft {
  readonly invoice: InvoiceDraft | undefined
  readonly billed: readonly BilledHolding[]
  readonly discountsUsed: readonly DiscountUse[]
  readonly pendingIds: readonly string[]
  /** Whose taxes on it nobody has told us: it is for the eye only, and what is due waits. '' is a region that is not known. */
  readonly unknownLevies: readonly string[]
}

const nothing: AccountDraft = { invoice: undefined, billed: [], discountsUsed: [], pendingIds: [], unknownLevies: [] }

/**
 * The invoice of an account on a day: all that is due and pending. What costs nothing is billed without a line, and without lines there
 * is no invoice. An invoice below the minimum, or below zero, is not made: all of it waits. Nothing waits behind the end of service.
 */
export function draftInvoice(facts: AccountFacts, usual: BillingRules): AccountDraft {
  const rules = { ...usual, regime: (facts.party.branchId && usual.branches?.get(facts.party.branchId)) || usual.regime }
  const charged = facts.holdings.map((holding) => ({ holding, ...chargesDue(holding, facts.currency, rules) }))
  const reduced = [...Map.groupBy(charged, ({ holding }) => holding.subscriptionId)].map(([subscriptionId, own]) =>
    reduceCharges(
      own.flatMap(({ charges }) => charges),
      facts.discounts.get(subscriptionId) ?? [],
      facts.currency,
    ),
  )
  const billed = charged.flatMap(({ holding: { subscriptionId, itemId }, periods }) => {
    const last = periods.at(-1)
    return last ? [{ subscriptionId, itemId, until: last.covered.to }] : []
  })
  const places = placesOf(facts.party, rules)
  const lines = [
    ...reduced.flatMap(({ charges }) => charges.map((charge) => lineOf(charge, facts.party, places, rules))),
    ...facts.pending.map((charge) => pendingLine(charge, facts.party, places, rules)),
  ]
  const invoice = lines.length === 0 ? undefined : totalled(facts, lines, places, rules)
  if (invoice && waits(invoice, facts.holdings, billed, rules))
    return rules.onlyCreditsWait ? draftInvoice(withoutCredits(facts), { ...usual, onlyCreditsWait: false }) : nothing
  return {
    invoice,
    billed,
    discountsUsed: reduced.flatMap(({ uses }) => uses),
    pendingIds: facts.pending.map(({ id }) => id),
    unknownLevies: unknownFor(lines, facts.party, places, rules),
  }
}

const withoutCredits = (facts: AccountFacts): AccountFacts => ({
  ...facts,
  pending: facts.pending.filter(({ amount }) => amount.minor > 0n),
})

function waits(
  { total }: InvoiceDraft,
  holdings: readonly Holding[],
  billed: readonly BilledHolding[],
  { minimumMinor }: BillingRules,
): boolean {
  if (total.minor < 0n) return true
  const untilOf = ({ subscriptionId, itemId }: Holding) =>
    billed.find((one) => one.subscriptionId === subscriptionId && one.itemId === itemId)?.until
  const isLast = holdings.length === 0 || holdings.some((one) => one.endsOn !== null && untilOf(one)?.equals(one.endsOn))
  return total.minor < minimumMinor && !isLast
}

function totalled(
  { accountId, customerId, currency }: AccountFacts,
  charges: readonly ChargeLine[],
  places: PlaceOf,
  rules: BillingRules,
): InvoiceDraft {
  const lines = withRounding(charges, currency, rules.totalStepMinor)
  const net = sum(
    lines.map((line) => line.net),
    currency,
  )
  const tax = sum(
    lines.map((line) => line.tax),
    currency,
  )
  return {
    accountId,
    customerId,
    from: lines.map((line) => line.from ?? rules.asOf).reduce(earlier),
    to: lines.map((line) => line.to ?? rules.asOf).reduce(later),
    placeOfSupply: places(lines[0]!.priced!.supply),
    lines,
    net,
    tax,
    total: add(net, tax),
  }
}

type ChargeLine = LineDraft & { readonly rounding?: Money }

/** Where a supply of a kind takes place. Premises of fixed lines are the customer's address, as far as we know. */
type PlaceOf = (supply: SupplyKind) => string

function placesOf({ region, taxNumber }: BilledParty, { regime }: BillingRules): PlaceOf {
  const buyer = { country: regime.pack.country, region, registration: taxNumber }
  const known = new Map<SupplyKind, string>()
  return (kind) => {
    const place = known.get(kind) ?? placeOf(regime, buyer, { kind, sale: 'billed', installedIn: '', soldIn: '' })
    known.set(kind, place)
    return place
  }
}

interface Taxable extends Priced {
  readonly taxCategory: string
  readonly months: number
}

function taxed(
  { amount, isInclusive, supply, taxCategory, months }: Taxable,
  party: BilledParty,
  places: PlaceOf,
  rules: BillingRules,
): TaxedCharge {
  return taxesOf(
    rules.regime,
    { place: places(supply), kind: supply, exempt: exemptionOf(party, rules) },
    { amount, isInclusive, category: taxCategory, lineMonths: BigInt(months) },
  )
}

const exemptionOf = ({ taxExempt, certificates = [] }: BilledParty, { regime, asOf }: BillingRules): 'all' | string[] =>
  taxExempt ? 'all' : certificates.length === 0 ? [] : certifiedCodes(regime, certificates, asOf)

/** Whose taxes on these lines nobody has told us, each once. */
function unknownFor(lines: readonly ChargeLine[], party: BilledParty, places: PlaceOf, rules: BillingRules): string[] {
  const kinds = new Set(lines.flatMap(({ priced }) => priced?.supply ?? []))
  const exempt = exemptionOf(party, rules)
  return [...new Set([...kinds].flatMap((kind) => unknownLevies(rules.regime, { place: places(kind), kind, exempt })))]
}

function lineOf(charged: ReducedCharge, party: BilledParty, places: PlaceOf, rules: BillingRules): ChargeLine {
  const { holding, charge, period, amount, off } = charged
  const { plan } = holding
  const taxable = {
    isInclusive: plan.pricesIncludeTax,
    supply: plan.supply,
    taxCategory: charge.taxCategory ?? plan.taxCategory,
    months: charged.months,
  }
  const netOf = (price: Money) => (plan.pricesIncludeTax ? taxed({ ...taxable, amount: price }, party, places, rules).net : price)
  const left = subtract(amount, off)
  const priced = taxed({ ...taxable, amount: left }, party, places, rules)
  return {
    subscriptionId: holding.subscriptionId,
    itemId: holding.itemId,
    pendingId: null,
    chargeCode: charge.code,
    revision: holding.revision,
    kind: charged.kind,
    description: charge.name,
    from: period.from,
    to: period.to,
    quantity: charged.quantity,
    unit: netOf(charged.list),
    discount: isZero(off) ? off : subtract(netOf(amount), priced.net),
    ...priced,
    taxCategory: taxable.taxCategory,
    supplyCode: rules.regime.pack.supplyCodes[plan.supply] ?? '',
    partner: charge.split && { partner: charge.split.partner, amount: percentOf(priced.net, charge.split.percent) },
    priced: { amount: left, isInclusive: plan.pricesIncludeTax, supply: plan.supply },
  }
}

function percentOf(amount: Money, percent: string): Money {
  const { units, scale } = decimal(percent)
  return multiplyRatio(amount, units, 100n * 10n ** BigInt(scale))
}

function pendingLine(charge: PendingCharge, party: BilledParty, places: PlaceOf, rules: BillingRules): ChargeLine {
  const { amount, pricesIncludeTax: isInclusive, supply, taxCategory } = charge
  const priced = taxed({ amount, isInclusive, supply, taxCategory, months: pendingMonths(charge) }, party, places, rules)
  return {
    subscriptionId: charge.subscriptionId,
    itemId: charge.itemId,
    pendingId: charge.id,
    chargeCode: charge.chargeCode,
    revision: charge.revision,
    kind: charge.kind,
    description: charge.description,
    from: charge.from,
    to: charge.to,
    quantity: '1',
    unit: priced.net,
    discount: zero(amount.currency),
    ...priced,
    taxCategory,
    supplyCode: rules.regime.pack.supplyCodes[supply] ?? '',
    partner: charge.partner ?? null,
    priced: { amount, isInclusive, supply },
  }
}

/** Adds one untaxed line for what inclusive prices have beyond their nets and taxes, and for what makes the total a round one. */
function withRounding(charges: readonly ChargeLine[], currency: Currency, totalStepMinor: bigint): LineDraft[] {
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
  return isZero(rounding) ? lines : [...lines, roundingLine(rounding)]
}

const roundingLine = (amount: Money): LineDraft => ({
  subscriptionId: null,
  itemId: null,
  pendingId: null,
  chargeCode: 'rounding',
  revision: 0,
  kind: 'rounding',
  description: 'Rounding',
  from: null,
  to: null,
  quantity: '1',
  unit: amount,
  discount: zero(amount.currency),
  net: amount,
  taxes: [],
  tax: zero(amount.currency),
  taxCategory: 'none',
  supplyCode: '',
  partner: null,
  priced: null,
})

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

/** How an invoice stands in the books: what its periods earn is deferred, and recognised as they pass; what partners get is no revenue. */
export function bookingOf({ accountId, lines, tax }: Pick<InvoiceDraft, 'accountId' | 'lines' | 'tax'>): EntryLine[] {
  const owed = { debit: 'receivables', accountId } as const
  return [
    ...lines.flatMap((line) => earningsOf(line).map((earning): EntryLine => ({ ...owed, ...earning }))),
    { ...owed, credit: 'tax-payable', amount: tax },
  ]
}

type Earning = Pick<EntryLine, 'credit' | 'earnedOver' | 'amount'>

/** Where the net of a line goes. */
export function earningsOf({ kind, from, to, net, partner }: Pick<LineDraft, 'kind' | 'from' | 'to' | 'net' | 'partner'>): Earning[] {
  const lasts = kind === 'recurring' && from !== null && to !== null && Temporal.PlainDate.compare(from, to) < 0
  const amount = partner ? subtract(net, partner.amount) : net
  const own: Earning = lasts ? { credit: 'deferred-revenue', earnedOver: { from, to }, amount } : { credit: 'revenue', amount }
  return partner ? [own, { credit: 'partners-payable', amount: partner.amount }] : [own]
}

export interface OpenInvoice {
  readonly id: string
  readonly accountId: string
  readonly number: string
  readonly customerId: string
  readonly open: Money // total less what is paid
  readonly isWrittenOff: boolean
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
