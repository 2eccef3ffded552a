import { createHash } from 'node:crypto'
import { add, type Money, sum } from '#kernel/money.ts'
import type { PartySnapshot } from '../party.ts'
import { india } from '../packs/in.ts'
import { type DocumentLine, major, netOf, none, percentOf, sumOfTax, type TaxedDocument, taxesOfLine } from './taxed-document.ts'

const types = { invoice: 'INV', 'credit-note': 'CRN' } as const
const pad = (part: number) => String(part).padStart(2, '0')
const dateOf = (day: Temporal.PlainDate) => `${pad(day.day)}/${pad(day.month)}/${day.year}`

/** The state code of GST. */
const stateOf = (region: string) => india.regions.find(({ code }) => code === region)?.taxCode ?? ''

/** Days of the Indian fiscal year a document lies in: `2026-27`. */
function fiscalYear({ year, month }: Temporal.PlainDate): string {
  const begun = month >= 4 ? year : year - 1
  return `${begun}-${pad((begun + 1) % 100)}`
}

/** The invoice reference number, as the portal computes it: SHA-256 of seller, fiscal year, type and number, without separators. */
export const irnOf = ({ seller, issuedOn, kind, number }: Pick<TaxedDocument, 'seller' | 'issuedOn' | 'kind' | 'number'>): string =>
  createHash('sha256')
    .update(`${seller.registration}${fiscalYear(issuedOn)}${types[kind]}${number}`)
    .digest('hex')

/** What keeps a document from being submitted, each in words fit for a screen; none for one that is ready. */
export function eInvoiceFaults({ number, seller, buyer, placeOfSupply, lines }: TaxedDocument): string[] {
  const wrong = (is: boolean, words: string) => (is ? [words] : [])
  return [
    ...wrong(!seller.registration, 'Your company has no GSTIN. Enter it in the settings.'),
    ...wrong(!buyer.registration, `${buyer.name} has no GSTIN: sales to unregistered buyers are not submitted.`),
    ...wrong(
      !/^[A-Z1-9][A-Z0-9/-]{0,15}$/i.test(number),
      `${number} is longer than 16 characters, or holds others than letters, digits, “-” and “/”.`,
    ),
    ...addressFaults('Your company', seller),
    ...addressFaults(buyer.name, buyer),
    ...wrong(stateOf(placeOfSupply) === '', 'The place of supply is not a state of India.'),
    ...wrong(
      lines.some(({ supplyCode }) => supplyCode === ''),
      'A line has no SAC.',
    ),
  ]
}

function addressFaults(who: string, { addressLines, city, postalCode, region }: PartySnapshot): string[] {
  const wanted = {
    'an address': addressLines.length > 0,
    'a city': city !== '',
    'a PIN code of 6 digits': /^[1-9]\d{5}$/.test(postalCode),
    'a state': stateOf(region) !== '',
  }
  return Object.entries(wanted).flatMap(([what, isThere]) => (isThere ? [] : [`${who} lacks ${what}.`]))
}

/** INV-01 of the National Informatics Centre, schema 1.1, ready to submit for a sale between businesses. */
export function eInvoice(document: TaxedDocument) {
  const { seller, buyer, placeOfSupply, issuedOn, kind, number, lines, roundOff, total, precedes } = document
  const stateTax = add(sumOfTax(document, 'SGST'), sumOfTax(document, 'UTGST'))
  return {
    Version: '1.1',
    TranDtls: { TaxSch: 'GST', SupTyp: 'B2B', RegRev: 'N', IgstOnIntra: 'N' },
    DocDtls: { Typ: types[kind], No: number, Dt: dateOf(issuedOn) },
    SellerDtls: partyDetails(seller),
    BuyerDtls: { ...partyDetails(buyer), Pos: stateOf(placeOfSupply) },
    ItemList: lines.map((line, index) => item(document, line, index + 1)),
    ValDtls: {
      AssVal: major(netOf(document)),
      CgstVal: major(sumOfTax(document, 'CGST')),
      SgstVal: major(stateTax),
      IgstVal: major(sumOfTax(document, 'IGST')),
      CesVal: 0,
      Discount: 0,
      OthChrg: 0,
      RndOffAmt: major(roundOff),
      TotInvVal: major(total),
    },
    ...(precedes && { RefDtls: { PrecDocDtls: [{ InvNo: precedes.number, InvDt: dateOf(precedes.issuedOn) }] } }),
  }
}

const partyDetails = ({ registration, name, addressLines: [first = '', ...more], city, postalCode, region }: PartySnapshot) => ({
  Gstin: registration,
  LglNm: name,
  Addr1: first,
  ...(more.length > 0 && { Addr2: more.join(', ') }),
  Loc: city,
  Pin: Number(postalCode),
  Stcd: stateOf(region),
})

/** A service is one unit at its net price: parts of a period would not multiply to the amount within the portal's tolerance. */
function item(document: TaxedDocument, line: DocumentLine, position: number) {
  const { net, tax, supplyCode, description } = line
  const split = taxesOfLine(line, document.taxes)
  const amount = (...codes: string[]) =>
    major(
      sum(
        codes.map((code): Money => split.get(code) ?? none(document)),
        net.currency,
      ),
    )
  const rate = ['CGST', 'SGST', 'UTGST', 'IGST'].reduce((total, code) => total + percentOf(document.taxes, code, supplyCode), 0)
  return {
    SlNo: String(position),
    PrdDesc: description,
    IsServc: 'Y',
    HsnCd: supplyCode,
    Qty: 1,
    Unit: 'OTH',
    UnitPrice: major(net),
    TotAmt: major(net),
    Discount: 0,
    AssAmt: major(net),
    GstRt: tax.minor === 0n ? 0 : rate,
    IgstAmt: amount('IGST'),
    CgstAmt: amount('CGST'),
    SgstAmt: amount('SGST', 'UTGST'),
    CesRt: 0,
    CesAmt: 0,
    CesNonAdvlAmt: 0,
    TotItemVal: major(add(net, tax)),
  }
}
