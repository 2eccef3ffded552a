import { z } from 'zod'
import { transact, type Tx } from '#kernel/db.ts'
import { emitAll } from '#kernel/events.ts'
import { job } from '#kernel/jobs.ts'
import { dateIn } from '#kernel/time.ts'
import { block } from '#modules/subscriptions'
import { readTenant } from '#modules/tenants'
import { announced, type DunningStep } from './dunning.ts'
import { liveSubscriptions, takeSteps, tenantsInHours } from './dunning-store.ts'

export interface DunningResult {
  readonly reminded: number // invoices
  readonly suspended: number // subscriptions
}

const chunkInvoices = 2_000
const firstInvoice = '00000000-0000-0000-0000-000000000000'

/** Takes every step that is due on a day. A step is taken once for each invoice, so running it again changes nothing. */
export async function runDunning(tx: Tx, today: Temporal.PlainDate): Promise<DunningResult> {
  let result: DunningResult = { reminded: 0, suspended: 0 }
  for (let after: string | undefined = firstInvoice; after !== undefined;) {
    const { steps, lastInvoice } = await takeSteps(tx, today, { afterInvoice: after, invoices: chunkInvoices })
    const acted = await act(tx, announced(steps))
    result = { reminded: result.reminded + acted.reminded, suspended: result.suspended + acted.suspended }
    after = lastInvoice
  }
  return result
}

async function act(tx: Tx, steps: readonly DunningStep[]): Promise<DunningResult> {
  const late = steps.filter((step) => step.action === 'suspend').map((step) => step.accountId)
  const blocked = late.length === 0 ? [] : await block(tx, await liveSubscriptions(tx, late), 'unpaid')
  const { id: tenantId } = await readTenant(tx)
  await emitAll(
    tx,
    steps.map((step) => ({ tenantId, type: 'dunning.step_taken.v1', subject: step.invoiceId, payload: step })),
  )
  return { reminded: steps.filter((step) => step.action === 'remind').length, suspended: blocked.length }
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
