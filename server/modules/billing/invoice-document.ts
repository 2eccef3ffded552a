import type { Tx } from '#kernel/db.ts'
import { openFiles } from '#kernel/files.ts'
import { isZero, type Money, negate, subtract, sum } from '#kernel/money.ts'
import type { Platform } from '#kernel/platform.ts'
import { readCustomer } from '#modules/customers'
import { type PartySnapshot, packOf, readBuyer, readSeller } from '#modules/tax'
import { readTenant, type Tenant } from '#modules/tenants'
import type { Fact, InvoiceDocument, InvoiceLine as PrintedLine, InvoiceMark } from './documents/document.ts'
import { drawInvoice } from './documents/draw.ts'
import { labels } from './documents/labels.ts'
import { buyerAsKept, sellerAsKept, type Wording, wordingFor } from './documents/wording.ts'
import { invoiceNotFound } from './errors.ts'
import { findInvoice, type Invoice, type InvoiceLine, type InvoiceTax, readLines, readTaxes } from './store.ts'
import { findRegistration, type Registration } from './registration-store.ts'
import { readWithholdings } from './withholding-store.ts'

/** An invoice as PDF in the customer's language. @throws billing.invoice_not_found */
export async function invoiceDocument(tx: Tx, id: string, platform: Platform): Promise<{ fileName: string; pdf: Uint8Array }> {
  const invoice = await findInvoice(tx, id)
  if (!invoice) throw invoiceNotFound()
  const tenant = await readTenant(tx)
  const customer = await readCustomer(tx, invoice.customerId)
  const wording = wordingFor(customer, tenant)
  const seller = await readSeller(tx, invoice.sellerId)
  const pdf = await drawInvoice({
    ...invoiceText(
      invoice,
      await readLines(tx, invoice),
      await readTaxes(tx, invoice),
      await withheldFrom(tx, invoice),
      await findRegistration(tx, id),
      wording,
    ),
    kind: invoiceKind(seller),
    seller: sellerAsKept(seller, tenant, await readLogo(tx, tenant, platform)),
    buyer: buyerAsKept(await readBuyer(tx, customer.id, invoice.customerVersion), customer.number, seller.country),
  })
  return { fileName: `${invoice.number.replaceAll('/', '-')}.pdf`, pdf }
}

async function withheldFrom(tx: Tx, { id, total: { currency } }: Invoice): Promise<Money> {
  const withholdings = await readWithholdings(tx, id)
  return sum(
    withholdings.map(({ amount }) => amount),
    currency,
  )
}

/** The operator's logo, where it has one. */
export async function readLogo(tx: Tx, { logoFileId }: Tenant, { config }: Platform): Promise<Uint8Array | null> {
  return logoFileId === null ? null : (await openFiles(config).get(tx, logoFileId)).bytes
}

/** Where the law calls it a tax invoice: GST in India, Mushak-6.3 in Bangladesh. */
const invoiceKind = ({ country, registration }: PartySnapshot): InvoiceDocument['kind'] =>
  ['BD', 'IN'].includes(country) && registration ? 'tax-invoice' : 'invoice'

const marks: Readonly<Record<Invoice['state'], InvoiceMark | null>> = { open: null, paid: 'paid', void: 'void' }

function invoiceText(
  invoice: Invoice,
  lines: readonly InvoiceLine[],
  taxes: readonly InvoiceTax[],
  withheld: Money,
  registration: Registration | undefined,
  wording: Wording,
): Omit<InvoiceDocument, 'seller' | 'buyer' | 'kind'> {
  const { money, date, span, percent, language } = wording
  return {
    language,
    number: invoice.number,
    mark: marks[invoice.state],
    isoDate: invoice.issuedOn.toString(),
    issuedOn: date(invoice.issuedOn),
    dueOn: date(invoice.dueOn),
    period: span({ from: invoice.periodFrom, to: invoice.periodTo }),
    facts: [...lawFacts(invoice, lines, language), ...registrationFacts(registration)],
    lines: lines.map((line) => printedLine(line, wording)),
    subtotal: money(invoice.net),
    taxes: taxes.map((tax) => ({ name: `${tax.name} ${percent(tax.percent)}`, base: money(tax.net), amount: money(tax.tax) })),
    adjustments: [],
    total: money(invoice.total),
    settled: settledWith(invoice, withheld)
      .filter(([, amount]) => !isZero(amount))
      .map(([label, amount]) => ({ name: labels[language][label], amount: money(negate(amount)) })),
    amountDue: money(subtract(invoice.total, invoice.paid)),
    payment: { methods: [], link: null, qrCode: null },
    notes: [],
  }
}

/** Money and certificates set against an invoice. */
const settledWith = ({ paid }: Invoice, withheld: Money) =>
  [
    ['paid', subtract(paid, withheld)],
    ['taxWithheld', withheld],
  ] as const

/** What the law wants beside the amounts. */
function lawFacts({ placeOfSupply }: Invoice, lines: readonly InvoiceLine[], language: Wording['language']): Fact[] {
  const region = packOf(placeOfSupply.slice(0, 2)).regions.find(({ code }) => code === placeOfSupply)
  const codes = [...new Set(lines.map(({ supplyCode }) => supplyCode).filter(Boolean))]
  const place = region && [region.name, region.taxCode && `(${region.taxCode})`].filter(Boolean).join(' ')
  return [
    ...(place ? [{ label: labels[language].placeOfSupply, value: place }] : []),
    ...(codes.length > 0 ? [{ label: labels[language].serviceCode, value: codes.join(', ') }] : []),
  ]
}

/** The numbers of the tax office; IRN is what they are called in every language. */
const registrationFacts = (registration: Registration | undefined): Fact[] =>
  registration
    ? [
        { label: 'IRN', value: registration.reference },
        { label: 'Ack. no.', value: registration.acknowledgedNumber },
      ]
    : []

function printedLine(line: InvoiceLine, { money, number, percent, span }: Wording): PrintedLine {
  const hasSpan = line.periodFrom !== null && line.periodTo !== null && !line.periodFrom.equals(line.periodTo)
  return {
    description: line.description,
    detail: hasSpan ? span({ from: line.periodFrom!, to: line.periodTo! }) : null,
    quantity: number(line.quantity),
    unitPrice: money(line.unit),
    tax: Number(line.taxPercent) === 0 ? '–' : percent(line.taxPercent),
    amount: money(line.net),
  }
}
