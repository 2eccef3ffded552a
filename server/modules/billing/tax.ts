import { decimal, decimalToString, type Money, multiplyRatio, subtract, sum } from '#kernel/money.ts'

/** One tax of a category: VAT 7.5 %, or the two halves CGST 9 % and SGST 9 %. */
export interface TaxRate {
  readonly name: string
  readonly percent: string // `7.5000`
}

export interface TaxShare extends TaxRate {
  readonly amount: Money
}

/** A price divided into what the operator keeps and what the state gets. */
export interface TaxedPrice {
  readonly net: Money
  readonly taxes: readonly TaxShare[]
  readonly tax: Money // sum of `taxes`
  /** What an inclusive price has beyond net and tax, because each tax is rounded by itself: billed as a line of its own, untaxed. */
  readonly rounding: Money
}

/** Adds taxes to a price. Each is computed on the net price and rounded once. */
export function addTaxes(net: Money, rates: readonly TaxRate[]): TaxedPrice {
  const taxes = taxesOn(net, rates)
  return {
    net,
    taxes,
    tax: sum(
      taxes.map((share) => share.amount),
      net.currency,
    ),
    rounding: { minor: 0n, currency: net.currency },
  }
}

/**
 * Takes taxes out of a price that includes them. The taxes are those of the net price, as a reader recomputes them.
 *
 *   999.00 with CGST 9 % and SGST 9 %:  net 846.61 + 76.19 + 76.19 = 998.99, rounding 0.01
 */
export function extractTaxes(gross: Money, rates: readonly TaxRate[]): TaxedPrice {
  const parts = rates.reduce((total, rate) => total + partsPerMillion(rate), million)
  const priced = addTaxes(multiplyRatio(gross, million, parts), rates)
  return { ...priced, rounding: subtract(gross, sum([priced.net, priced.tax], gross.currency)) }
}

/** Rates of one price together, as a decimal: `18.0000`. */
export function totalPercent(rates: readonly TaxRate[]): string {
  return decimalToString({ units: rates.reduce((total, rate) => total + partsPerMillion(rate), 0n), scale: 4 })
}

const million = 1_000_000n

function taxesOn(net: Money, rates: readonly TaxRate[]): TaxShare[] {
  return rates.map((rate) => ({ ...rate, amount: multiplyRatio(net, partsPerMillion(rate), million) }))
}

/** 7.5 % is 75,000 millionths; four decimals of a per cent are exact. */
function partsPerMillion({ percent }: TaxRate): bigint {
  const { units, scale } = decimal(percent)
  return (units * 10_000n) / 10n ** BigInt(scale)
}
