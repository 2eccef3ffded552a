import type { Tx } from '#kernel/db.ts'
import { dateIn, later } from '#kernel/time.ts'
import { readTenant } from '#modules/tenants'
import type { Subscription } from './subscription.ts'

/** The day from which a change that is made now holds: today, or the first billed day if that is later. */
export async function dayOfChange(
  tx: Tx,
  { startedOn }: Pick<Subscription, 'startedOn'>,
  now: Temporal.Instant,
): Promise<Temporal.PlainDate> {
  const today = dateIn(now, (await readTenant(tx)).timeZone)
  return later(startedOn ?? today, today)
}
