import type { Tx } from '#kernel/db.ts'
import { readTenant } from '#modules/tenants'
import { circularBase } from './errors.ts'
import { type Rate, rateOf } from './rate.ts'
import { putRate, readRates, type StoredRate } from './store.ts'

/** A rate from a day on; what is left out is as in the rate before it, or as usual for a new tax. */
export type RateDraft = Pick<Rate, 'category' | 'code' | 'percent' | 'validFrom'> & {
  readonly [K in Exclude<keyof Rate, 'category' | 'code' | 'percent' | 'validFrom' | 'validTo' | 'checkedOn'>]?: Rate[K] | undefined
}

/** Puts a rate in force from a day on, in place of the one before. Invoices of earlier days keep theirs. @throws tax.circular_base */
export async function changeRate(tx: Tx, draft: RateDraft): Promise<StoredRate[]> {
  const { country } = await readTenant(tx)
  const rates = await readRates(tx)
  const before = rates.findLast((rate) => isSame(rate, draft))
  const said = Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== undefined))
  const usual = rateOf({ code: draft.code, name: draft.code, percent: draft.percent, from: draft.validFrom.toString() }, country)
  const rate: Rate = { ...usual, ...before, source: '', checkedOn: null, ...said } // the source of the rate before says nothing of this one
  if (entersItself(rate, rates)) throw circularBase(rate.code)
  await putRate(tx, rate)
  return readRates(tx)
}

const isSame = (rate: Rate, { category, code, supply, jurisdiction }: RateDraft) =>
  rate.category === category &&
  rate.code === code &&
  (supply === undefined || rate.supply === supply) &&
  (jurisdiction === undefined || rate.jurisdiction === jurisdiction)

/** Whether a tax would be charged on itself, by way of others. */
export function entersItself({ code, on }: Pick<Rate, 'code' | 'on'>, rates: readonly Pick<Rate, 'code' | 'on'>[]): boolean {
  const seen = new Set<string>()
  const toLookAt = [...on]
  for (let next = toLookAt.pop(); next !== undefined; next = toLookAt.pop()) {
    if (next === code) return true
    if (seen.has(next)) continue
    seen.add(next)
    toLookAt.push(...rates.filter((rate) => rate.code === next).flatMap((rate) => rate.on))
  }
  return false
}
