import { add } from '#kernel/money.ts'
import { addressOf, major, netOf, sumOfTax, type TaxedDocument } from './taxed-document.ts'

/** What an invoice, or a credit note for one, has to say in Nigeria (Nigeria Tax Administration Act; formerly Value Added Tax Act s. 13A). */
export function nigerianInvoice(document: TaxedDocument) {
  const { seller, buyer, number, issuedOn, lines, taxes, total, precedes } = document
  return {
    supplierTin: seller.registration ?? '',
    supplierCompanyNumber: seller.companyNumber ?? '',
    supplierName: seller.name,
    supplierAddress: addressOf(seller),
    invoiceNumber: number,
    issueDate: issuedOn.toString(),
    ...(precedes && { creditedInvoiceNumber: precedes.number, creditedInvoiceDate: precedes.issuedOn.toString() }),
    purchaserName: buyer.name,
    purchaserTin: buyer.registration ?? '',
    purchaserAddress: addressOf(buyer),
    lines: lines.map(({ description, net, tax }) => ({ description, net: major(net), vat: major(tax), gross: major(add(net, tax)) })),
    gross: major(netOf(document)),
    vatRate: Math.max(0, ...taxes.filter(({ code }) => code === 'VAT').map(({ percent }) => Number(percent))),
    vat: major(sumOfTax(document, 'VAT')),
    total: major(total),
  }
}
