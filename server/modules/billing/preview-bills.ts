import { z } from 'zod'
import type { Tx } from '#kernel/db.ts'
import { enqueue, job } from '#kernel/jobs.ts'
import { readTenant } from '#modules/tenants'
import type { BillRun } from './bill-run.ts'
import { insertBillRun, lockBillRun, moveBillRun, readBillRun, readRules } from './bill-run-store.ts'
import { type AccountRange, collectDue, type KindDraft, rangesDue, readKinds } from './chunk-store.ts'
import { billRunMoved, billRunNotFound } from './errors.ts'
import { draftInvoice } from './invoice.ts'
import { clearPreview, countPreview, multiplyPreview } from './preview-store.ts'
import { runBills } from './run-bills.ts'
import { readSettings } from './settings-store.ts'

/** Accounts looked at in one transaction, which holds their locks as billing them would. */
const chunkAccounts = 20_000

/** Works out what a run would bill, for somebody to approve; a job does it. */
export async function previewBillRun(tx: Tx, asOf: Temporal.PlainDate): Promise<BillRun> {
  const { currency } = await readTenant(tx)
  const run = await insertBillRun(tx, { asOf, currency, state: 'previewing' })
  await enqueue(tx, previewBills.name, { billRunId: run.id }, { key: `bill-run:${run.id}` })
  return run
}

/** Posts what was looked at. Bills are drafted anew, so what changed since is billed as it is. @throws billing.bill_run_not_found, billing.bill_run_moved */
export async function approveBillRun(tx: Tx, id: string): Promise<BillRun> {
  const run = await move(tx, id, 'running')
  await enqueue(tx, runBills.name, { billRunId: id }, { key: `bill-run:${id}` })
  return run
}

/** Gives a run up that was looked at. @throws billing.bill_run_not_found, billing.bill_run_moved */
export const discardBillRun = (tx: Tx, id: string): Promise<BillRun> => move(tx, id, 'discarded')

async function move(tx: Tx, id: string, to: 'running' | 'discarded'): Promise<BillRun> {
  const run = await lockBillRun(tx, id)
  if (!run) throw billRunNotFound()
  const moved = await moveBillRun(tx, id, 'previewed', to)
  if (!moved) throw billRunMoved(run.number, run.state)
  return moved
}

/** Begun again after a kill it starts from nothing: a preview changes nothing. */
export const previewBills = job({
  name: 'billing.preview',
  input: z.object({ billRunId: z.uuid() }),
  attemptsMax: 5,
  async run({ transact }, { billRunId }) {
    const run = await transact((tx) => readBillRun(tx, billRunId))
    if (run?.state !== 'previewing') return
    await transact((tx) => clearPreview(tx, billRunId))
    for (const range of await transact((tx) => rangesDue(tx, run.asOf, { sizeMax: chunkAccounts })))
      await transact((tx) => previewRange(tx, run, range))
    await transact(async (tx) => {
      await moveBillRun(tx, billRunId, 'previewing', 'previewed')
      await countPreview(tx, billRunId)
    })
  },
})

/** Drafts what a range of accounts would be billed, and keeps it beside their last invoices. */
export async function previewRange(tx: Tx, run: BillRun, range: AccountRange): Promise<void> {
  const rules = await readRules(tx, run.asOf)
  await collectDue(tx, run.asOf, range, rules)
  const drafts = (await readKinds(tx, rules)).map((kind): KindDraft => ({ ...kind, draft: draftInvoice(kind.facts, rules) }))
  await multiplyPreview(tx, run.id, drafts, (await readSettings(tx)).anomalyPercent)
}
