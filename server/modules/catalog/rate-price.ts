import {
  addDecimals,
  compareDecimals,
  decimalOf,
  decimalToMoney,
  decimalZero,
  divideDecimal,
  isDecimalZero,
  maxDecimal,
  minDecimal,
  multiplyDecimals,
  startedUnits,
  subtractDecimals,
  sumDecimals,
} from '#kernel/decimal.ts'
import { type Currency, type Decimal, exponentOf, type Money, money } from '#kernel/money.ts'
import { daysIn, type Period } from '#kernel/time.ts'
import type { BlockTier, CapacityModel, PercentageModel, PriceModel, QuantityModel, Tier } from './price-model.ts'

/** A part of a price, as it may stand on an invoice. */
export interface PricePart {
  /** Names the part between two ratings of one period: `tier-2`, `tier-2-flat`, `packages`, `minimum` … */
  readonly key: string
  readonly quantity: Decimal // units, packages or blocks; 1 for a flat price
  readonly amount: Decimal // exact, in major units
}

/** What a quantity costs, part by part, exactly. Fractions of a unit are priced as fractions, fractions of a package whole. */
export function priceQuantity(model: QuantityModel, quantity: Decimal): PricePart[] {
  const charged = maxDecimal(subtractDecimals(quantity, model.free ?? decimalZero), decimalZero)
  switch (model.model) {
    case 'flat':
      return [once('flat', model.amount)]
    case 'per-unit':
      return [times('units', charged, model.unit)]
    case 'graduated':
      return graduated(model.tiers, charged)
    case 'volume':
      return volume(model.tiers, charged)
    case 'package':
      return [times('packages', decimalOf(startedUnits(charged, model.size)), model.price)]
    case 'block':
      return [times('units', stepped(charged, model.minimum, model.step), model.unit)]
    case 'block-tiers':
      return model.policy === 'all-tiers' ? blocksInAllTiers(model.tiers, charged) : blocksInTopTier(model.tiers, charged)
    default:
      return model satisfies never
  }
}

/** The highest tier that any dimension reached sets the price; it is not added to those below. */
export function priceCapacity(model: CapacityModel, peaks: Readonly<Record<string, Decimal>>): PricePart[] {
  const fits = (max: Readonly<Record<string, Decimal>>) =>
    Object.entries(peaks).every(([dimension, peak]) => {
      const limit = max[dimension]
      return !limit || compareDecimals(peak, limit) <= 0
    })
  const index = model.tiers.findIndex(({ max }) => max === null || fits(max))
  const reached = index < 0 ? model.tiers.length - 1 : index
  return [once(`tier-${reached + 1}`, model.tiers[reached]!.price)]
}

/**
 * A percentage of the value above the free allowance, and a fixed fee for each transaction that does not end within it. The allowance
 * is so many transactions or so much value, whichever ends first.
 *
 *   first 3 or 250:   50   100 | 250   400      200 + … of the third are free in value, but the third pays its fee
 */
export function pricePercentage(model: PercentageModel, values: readonly Decimal[]): PricePart[] {
  const total = sumDecimals(values)
  const freeValue = freeValueOf(model, values, total)
  const freeTransactions = countFree(model, values, freeValue)
  const paid = decimalOf(values.length - freeTransactions)
  const percent = { units: model.rate.units, scale: model.rate.scale + 2 }
  return [times('value', subtractDecimals(total, freeValue), percent), times('transactions', paid, model.fixed)]
}

/** Sum of the parts, exact. */
export const amountOf = (parts: readonly PricePart[]): Decimal => sumDecimals(parts.map((part) => part.amount))

/** The one rounding of a line, by the policy that the price names. */
export function lineAmount(model: PriceModel, parts: readonly PricePart[], currency: Currency): Money {
  return decimalToMoney(amountOf(parts), currency, model.rounding ?? 'half-up')
}

