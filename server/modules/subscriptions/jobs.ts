import { z } from 'zod'
import { type Tx, useTenants } from '#kernel/db.ts'
import { type AnyJob, job, type JobContext } from '#kernel/jobs.ts'
import { Problem } from '#kernel/problem.ts'
import { endOver } from './cancel.ts'
import { migratePlan } from './migrate-plan.ts'
import { pausesOver, resume } from './pause.ts'
import { carryOutChange, changeDeeds, changesDue, failChange, type TermsOf } from './request-change.ts'

const everyFiveMinutes = '*/5 * * * *' // days begin and end at midnight of many zones

/** Work in the scope of one tenant, which most use cases need. */
const within = <T>({ transact }: JobContext, tenantId: string, work: (tx: Tx) => Promise<T>): Promise<T> =>
  transact(async (tx) => {
    await useTenants(tx, [tenantId])
    return work(tx)
  })

/** Each in a transaction of its own: one that cannot be carried out is kept for a person and holds up no other. */
async function carryOutDue(context: JobContext, termsOf: TermsOf): Promise<void> {
  const now = context.platform.clock.now()
  for (const { tenantId, id } of await context.transact((tx) => changesDue(tx, now)))
    await within(context, tenantId, (tx) => carryOutChange(tx, id, now, { deeds: changeDeeds, termsOf })).catch(async (error: unknown) => {
      if (!(error instanceof Problem)) throw error
      await within(context, tenantId, (tx) => failChange(tx, id, error.message))
    })
}

async function endPauses(context: JobContext): Promise<void> {
  const now = context.platform.clock.now()
  for (const { tenantId, id } of await context.transact((tx) => pausesOver(tx, now)))
    await within(context, tenantId, (tx) => resume(tx, id, now)).catch((error: unknown) => {
      // Somebody resumed, blocked or ended it meanwhile.
      if (!(error instanceof Problem)) throw error
    })
}

/** @param termsOf what changes cost is not this module's to know */
export const carryOutChanges = (termsOf: TermsOf): AnyJob =>
  job({
    name: 'subscriptions.carry-out-changes',
    input: z.object({}),
    schedule: everyFiveMinutes,
    run: (context) => carryOutDue(context, termsOf),
  })

export const jobs: readonly AnyJob[] = [
  job({
    name: 'subscriptions.end',
    input: z.object({}),
    schedule: '* * * * *', // passes end at any minute
    async run({ transact, platform }) {
      while (await transact((tx) => endOver(tx, platform.clock.now())));
    },
  }),
  job({ name: 'subscriptions.resume', input: z.object({}), schedule: everyFiveMinutes, run: endPauses }),
  migratePlan,
]
