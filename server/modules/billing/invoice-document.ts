import type { Tx } from '#kernel/db.ts'
import { openFiles } from '#kernel/files.ts'
import { add, isZero, type Money, negate, subtract, sum, zero } from '#kernel/money.ts'
import type { Platform } from '#kernel/platform.ts'
import { drawQrCode } from '#kernel/qr-code.ts'
import { dateIn } from '#kernel/time.ts'
import { readCustomer } from '#modules/customers'
import {
  type DocumentLine,
  type DocumentTax,
  type PartySnapshot,
  packOf,
  percentOf,
  readBuyer,
  readSeller,
  taxesOfLine,
} from '#modules/tax'
import { readTenant, type Tenant } from '#modules/tenants'
import type {
  Fact,
  InvoiceDocument,
  InvoiceLine as PrintedLine,
  LineTaxes,
  InvoiceMark,
  TaxRegistration,
  TaxTotal,
} from './documents/document.ts'
import { drawInvoice } from './documents/draw.ts'
import { labels } from './documents/labels.ts'
import { paymentCode } from './documents/payment-code.ts'
import { buyerAsKept, sellerAsKept, type Wording, wordingFor } from './documents/wording.ts'
import { invoiceNotFound } from './errors.ts'
import { findInvoice, type Invoice, type InvoiceLine, type InvoiceTax, readLines, readTaxes } from './store.ts'
import { findRegistration, type Registration } from './registration-store.ts'
import { waysToPay } from './ways-to-pay.ts'
import { readWithholdings } from './withholding-store.ts'

/** A document as it is sent. */
export interface DrawnDocument {
  readonly fileName: string
  readonly pdf: Uint8Array
}

/** An invoice as PDF in the customer's language. @throws billing.invoice_not_found */
export async function invoiceDocument(tx: Tx, id: string, platform: Platform): Promise<DrawnDocument> {
  const invoice = await findInvoice(tx, id)
  if (!invoice) throw invoiceNotFound()
  const { kept, wording, tenant, seller, buyer } = await partiesOf(tx, invoice, platform)
  const lines = inPrintedOrder(await readLines(tx, invoice))
  const taxes = await readTaxes(tx, invoice)
  const issuedAt = invoice.postedAt.toZonedDateTimeISO(tenant.timeZone).toPlainTime()
  const pdf = await drawInvoice({
    seller,
    buyer,
    ...invoiceText(invoice, lines, taxes, await withheldFrom(tx, invoice), wording),
    kind: isTaxInvoice(kept) ? 'tax-invoice' : 'invoice',
    facts: [...formFacts(kept, 'mushak63', issuedAt, wording), ...lawFacts(invoice, lines, wording)],
    lineTaxes: isTaxInvoice(kept) ? lineTaxes(kept.country, lines, taxes, wording) : null,
    registration: printedRegistration(await findRegistration(tx, { invoiceId: id, creditNoteId: null }), wording, tenant.timeZone),
    payment: await howToPay(tx, invoice, tenant, platform),
  })
  return { fileName: pdfName(invoice.number), pdf }
}

/** Nothing once it is paid; a page to pay on where there is one, which whoever draws need not know. */
async function howToPay(tx: Tx, { id, state }: Invoice, tenant: Tenant, platform: Platform): Promise<InvoiceDocument['payment']> {
  if (state !== 'open') return { methods: [], link: null, qrCode: null }
  const link = (await platform.pages['invoice.payment']?.(tx, id, platform)) ?? null
  return { methods: waysToPay(tenant.waysToPay), link, qrCode: link === null ? null : paymentCode(link) }
}

export const pdfName = (number: string) => `${number.replaceAll('/', '-')}.pdf`

