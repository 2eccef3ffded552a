import { sumDecimals } from '#kernel/decimal.ts'
import type { Decimal } from '#kernel/money.ts'
import { contains, type Period } from '#kernel/time.ts'

/**
 * Usage that counts to a billing period. Periods are half-open, but for the last one of a subscription that was cancelled: the day of
 * its end has no later period, so what was used on it is billed with what came before.
 */
export function usageInPeriod(
  usage: readonly { readonly on: Temporal.PlainDate; readonly quantity: Decimal }[],
  period: Period,
  { isLast }: { readonly isLast: boolean },
): Decimal {
  const counts = (on: Temporal.PlainDate) => contains(period, on) || (isLast && Temporal.PlainDate.compare(on, period.to) === 0)
  return sumDecimals(usage.filter(({ on }) => counts(on)).map(({ quantity }) => quantity))
}
