import { dateIn, daysIn, type Period, startOfDay } from '#kernel/time.ts'
import { type CycleAnchor, cyclePeriod } from '#modules/catalog'

/** What decides the cycles of a subscription, to the instant. */
export interface CycleRule extends CycleAnchor {
  readonly timeZone: string
}

/** Bytes that belong to the days from `from` to the end of a period: quota is shared by days exactly as the price is. */
export function shareOf(quotaBytes: bigint, period: Period, from: Temporal.PlainDate): bigint {
  return (quotaBytes * BigInt(from.until(period.to).days)) / BigInt(daysIn(period))
}

/**
 * When bytes that a cycle left unused are over: with the cycle that begins at `from`, or so many cycles later.
 *
 *   for 2 cycles:   left in March ┤1 Apr ├──────── 1 May ├──────── 1 Jun ┤ over
 */
export function rolloverEnd(rule: CycleRule, cycles: number, from: Temporal.Instant): Temporal.Instant {
  let { to } = cyclePeriod(rule, dateIn(from, rule.timeZone))
  for (let cycle = 1; cycle < cycles; cycle++) ({ to } = cyclePeriod(rule, to))
  return startOfDay(to, rule.timeZone)
}

export interface CycleGrant {
  readonly granted: bigint
  readonly validFrom: Temporal.Instant
  readonly validTo: Temporal.Instant
}

/**
 * The grant for the rest of the cycle in which `now` lies, from the start of the cycle or of service, whichever is later.
 *
 *   bill day 1, 31 GB:   activated 11 Mar ├── 21 GB ──┤1 Apr├──── 31 GB ────┤1 May
 */
export function grantAt(rule: CycleRule, quotaBytes: bigint, since: Temporal.Instant, now: Temporal.Instant): CycleGrant {
  const period = cyclePeriod(rule, dateIn(now, rule.timeZone))
  const begin = startOfDay(period.from, rule.timeZone)
  const validFrom = Temporal.Instant.compare(since, begin) > 0 ? since : begin
  const share = shareOf(quotaBytes, period, dateIn(validFrom, rule.timeZone))
  return { granted: share > 0n ? share : 1n, validFrom, validTo: startOfDay(period.to, rule.timeZone) }
}
