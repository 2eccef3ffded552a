/**
 * A bill run over 1,000,000 subscriptions: invoices, lines, taxes, ledger, gapless numbers, events. At the end the books are proved. Its
 * peer is the ceiling: the same invoices, lines and postings in plain SQL with nothing around it, in a session per core; what one
 * session takes stands beside it. What the list of customers shows of balances follows by jobs and is told apart.
 * Run: npm run -s bench -- bill-run [--short] [--peer]
 */
import { readBillRun, runBills, startBillRun, verifyInvoices } from '#modules/billing'
import { followBalances } from '#modules/insight'
import { verifyLedger } from '#modules/ledger'
import { transact } from '#kernel/db.ts'
import { runJobNow } from '#kernel/jobs.ts'
import { measureCeiling } from './lib/bill-run-ceiling.ts'
import { addBook, asOf } from './lib/book.ts'
import { platformOf, withInstallation } from './lib/installation.ts'
import { memoryMb, meterProcessors, processTree } from './lib/processes.ts'
import { readOptions, report, say } from './lib/report.ts'

const { isShort, withPeer } = readOptions()
const subscriptions = isShort ? 100_000 : 1_000_000
/** Seldom: to count the pages of a process takes tens of milliseconds. */
const lookEveryMs = 5_000

await withInstallation(async (installation) => {
  const { postgres } = installation
  await addBook(installation, subscriptions)
  const { platform, scope } = platformOf(installation)
  const { db } = platform
  const run = await transact(db, scope, (tx) => startBillRun(tx, asOf))

  say(`billing ${subscriptions} subscriptions`)
  const memory = () => memoryMb(processTree(process.pid)) ?? NaN
  const atRestMb = memory()
  let mostMb = atRestMb
  const look = () => (mostMb = Math.max(mostMb, memory()))
  const watch = setInterval(look, lookEveryMs)
  const meter = meterProcessors({ postgres: postgres.pid })
  const start = performance.now()
  await runJobNow(platform, runBills, scope, { billRunId: run.id })
  const seconds = (performance.now() - start) / 1000
  const processors = meter(subscriptions)
  clearInterval(watch)
  look()

  const following = performance.now()
  await runJobNow(platform, followBalances, scope, {
    from: '00000000-0000-0000-0000-000000000000',
    upTo: 'ffffffff-ffff-ffff-ffff-ffffffffffff',
  })
  const followSeconds = (performance.now() - following) / 1000

  const done = await transact(db, scope, (tx) => readBillRun(tx, run.id))
  const findings = await transact(db, scope, async (tx) => [...(await verifyInvoices(tx)), ...(await verifyLedger(tx))])
  if (done?.subscriptionDone !== BigInt(subscriptions) || findings.length > 0)
    throw new Error(`${done?.subscriptionDone} of ${subscriptions} were billed; the verifier finds ${JSON.stringify(findings.slice(0, 3))}`)
  await db.close()

  const ceiling = async (sessions: number) => Math.round((await measureCeiling(postgres.ownerUrl, subscriptions, sessions)) * 10) / 10
  const peer = withPeer && { name: 'PostgreSQL alone, plain SQL', value: await ceiling(2), inOneSession: await ceiling(1) }
  report({
    bench: 'bill-run',
    value: Math.round(seconds * 10) / 10,
    unit: 's',
    subscriptions,
    listOfCustomersFollowsSeconds: Math.round(followSeconds * 10) / 10,
    invoicesPerSecond: Math.round(Number(done.invoiceCount) / seconds),
    rssMb: mostMb,
    memoryAboveRestMb: mostMb - atRestMb,
    ...processors,
    ...(peer && { peer }),
  })
})
