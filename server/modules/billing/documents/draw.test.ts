import { doesNotMatch, equal, match, ok } from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { after, suite, test } from 'node:test'
import { stopPdfWorker } from '#kernel/pdf.ts'
import type { InvoiceDocument } from './document.ts'
import { drawInvoice, drawInvoices, drawReceipt, drawStatement } from './draw.ts'
import {
  dhakaInvoice,
  dhakaReceipt,
  dhakaStatement,
  lagosInvoice,
  lagosStatement,
  puneCreditNote,
  puneInvoice,
  puneStatement,
} from './examples.ts'
import { documentLanguages, labels } from './labels.ts'

const skip = spawnSync('pdftotext', ['-v']).error !== undefined && 'pdftotext is not installed'
const textOf = (pdf: Uint8Array) => execFileSync('pdftotext', ['-layout', '-', '-'], { input: pdf }).toString()
const pagesOf = (pdf: Uint8Array) =>
  Buffer.from(pdf)
    .toString('latin1')
    .match(/\/Type \/Page\b/g)?.length

after(stopPdfWorker)

test('an invoice is drawn in each script', async () => {
  for (const pdf of await drawInvoices([lagosInvoice, dhakaInvoice, puneInvoice])) equal(pagesOf(pdf), 1)
})

test('a statement is drawn in each script', async () => {
  for (const statement of [lagosStatement, dhakaStatement, puneStatement]) equal(pagesOf(await drawStatement(statement)), 1)
})

suite('what a reader finds', { skip }, () => {
  test('on an invoice: who, what, how much, until when and how to pay', async () => {
    const text = textOf(await drawInvoice(lagosInvoice))
    for (const expected of ['Spark Wi-Fi Limited', 'TIN 20481516-0001', 'SPK-2026-000123', '8 November 2026', 'C-001024', 'VAT 7.5 %'])
      ok(text.includes(expected), expected)
    match(text, /Static IPv4 address\s+1\s+₦3,000\.00\s+7\.5 %\s+₦1,500\.00/)
    match(text, /Total\s+₦29,616\.25/)
    match(text, /Amount due\s+₦28,616\.25/)
    match(text, /Wema Bank/)
    match(text, /Page 1 of 1/)
  })

  test('on a receipt: the amount, the reference and what it paid', async () => {
    const text = textOf(await drawReceipt(dhakaReceipt))
    for (const expected of ['RCP-2026-002210', 'BKQ7X2M0AL', '৳১,৫০০.০০', 'PAD-2026-004417']) ok(text.includes(expected), expected)
  })

  test('on a statement: what changed the balance, and what it came to', async () => {
    const text = textOf(await drawStatement(lagosStatement))
    match(text, /Opening balance\s+₦1,250\.00/)
    match(text, /4 November 2026\s+Payment RCP-2026-004410\s+₦30,000\.00\s+₦866\.25/)
    match(text, /Closing balance\s+₦29,616\.25\s+₦30,483\.75\s+₦382\.50/)
  })

  test('on a credit note: the invoice, why, and what is credited instead of what is due', async () => {
    const text = textOf(await drawInvoice(puneCreditNote))
    for (const expected of ['BF/26-27/0091832', 'CN/26-27/000212', '₹87.92']) ok(text.includes(expected), expected)
    ok(!text.includes(labels.hi.amountDue))
  })

  test('on Mushak-6.3: the duty and the VAT of each line, and what it comes to with them', async () => {
    const text = textOf(await drawInvoice(dhakaInvoice))
    match(text, /৳১,১৪২\.৮৬\s+৳১,১৪২\.৮৬\s+৳০\.০০\s+৳৫৭\.১৪\s+৳১,২০০\.০০/)
    match(text, /৳১০০\.০০\s+৳১০০\.০০\s+৳০\.০০\s+৳৫\.০০\s+৳১০৫\.০০/)
  })

  for (const [document, amount] of [
    [lagosInvoice, '₦1,500.00'],
    [dhakaInvoice, '৳১০৫.০০'],
  ] as const)
    test(`whose a line is, above it: ${document.language}`, async () => {
      const [first, second, ...others] = document.lines
      const text = textOf(await drawInvoice({ ...document, lines: [first!, { ...second!, heading: 'Yaba Branch · A-7' }, ...others] }))
      ok(text.indexOf(first!.amount) < text.indexOf('Yaba Branch · A-7'))
      ok(text.indexOf('Yaba Branch · A-7') < text.indexOf(amount))
    })

  test('the number that a tax office gave', async () => {
    match(textOf(await drawInvoice(puneInvoice)), /IRN\s+1f5a9c07/)
  })

  test('a long invoice repeats its header, and numbers its pages in the digits of its language', async () => {
    const { lines, lineTaxes } = dhakaInvoice
    const long: InvoiceDocument = {
      ...dhakaInvoice,
      lines: Array.from({ length: 90 }, () => lines[0]!),
      lineTaxes: { ...lineTaxes!, rows: Array.from({ length: 90 }, () => lineTaxes!.rows[0]!) },
    }
    const pdf = await drawInvoice(long)
    ok(pagesOf(pdf)! >= 3)
    match(textOf(pdf), /১ \/ [৩-৯]/)
  })

  test('a customer’s name is printed as it is written, whatever it contains', async () => {
    const name = '#read("/etc/passwd") $x$ *O’Neill*'
    const text = textOf(await drawInvoice({ ...lagosInvoice, buyer: { ...lagosInvoice.buyer, name } }))
    match(text, /#read\(.\/etc\/passwd.\)/)
    match(text, /\$x\$/)
    doesNotMatch(text, /root:/)
  })

  test('a credit note, a draft and an invoice without extras are drawn', async () => {
    const bare: InvoiceDocument = {
      ...lagosInvoice,
      kind: 'credit-note',
      mark: 'draft',
      dueOn: null,
      period: null,
      taxes: [],
      settled: [],
      payment: { methods: [], link: null, qrCode: null },
      notes: [],
    }
    const text = textOf(await drawInvoice(bare))
    match(text, /Credit note/)
    match(text, /Draft/)
    doesNotMatch(text, /How to pay|Notes/)
  })
})

test('every language has every label, with its placeholders', () => {
  for (const language of documentLanguages) {
    const { page, taxOn, digits, ...rest } = labels[language]
    match(page, /\{page\}.*\{pages\}/)
    match(taxOn, /\{base\}/)
    equal([...digits].length, 10)
    for (const [key, label] of Object.entries(rest)) ok(label.length > 0, `${language}.${key}`)
  }
})
