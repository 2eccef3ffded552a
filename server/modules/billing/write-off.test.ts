import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { sql } from '#kernel/db.ts'
import { money, toDecimal } from '#kernel/money.ts'
import { trialBalance } from '#modules/ledger'
import { ageingReport } from './ageing-report.ts'
import { creditInvoice } from './credit-notes.ts'
import { runDunning } from './run-dunning.ts'
import { taxReport } from './tax-report.ts'
import { type Book, openBook } from './testing.ts'
import { opposite, partOf, reopenWriteOff, writeOff } from './write-off.ts'
import { readWriteOffs } from './write-off-store.ts'

const day = (iso: string) => Temporal.PlainDate.from(iso)

/** A customer with tax of 20 % whose invoice of 120.00 for March was never paid, in May. */
async function lateSinceMarch() {
  const book = await openBook({ now: '2026-03-01T06:00:00Z', taxPercent: '20' })
  await book.subscribe(await book.plan({ recurring: book.amount('100.00') }))
  await book.bill()
  book.moveTo('2026-05-11T06:00:00Z')
  return { ...book, invoiceId: await onlyInvoice(book) }
}

const onlyInvoice = (book: Book) => book.transact(async (tx) => (await sql<{ id: string }>`select id from invoice`.execute(tx)).rows[0]!.id)

const lose = (book: Book & { invoiceId: string }, takesTaxesBack = false) =>
  book.act((tx, now) => writeOff(tx, { invoiceId: book.invoiceId, reason: 'Moved away', takesTaxesBack }, now))

const stateOf = (book: Book & { invoiceId: string }) =>
  book.transact(async (tx) => {
    const { rows } = await sql<{ state: string; paid: bigint }>`select state, paid_minor as paid from invoice order by number`.execute(tx)
    return `${rows[0]!.state} ${toDecimal(money(rows[0]!.paid, 'EUR'))}`
  })

/** Balances of the accounts a loss moves. */
const books = (book: Book) =>
  book.transact(async (tx) => {
    const balances = new Map((await trialBalance(tx, day('2026-12-31'))).map(({ code, balance }) => [String(code), toDecimal(balance)]))
    return ['receivables', 'bad-debts', 'tax-payable'].map((code) => balances.get(code) ?? '0.00')
  })

const taxesOfMay = (book: Book) =>
  book.transact(async (tx) => {
    const report = await taxReport(tx, { from: day('2026-05-01'), to: day('2026-06-01'), currency: 'EUR' })
    return { relieved: toDecimal(report.relieved), due: toDecimal(report.due), difference: toDecimal(report.difference) }
  })

const aged = (book: Book, on: string) =>
  book.transact(async (tx) => {
    const { total, writtenOff } = await ageingReport(tx, { on: day(on), currency: 'EUR' })
    return { balance: toDecimal(total.balance), days90: toDecimal(total.days90), writtenOff: toDecimal(writtenOff) }
  })

