import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { after, suite, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { money } from '#kernel/money.ts'
import { stopPdfWorker } from '#kernel/pdf.ts'
import { creditNoteDocument } from './credit-note-document.ts'
import { wordingFor } from './documents/wording.ts'
import { voidInvoice } from './change-invoice.ts'
import { creditInvoice } from './credit-notes.ts'
import { invoiceDocument, lineTaxes } from './invoice-document.ts'
import { insertRegistration } from './registration-store.ts'
import { openBook } from './testing.ts'

const skip = spawnSync('pdftotext', ['-v']).error !== undefined && 'pdftotext is not installed'
const textOf = (pdf: Uint8Array) => execFileSync('pdftotext', ['-layout', '-', '-'], { input: pdf }).toString()

const answer = {
  reference: '1f5a9c07e2d84b6390a7c1d52e8f4b6a0c9d7e3f2b1a5c4d8e6f7a9b0c1d2e3f',
  acknowledgedNumber: '112610091832001',
  acknowledgedAt: Temporal.Instant.from('2026-03-02T20:00:00Z'),
  qrCode: 'eyJhbGciOiJSUzI1NiJ9.'.padEnd(1_100, 'k9'), // as long as those of India
}

after(stopPdfWorker)

suite('what is printed', { skip }, () => {
  test('on an invoice that the tax office knows: its numbers and its code', async () => {
    const { transact, platform, invoiceId } = await billed()
    const plain = await transact((tx) => invoiceDocument(tx, invoiceId, platform))
    await transact((tx) => insertRegistration(tx, { invoiceId, creditNoteId: null }, answer))
    const { fileName, pdf } = await transact((tx) => invoiceDocument(tx, invoiceId, platform))
    const text = textOf(pdf)
    assert.equal(fileName, 'INV-2026-000001.pdf')
    assert.match(text, /IRN\s+1f5a9c07e2d84b6390a7c1d52e8f4b6a0c9d7e3f2b1a5c4d8e6f7a9b0c1d2e3f\n/)
    assert.match(text, /Ack\. no\.\s+112610091832001/)
    assert.match(text, /Scan to verify/)
    assert.doesNotMatch(textOf(plain.pdf), /IRN|Scan/)
  })

  test('how to pay, as long as the invoice is open', async () => {
    const { transact, platform, invoiceId } = await billed()
    await transact((tx) => sql`update tenant set ways_to_pay = ${'Bank transfer\nAccount: 9930 214 775'}`.execute(tx))
    const print = async () => textOf((await transact((tx) => invoiceDocument(tx, invoiceId, platform))).pdf)
    assert.match(await print(), /How to pay\s+Bank transfer\s+Account\s+9930 214 775/)
    await transact((tx) => voidInvoice(tx, invoiceId, platform.clock.now()))
    assert.doesNotMatch(await print(), /How to pay|9930/)
  })

  test('the page to pay on and its code, where there is one', async () => {
    const { transact, platform, invoiceId } = await billed()
    const address = 'https://isp.example/my/isp/pay/AZ0kYvP3c2Cb1q0nD8mR4wq7Tz5Xh2Ls9Kf0'
    const pages = (page: string | null) => ({ ...platform, pages: { 'invoice.payment': async () => page } })
    const print = async (page: string | null) => textOf((await transact((tx) => invoiceDocument(tx, invoiceId, pages(page)))).pdf)
    const text = await print(address)
    assert.match(text, /How to pay/)
    assert.match(text, /Pay online\s+https:\/\/isp\.example\/my\/isp\/pay\/AZ0kYvP3c2Cb1q0nD8mR4wq7Tz5Xh2Ls9Kf0/)
    assert.match(text, /Scan to pay/)
    assert.doesNotMatch(await print(null), /How to pay|Pay online|Scan/)
    await transact((tx) => voidInvoice(tx, invoiceId, platform.clock.now()))
    assert.doesNotMatch(await print(address), /How to pay|Pay online|Scan/)
  })

  test('on a credit note: its invoice, why, and what it gives back', async () => {
    const { transact, platform, invoiceId } = await billed()
    const now = platform.clock.now()
    const note = await transact((tx) => creditInvoice(tx, invoiceId, [], { kind: 'goodwill', reason: 'Nine hours without service', now }))
    const { fileName, pdf } = await transact((tx) => creditNoteDocument(tx, note.id, platform))
    const text = textOf(pdf)
    assert.equal(fileName, `${note.number}.pdf`)
    for (const expected of ['Credit note', 'INV-2026-000001', 'Nine hours without service', '€100.00', '€19.00', '€119.00'])
      assert.ok(text.includes(expected), expected)
    assert.doesNotMatch(text, /Amount due|How to pay/)
  })

  test('on a credit note that the tax office knows: its own numbers and code, not those of its invoice', async () => {
    const { transact, platform, invoiceId } = await billed()
    const now = platform.clock.now()
    const note = await transact((tx) => creditInvoice(tx, invoiceId, [], { kind: 'correction', reason: '', now }))
    const print = async () => textOf((await transact((tx) => creditNoteDocument(tx, note.id, platform))).pdf)
    await transact((tx) => insertRegistration(tx, { invoiceId, creditNoteId: null }, answer))
    assert.doesNotMatch(await print(), /IRN|Scan/)
    const own = { ...answer, reference: answer.reference.replace('1f5a', '77aa'), acknowledgedNumber: '112610091832002' }
    await transact((tx) => insertRegistration(tx, { invoiceId, creditNoteId: note.id }, own))
    const text = await print()
    assert.match(text, /IRN\s+77aa9c07e2d84b6390a7c1d52e8f4b6a0c9d7e3f2b1a5c4d8e6f7a9b0c1d2e3f\n/)
    assert.match(text, /Ack\. no\.\s+112610091832002/)
    assert.match(text, /Scan to verify/)
    assert.match(textOf((await transact((tx) => invoiceDocument(tx, invoiceId, platform))).pdf), /IRN\s+1f5a9c07/)
  })
})

suite('taxes beside each line', () => {
  const taka = (minor: bigint) => money(minor, 'BDT')
  const wording = wordingFor({ language: 'en' }, { country: 'BD' })
  const [supplyCode, taxes] = [
    'S012.14',
    [
      { code: 'SD', percent: '10', supplyCode: 'S012.14', net: taka(10_000n), tax: taka(1_000n) },
      { code: 'VAT', percent: '5', supplyCode: 'S012.14', net: taka(11_000n), tax: taka(550n) },
    ],
  ]
  const line = { description: 'Home', supplyCode, net: taka(10_000n), tax: taka(1_550n) }
  const rounding = { description: 'Rounding', supplyCode: '', net: taka(-50n), tax: taka(0n) }

  test('are those of Mushak-6.3: the duty, and the VAT on the price with it', () => {
    assert.deepEqual(lineTaxes('BD', [line, rounding], taxes, wording), {
      names: ['SD', 'VAT'],
      rows: [
        {
          taxes: [
            { percent: '10 %', amount: '৳10.00' },
            { percent: '5 %', amount: '৳5.50' },
          ],
          gross: '৳115.50',
        },
        {
          taxes: [
            { percent: '0 %', amount: '৳0.00' },
            { percent: '0 %', amount: '৳0.00' },
          ],
          gross: '-৳0.50',
        },
      ],
    })
  })

  test('are not printed where the law wants sums alone', () => assert.equal(lineTaxes('IN', [line], taxes, wording), null))
})

test('a credit note that does not exist is not drawn', async () => {
  const { transact, platform } = await openBook({ now: '2026-03-01T10:00:00Z' })
  await assert.rejects(
    transact((tx) => creditNoteDocument(tx, crypto.randomUUID(), platform)),
    { code: 'billing.credit_note_not_found' },
  )
})

/** One customer with one invoice over a month: 100.00 and 19 % of it. */
async function billed() {
  const book = await openBook({ now: '2026-03-01T10:00:00Z', taxPercent: '19' })
  await book.subscribe(await book.plan({ recurring: book.amount('100.00') }))
  await book.bill()
  const invoiceId = await book.transact(async (tx) => (await sql<{ id: string }>`select id from invoice`.execute(tx)).rows[0]!.id)
  return { ...book, invoiceId }
}
