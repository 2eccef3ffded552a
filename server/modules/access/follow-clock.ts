import { z } from 'zod'
import { useTenants } from '#kernel/db.ts'
import { emitAll } from '#kernel/events.ts'
import { type AnyJob, job } from '#kernel/jobs.ts'
import { takeBoostEdges } from '#modules/charging'
import { onlineAtEdges, takeClock } from './clock-store.ts'
import { followHours } from './order-commands.ts'

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
