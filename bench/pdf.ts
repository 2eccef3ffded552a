/**
 * Invoices drawn as PDF/A a second, in one drawing process, which uses one core: three scripts in turn. Names, addresses, descriptions, days
 * and amounts of an invoice, what the tax office signed of a third of them, and the page
 * and code to pay two thirds of them, are nowhere else; head, labels, ways to pay and notes are the seller's. The value is per second of processor
 * time of that process. Run: npm run -s bench -- pdf [--short]
 */
import { stopPdfWorker } from '#kernel/pdf.ts'
import { drawInvoices } from '../server/modules/billing/documents/draw.ts'
import type { InvoiceDocument } from '../server/modules/billing/documents/document.ts'
import { paymentCode } from '../server/modules/billing/documents/payment-code.ts'
import { dhakaInvoice, lagosInvoice, puneInvoice, signedCode } from '../server/modules/billing/documents/examples.ts'
import { memoryMb, meterProcessors, processTree } from './lib/processes.ts'
import { readOptions, report } from './lib/report.ts'

const documents = readOptions().isShort ? 1_500 : 6_000
const examples = [lagosInvoice, dhakaInvoice, puneInvoice]

const ownPage = (link: string) => ({ link, qrCode: paymentCode(link) })

/** Another customer's invoice: its parties, days, descriptions and every amount are drawn nowhere else. */
function different(document: InvoiceDocument, n: number): InvoiceDocument {
  const own = (text: string) => `${text} ${n}`
  const ownAmounts = <T extends { readonly amount: string }>(rows: readonly T[]) => rows.map((row) => ({ ...row, amount: own(row.amount) }))
  const { payment, registration } = document
  return {
    ...document,
    number: own(document.number),
    buyer: {
      ...document.buyer,
      name: own(document.buyer.name),
      customerNumber: `C-${n}`,
      addressLines: document.buyer.addressLines.map(own),
    },
    period: own(document.period!),
    lines: ownAmounts(document.lines).map((line) => ({
      ...line,
      description: own(line.description),
      detail: line.detail && own(line.detail),
      unitPrice: own(line.unitPrice),
    })),
    subtotal: own(document.subtotal),
    taxes: ownAmounts(document.taxes).map((tax) => ({ ...tax, base: own(tax.base) })),
    total: own(document.total),
    settled: ownAmounts(document.settled),
    amountDue: own(document.amountDue),
    payment: payment.link === null ? payment : { ...payment, ...ownPage(`${payment.link.slice(0, -8)}${String(n).padStart(8, '0')}`) },
    registration: registration && { ...registration, qrCode: signedCode(own(document.number)) },
  }
}

await drawInvoices(examples) // the process starts and reads its fonts
const worker = processTree(process.pid).at(-1)!
const meter = meterProcessors({ worker })
const start = performance.now()
let bytes = 0
const batch = 300
for (let first = 0; first < documents; first += batch) {
  const pdfs = await drawInvoices(Array.from({ length: batch }, (_, index) => different(examples[index % 3]!, first + index)))
  bytes += pdfs.reduce((sum, pdf) => sum + pdf.byteLength, 0)
}
const seconds = (performance.now() - start) / 1000
const processors = meter(documents)
report({
  bench: 'pdf',
  value: Math.round(1_000_000 / processors!.microseconds['worker']!),
  unit: 'documents/s',
  perWallSecond: Math.round(documents / seconds),
  rssMb: memoryMb([worker])!,
  kilobytesEach: Math.round(bytes / documents / 1024),
  ...processors,
})
stopPdfWorker()
