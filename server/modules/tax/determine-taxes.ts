import { assert } from '#kernel/assert.ts'
import { type Currency, decimal, decimalToString, divideRounded, type Money } from '#kernel/money.ts'
import { type Pack, regionNamed, regionRegistered, type Supply } from './pack.ts'
import { type Rate, ratesOn, type SupplyKind } from './rate.ts'

/** Who sells or buys, as far as taxes ask. */
export interface Party {
  readonly country: string // ISO 3166-1 alpha-2
  readonly region: string // as written in the address, or ISO 3166-2; '' where unknown
  readonly registration: string | null // GSTIN, BIN, TIN, EIN
}

export interface Buyer extends Party {
  /** Codes of the taxes the buyer does not pay, or all. */
  readonly exempt: 'all' | readonly string[]
}

export interface Charge {
  readonly amount: Money
  readonly isInclusive: boolean // whether the amount contains its taxes
  readonly category: string
  /** Lines times months: what flat fees count. 0 for what is no service over time, such as a set-up. */
  readonly lineMonths: bigint
}

/** To whom and as what a charge is made, for one or many charges. */
export interface Sale {
  readonly place: string // as `placeOf` gives it
  readonly kind: SupplyKind
  readonly exempt: Buyer['exempt']
}

/** One tax on one charge. */
export interface TaxShare {
  readonly code: string
  readonly name: string
  readonly jurisdiction: string // ISO 3166: `IN` for CGST, `IN-MH` for the SGST of Maharashtra
  readonly percent: string // 0 for a flat fee
  readonly base: Money // for the reader; amounts are not computed from it
  readonly amount: Money
}

/** A charge divided into what the operator keeps and what states get. */
export interface TaxedCharge {
  readonly net: Money
  readonly taxes: readonly TaxShare[]
  readonly tax: Money // sum of `taxes`
  /** What an inclusive price has beyond net and tax, because each tax is rounded by itself: a line of its own, untaxed. */
  readonly rounding: Money
}

export interface TaxQuestion {
  readonly pack: Pack
  readonly rates: readonly Rate[] // of all days
  readonly seller: Party
  readonly buyer: Buyer
  readonly supply: Supply
  readonly taxPoint: Temporal.PlainDate
  readonly currency: Currency
  readonly charges: readonly Charge[]
  /** Multiple of minor units that the total is rounded to: 1, or 100 for whole rupees. */
  readonly totalStepMinor: bigint
}

export interface TaxAnswer {
  readonly placeOfSupply: string
  readonly supplyCode: string | null // SAC, service code
  readonly charges: readonly TaxedCharge[]
  readonly net: Money
  readonly tax: Money
  readonly roundOff: Money
  readonly total: Money // net + tax + roundOff
}

/** What decides the taxes of one seller on one day, prepared for many charges. */
export interface Regime {
  readonly pack: Pack
  readonly seller: Party
  readonly rates: readonly Rate[] // in force on the day
  readonly levies: Map<string, Levies> // prepared so far, by place, kind, category and exemption
}

export const regimeOn = (pack: Pack, seller: Party, rates: readonly Rate[], day: Temporal.PlainDate): Regime => ({
  pack,
  seller,
  rates: ratesOn(rates, day),
  levies: new Map(),
})

/** Where, in the sense of tax law, a supply to a buyer takes place: an ISO 3166-2 region, or a country. */
export function placeOf({ pack, seller }: Pick<Regime, 'pack' | 'seller'>, buyer: Party, supply: Supply): string {
  if (buyer.country !== seller.country) return buyer.country
  return pack.placeOfSupply(supply, {
    seller: regionOf(pack, seller),
    buyer: regionNamed(pack, buyer.region),
    registered: regionRegistered(pack, buyer.registration),
  })
}

/** Who levies something on a sale that nobody has told us; '' is a region that is not known. Without it a bill would be too low. */
export function unknownLevies({ pack, rates, seller }: Regime, { place, kind, exempt }: Sale): readonly string[] {
  if (exempt === 'all' || place.slice(0, 2) !== seller.country) return []
  const isKnown = (jurisdiction: string) =>
    rates.some((rate) => rate.jurisdiction === jurisdiction && (rate.supply === 'any' || rate.supply === kind))
  return (pack.levying?.(kind, place) ?? []).filter((jurisdiction) => !isKnown(jurisdiction))
}

