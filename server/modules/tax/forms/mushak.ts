import { add } from '#kernel/money.ts'
import { addressOf, major, netOf, none, percentOf, sumOfTax, type TaxedDocument, taxesOfLine } from './taxed-document.ts'

/** The fields of form Mushak-6.3, the tax invoice of Bangladesh (Value Added Tax and Supplementary Duty Rules 2016, r. 40). */
export function mushak63(document: TaxedDocument) {
  const { seller, buyer, number, issuedOn, issuedAt, lines, taxes, total, roundOff } = document
  return {
    registeredName: seller.name,
    registeredBin: seller.registration ?? '',
    issuedFrom: addressOf(seller),
    buyerName: buyer.name,
    buyerBin: buyer.registration ?? '',
    buyerAddress: addressOf(buyer),
    destination: addressOf(buyer),
    invoiceNumber: number,
    issueDate: issuedOn.toString(),
    issueTime: issuedAt.toString({ smallestUnit: 'minute' }),
    lines: lines.map((line, index) => {
      const split = taxesOfLine(line, taxes)
      return {
        serial: index + 1,
        description: line.description,
        serviceCode: line.supplyCode,
        unit: 'service',
        quantity: 1,
        unitPrice: major(line.net),
        totalPrice: major(line.net),
        supplementaryDutyRate: percentOf(taxes, 'SD', line.supplyCode),
        supplementaryDuty: major(split.get('SD') ?? none(document)),
        vatRate: percentOf(taxes, 'VAT', line.supplyCode),
        vat: major(split.get('VAT') ?? none(document)),
        priceWithTaxes: major(add(line.net, line.tax)),
      }
    }),
    totalPrice: major(netOf(document)),
    totalSupplementaryDuty: major(sumOfTax(document, 'SD')),
    totalVat: major(sumOfTax(document, 'VAT')),
    roundOff: major(roundOff),
    total: major(total),
  }
}
