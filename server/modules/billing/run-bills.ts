import { z } from 'zod'
import type { Tx } from '#kernel/db.ts'
import { enqueue, job, type JobContext } from '#kernel/jobs.ts'
import { keepSeller } from '#modules/tax'
import { readTenant } from '#modules/tenants'
import { markUsageBilled } from './bill-usage.ts'
import type { BillRun } from './bill-run.ts'
import {
  addProgress,
  commitWithoutDisk,
  failBillRun,
  finishBillRun,
  insertBillRun,
  readBillRun,
  readRules,
  recountProgress,
  takeNumbers,
  type TenantRules,
} from './bill-run-store.ts'
import {
  type AccountRange,
  advanceBilled,
  allAccounts,
  collectDue,
  type InvoiceKind,
  type KindDraft,
  multiplyInvoices,
  multiplyLines,
  onlyAccount,
  rangesDue,
  readKinds,
} from './chunk-store.ts'
import { readAccountFacts } from './facts-store.ts'
import { holdBills, releaseBills } from './hold-store.ts'
import { type BillingRules, draftInvoice } from './invoice.ts'
import { documentSeries } from './invoice-number.ts'

/** Accounts billed in one transaction: enough to make statements cheap, few enough that a kill loses seconds of work. */
const chunks = { sizeMax: 10_000, partsMin: 10 }
/** Chunks worked on at the same time. */
const lanes = 3

/** Starts a run over everything due on `asOf`; the work is done by a job. */
export async function startBillRun(tx: Tx, asOf: Temporal.PlainDate): Promise<BillRun> {
  const { currency } = await readTenant(tx)
  const run = await insertBillRun(tx, { asOf, currency, state: 'running' })
  await enqueue(tx, runBills.name, { billRunId: run.id }, { key: `bill-run:${run.id}` })
  return run
}

/** A whole run inside one transaction, for few accounts or for history that is made at once. */
export async function billNow(tx: Tx, asOf: Temporal.PlainDate, now: Temporal.Instant): Promise<BillRun> {
  const { currency } = await readTenant(tx)
  const run = await insertBillRun(tx, { asOf, currency, state: 'running' })
  await billChunk(tx, run, allAccounts)
  await finishBillRun(tx, run.id, now)
  return (await readBillRun(tx, run.id))!
}

/** What a range of accounts was billed. */
interface Billed {
  readonly subscriptions: bigint
  readonly invoices: number
  readonly totalMinor: bigint
}

/** Bills a chunk of a run and counts it. */
export async function billChunk(tx: Tx, run: BillRun, range: AccountRange): Promise<void> {
  await addProgress(tx, run.id, await billRange(tx, { asOf: run.asOf, billRunId: run.id }, range))
}

/** Bills everything that is due for one account, or for the one it is billed to, outside of any run. */
export async function billAccount(tx: Tx, accountId: string, asOf: Temporal.PlainDate, rules: Partial<BillingRules> = {}): Promise<void> {
  const billed = (await readAccountFacts(tx, [accountId])).get(accountId)!
  await billRange(tx, { asOf, billRunId: null }, onlyAccount(billed.accountId), rules)
}

interface Issue {
  readonly asOf: Temporal.PlainDate
  readonly billRunId: string | null
}

/**
 * Bills what is due for a range of accounts in one transaction: invoices with gapless numbers, their bookings, how far each
 * subscription is billed, and the facts. Killed anywhere, the range is as if it never began.
 */
async function billRange(tx: Tx, issued: Issue, range: AccountRange, changed: Partial<BillingRules> = {}): Promise<Billed> {
  const usual = await readRules(tx, issued.asOf)
  const rules = { ...usual, ...changed }
  const subscriptions = await collectDue(tx, issued.asOf, range, usual)
  const all = (await readKinds(tx, rules)).map((kind): KindDraft => ({ ...kind, draft: draftInvoice(kind.facts, rules) }))
  const drafts = usual.regime.pack.levying ? await withoutHeld(tx, all, issued.asOf) : all
  await advanceBilled(tx, drafts, issued.asOf)
  await markUsageBilled(tx, drafts)
  const invoiced = drafts.filter((one): one is InvoiceKind => one.draft.invoice !== undefined)
  if (invoiced.length > 0) await issue(tx, issued, invoiced, usual)
  return {
    subscriptions,
    invoices: countOf(invoiced),
    totalMinor: invoiced.reduce((total, { accounts, draft }) => total + draft.invoice.total.minor * BigInt(accounts), 0n),
  }
}

