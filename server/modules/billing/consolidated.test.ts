import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { after, suite, test } from 'node:test'
import { sql, type Tx } from '#kernel/db.ts'
import { toDecimal } from '#kernel/money.ts'
import { stopPdfWorker } from '#kernel/pdf.ts'
import { dateIn } from '#kernel/time.ts'
import { changeAccount, createCustomer, holdAccount } from '#modules/customers'
import { receivableOf } from '#modules/ledger'
import { activate, changePlan, readSubscription, subscribe } from '#modules/subscriptions'
import { onlyAccount } from './chunk-store.ts'
import { invoiceDocument } from './invoice-document.ts'
import { addAdjustment } from './pending-charges.ts'
import { previewBillRun, previewRange } from './preview-bills.ts'
import { quote } from './quote.ts'
import { billChunk, startBillRun } from './run-bills.ts'
import { runDunning } from './run-dunning.ts'
import { findInvoice, readLines } from './store.ts'
import { type Book, openBook } from './testing.ts'

const day = (iso: string) => Temporal.PlainDate.from(iso)

after(stopPdfWorker)

interface Group extends Book {
  /** The branch of the payer: its account is billed to that of the book's customer. */
  readonly branch: { readonly customerId: string; readonly accountId: string; readonly subscriptionId: string }
  readonly headOfficeSubscriptionId: string
}

/** A head office and its branch, each on a plan of 100.00 a month with 19 % on top; the head office pays. */
async function openGroup(): Promise<Group> {
  const book = await openBook({ now: '2026-03-01T10:00:00Z', taxPercent: '19' })
  const offerId = await book.plan({ recurring: book.amount('100.00') })
  const headOfficeSubscriptionId = await book.subscribe(offerId)
  const branch = await book.act(async (tx, now) => {
    const { customerId, accountId } = await createCustomer(tx, { name: 'Harbour branch' })
    await billTo(tx, accountId, book.accountId)
    const { id } = await subscribe(tx, { customerId, offerId, startOn: dateIn(now, 'UTC') })
    await activate(tx, id, now)
    return { customerId, accountId, subscriptionId: id }
  })
  return { ...book, branch, headOfficeSubscriptionId }
}

const billTo = async (tx: Tx, accountId: string, billedToId: string | null) =>
  changeAccount(tx, await holdAccount(tx, accountId), { billedToId })

interface InvoiceRow {
  id: string
  account_id: string
  customer_id: string
  total_minor: bigint
}
const invoices = ({ transact }: Book) =>
  transact(
    async (tx) => (await sql<InvoiceRow>`select id, account_id, customer_id, total_minor from invoice order by number`.execute(tx)).rows,
  )

