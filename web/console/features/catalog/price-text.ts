import type { CycleUnit, Terms, Validity } from './queries.ts'

/** How a price is said: for each cycle, for a pass of so long, or once. */
export type PriceWords =
  | { readonly key: `plan.every.${CycleUnit}`; readonly count: number }
  | { readonly key: `plan.for.${Validity['unit']}`; readonly count: number }
  | { readonly key: 'plan.once' }

/** A pass is paid at once, whatever its cycle, which only says how it would be billed; a top-up is bought when it is wanted. */
export function priceWords({ cycle, pass, topUp }: Pick<Terms, 'cycle' | 'pass' | 'topUp'>): PriceWords {
  if (topUp) return { key: 'plan.once' }
  if (pass) return { key: `plan.for.${pass.unit}`, count: pass.count }
  return { key: `plan.every.${cycle.unit}`, count: cycle.count }
}
