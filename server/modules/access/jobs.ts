import { z } from 'zod'
import { emitAll } from '#kernel/events.ts'
import { type AnyJob, job } from '#kernel/jobs.ts'
import { escalateUnproven } from './command-store.ts'
import { closeStaleSessions } from './session-store.ts'
import { tellSettled } from './tell-settled.ts'
import { forgetOldRefusals } from './answer-store.ts'

const batchMax = 1_000
const announcedMax = 100 // of a batch: more is a power cut, which screens see by looking again

/** Closes sessions of which nothing was heard for three interims, so that they lock nobody out. */
export const closeStale: AnyJob = job({
  name: 'access.close-stale-sessions',
  input: z.object({}),
  schedule: '* * * * *',
  attemptsMax: 2,
  async run({ platform, transact }) {
    let closed: number
    do {
      closed = await transact(async (tx) => {
        const sessions = await closeStaleSessions(tx, platform.clock.now(), batchMax)
        await emitAll(
          tx,
          sessions.slice(0, announcedMax).map((session) => ({
            tenantId: session.tenant_id,
            type: 'session.ended.v1',
            subject: session.id,
            payload: { sessionId: session.id, subscriptionId: session.subscription_id, cause: 'Lost-Carrier' },
          })),
        )
        return sessions.length
      })
    } while (closed === batchMax)
    await transact(async (tx) => tellSettled(tx, await escalateUnproven(tx)))
  },
})

export const forgetRefusals: AnyJob = job({
  name: 'access.forget-old-refusals',
  input: z.object({}),
  schedule: '41 2 * * *',
  run: ({ transact }) => transact(forgetOldRefusals),
})
