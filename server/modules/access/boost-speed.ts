import { z } from 'zod'
import { type Tx, useTenants } from '#kernel/db.ts'
import { emit, emitAll } from '#kernel/events.ts'
import { type AnyJob, job } from '#kernel/jobs.ts'
import { readSubscription } from '#modules/subscriptions'
import { endBoost, insertBoost, onlineAtEdges, type SpeedBoost, takeBoostEdges, takeClock } from './boost-store.ts'
import { boostNotFound, boostOver, subscriptionUnknown } from './errors.ts'
import { followHours } from './order-commands.ts'
import { subscriptionExists } from './store.ts'

export interface BoostDraft {
  readonly subscriptionId: string
  readonly downloadBps: bigint
  readonly uploadBps: bigint
  /** Now unless said. */
  readonly from?: Temporal.Instant | undefined
  readonly until: Temporal.Instant
  readonly reason: string
}

/**
 * Makes a subscription faster for a time. What is online changes at once, or when the time has come.
 * @throws access.subscription_not_found, access.boost_over
 */
export async function boostSpeed(
  tx: Tx,
  { subscriptionId, from, until, ...draft }: BoostDraft,
  now: Temporal.Instant,
): Promise<SpeedBoost> {
  if (!(await subscriptionExists(tx, subscriptionId))) throw subscriptionUnknown()
  const fromAt = from && Temporal.Instant.compare(from, now) > 0 ? from : now
  if (Temporal.Instant.compare(until, fromAt) <= 0) throw boostOver()
  const boost = await insertBoost(tx, { ...draft, subscriptionId, fromAt, untilAt: until }, now)
  if (Temporal.Instant.compare(fromAt, now) <= 0) await tell(tx, 'subscription.boosted.v1', boost)
  return boost
}

/** Ends a boost before its time. @throws access.boost_not_found */
export async function endBoostNow(tx: Tx, id: string, now: Temporal.Instant): Promise<SpeedBoost> {
  const boost = await endBoost(tx, id, now)
  if (!boost) throw boostNotFound()
  await tell(tx, 'subscription.boost_ended.v1', boost)
  return boost
}

async function tell(tx: Tx, type: string, { id, subscriptionId, downloadBps, uploadBps, fromAt, untilAt }: SpeedBoost): Promise<void> {
  const { customerId } = await readSubscription(tx, subscriptionId)
  await emit(tx, type, { subscriptionId, customerId, boostId: id, downloadBps, uploadBps, from: fromAt, until: untilAt }, subscriptionId)
}

/**
 * Follows what only the clock changes: boosts that begin or end later than they were given, and hours at another speed. Who logs in gets the
 * right speed anyway; this changes the sessions that are open.
 */
export const followClock: AnyJob = job({
  name: 'access.follow-clock',
  input: z.object({}),
  schedule: '* * * * *',
  attemptsMax: 2,
  async run({ platform, scope, transact }) {
    const now = platform.clock.now()
    await transact(async (tx) => {
      const edges = await takeBoostEdges(tx, now)
      await emitAll(
        tx,
        edges.map(({ tenantId, subscriptionId, boostId, isOver }) => ({
          tenantId,
          type: isOver ? 'subscription.boost_ended.v1' : 'subscription.boosted.v1',
          subject: subscriptionId,
          payload: { subscriptionId, boostId },
        })),
      )
    })
    await transact(async (tx) => {
      const online = await onlineAtEdges(tx, await takeClock(tx, 'hours', now), now)
      for (const [tenantId, part] of Map.groupBy(online, (one) => one.tenantId)) {
        await useTenants(tx, [tenantId])
        await followHours(
          tx,
          part.map((one) => one.subscriptionId),
          now,
        )
      }
      await useTenants(tx, scope.tenants)
    })
  },
})
