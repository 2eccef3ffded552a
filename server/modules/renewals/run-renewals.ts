import { z } from 'zod'
import { type Scope, transact, type Tx } from '#kernel/db.ts'
import { subscriber } from '#kernel/events.ts'
import { job, type JobContext } from '#kernel/jobs.ts'
import { dateIn } from '#kernel/time.ts'
import { cancelNow } from '#modules/subscriptions'
import { readTenant } from '#modules/tenants'
import { type Due, findDue, findDueOf, findToAnnounce, findToEnd } from './store.ts'
import { announceRenewal, followFailedCharge, takeRenewal } from './take-renewal.ts'

const noticeDays = 3 // before the day
const batchMax = 500

/** Each in a transaction of its own, so that one account holds up no other. */
async function each(
  { platform, scope }: JobContext,
  due: readonly Due[],
  work: (tx: Tx, id: string, now: Temporal.Instant) => Promise<unknown>,
): Promise<void> {
  const now = platform.clock.now()
  const scopeOf = (tenantId: string): Scope => ({ ...scope, tenants: [tenantId] })
  for (const { tenantId, id } of due) await transact(platform.db, scopeOf(tenantId), (tx) => work(tx, id, now))
}

/** Tells of renewals that are near, takes those that are due, ends what stayed expired for too long. */
export const renewDue = job({
  name: 'renewals.renew',
  input: z.object({}),
  schedule: '*/5 * * * *', // days begin at midnight of many zones
  attemptsMax: 2,
  async run(context) {
    const find = (search: (tx: Tx, now: Temporal.Instant) => Promise<Due[]>) =>
      context.transact((tx) => search(tx, context.platform.clock.now()))
    await each(context, await find((tx, now) => findToAnnounce(tx, now, noticeDays, batchMax)), async (tx, id, now) =>
      announceRenewal(tx, id, dateIn(now, (await readTenant(tx)).timeZone)),
    )
    await each(context, await find((tx, now) => findDue(tx, now, batchMax)), (tx, id, now) => takeRenewal(tx, id, 'cycle', now))
    await each(context, await find((tx, now) => findToEnd(tx, now, batchMax)), cancelNow)
  },
})

/** What was sold is paid for when service begins. */
export const renewActivated = subscriber({
  name: 'renewals.begin',
  types: ['subscription.activated.v1'],
  async handle(tx, events, { clock }) {
    for (const event of events) await takeRenewal(tx, event.subject!, 'cycle', clock.now())
  },
})

/** Money that came gives back what had run out, whatever it was paid for. */
export const renewPaid = subscriber({
  name: 'renewals.follow-payments',
  types: ['payment.received.v1'],
  async handle(tx, events, { clock }) {
    const accountIds = [...new Set(events.map((event) => String(event.payload.accountId)))]
    for (const id of await findDueOf(tx, accountIds, clock.now())) await takeRenewal(tx, id, 'payment', clock.now())
  },
})

export const followCharges = subscriber({
  name: 'renewals.follow-charges',
  types: ['checkout.failed.v1'],
  async handle(tx, events, { clock }) {
    for (const { payload } of events) await followFailedCharge(tx, String(payload.checkoutId), String(payload.reason), clock.now())
  },
})
