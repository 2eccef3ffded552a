import { z } from 'zod'
import { transact, type Tx } from '#kernel/db.ts'
import { job } from '#kernel/jobs.ts'
import { dateIn } from '#kernel/time.ts'
import { readTenant } from '#modules/tenants'
import type { BillRun } from './bill-run.ts'
import { tenantsToBill } from './bill-run-store.ts'
import { previewBillRun } from './preview-bills.ts'
import { startBillRun } from './run-bills.ts'
import { readSettings } from './settings-store.ts'

/** Bills each tenant once its day has begun where it lives, or shows what it would bill to whoever approves it. */
export const billEveryNight = job({
  name: 'billing.nightly',
  input: z.object({}),
  schedule: '*/15 * * * *',
  attemptsMax: 3,
  async run({ platform, scope, transact: inAll }) {
    const now = platform.clock.now()
    for (const tenantId of await inAll((tx) => tenantsToBill(tx, now)))
      await transact(platform.db, { ...scope, tenants: [tenantId] }, async (tx) =>
        beginNightly(tx, dateIn(now, (await readTenant(tx)).timeZone)),
      )
  },
})

async function beginNightly(tx: Tx, asOf: Temporal.PlainDate): Promise<BillRun> {
  const { billRuns } = await readSettings(tx)
  return billRuns === 'approved' ? previewBillRun(tx, asOf) : startBillRun(tx, asOf)
}
