import { z } from 'zod'
import { transact, type Tx } from '#kernel/db.ts'
import { type EventDraft, emitAll } from '#kernel/events.ts'
import { enqueue, job, type JobContext } from '#kernel/jobs.ts'
import { sum } from '#kernel/money.ts'
import { dateIn } from '#kernel/time.ts'
import { postAll } from '#modules/ledger'
import { markBilled } from '#modules/subscriptions'
import { readTenant, type Tenant } from '#modules/tenants'
import type { BillRun } from './bill-run.ts'
import {
  addProgress,
  failBillRun,
  finishBillRun,
  insertBillRun,
  insertInvoices,
  type InvoiceDates,
  lockDue,
  type NumberedInvoice,
  readBillRun,
  readRules,
  takeNumbers,
  tenantsToBill,
} from './bill-run-store.ts'
import { bookingOf, draftInvoices, type InvoiceDraft } from './invoice.ts'
import { invoiceSeries } from './invoice-number.ts'

/** Accounts billed in one transaction: enough to make statements cheap, few enough that a kill loses a second of work. */
const chunkAccounts = 2_000
const firstAccount = '00000000-0000-0000-0000-000000000000'

/** Starts a run over everything due on `asOf`; the work is done by a job. */
export async function startBillRun(tx: Tx, asOf: Temporal.PlainDate): Promise<BillRun> {
  const { currency } = await readTenant(tx)
  const run = await insertBillRun(tx, { asOf, currency })
  await enqueue(tx, runBills.name, { billRunId: run.id }, { key: `bill-run:${run.id}` })
  return run
}

/** A whole run inside one transaction, for few accounts or for history that is made at once. */
export async function billNow(tx: Tx, asOf: Temporal.PlainDate, now: Temporal.Instant): Promise<BillRun> {
  const { currency } = await readTenant(tx)
  const run = await insertBillRun(tx, { asOf, currency })
  for (let account: string | undefined = firstAccount; account !== undefined;) account = await billChunk(tx, run, account)
  await finishBillRun(tx, run.id, now)
  return (await readBillRun(tx, run.id))!
}

/**
 * Bills the due subscriptions of the accounts after one, in one transaction: invoices with gapless numbers, their bookings, how far
 * each subscription is billed, and the facts. Killed anywhere, the chunk is as if it never began.
 * @returns the last account of a full chunk, after which there may be more
 */
export async function billChunk(tx: Tx, run: BillRun, afterAccount: string, accounts = chunkAccounts): Promise<string | undefined> {
  const due = await lockDue(tx, run.asOf, { afterAccount, accounts })
  const last = due.at(-1)
  if (!last) return undefined
  const { invoices, billed } = draftInvoices(due, await readRules(tx, run.asOf))
  await issue(tx, await readTenant(tx), invoices, run)
  await markBilled(tx, billed)
  await addProgress(tx, run.id, {
    subscriptions: billed.length,
    invoices: invoices.length,
    totalMinor: sum(
      invoices.map((invoice) => invoice.total),
      run.total.currency,
    ).minor,
  })
  return new Set(due.map((one) => one.accountId)).size < accounts ? undefined : last.accountId
}

async function issue(tx: Tx, tenant: Tenant, drafts: readonly InvoiceDraft[], run: BillRun): Promise<void> {
  if (drafts.length === 0) return
  const series = invoiceSeries(run.asOf, tenant.fiscalYearStartMonth)
  const first = await takeNumbers(tx, series.name, drafts.length)
  const invoices = drafts.map((draft, index) => ({ ...draft, number: series.format(first + BigInt(index)) }))
  const dates = { issuedOn: run.asOf, dueOn: run.asOf.add({ days: tenant.paymentTermsDays }) }
  const ids = await insertInvoices(tx, invoices, dates, run.id)
  await postAll(
    tx,
    invoices.map((invoice, index) => ({
      bookedOn: dates.issuedOn,
      description: `Invoice ${invoice.number}`,
      sourceKind: 'invoice',
      sourceId: ids[index]!,
      lines: bookingOf(invoice),
    })),
  )
  await emitAll(
    tx,
    invoices.map((invoice, index) => postedEvent(tenant.id, ids[index]!, invoice, dates)),
  )
}

function postedEvent(
  tenantId: string,
  invoiceId: string,
  { number, accountId, customerId, total }: NumberedInvoice,
  { dueOn }: InvoiceDates,
): EventDraft {
  return { tenantId, type: 'invoice.posted.v1', subject: invoiceId, payload: { invoiceId, number, accountId, customerId, total, dueOn } }
}

const attemptsMax = 8

/** Works through a run, chunk by chunk. Run again after a kill it goes on: what is billed is not due any more. */
export const runBills = job({
  name: 'billing.run',
  input: z.object({ billRunId: z.uuid() }),
  attemptsMax,
  async run(context, { billRunId }) {
    const run = await context.transact((tx) => readBillRun(tx, billRunId))
    if (!run || run.state === 'done') return
    try {
      await billAll(context, run)
    } catch (error) {
      if (context.attempt >= attemptsMax)
        await context.transact((tx) => failBillRun(tx, run.id, String(error), context.platform.clock.now()))
      throw error
    }
  },
})

async function billAll({ transact, progress, platform }: JobContext, run: BillRun): Promise<void> {
  let account: string | undefined = firstAccount
  while (account !== undefined) {
    const after: string = account
    account = await transact((tx) => billChunk(tx, run, after))
    const now = await transact((tx) => readBillRun(tx, run.id))
    await progress(now!.subscriptionDone, now!.subscriptionCount)
  }
  await transact((tx) => finishBillRun(tx, run.id, platform.clock.now()))
}

/** Bills each tenant once its day has begun where it lives. */
export const billEveryNight = job({
  name: 'billing.nightly',
  input: z.object({}),
  schedule: '*/15 * * * *',
  attemptsMax: 3,
  async run({ platform, scope, transact: inAll }) {
    const now = platform.clock.now()
    for (const tenantId of await inAll((tx) => tenantsToBill(tx, now)))
      await transact(platform.db, { ...scope, tenants: [tenantId] }, async (tx) =>
        startBillRun(tx, dateIn(now, (await readTenant(tx)).timeZone)),
      )
  },
})