/** Sets aside what nobody has told the taxes of: it stays due, and people see that it waits. */
async function withoutHeld(tx: Tx, drafts: readonly KindDraft[], asOf: Temporal.PlainDate): Promise<KindDraft[]> {
  const { held = [], free = [] } = Object.groupBy(drafts, ({ draft }) =>
    draft.invoice && draft.unknownLevies.length > 0 ? 'held' : 'free',
  )
  if (held.length > 0) await holdBills(tx, held, asOf)
  await releaseBills(tx, held)
  return free
}

const countOf = (kinds: readonly InvoiceKind[]) => kinds.reduce((count, { accounts }) => count + accounts, 0)

/**
 * The numbers come last: whoever takes some makes others that want them wait until the transaction ends. Branches follow each other in the
 * same order everywhere, or two chunks would wait for each other.
 */
async function issue(tx: Tx, { asOf, billRunId }: Issue, kinds: readonly InvoiceKind[], { regime, branches }: TenantRules): Promise<void> {
  const { fiscalYearStartMonth, paymentTermsDays } = await readTenant(tx)
  await multiplyLines(tx, kinds, asOf)
  const head = { billRunId, issuedOn: asOf, dueOn: asOf.add({ days: paymentTermsDays }) }
  const byBranch = Map.groupBy(kinds, ({ facts }) => facts.party.branchId ?? null)
  for (const branchId of [null, ...branches.keys()]) {
    const own = byBranch.get(branchId)
    if (!own) continue
    const branch = branchId === null ? null : { id: branchId, ...branches.get(branchId)! }
    const series = documentSeries('invoice', asOf, fiscalYearStartMonth, branch)
    const sellerId = await keepSeller(tx, (branch ?? regime).sellerAsBilled)
    const count = countOf(own)
    const first = await takeNumbers(tx, series.name, count)
    const numbers = Array.from({ length: count }, (_, index) => series.format(first + BigInt(index)))
    await multiplyInvoices(tx, own, numbers, { ...head, branchId, sellerId })
  }
}

const attemptsMax = 8

/** Works through a run, chunk by chunk. Run again after a kill it goes on: what is billed is not due any more. */
export const runBills = job({
  name: 'billing.run',
  input: z.object({ billRunId: z.uuid() }),
  attemptsMax,
  async run(context, { billRunId }) {
    const run = await context.transact((tx) => readBillRun(tx, billRunId))
    if (run?.state !== 'running') return
    try {
      await billAll(context, run)
    } catch (error) {
      if (context.attempt >= attemptsMax)
        await context.transact((tx) => failBillRun(tx, run.id, String(error), context.platform.clock.now()))
      throw error
    }
  },
})

/** Committed first: lanes that insert the same snapshot of a seller wait for each other. */
async function keepSellers(tx: Tx, asOf: Temporal.PlainDate): Promise<void> {
  const { regime, branches } = await readRules(tx, asOf)
  for (const { sellerAsBilled } of [regime, ...branches.values()]) await keepSeller(tx, sellerAsBilled)
}

async function billAll({ transact, progress, platform }: JobContext, run: BillRun): Promise<void> {
  await transact((tx) => keepSellers(tx, run.asOf))
  if (run.subscriptionDone > 0n) await transact((tx) => recountProgress(tx, run))
  const ranges = (await transact((tx) => rangesDue(tx, run.asOf, chunks))).values()
  const work = async () => {
    for (const range of ranges) {
      await transact(async (tx) => {
        await commitWithoutDisk(tx)
        await billChunk(tx, run, range)
      })
      const now = await transact((tx) => readBillRun(tx, run.id))
      await progress(now!.subscriptionDone, now!.subscriptionCount)
    }
  }
  await Promise.all(Array.from({ length: lanes }, work))
  await transact((tx) => finishBillRun(tx, run.id, platform.clock.now()))
}
