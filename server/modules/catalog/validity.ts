import { startOfDay } from '#kernel/time.ts'
import type { Validity } from './charge.ts'

/**
 * Minutes and hours are elapsed time. Days and longer are calendar time in the tenant's zone: they end at the end of their last day.
 *
 *   bought 10 Mar 15:00, 24 hours: until 11 Mar 15:00      1 day: until the end of 11 Mar      1 month: until the end of 10 Apr
 */
export function validityEnd({ unit, count }: Validity, from: Temporal.Instant, timeZone: string): Temporal.Instant {
  if (unit === 'minute' || unit === 'hour') return from.add({ [`${unit}s`]: count })
  const lastDay = from
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
    .add({ [`${unit}s`]: count })
  return startOfDay(lastDay.add({ days: 1 }), timeZone)
}
