import type { Tx } from '#kernel/db.ts'
import { isZero, negate } from '#kernel/money.ts'
import type { Platform } from '#kernel/platform.ts'
import {
  buyerOf,
  documentLabels,
  type DrawnDocument,
  drawInvoice,
  readLogo,
  sellerOf,
  waysToPay,
  type Wording,
  wordingFor,
} from '#modules/billing'
import { readCustomer } from '#modules/customers'
import { readTenant } from '#modules/tenants'
import { proformaNotFound } from './errors.ts'
import { dueOf, type ProformaContent } from './proforma.ts'
import { findProforma } from './proforma-store.ts'

/** A proforma as PDF in the customer's language; seller and buyer as they are today. @throws documents.proforma_not_found */
export async function proformaDocument(tx: Tx, id: string, platform: Platform): Promise<DrawnDocument> {
  const proforma = await findProforma(tx, id)
  if (!proforma) throw proformaNotFound()
  const tenant = await readTenant(tx)
  const customer = await readCustomer(tx, proforma.customerId)
  const wording = wordingFor(customer, tenant)
  const { language, money, date, percent } = wording
  const label = documentLabels[language]
  const pdf = await drawInvoice({
    language,
    kind: 'proforma',
    number: proforma.number,
    mark: 'noTaxInvoice',
    seller: sellerOf(tenant, await readLogo(tx, tenant, platform)),
    buyer: buyerOf(customer, tenant),
    isoDate: proforma.issuedOn.toString(),
    issuedOn: date(proforma.issuedOn),
    dueOn: null,
    period: null,
    facts: [{ label: label.validUntil, value: date(proforma.validUntil) }],
    lines: proforma.lines.map((line) => printedLine(line, wording)),
    lineTaxes: null,
    subtotal: money(proforma.net),
    taxes: proforma.taxes.map((tax) => ({ name: `${tax.name} ${percent(tax.percent)}`, base: money(tax.net), amount: money(tax.tax) })),
    adjustments: [],
    total: money(proforma.total),
    settled: isZero(proforma.credited) ? [] : [{ name: label.givenBack, amount: money(negate(proforma.credited)) }],
    amountDue: money(dueOf(proforma)),
    payment: { methods: waysToPay(tenant.waysToPay), link: null, qrCode: null },
    registration: null,
    notes: [label.invoiceFollows],
  })
  return { fileName: `${proforma.number}.pdf`, pdf }
}

function printedLine(line: ProformaContent['lines'][number], { money, number, percent, span }: Wording) {
  const { description, periodFrom: from, periodTo: to, quantity, unit, net, taxPercents } = line
  return {
    description,
    detail: from && to && !from.equals(to) ? span({ from, to }) : null,
    quantity: number(quantity),
    unitPrice: money(unit),
    tax: taxPercents.length === 0 ? '–' : taxPercents.map(percent).join(' + '),
    amount: money(net),
  }
}
