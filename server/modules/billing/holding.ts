import type { Currency, Decimal, Money } from '#kernel/money.ts'
import type { Period } from '#kernel/time.ts'
import { type Charge, chargesOf, type OfferTerms, type Phase, type Technology } from '#modules/catalog'
import type { Certificate, SupplyKind } from '#modules/tax'
import type { Discount } from './discount.ts'
import type { LineKind, PartnerShare } from './invoice.ts'
import type { BillingTerms } from './proration.ts'

/** What of a version decides bills. */
export interface Plan {
  readonly charges: readonly Charge[] // prices in the currency of the account
  readonly phases: readonly Phase[]
  readonly taxCategory: string
  readonly pricesIncludeTax: boolean
  readonly supply: SupplyKind
}

/** Something that is charged by the period: a subscription with its plan, or an add-on of one. */
export interface Holding extends BillingTerms {
  readonly subscriptionId: string
  readonly itemId: string | null // of an add-on
  readonly revision: number // of the subscription: a period is charged once for each
  readonly quantity: number
  readonly chargedFrom: Temporal.PlainDate // first day that is charged: what is charged once comes with it
  readonly billedUntil: Temporal.PlainDate // first day that no invoice covers yet
  readonly plan: Plan
  readonly usage: readonly MeteredUsage[]
}

/** What a meter counted in a period, to be charged when that is over. */
export interface MeteredUsage {
  readonly meter: string
  readonly period: Period
  readonly quantity: Decimal
}

/** Something that the next invoice of an account carries beside the running periods. */
export interface PendingCharge {
  readonly id: string
  readonly subscriptionId: string | null
  readonly itemId: string | null
  readonly kind: LineKind
  readonly chargeCode: string
  readonly revision: number
  readonly description: string
  readonly amount: Money // of either sign
  readonly taxCategory: string
  readonly pricesIncludeTax: boolean
  readonly supply: SupplyKind
  readonly partner?: PartnerShare | null // as the line had it that it comes from
  readonly from: Temporal.PlainDate | null
  readonly to: Temporal.PlainDate | null
}

/** Whom a tax law sees. */
export interface BilledParty {
  readonly region: string // as written
  readonly taxNumber: string | null
  readonly taxExempt: boolean
  readonly certificates?: readonly Certificate[] | undefined // that exempt it, of all days
  readonly branchId?: string | undefined // of the seller, where one of its branches issues the documents
}

/** Everything that the invoice of an account depends on beside the rules. */
export interface AccountFacts {
  readonly accountId: string
  readonly customerId: string
  readonly currency: Currency
  readonly party: BilledParty
  readonly holdings: readonly Holding[]
  readonly discounts: ReadonlyMap<string, readonly Discount[]> // by subscription
  readonly pending: readonly PendingCharge[]
}

const supplies: Readonly<Record<Technology, SupplyKind>> = {
  fibre: 'internet',
  pppoe: 'internet',
  hotspot: 'internet',
  wireless: 'internet',
  mobile: 'mobile',
}

export const supplyOf = (technology: Technology): SupplyKind => supplies[technology]

type Charging = Pick<OfferTerms, 'recurring' | 'setup' | 'charges' | 'phases' | 'taxCategory' | 'pricesIncludeTax'>

/** @param terms with prices in the currency of the account */
export const planOf = (offerName: string, technology: Technology, terms: Charging): Plan => ({
  charges: chargesOf({ offerName, ...terms }).filter((charge) => charge.price === null || charge.price.minor !== 0n),
  phases: terms.phases,
  taxCategory: terms.taxCategory,
  pricesIncludeTax: terms.pricesIncludeTax,
  supply: supplyOf(technology),
})