suite('a write-off', () => {
  test('is a loss with its taxes, which stay payable; nobody owes it and nobody is dunned for it', async () => {
    const book = await lateSinceMarch()
    await lose(book)
    assert.equal(await stateOf(book), 'written-off 0.00')
    assert.deepEqual(await books(book), ['0.00', '120.00', '-20.00'])
    assert.equal(await book.owed(), '0.00')
    assert.deepEqual(await taxesOfMay(book), { relieved: '0.00', due: '0.00', difference: '0.00' })
    assert.deepEqual(await book.transact((tx) => runDunning(tx, day('2026-05-11'))), { reminded: 0, charged: 0, suspended: 0, ending: 0 })
    await book.prove()
  })

  test('takes the taxes back where the law gives them, and the tax report ties', async () => {
    const book = await lateSinceMarch()
    await book.pay('30.00')
    await lose(book, true)
    assert.deepEqual(await books(book), ['30.00', '75.00', '-5.00'], 'a test pays without booking the money')
    assert.deepEqual(await taxesOfMay(book), { relieved: '15.00', due: '-15.00', difference: '0.00' })
    await book.prove()
  })

  test('is what is left after credit notes, with their taxes', async () => {
    const book = await lateSinceMarch()
    await book.act((tx, now) =>
      creditInvoice(tx, book.invoiceId, [{ line: 1, net: book.amount('40.00') }], { kind: 'goodwill', reason: '', now }),
    )
    await lose(book, true)
    assert.deepEqual(await books(book), ['0.00', '60.00', '0.00'])
    assert.equal((await taxesOfMay(book)).difference, '0.00')
    await book.prove()
  })

  test('leaves the ageing of days before it as it was', async () => {
    const book = await lateSinceMarch()
    await lose(book)
    assert.deepEqual(await aged(book, '2026-05-10'), { balance: '120.00', days90: '120.00', writtenOff: '0.00' })
    assert.deepEqual(await aged(book, '2026-05-11'), { balance: '0.00', days90: '0.00', writtenOff: '120.00' })
  })

  test('is taken back as far as it is paid after all, with its taxes', async () => {
    const book = await lateSinceMarch()
    await lose(book, true)
    book.moveTo('2026-05-20T06:00:00Z')
    await book.pay('45.00')
    assert.equal(await stateOf(book), 'written-off 45.00')
    assert.deepEqual(await books(book), ['45.00', '62.50', '-7.50'])
    await book.pay('75.00')
    assert.equal(await stateOf(book), 'paid 120.00')
    assert.deepEqual(await books(book), ['120.00', '0.00', '-20.00'])
    assert.deepEqual(await taxesOfMay(book), { relieved: '0.00', due: '0.00', difference: '0.00' })
    await book.prove()
  })

  test('is paid after what is open', async () => {
    const book = await lateSinceMarch()
    await lose(book)
    await book.bill()
    await book.pay('250.00')
    assert.equal(await stateOf(book), 'written-off 10.00')
    await book.prove()
  })

  test('of a bill that was wrong is undone by its credit note', async () => {
    const book = await lateSinceMarch()
    await lose(book)
    await book.act((tx, now) => creditInvoice(tx, book.invoiceId, [], { kind: 'correction', reason: '', now }))
    assert.equal(await stateOf(book), 'paid 120.00')
    assert.deepEqual(await books(book), ['0.00', '0.00', '0.00'])
    await book.prove()
  })

  test('can be taken back by hand: the invoice is open and dunned again', async () => {
    const book = await lateSinceMarch()
    await lose(book, true)
    await book.act((tx, now) => reopenWriteOff(tx, book.invoiceId, 'Found the new address', now))
    assert.equal(await stateOf(book), 'open 0.00')
    assert.deepEqual(await books(book), ['120.00', '0.00', '-20.00'])
    assert.equal((await book.transact((tx) => readWriteOffs(tx, book.invoiceId))).length, 2)
    assert.equal((await book.transact((tx) => runDunning(tx, day('2026-05-11')))).suspended, 1)
    await book.prove()
  })

  const refusals = [
    // deed, code, why
    [lose, 'billing.invoice_not_open', 'only once'],
    [
      (book: Book & { invoiceId: string }) =>
        book.act(async (tx, now) => {
          await reopenWriteOff(tx, book.invoiceId, 'x', now)
          await reopenWriteOff(tx, book.invoiceId, 'x', now)
        }),
      'billing.not_written_off',
      'taken back only once',
    ],
  ] as const
  for (const [deed, code, why] of refusals)
    test(`is refused: ${why}`, async () => {
      const book = await lateSinceMarch()
      await lose(book)
      await assert.rejects(deed(book), { code })
    })
})

test('parts of a loss that are paid one after the other take back all of it exactly', () => {
  const cents = fc.bigInt({ min: 1n, max: 1_000_000n })
  fc.assert(
    fc.property(cents, fc.bigInt({ min: 0n, max: 400_000n }), fc.array(cents, { maxLength: 5 }), (amount, tax, parts) => {
      const total = { code: 'VAT', name: 'VAT', jurisdiction: 'DE', percent: '19', supplyCode: '' }
      let left = { amount: money(amount, 'EUR'), taxes: [{ ...total, net: money(amount, 'EUR'), tax: money(tax, 'EUR') }] }
      for (const part of [...parts, amount]) {
        const paid = part < left.amount.minor ? part : left.amount.minor
        if (paid === 0n) break
        const back = opposite(partOf(left, money(paid, 'EUR')))
        left = {
          amount: money(left.amount.minor + back.amount.minor, 'EUR'),
          taxes: [{ ...left.taxes[0]!, tax: money(left.taxes[0]!.tax.minor + back.taxes[0]!.tax.minor, 'EUR') }],
        }
      }
      assert.equal(left.taxes[0]!.tax.minor, 0n)
    }),
  )
})
