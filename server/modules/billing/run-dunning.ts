import { z } from 'zod'
import { transact, type Tx } from '#kernel/db.ts'
import { emitAll } from '#kernel/events.ts'
import { job } from '#kernel/jobs.ts'
import { money } from '#kernel/money.ts'
import { dateIn, startOfDay } from '#kernel/time.ts'
import { block, cancelAtCycleEnd, keep, unblock } from '#modules/subscriptions'
import { readTenant } from '#modules/tenants'
import { announced, type DunningAction, type DunningStep, type TakenStep } from './dunning.ts'
import {
  addLateFees,
  beforeAllInvoices,
  endableSubscriptions,
  endingUnpaid,
  type InvoicePlace,
  liveSubscriptions,
  restorable,
  takeSteps,
  tenantsInHours,
} from './dunning-store.ts'

export interface DunningResult {
  readonly reminded: number // invoices
  readonly charged: number // late fees
  readonly suspended: number // subscriptions, in the walled garden or out
  readonly ending: number // subscriptions
}

const chunkInvoices = 2_000
/** A late fee comes with the next invoice; where there is none, alone, after so many days. */
const feeWaitsDays = 31

/** Takes every step that is due on a day. A step is taken once for each invoice, so running it again changes nothing. */
export async function runDunning(tx: Tx, today: Temporal.PlainDate): Promise<DunningResult> {
  let result: DunningResult = { reminded: 0, charged: 0, suspended: 0, ending: 0 }
  for (let after: InvoicePlace | undefined = beforeAllInvoices; after !== undefined;) {
    const { steps, last } = await takeSteps(tx, today, { after, invoices: chunkInvoices })
    if (steps.length > 0) result = sum(result, await act(tx, announced(steps), today))
    after = last
  }
  return result
}

const sum = (a: DunningResult, b: DunningResult): DunningResult => ({
  reminded: a.reminded + b.reminded,
  charged: a.charged + b.charged,
  suspended: a.suspended + b.suspended,
  ending: a.ending + b.ending,
})

async function act(tx: Tx, steps: readonly TakenStep[], today: Temporal.PlainDate): Promise<DunningResult> {
  const of = (action: DunningAction) => steps.filter((step) => step.action === action)
  const { id: tenantId, timeZone } = await readTenant(tx)
  const charged = await addLateFees(tx, of('late-fee'), today.add({ days: feeWaitsDays }))
  const suspended = await withhold(tx, [...of('walled-garden'), ...of('suspend')])
  const ending = await terminate(tx, of('terminate'), startOfDay(today, timeZone))
  await emitAll(tx, [
    ...steps.map((step) => ({ tenantId, type: 'dunning.step_taken.v1', subject: step.invoiceId, payload: stepOf(step) })),
    ...of('retry').map((step) => ({ tenantId, type: 'payment_retry.requested.v1', subject: step.accountId, payload: retryOf(step) })),
    ...ending.map((one) => ({ tenantId, type: 'device_recovery.requested.v1', subject: one.subscriptionId, payload: one })),
  ])
  return { reminded: of('remind').length, charged, suspended, ending: ending.length }
}

const stepOf = ({ invoiceId, number, accountId, customerId, action, days }: TakenStep): DunningStep => ({
  invoiceId,
  number,
  accountId,
  customerId,
  action,
  days,
})

/** Whoever keeps the customer's card or mandate takes the money once more. */
const retryOf = ({ invoiceId, number, accountId, customerId, openMinor, currency }: TakenStep) => ({
  invoiceId,
  number,
  accountId,
  customerId,
  amount: money(openMinor, currency),
})

/**
 * Withholds service: `unpaid` still leads to the payment page where the router has a walled garden. Where a segment sends people there
 * first, suspending adds `arrears`, which does not.
 * @returns how many subscriptions were not withheld before
 */
async function withhold(tx: Tx, steps: readonly TakenStep[]): Promise<number> {
  if (steps.length === 0) return 0
  const accountsOf = (some: readonly TakenStep[]) => some.map((step) => step.accountId)
  const blocked = await block(tx, await liveSubscriptions(tx, accountsOf(steps)), 'unpaid')
  const closed = steps.filter((step) => step.action === 'suspend' && step.hasWalledGarden)
  if (closed.length > 0) await block(tx, await liveSubscriptions(tx, accountsOf(closed)), 'arrears')
  return blocked.length
}

/** Lets what is paid for run out, then ends; what was lent to the customer is to be fetched. */
async function terminate(tx: Tx, steps: readonly TakenStep[], at: Temporal.Instant) {
  const ending = []
  for (const id of steps.length === 0
    ? []
    : await endableSubscriptions(
        tx,
        steps.map((step) => step.accountId),
      )) {
    const { customerId, accountId, endsOn } = await cancelAtCycleEnd(tx, id, at)
    ending.push({ subscriptionId: id, customerId, accountId, endsOn })
  }
  return ending
}

/** Gives service back to accounts that owe nothing past their grace, and takes back the end that was planned for them. */
export async function liftUnpaid(tx: Tx, accountIds: readonly string[], now: Temporal.Instant): Promise<void> {
  const { timeZone } = await readTenant(tx)
  const ids = await restorable(tx, accountIds, dateIn(now, timeZone))
  if (ids.length === 0) return
  for (const id of await endingUnpaid(tx, ids)) await keep(tx, id)
  await unblock(tx, ids, 'arrears')
  await unblock(tx, ids, 'unpaid')
}

/** Nobody is reminded or cut off at night. */
const workingHours = { from: 9, to: 18 }

/** Duns every tenant by day where it lives; repeated through the day so that an outage at one hour skips nothing. */
export const dunEveryDay = job({
  name: 'billing.dunning',
  input: z.object({}),
  schedule: '2 * * * *',
  attemptsMax: 3,
  async run({ platform, scope, transact: inAll }) {
    const now = platform.clock.now()
    for (const tenantId of await inAll((tx) => tenantsInHours(tx, now, workingHours)))
      await transact(platform.db, { ...scope, tenants: [tenantId] }, async (tx) =>
        runDunning(tx, dateIn(now, (await readTenant(tx)).timeZone)),
      )
  },
})
