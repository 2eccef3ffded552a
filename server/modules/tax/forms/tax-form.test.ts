import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { money } from '#kernel/money.ts'
import { packOf } from '../packs.ts'
import type { PartySnapshot } from '../party.ts'
import { irnOf } from './e-invoice.ts'
import { taxForm } from './tax-form.ts'
import type { TaxedDocument } from './taxed-document.ts'

const day = (iso: string) => Temporal.PlainDate.from(iso)
const party = (more: Partial<PartySnapshot>): PartySnapshot => ({
  name: 'Bharat Fiber Networks Pvt. Ltd.',
  registration: '27AAECB4471K1ZH',
  companyNumber: null,
  country: 'IN',
  region: 'IN-MH',
  addressLines: ['Baner Road'],
  city: 'Pune',
  postalCode: '411045',
  phone: '',
  email: '',
  ...more,
})
const inr = (minor: bigint) => money(minor, 'INR')
const document: TaxedDocument = {
  kind: 'invoice',
  number: 'INV/26-27/00123',
  issuedOn: day('2026-04-01'),
  issuedAt: Temporal.PlainTime.from('09:30'),
  seller: party({}),
  buyer: party({ name: 'Sahyadri Traders', registration: '27AAPFU0939F1ZV', addressLines: ['Shop 4', 'FC Road'] }),
  placeOfSupply: 'IN-MH',
  lines: [{ description: 'Fibre 100', supplyCode: '998422', net: inr(84_661n), tax: inr(15_238n) }],
  taxes: [
    { code: 'CGST', percent: '9.0000', supplyCode: '998422', net: inr(84_661n), tax: inr(7_619n) },
    { code: 'SGST', percent: '9.0000', supplyCode: '998422', net: inr(84_661n), tax: inr(7_619n) },
  ],
  roundOff: inr(1n),
  total: inr(99_900n),
  precedes: null,
}

suite('e-invoice of India', () => {
  const numbers = [
    // GSTIN, day, kind, number, IRN as the portal gave it
    ['01AMBPG7773M002', '2022-04-01', 'invoice', 'SINV-CFY-00067', '706daeccda0ef6f818da78f3a2a05a1288731057373002289b46c3229289a2e7'],
    ['01AMBPG7773M002', '2023-03-31', 'credit-note', 'g2qxhY', '1c96258af085e45da556494ea5e5a7b401a598ab80af4136309c2dac7b54d795'],
    ['02AMBPG7773M002', '2023-04-01', 'invoice', '9sQ5E2', '2ecc42a8e81dcbbb56923e4bd046c861ce7374060bd31875ce35447e922c9399'],
  ] as const
  for (const [registration, on, kind, number, irn] of numbers)
    test(`the number of ${number}`, () => assert.equal(irnOf({ seller: party({ registration }), issuedOn: day(on), kind, number }), irn))

  test('within a state: items and values add up to the total', () => {
    const { content, faults } = taxForm(document)!
    assert.deepEqual(faults, [])
    assert.partialDeepStrictEqual(content, {
      Version: '1.1',
      DocDtls: { Typ: 'INV', No: 'INV/26-27/00123', Dt: '01/04/2026' },
      SellerDtls: { Gstin: '27AAECB4471K1ZH', Pin: 411_045, Stcd: '27' },
      BuyerDtls: { Gstin: '27AAPFU0939F1ZV', Pos: '27', Addr1: 'Shop 4', Addr2: 'FC Road' },
      ItemList: [
        {
          SlNo: '1',
          HsnCd: '998422',
          IsServc: 'Y',
          AssAmt: 846.61,
          GstRt: 18,
          CgstAmt: 76.19,
          SgstAmt: 76.19,
          IgstAmt: 0,
          TotItemVal: 998.99,
        },
      ],
      ValDtls: { AssVal: 846.61, CgstVal: 76.19, SgstVal: 76.19, IgstVal: 0, RndOffAmt: 0.01, TotInvVal: 999 },
    })
  })

  test('between states, as a credit note that names what it takes back', () => {
    const { content } = taxForm({
      ...document,
      kind: 'credit-note',
      placeOfSupply: 'IN-KA',
      lines: [{ ...document.lines[0]!, net: inr(99_900n), tax: inr(17_982n) }],
      taxes: [{ code: 'IGST', percent: '18.0000', supplyCode: '998422', net: inr(99_900n), tax: inr(17_982n) }],
      roundOff: inr(0n),
      total: inr(117_882n),
      precedes: { number: 'INV/25-26/00007', issuedOn: day('2026-03-01') },
    })!
    assert.partialDeepStrictEqual(content, {
      DocDtls: { Typ: 'CRN' },
      BuyerDtls: { Pos: '29' },
      ItemList: [{ IgstAmt: 179.82, CgstAmt: 0, SgstAmt: 0, GstRt: 18 }],
      RefDtls: { PrecDocDtls: [{ InvNo: 'INV/25-26/00007', InvDt: '01/03/2026' }] },
    })
  })

  test('what is missing is said in words', () => {
    const { faults } = taxForm({
      ...document,
      number: 'INV-2026-0000012345',
      seller: party({ registration: null, postalCode: '' }),
      buyer: party({ name: 'Asha', registration: null, region: 'Nowhere' }),
    })!
    assert.deepEqual(
      faults.map((fault) => fault.split(' ').slice(0, 3).join(' ')),
      ['Your company has', 'Asha has no', 'INV-2026-0000012345 is longer', 'Your company lacks', 'Asha lacks a'],
    )
  })
})