export interface FurtherUsage {
  /** Billed before in the period; null where nothing was, which is not the same as a bill about no usage: that may have had a flat fee. */
  readonly prior: Decimal | null
  readonly quantity: Decimal
  readonly isLastOfPeriod: boolean
}

/**
 * What a later bill of the same period charges: the price of everything up to now less that of what was billed before, part by part,
 * so that several bills cost as much as one. The minimum spend is filled up by the last.
 */
export function priceFurther(model: QuantityModel, usage: FurtherUsage): PricePart[] {
  const before = usage.prior ? priceQuantity(model, usage.prior) : []
  const now = priceQuantity(model, addDecimals(usage.prior ?? decimalZero, usage.quantity))
  const parts = now.map((part) => less(part, before)).concat(gone(now, before))
  const further = parts.filter((part) => !isDecimalZero(part.quantity) || !isDecimalZero(part.amount))
  return usage.isLastOfPeriod ? further.concat(minimumOf(model, amountOf(now))) : further
}

/** A change of a held quantity: lines, seats, addresses. */
export interface HeldChange {
  readonly on: Temporal.PlainDate // counts from this day on
  readonly by: bigint // negative where some were given back
}

/** What is held at the start of a day, of all changes ever. */
export function heldBefore(changes: readonly HeldChange[], on: Temporal.PlainDate): bigint {
  return changes.filter((change) => Temporal.PlainDate.compare(change.on, on) < 0).reduce((held, change) => held + change.by, 0n)
}

/**
 * What a held quantity costs in a period: the whole price of what came into it, and of each change within it the difference for the
 * days that are left, the day of the change included. As a fraction over the days of the period, so that it is rounded once.
 *
 *   10 held ├───── 5 days ─────┤ +2 ├──────────── 26 of 31 days ────────────┤
 */
export function priceHeld(
  model: QuantityModel,
  held: { readonly changes: readonly HeldChange[]; readonly period: Period },
  currency: Currency,
): Money {
  const { period, changes } = held
  const days = daysIn(period)
  const price = (quantity: bigint) => amountOf(priceQuantity(model, decimalOf(quantity)))
  const inPeriod = changes
    .filter(({ on }) => Temporal.PlainDate.compare(on, period.from) > 0 && Temporal.PlainDate.compare(on, period.to) < 0)
    .toSorted((a, b) => Temporal.PlainDate.compare(a.on, b.on))

  let quantity = heldBefore(changes, period.from.add({ days: 1 }))
  let dayAmounts = multiplyDecimals(price(quantity), decimalOf(days))
  for (const { on, by } of inPeriod) {
    const difference = subtractDecimals(price(quantity + by), price(quantity))
    dayAmounts = addDecimals(dayAmounts, multiplyDecimals(difference, decimalOf(on.until(period.to).days)))
    quantity += by
  }
  return money(divideDecimal(dayAmounts, BigInt(days), exponentOf(currency), model.rounding ?? 'half-up').units, currency)
}

const once = (key: string, amount: Decimal): PricePart => ({ key, quantity: decimalOf(1n), amount })
const times = (key: string, quantity: Decimal, price: Decimal): PricePart => ({ key, quantity, amount: multiplyDecimals(quantity, price) })

/** Each unit pays the price of the tier it falls into; the flat fees of all tiers entered are added. The first is entered at zero. */
function graduated(tiers: readonly Tier[], quantity: Decimal): PricePart[] {
  return tiers.flatMap((tier, index) => {
    const from = tiers[index - 1]?.upTo ?? decimalZero
    const isEntered = index === 0 || compareDecimals(quantity, from) > 0
    if (!isEntered) return []
    return partsOfTier(tier, index, subtractDecimals(tier.upTo ? minDecimal(quantity, tier.upTo) : quantity, from))
  })
}

/** The tier that the whole quantity falls into prices every unit. */
function volume(tiers: readonly Tier[], quantity: Decimal): PricePart[] {
  const index = tiers.findIndex(({ upTo }) => upTo === null || compareDecimals(quantity, upTo) <= 0)
  return partsOfTier(tiers[index]!, index, quantity)
}