/** Who sells and who buys, as they were when an invoice was issued, and how it speaks to the buyer. */
export async function partiesOf(tx: Tx, { customerId, customerVersion, sellerId }: Invoice, platform: Platform) {
  const tenant = await readTenant(tx)
  const customer = await readCustomer(tx, customerId)
  const kept = await readSeller(tx, sellerId)
  return {
    kept,
    tenant,
    wording: wordingFor(customer, tenant),
    seller: sellerAsKept(kept, tenant, await readLogo(tx, tenant, platform)),
    buyer: buyerAsKept(await readBuyer(tx, customerId, customerVersion), customer.number, kept.country),
  }
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
export const isTaxInvoice = ({ country, registration }: PartySnapshot) => ['BD', 'IN'].includes(country) && registration !== null

/** Bangladesh wants the name of its form and the time of issue on the paper (VAT and SD Rules 2016, rule 40). */
export function formFacts(
  seller: PartySnapshot,
  name: 'mushak63' | 'mushak67',
  issuedAt: Temporal.PlainTime,
  { language, time }: Wording,
): Fact[] {
  if (seller.country !== 'BD' || !isTaxInvoice(seller)) return []
  const { form, issuedAt: label } = labels[language]
  return [
    { label: form, value: labels[language][name] },
    { label, value: time(issuedAt) },
  ]
}

/** Form Mushak-6.3 has the duty and the VAT of every line, also where they are nothing; other countries want sums alone. */
export function lineTaxes(
  country: string,
  lines: readonly DocumentLine[],
  taxes: readonly DocumentTax[],
  { language, money, percent }: Wording,
): LineTaxes | null {
  if (country !== 'BD') return null
  const { supplementaryDuty, vat } = labels[language]
  return {
    names: [supplementaryDuty, vat],
    rows: lines.map((line) => {
      const split = taxesOfLine(line, taxes)
      return {
        taxes: ['SD', 'VAT'].map((code) => ({
          percent: percent(split.has(code) ? String(percentOf(taxes, code, line.supplyCode)) : '0'),
          amount: money(split.get(code) ?? zero(line.net.currency)),
        })),
        gross: money(add(line.net, line.tax)),
      }
    }),
  }
}

const marks: Readonly<Record<Invoice['state'], InvoiceMark | null>> = { open: null, paid: 'paid', void: 'void', 'written-off': null }

function invoiceText(
  invoice: Invoice,
  lines: readonly InvoiceLine[],
  taxes: readonly InvoiceTax[],
  withheld: Money,
  wording: Wording,
): Omit<InvoiceDocument, 'seller' | 'buyer' | 'kind' | 'facts' | 'lineTaxes' | 'registration' | 'payment'> {
  const { money, date, span, language } = wording
  return {
    language,
    number: invoice.number,
    mark: marks[invoice.state],
    isoDate: invoice.issuedOn.toString(),
    issuedOn: date(invoice.issuedOn),
    dueOn: date(invoice.dueOn),
    period: span({ from: invoice.periodFrom, to: invoice.periodTo }),
    lines: printedLines(lines, wording),
    subtotal: money(invoice.net),
    taxes: printedTaxes(taxes, wording),
    adjustments: [],
    total: money(invoice.total),
    settled: settledWith(invoice, withheld)
      .filter(([, amount]) => !isZero(amount))
      .map(([label, amount]) => ({ name: labels[language][label], amount: money(negate(amount)) })),
    amountDue: money(subtract(invoice.total, invoice.paid)),
    notes: [],
  }
}

export const printedTaxes = (taxes: readonly InvoiceTax[], { money, percent }: Wording): TaxTotal[] =>
  taxes.map((tax) => ({
    name: isFixed(tax) ? tax.name : `${tax.name} ${percent(tax.percent)}`,
    base: money(tax.net),
    amount: money(tax.tax),
  }))

/** An amount for each line, e.g. for emergency calls, has no rate. */
const isFixed = ({ percent, tax }: InvoiceTax) => Number(percent) === 0 && tax.minor !== 0n

/** Money and certificates set against an invoice. */
const settledWith = ({ paid }: Invoice, withheld: Money) =>
  [
    ['paid', subtract(paid, withheld)],
    ['taxWithheld', withheld],
  ] as const

/** What the law wants beside the amounts. */
export function lawFacts({ placeOfSupply }: Invoice, lines: readonly { readonly supplyCode: string }[], { language }: Wording): Fact[] {
  const region = packOf(placeOfSupply.slice(0, 2)).regions.find(({ code }) => code === placeOfSupply)
  const codes = [...new Set(lines.map(({ supplyCode }) => supplyCode).filter(Boolean))]
  const place = region && [region.name, region.taxCode && `(${region.taxCode})`].filter(Boolean).join(' ')
  return [
    ...(place ? [{ label: labels[language].placeOfSupply, value: place }] : []),
    ...(codes.length > 0 ? [{ label: labels[language].serviceCode, value: codes.join(', ') }] : []),
  ]
}

/** IRN is what the number is called in every language. */
export function printedRegistration(found: Registration | undefined, { date }: Wording, timeZone: string): TaxRegistration | null {
  if (!found) return null
  const { reference, acknowledgedNumber, acknowledgedAt, qrCode } = found
  return {
    facts: [
      { label: 'IRN', value: reference },
      { label: 'Ack. no.', value: acknowledgedNumber },
      { label: 'Ack. date', value: date(dateIn(acknowledgedAt, timeZone)) },
    ],
    qrCode: drawQrCode(qrCode, { errorCorrection: 'low', margin: 2, pixels: 1 }),
  }
}

/** The buyer's own lines first, then those of each account that is billed to it. */
function inPrintedOrder(lines: readonly InvoiceLine[]): InvoiceLine[] {
  const { '': own = [], ...others } = Object.groupBy(lines, ({ account }) => account?.id ?? '')
  return [...own, ...Object.values(others).flatMap((part = []) => part)]
}

/** @param lines in printed order */
const printedLines = (lines: readonly InvoiceLine[], wording: Wording): PrintedLine[] =>
  lines.map((line, index) => ({
    ...printedLine(line, wording),
    ...(line.account && line.account.id !== lines[index - 1]?.account?.id && { heading: headingOf(line) }),
  }))

const headingOf = ({ account }: InvoiceLine) => `${account!.customerName} · ${account!.number}`

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