test('Mushak-6.3 shows supplementary duty and VAT of every line', () => {
  const bdt = (minor: bigint) => money(minor, 'BDT')
  const { form, content } = taxForm({
    ...document,
    seller: party({ country: 'BD', registration: '004512389-0101', city: 'Dhaka', postalCode: '1216', addressLines: ['House 14'] }),
    buyer: party({ country: 'BD', name: 'Rahima', registration: null, addressLines: ['House 2'], city: 'Dhaka', postalCode: '' }),
    placeOfSupply: 'BD',
    lines: [{ description: 'Home 20', supplyCode: 'S012.14', net: bdt(100_000n), tax: bdt(15_500n) }],
    taxes: [
      { code: 'SD', percent: '10.0000', supplyCode: 'S012.14', net: bdt(100_000n), tax: bdt(10_000n) },
      { code: 'VAT', percent: '5.0000', supplyCode: 'S012.14', net: bdt(110_000n), tax: bdt(5_500n) },
    ],
    roundOff: bdt(0n),
    total: bdt(115_500n),
  })!
  assert.equal(form, 'Mushak-6.3')
  assert.partialDeepStrictEqual(content, {
    registeredBin: '004512389-0101',
    issuedFrom: 'House 14, Dhaka 1216',
    issueTime: '09:30',
    lines: [{ supplementaryDutyRate: 10, supplementaryDuty: 100, vatRate: 5, vat: 55, priceWithTaxes: 1_155 }],
    totalVat: 55,
    total: 1_155,
  })
})

test('an invoice of Nigeria names TIN and company number, and the rate', () => {
  const ngn = (minor: bigint) => money(minor, 'NGN')
  const { content } = taxForm({
    ...document,
    seller: party({ country: 'NG', registration: '20114578-0001', companyNumber: 'RC 1048271' }),
    lines: [{ description: 'Wireless 10', supplyCode: '', net: ngn(1_000_000n), tax: ngn(75_000n) }],
    taxes: [{ code: 'VAT', percent: '7.5000', supplyCode: '', net: ngn(1_000_000n), tax: ngn(75_000n) }],
    roundOff: ngn(0n),
    total: ngn(1_075_000n),
  })!
  assert.partialDeepStrictEqual(content, {
    supplierTin: '20114578-0001',
    supplierCompanyNumber: 'RC 1048271',
    gross: 10_000,
    vatRate: 7.5,
    vat: 750,
    total: 10_750,
  })
})

for (const country of ['IN', 'BD', 'NG', 'US', 'ZA', ''])
  for (const kind of ['invoice', 'credit-note'] as const)
    test(`the pack of ${country || 'no country'} tells whether there is a form for a ${kind}`, () => {
      const precedes = kind === 'credit-note' ? { number: 'INV/26-27/00122', issuedOn: day('2026-04-01') } : null
      const found = taxForm({ ...document, kind, precedes, seller: party({ country }) })
      assert.equal(packOf(country).taxForms.includes(kind), found !== undefined)
    })

test('a country without a form has none', () => assert.equal(taxForm({ ...document, seller: party({ country: 'US' }) }), undefined))
