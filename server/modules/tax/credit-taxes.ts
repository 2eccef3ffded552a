import { assert } from '#kernel/assert.ts'
import { type Money, multiplyRatio, negate, subtract, sum } from '#kernel/money.ts'
import type { TaxedCharge, TaxShare } from './determine-taxes.ts'

/**
 * Takes back a part of a charge with the taxes of the original, whatever the rates are now. Each amount is the part of the whole that
 * is credited so far less what was credited before, so that credits which exhaust the charge sum to it exactly.
 *
 *   original 100.00 + 33.33   credit 30.00 + 10.00   credit 70.00 + 23.33
 *
 * @param before net amount credited by earlier notes, as a positive amount
 * @param net to credit now, as a positive amount
 * @returns negative amounts
 */
export function creditTaxes(original: Pick<TaxedCharge, 'net' | 'taxes'>, before: Money, net: Money): TaxedCharge {
  const [whole, from, to] = [original.net.minor, before.minor, before.minor + net.minor]
  assert(whole > 0n && from >= 0n && net.minor > 0n && to <= whole, 'A credit stays within what was charged')
  const slice = (amount: Money) => negate(subtract(multiplyRatio(amount, to, whole), multiplyRatio(amount, from, whole)))
  const taxes: TaxShare[] = original.taxes.map((share) => ({ ...share, base: slice(share.base), amount: slice(share.amount) }))
  const { currency } = net
  return {
    net: negate(net),
    taxes,
    tax: sum(
      taxes.map((share) => share.amount),
      currency,
    ),
    rounding: { minor: 0n, currency },
  }
}
