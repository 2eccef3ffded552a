/** What is sold, as tax law sees it: a rate may hold for one kind only, and each kind has its code on invoices. */
export const supplyKinds = ['internet', 'mobile', 'telephony', 'backbone', 'other'] as const
export type SupplyKind = (typeof supplyKinds)[number]

/**
 * Which supplies a rate reaches, by where the seller is and where the supply is deemed to take place:
 *
 *   seller's region = place     within-region (CGST), within-state (SGST) or within-territory (UTGST)
 *   seller's region ≠ place     between-regions (IGST)
 *   place = the rate's own jurisdiction    in-region (a state of the US)
 *   anywhere in the country     everywhere (VAT)
 */
export const reaches = ['everywhere', 'within-region', 'within-state', 'within-territory', 'between-regions', 'in-region'] as const
export type Reach = (typeof reaches)[number]

/** One tax at one rate, in force from a day on. */
export interface Rate {
  readonly category: string // `standard`, `reduced` …: offers name theirs
  readonly supply: SupplyKind | 'any'
  readonly code: string // as returns call it: CGST, VAT, SD, US-TX-911
  readonly name: string // as invoices call it
  readonly jurisdiction: string // ISO 3166: who levies it, `IN` or `US-TX`
  readonly reach: Reach
  readonly percent: string // `7.5000`
  readonly flatMinor: bigint // for each line and month, beside the per cent: 911 fees
  readonly sharePercent: string // of the price it is charged on: the interstate share
  readonly on: readonly string[] // codes of taxes that enter its base, beside the price
  readonly validFrom: Temporal.PlainDate
  readonly validTo: Temporal.PlainDate | null // exclusive
  readonly source: string // where it is written; '' where nobody said
  readonly checkedOn: Temporal.PlainDate | null // when somebody last compared it with that; null: not since it was written here
}

/** A rate as packs write it down: what is usual is left out. */
export type RateSeed = Pick<Rate, 'code' | 'name' | 'percent'> &
  Partial<Omit<Rate, 'validFrom' | 'validTo' | 'checkedOn'>> & { readonly from: string; readonly to?: string; readonly checkedOn?: string }

export function rateOf({ from, to, checkedOn, ...seed }: RateSeed, country: string): Rate {
  return {
    category: 'standard',
    supply: 'any',
    jurisdiction: country,
    reach: 'everywhere',
    flatMinor: 0n,
    sharePercent: '100',
    on: [],
    source: '',
    ...seed,
    validFrom: Temporal.PlainDate.from(from),
    validTo: to === undefined ? null : Temporal.PlainDate.from(to),
    checkedOn: checkedOn === undefined ? null : Temporal.PlainDate.from(checkedOn),
  }
}

/** The rates in force on a day. */
export function ratesOn(rates: readonly Rate[], day: Temporal.PlainDate): Rate[] {
  const isBeforeOrOn = (a: Temporal.PlainDate) => Temporal.PlainDate.compare(a, day) <= 0
  return rates.filter((rate) => isBeforeOrOn(rate.validFrom) && !(rate.validTo && isBeforeOrOn(rate.validTo)))
}
