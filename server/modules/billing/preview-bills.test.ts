import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { runJobNow } from '#kernel/jobs.ts'
import { readBillRun } from './bill-run-store.ts'
import { addAdjustment } from './pending-charges.ts'
import { approveBillRun, discardBillRun, previewBillRun, previewBills } from './preview-bills.ts'
import { runBills } from './run-bills.ts'
import { changeSettings } from './settings-store.ts'
import { type Book, openBook } from './testing.ts'

const april = Temporal.PlainDate.from('2026-04-01')

async function previewed(book: Book) {
  const { id } = await book.transact((tx) => previewBillRun(tx, april))
  await runJobNow(book.platform, previewBills, book.scope, { billRunId: id })
  return (await book.transact((tx) => readBillRun(tx, id)))!
}
const rows = (book: Book) =>
  book.transact(async (tx) => {
    const { rows: found } = await sql<{
      total_minor: bigint
      previous_minor: bigint | null
      anomaly: string | null
    }>`select * from bill_preview`.execute(tx)
    return found.map((row) => [row.total_minor, row.previous_minor, row.anomaly])
  })

/** A customer on a plan of 100.00, billed for March. */
async function inApril() {
  const book = await openBook({ now: '2026-03-01T06:00:00Z' })
  await book.subscribe(await book.plan({ recurring: book.amount('100.00') }))
  await book.bill()
  book.moveTo('2026-04-01T06:00:00Z')
  return book
}

suite('the preview of a bill run', () => {
  test('shows what would be billed beside the last bill, and changes nothing', async () => {
    const book = await inApril()
    const run = await previewed(book)
    assert.deepEqual(
      [run.state, run.invoiceCount, run.total.minor, await rows(book)],
      ['previewed', 1n, 10_000n, [[10_000n, 10_000n, null]]],
    )
    assert.equal((await book.totals('invoice')).length, 1)
  })

  const anomalies = [
    // charged beside, anomaly, why
    ['50.01', 'rise', 'more than half as much again'],
    ['50.00', null, 'half as much again is usual'],
    ['-50.01', 'fall', 'less than half'],
    ['-100.00', 'zero', 'nothing, where something was paid'],
  ] as const
  for (const [beside, anomaly, why] of anomalies)
    test(`points at what is worth a look: ${why}`, async () => {
      const book = await inApril()
      await book.transact((tx) =>
        addAdjustment(tx, {
          accountId: book.accountId,
          description: 'Beside',
          amount: book.amount(beside),
          taxCategory: 'standard',
          pricesIncludeTax: false,
          reason: '',
          billOn: april,
        }),
      )
      await previewed(book)
      assert.deepEqual(
        (await rows(book)).map((row) => row[2]),
        [anomaly],
      )
    })

  test('points at first bills', async () => {
    const book = await openBook({ now: '2026-04-01T06:00:00Z' })
    await book.subscribe(await book.plan({ recurring: book.amount('100.00') }))
    await previewed(book)
    assert.deepEqual(await rows(book), [[10_000n, null, 'first']])
  })

  test('approved, it is posted once; what changed since is billed as it is', async () => {
    const book = await inApril()
    const run = await previewed(book)
    await book.subscribe(await book.plan({ recurring: book.amount('20.00') }))
    await book.transact((tx) => approveBillRun(tx, run.id))
    await runJobNow(book.platform, runBills, book.scope, { billRunId: run.id })
    const done = await book.transact((tx) => readBillRun(tx, run.id))
    assert.deepEqual([done!.state, done!.invoiceCount, done!.total.minor], ['done', 1n, 12_000n])
    await assert.rejects(
      book.transact((tx) => approveBillRun(tx, run.id)),
      { code: 'billing.bill_run_moved' },
    )
    await book.prove()
  })

  test('discarded, it posts nothing', async () => {
    const book = await inApril()
    const run = await previewed(book)
    await book.transact((tx) => discardBillRun(tx, run.id))
    await runJobNow(book.platform, runBills, book.scope, { billRunId: run.id })
    assert.equal((await book.totals('invoice')).length, 1)
  })

  test('begun again it is the same', async () => {
    const book = await inApril()
    await book.transact((tx) => changeSettings(tx, { anomalyPercent: 10 }))
    const run = await previewed(book)
    await book.transact((tx) => sql`update bill_run set state = 'previewing'`.execute(tx))
    await runJobNow(book.platform, previewBills, book.scope, { billRunId: run.id })
    assert.equal((await rows(book)).length, 1)
  })
})
