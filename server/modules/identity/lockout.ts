const freeAttempts = 5
const firstLockSeconds = 30
const lockSecondsMax = 3_600
const forgetAfterHours = 24

/** Wrong attempts at an e-mail address so far. */
export interface Guard {
  readonly attempts: number
  readonly lockedUntil: Temporal.Instant | null
  readonly at: Temporal.Instant // of the last attempt
}

/**
 * Counts one more attempt. It is counted before the password is looked at, so that many at once are not free; a right one clears it.
 *
 *   1 … 4   5 ── 30 s ── 6 ── 60 s ── 7 ── 120 s ── …   at most an hour; a day without attempts forgets all
 */
export function countAttempt(guard: Guard | undefined, now: Temporal.Instant): Guard {
  const isForgotten = !guard || Temporal.Instant.compare(now, guard.at.add({ hours: forgetAfterHours })) >= 0
  const attempts = isForgotten ? 1 : guard.attempts + 1
  return { attempts, lockedUntil: attempts < freeAttempts ? null : now.add({ seconds: lockSeconds(attempts) }), at: now }
}

const lockSeconds = (attempts: number) => Math.min(firstLockSeconds * 2 ** (attempts - freeAttempts), lockSecondsMax)

/** Whole seconds until the next attempt is allowed; 0 when it is now. */
export function waitSeconds(guard: Guard | undefined, now: Temporal.Instant): number {
  if (!guard?.lockedUntil || Temporal.Instant.compare(now, guard.lockedUntil) >= 0) return 0
  return Math.ceil(now.until(guard.lockedUntil).total('seconds'))
}