suite('an account that is billed to another', () => {
  test('stands on the invoice of its payer, which owes it; lines say whose they are', async () => {
    const group = await openGroup()
    await group.bill()
    const [invoice, ...more] = await invoices(group)
    assert.deepEqual(
      [invoice!.account_id, invoice!.customer_id, invoice!.total_minor, more],
      [group.accountId, group.customerId, 23_800n, []],
    )
    const lines = await group.transact(async (tx) => readLines(tx, (await findInvoice(tx, invoice!.id))!))
    assert.deepEqual(
      lines.map(({ subscriptionId, account }) => [subscriptionId, account?.id, account?.customerName]),
      [
        [group.headOfficeSubscriptionId, undefined, undefined],
        [group.branch.subscriptionId, group.branch.accountId, 'Harbour branch'],
      ],
    )
    const owed = await group.transact((tx) => receivableOf(tx, [group.accountId, group.branch.accountId]))
    assert.deepEqual(
      [group.accountId, group.branch.accountId].map((id) => toDecimal(owed.get(id)!)),
      ['238.00', '0.00'],
    )
    await group.bill()
    assert.equal((await invoices(group)).length, 1)
    await group.prove()
  })

  test('is billed with the range of its payer, never with its own', async () => {
    const group = await openGroup()
    await group.transact(async (tx) => {
      const run = await startBillRun(tx, day('2026-03-01'))
      await billChunk(tx, run, onlyAccount(group.branch.accountId))
    })
    assert.deepEqual(await invoices(group), [])
    await group.transact(async (tx) => billChunk(tx, await startBillRun(tx, day('2026-03-01')), onlyAccount(group.accountId)))
    assert.equal((await invoices(group))[0]!.total_minor, 23_800n)
  })

  test('brings what waited for its bill', async () => {
    const group = await openGroup()
    await group.transact((tx) =>
      addAdjustment(tx, {
        accountId: group.branch.accountId,
        description: 'Visit',
        amount: group.amount('50.00'),
        taxCategory: 'standard',
        pricesIncludeTax: false,
        reason: '',
        billOn: day('2026-03-01'),
      }),
    )
    await group.bill()
    const [invoice] = await invoices(group)
    const lines = await group.transact(async (tx) => readLines(tx, (await findInvoice(tx, invoice!.id))!))
    assert.deepEqual(lines.map(({ description, account }) => [description, account?.id]).at(-1), ['Visit', group.branch.accountId])
    assert.equal(invoice!.total_minor, 29_750n)
  })

  test('is previewed and quoted as it is billed: with the taxes of who pays', async () => {
    const group = await openGroup()
    const preview = await group.transact(async (tx) => {
      await changeAccount(tx, await holdAccount(tx, group.accountId), { taxExempt: true })
      const run = await previewBillRun(tx, day('2026-03-01'))
      await previewRange(tx, run, onlyAccount(group.accountId))
      return (await sql<{ account_id: string; total_minor: bigint }>`select account_id, total_minor from bill_preview`.execute(tx)).rows
    })
    assert.deepEqual(preview, [{ account_id: group.accountId, total_minor: 20_000n }])
    const { customerId } = group.branch
    const offerId = await group.plan({ recurring: group.amount('30.00') })
    const quoted = await group.transact((tx) => quote(tx, { kind: 'subscription', customerId, offerId }, group.platform.clock.now()))
    assert.equal(toDecimal(quoted.due), '30.00')
    await group.bill()
    assert.equal((await invoices(group))[0]!.total_minor, 20_000n)
  })

  test('gives back on the invoice that charged it, and is charged again to who pays now', async () => {
    const group = await openGroup()
    await group.bill()
    const dearer = await group.plan({ recurring: group.amount('310.00') })
    await group.act((tx) => billTo(tx, group.branch.accountId, null))
    group.moveTo('2026-03-17T10:00:00Z')
    await group.act((tx, now) => changePlan(tx, group.branch.subscriptionId, dearer, now))
    const [, again] = await invoices(group)
    assert.deepEqual([again!.account_id, again!.total_minor], [group.branch.accountId, 17_850n]) // 15 of 31 days of 310.00, and 19 %
    const { rows } = await group.transact((tx) =>
      sql<{ account_id: string; total_minor: bigint }>`select account_id, total_minor from credit_note`.execute(tx),
    )
    assert.deepEqual(rows, [{ account_id: group.accountId, total_minor: 5_758n }]) // 48.39 and 9.19
    await group.prove()
  })

  test('loses service with its payer, and has it back when that pays', async () => {
    const group = await lateGroup()
    assert.deepEqual(await states(group), ['suspended', 'suspended'])
    await group.pay('238.00')
    assert.deepEqual(await states(group), ['active', 'active'])
  })

  test('has service back as well when somebody else pays for it from now on', async () => {
    const group = await lateGroup()
    await group.act((tx) => billTo(tx, group.branch.accountId, null))
    assert.deepEqual(await states(group), ['suspended', 'active'])
  })

  test(
    'has its name above its lines on paper',
    { skip: spawnSync('pdftotext', ['-v']).error !== undefined && 'pdftotext is not installed' },
    async () => {
      const group = await openGroup()
      await group.bill()
      const [invoice] = await invoices(group)
      const { pdf } = await group.transact((tx) => invoiceDocument(tx, invoice!.id, group.platform))
      const text = execFileSync('pdftotext', ['-layout', '-', '-'], { input: pdf }).toString()
      assert.equal(text.match(/Harbour branch · A-000002/g)?.length, 1)
    },
  )
})

/** A group whose head office did not pay for March. */
async function lateGroup(): Promise<Group> {
  const group = await openGroup()
  await group.bill()
  group.moveTo('2026-04-15T10:00:00Z')
  await group.transact((tx) => runDunning(tx, day('2026-04-15')))
  return group
}

const states = ({ transact, headOfficeSubscriptionId, branch }: Group) =>
  transact(async (tx) => {
    const both = [await readSubscription(tx, headOfficeSubscriptionId), await readSubscription(tx, branch.subscriptionId)]
    return both.map(({ state }) => state)
  })