function partsOfTier(tier: Tier, index: number, quantity: Decimal): PricePart[] {
  const key = `tier-${index + 1}`
  return [...(tier.unit ? [times(key, quantity, tier.unit)] : []), ...(tier.flat ? [once(`${key}-flat`, tier.flat)] : [])]
}

/** Nothing for nothing; else the minimum, and beyond it whole steps. */
function stepped(quantity: Decimal, minimum: Decimal, step: Decimal): Decimal {
  if (isDecimalZero(quantity)) return decimalZero
  const beyond = maxDecimal(subtractDecimals(quantity, minimum), decimalZero)
  return addDecimals(minimum, multiplyDecimals(decimalOf(startedUnits(beyond, step)), step))
}

const capacityOf = (tier: BlockTier) => multiplyDecimals(tier.blockSize, decimalOf(tier.blocks))

function blocksInAllTiers(tiers: readonly BlockTier[], quantity: Decimal): PricePart[] {
  const parts: PricePart[] = []
  let rest = quantity
  for (const [index, tier] of tiers.entries()) {
    const isLast = index === tiers.length - 1
    const here = isLast ? rest : minDecimal(rest, capacityOf(tier))
    if (isDecimalZero(here)) break
    parts.push(times(`tier-${index + 1}`, decimalOf(startedUnits(here, tier.blockSize)), tier.price))
    rest = subtractDecimals(rest, here)
  }
  return parts
}

function blocksInTopTier(tiers: readonly BlockTier[], quantity: Decimal): PricePart[] {
  let bound = decimalZero
  const index = tiers.findIndex((tier) => compareDecimals(quantity, (bound = addDecimals(bound, capacityOf(tier)))) <= 0)
  const reached = index < 0 ? tiers.length - 1 : index
  const tier = tiers[reached]!
  return [times(`tier-${reached + 1}`, decimalOf(startedUnits(quantity, tier.blockSize)), tier.price)]
}

/** Value that pays no percentage: of the free transactions, at most the free value. */
function freeValueOf(model: PercentageModel, values: readonly Decimal[], total: Decimal): Decimal {
  if (model.freeTransactions === undefined && model.freeValue === undefined) return decimalZero
  const ofTransactions = model.freeTransactions === undefined ? total : sumDecimals(values.slice(0, model.freeTransactions))
  return model.freeValue ? minDecimal(ofTransactions, model.freeValue) : ofTransactions
}

function countFree(model: PercentageModel, values: readonly Decimal[], freeValue: Decimal): number {
  const countMax = model.freeTransactions ?? (model.freeValue ? values.length : 0)
  let used = decimalZero
  const firstPaid = values.slice(0, countMax).findIndex((value) => compareDecimals((used = addDecimals(used, value)), freeValue) > 0)
  return firstPaid < 0 ? Math.min(countMax, values.length) : firstPaid
}

function less(part: PricePart, before: readonly PricePart[]): PricePart {
  const billed = before.find(({ key }) => key === part.key)
  if (!billed) return part
  return {
    key: part.key,
    quantity: subtractDecimals(part.quantity, billed.quantity),
    amount: subtractDecimals(part.amount, billed.amount),
  }
}

/** Parts that were billed and are no longer due, as when a volume price moved to another tier: taken back. */
function gone(now: readonly PricePart[], before: readonly PricePart[]): PricePart[] {
  return before
    .filter(({ key }) => !now.some((part) => part.key === key))
    .map(({ key, quantity, amount }) => ({
      key,
      quantity: subtractDecimals(decimalZero, quantity),
      amount: subtractDecimals(decimalZero, amount),
    }))
}

function minimumOf(model: QuantityModel, spent: Decimal): PricePart[] {
  if (!model.minimumSpend || compareDecimals(spent, model.minimumSpend) >= 0) return []
  return [once('minimum', subtractDecimals(model.minimumSpend, spent))]
}