/** The taxes of one charge: each is rounded once, half up. */
export function taxesOf(regime: Regime, sale: Sale, charge: Charge): TaxedCharge {
  return taxCharge(leviesFor(regime, sale, charge.category), charge)
}

/** The taxes of a document: its total is the sum of its charges, their taxes and one round-off. */
export function determineTaxes(question: TaxQuestion): TaxAnswer {
  const { pack, seller, buyer, supply, currency } = question
  const regime = regimeOn(pack, seller, question.rates, question.taxPoint)
  const placeOfSupply = placeOf(regime, buyer, supply)
  const sale = { place: placeOfSupply, kind: supply.kind, exempt: buyer.exempt }
  const charges = question.charges.map((charge) => taxesOf(regime, sale, charge))
  const sumOf = (part: 'net' | 'tax' | 'rounding') => charges.reduce((total, charge) => total + charge[part].minor, 0n)
  const [net, tax, exact] = [sumOf('net'), sumOf('tax'), sumOf('net') + sumOf('tax') + sumOf('rounding')]
  const total = divideRounded(exact, question.totalStepMinor, 'half-up') * question.totalStepMinor
  const amount = (minor: bigint): Money => ({ minor, currency })
  return {
    placeOfSupply,
    supplyCode: pack.supplyCodes[supply.kind] ?? null,
    charges,
    net: amount(net),
    tax: amount(tax),
    roundOff: amount(total - net - tax),
    total: amount(total),
  }
}

/** A rate ready to compute with: parts per million, and positions of the taxes in its base. */
interface Levy {
  readonly share: Omit<TaxShare, 'base' | 'amount'>
  readonly parts: bigint
  readonly flatMinor: bigint
  readonly shareParts: bigint
  readonly onIndexes: readonly number[]
}

interface Levies {
  readonly taxed: readonly Levy[] // what this buyer pays
  /** All taxes on one unit of net price, and their flat fees: what an inclusive price contains, also for a buyer who is exempt. */
  readonly ratio: bigint // in `ratioScale`
  readonly flatMinor: bigint
  readonly isExempt: boolean
}

const million = 1_000_000n
/** A rate and a share have six decimals each, so taxes on taxes are exact to two levels. */
const ratioScale = million ** 4n

function leviesFor(regime: Regime, sale: Sale, category: string): Levies {
  const key = `${sale.place} ${sale.kind} ${category} ${sale.exempt === 'all' ? '*' : sale.exempt.join()}`
  const known = regime.levies.get(key)
  if (known) return known
  const made = makeLevies(regime, sale, category)
  regime.levies.set(key, made)
  return made
}

function makeLevies(regime: Regime, { place, kind, exempt }: Sale, category: string): Levies {
  const rates = inOrder(
    regime.rates.filter(
      (rate) => rate.category === category && (rate.supply === 'any' || rate.supply === kind) && reachesTo(regime, place, rate),
    ),
  )
  const isPaid = ({ code }: Rate) => exempt !== 'all' && !exempt.includes(code)
  const paid = rates.filter((rate) => isPaid(rate) && takesAnything(rate))
  const all = rates.map((rate) => levyOf(rate, rates, place))
  return {
    taxed: paid.map((rate) => levyOf(rate, paid, place)),
    ratio: ratioOf(all),
    flatMinor: all.reduce((total, { flatMinor }) => total + flatMinor, 0n),
    isExempt: !rates.every(isPaid),
  }
}

const takesAnything = ({ percent, flatMinor }: Rate) => partsPerMillion(percent) > 0n || flatMinor > 0n

const regionOf = (pack: Pack, { region, registration }: Party) => regionRegistered(pack, registration) || regionNamed(pack, region)

function reachesTo({ pack, seller }: Regime, place: string, { reach, jurisdiction }: Rate): boolean {
  if (place.slice(0, 2) !== seller.country) return false // an export
  const isWithin = place === regionOf(pack, seller)
  const isTerritory = pack.regions.find(({ code }) => code === place)?.isTerritory ?? false
  switch (reach) {
    case 'everywhere':
      return true
    case 'within-region':
      return isWithin
    case 'within-state':
      return isWithin && !isTerritory
    case 'within-territory':
      return isWithin && isTerritory
    case 'between-regions':
      return !isWithin
    case 'in-region':
      return place === jurisdiction
    default:
      return reach satisfies never
  }
}

/** Taxes that enter the base of others come before them. */
function inOrder(rates: readonly Rate[]): Rate[] {
  const ordered: Rate[] = []
  let left = rates
  while (left.length > 0) {
    const waiting = new Set(left.map(({ code }) => code))
    const ready = left.filter(({ on }) => on.every((code) => !waiting.has(code)))
    assert(ready.length > 0, 'No tax enters its own base')
    ordered.push(...ready)
    left = left.filter((rate) => !ready.includes(rate))
  }
  return ordered
}

function levyOf(rate: Rate, among: readonly Rate[], place: string): Levy {
  const isOfState = rate.reach === 'within-state' || rate.reach === 'within-territory'
  const { code, name, percent } = rate
  return {
    share: { code, name, percent, jurisdiction: isOfState ? place : rate.jurisdiction },
    parts: partsPerMillion(percent),
    flatMinor: rate.flatMinor,
    shareParts: partsPerMillion(rate.sharePercent),
    onIndexes: among.flatMap((other, index) => (rate.on.includes(other.code) ? [index] : [])),
  }
}

/** 7.5 % is 75,000 millionths; four decimals of a per cent are exact. */
export function partsPerMillion(percent: string): bigint {
  const { units, scale } = decimal(percent)
  return (units * 10_000n) / 10n ** BigInt(scale)
}

/** Rates of one charge together, as a decimal: `18.0000`. */
export function totalPercent(taxes: readonly Pick<TaxShare, 'percent'>[]): string {
  return decimalToString({ units: taxes.reduce((total, { percent }) => total + partsPerMillion(percent), 0n), scale: 4 })
}

/** What all levies take of one unit of net price. */
function ratioOf(levies: readonly Levy[]): bigint {
  const ratios: bigint[] = []
  for (const { parts, shareParts, onIndexes } of levies) {
    const base = (ratioScale / million) * shareParts + onIndexes.reduce((total, index) => total + ratios[index]!, 0n)
    ratios.push((base * parts) / million)
  }
  return ratios.reduce((total, ratio) => total + ratio, 0n)
}

/**
 * Inclusive prices are those of the net price as a reader recomputes it:
 *
 *   999.00 with CGST 9 % and SGST 9 %:  net 846.61 + 76.19 + 76.19 = 998.99, rounding 0.01
 *
 * Who is exempt pays an inclusive price without the taxes in it.
 */
function taxCharge({ taxed, ratio, flatMinor, isExempt }: Levies, { amount, isInclusive, lineMonths }: Charge): TaxedCharge {
  const { currency, minor } = amount
  const netMinor = isInclusive ? divideRounded((minor - flatMinor * lineMonths) * ratioScale, ratioScale + ratio, 'half-up') : minor
  const taxes = sharesOf(taxed, netMinor, lineMonths, currency)
  const tax = taxes.reduce((total, share) => total + share.amount.minor, 0n)
  const rounding = isInclusive && !isExempt ? minor - netMinor - tax : 0n
  return { net: { minor: netMinor, currency }, taxes, tax: { minor: tax, currency }, rounding: { minor: rounding, currency } }
}

function sharesOf(levies: readonly Levy[], netMinor: bigint, lineMonths: bigint, currency: Currency): TaxShare[] {
  const shares: TaxShare[] = []
  for (const { share, parts, flatMinor, shareParts, onIndexes } of levies) {
    let base = netMinor * shareParts // in millionths
    for (const index of onIndexes) base += shares[index]!.amount.minor * million
    const minor = divideRounded(base * parts, million * million, 'half-up') + flatMinor * lineMonths
    const baseMinor = base % million === 0n ? base / million : divideRounded(base, million, 'half-up')
    shares.push({ ...share, base: { minor: baseMinor, currency }, amount: { minor, currency } })
  }
  return shares
}
