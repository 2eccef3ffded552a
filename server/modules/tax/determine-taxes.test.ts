import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { type Currency, divideRounded, money, parseDecimal, toDecimal } from '#kernel/money.ts'
import { creditTaxes } from './credit-taxes.ts'
import { type Buyer, type Charge, determineTaxes, regimeOn, type TaxAnswer, type TaxQuestion, unknownLevies } from './determine-taxes.ts'
import { certifiedCodes } from './exemption.ts'
import { packOf } from './packs.ts'
import type { Supply } from './pack.ts'
import { type RateSeed, rateOf, ratesOn } from './rate.ts'

const day = (iso: string) => Temporal.PlainDate.from(iso)
const currencies: Readonly<Record<string, Currency>> = {
  IN: 'INR',
  BD: 'BDT',
  NG: 'NGN',
  US: 'USD',
  JP: 'JPY',
  GH: 'GHS',
  KE: 'KES',
  ZA: 'ZAR',
}
const puneSeller = { region: '', registration: '27AAPFU0939F1ZV' }

interface Case {
  readonly country?: string
  readonly on?: string
  readonly seller?: { region: string; registration: string | null }
  readonly buyer?: Partial<Buyer>
  readonly supply?: Partial<Supply>
  readonly added?: readonly RateSeed[]
  readonly step?: bigint
  readonly charges: readonly (string | ({ amount: string } & Partial<Omit<Charge, 'amount'>>))[]
}

function questionOf({
  country = 'IN',
  on = '2026-04-15',
  seller = puneSeller,
  buyer,
  supply,
  added = [],
  step = 1n,
  charges,
}: Case): TaxQuestion {
  const pack = packOf(country)
  const currency = currencies[country]!
  return {
    pack,
    rates: [...pack.rates, ...added].map((seed) => rateOf(seed, country)),
    seller: { country, ...seller },
    buyer: { country, region: '', registration: null, exempt: [], ...buyer },
    supply: { kind: 'internet', sale: 'billed', installedIn: '', soldIn: '', ...supply },
    taxPoint: day(on),
    currency,
    charges: charges
      .map((charge) => (typeof charge === 'string' ? { amount: charge } : charge))
      .map((charge) => ({
        isInclusive: false,
        category: 'standard',
        lineMonths: 0n,
        ...charge,
        amount: parseDecimal(charge.amount, currency),
      })),
    totalStepMinor: step,
  }
}

/** `net | code@jurisdiction amount … | round-off | total`, as a person checks it. */
function told(answer: TaxAnswer): string {
  const taxes = answer.charges.flatMap((charge) => charge.taxes.map((tax) => `${tax.code}@${tax.jurisdiction} ${toDecimal(tax.amount)}`))
  return [toDecimal(answer.net), ...taxes, toDecimal(answer.roundOff), toDecimal(answer.total)].join(' | ')
}

const inclusive = (amount: string) => ({ amount, isInclusive: true })
const surcharge: RateSeed = { code: 'SD', name: 'Supplementary duty', percent: '10', from: '2025-01-09', to: '2025-01-22' }

suite('determine taxes', () => {
  const cases: readonly (readonly [question: Case, expected: string, why: string])[] = [
    // India: the seller is registered in Maharashtra (27)
    [
      { charges: ['999.00'] },
      '999.00 | CGST@IN 89.91 | SGST@IN-MH 89.91 | 0.00 | 1178.82',
      'without an address, the place is the supplier’s',
    ],
    [
      { charges: [inclusive('999.00')] },
      '846.61 | CGST@IN 76.19 | SGST@IN-MH 76.19 | 0.01 | 999.00',
      'inclusive, with a paisa of round-off',
    ],
    [{ buyer: { region: 'Karnataka' }, charges: ['999.00'] }, '999.00 | IGST@IN 179.82 | 0.00 | 1178.82', 'another state: IGST'],
    [{ buyer: { region: 'IN-KA' }, charges: ['999.00'] }, '999.00 | IGST@IN 179.82 | 0.00 | 1178.82', 'a region by its ISO code'],
    [
      { buyer: { region: 'Karnataka' }, supply: { installedIn: 'IN-MH' }, charges: ['999.00'] },
      '999.00 | CGST@IN 89.91 | SGST@IN-MH 89.91 | 0.00 | 1178.82',
      'a fixed line is supplied where it is installed',
    ],
    [
      { buyer: { region: 'Karnataka' }, supply: { kind: 'mobile', installedIn: 'IN-MH' }, charges: ['999.00'] },
      '999.00 | IGST@IN 179.82 | 0.00 | 1178.82',
      'a mobile line at the billing address',
    ],
    [
      { buyer: { region: 'Karnataka' }, supply: { sale: 'agent', soldIn: 'IN-MH' }, charges: ['999.00'] },
      '999.00 | CGST@IN 89.91 | SGST@IN-MH 89.91 | 0.00 | 1178.82',
      'prepaid through an agent at the agent’s address',
    ],
    [
      { buyer: { region: 'Karnataka' }, supply: { sale: 'electronic', soldIn: 'IN-MH' }, charges: ['999.00'] },
      '999.00 | IGST@IN 179.82 | 0.00 | 1178.82',
      'prepaid paid electronically at the recipient’s address on record',
    ],
    [
      { buyer: { registration: '29AAPFU0939F1ZR' }, charges: ['999.00'] },
      '999.00 | IGST@IN 179.82 | 0.00 | 1178.82',
      'a registered recipient without an address is where it is registered',
    ],
    [
      { seller: { region: 'Chandigarh', registration: null }, charges: ['1000.00'] },
      '1000.00 | CGST@IN 90.00 | UTGST@IN-CH 90.00 | 0.00 | 1180.00',
      'a territory without legislature has UTGST',
    ],
    [
      { seller: { region: 'Delhi', registration: null }, charges: ['1000.00'] },
      '1000.00 | CGST@IN 90.00 | SGST@IN-DL 90.00 | 0.00 | 1180.00',
      'Delhi has a legislature, so SGST',
    ],
    [{ buyer: { country: 'AE' }, charges: ['999.00'] }, '999.00 | 0.00 | 999.00', 'an export'],
    [{ buyer: { exempt: 'all' }, charges: ['999.00'] }, '999.00 | 0.00 | 999.00', 'who is exempt pays none'],
    [{ buyer: { exempt: 'all' }, charges: [inclusive('999.00')] }, '846.61 | 0.00 | 846.61', 'and an inclusive price without those in it'],
    [
      { step: 100n, charges: ['999.00'] },
      '999.00 | CGST@IN 89.91 | SGST@IN-MH 89.91 | 0.18 | 1179.00',
      'the total to whole rupees is a round-off, not a tax',
    ],
    [{ on: '2017-06-30', charges: ['999.00'] }, '999.00 | 0.00 | 999.00', 'the day before GST'],
    [{ charges: [{ amount: '999.00', category: 'none' }] }, '999.00 | 0.00 | 999.00', 'a category without rates'],
    // Bangladesh
    [{ country: 'BD', charges: [inclusive('500.00')] }, '476.19 | VAT@BD 23.81 | 0.00 | 500.00', 'inclusive at 5 %'],
    [
      { country: 'BD', on: '2025-01-15', added: [surcharge], charges: ['1000.00'] },
      '1000.00 | SD@BD 100.00 | VAT@BD 55.00 | 0.00 | 1155.00',
      'supplementary duty enters the base of VAT',
    ],
    [
      { country: 'BD', on: '2025-01-15', added: [surcharge], charges: [inclusive('1155.00')] },
      '1000.00 | SD@BD 100.00 | VAT@BD 55.00 | 0.00 | 1155.00',
      'and comes out of an inclusive price again',
    ],
    [
      { country: 'BD', on: '2025-01-15', added: [surcharge], buyer: { exempt: ['SD'] }, charges: ['1000.00'] },
      '1000.00 | VAT@BD 50.00 | 0.00 | 1050.00',
      'who is exempt from the duty pays VAT on the price alone',
    ],
    [
      { country: 'BD', on: '2025-01-22', added: [surcharge], charges: ['1000.00'] },
      '1000.00 | VAT@BD 50.00 | 0.00 | 1050.00',
      'its last day is exclusive',
    ],
    // Nigeria
    [{ country: 'NG', charges: ['10000.00'] }, '10000.00 | VAT@NG 750.00 | 0.00 | 10750.00', 'VAT 7.5 %'],
    [
      { country: 'NG', on: '2020-01-31', charges: ['10000.00'] },
      '10000.00 | 0.00 | 10000.00',
      'the rates of the tax point: none were in force',
    ],
    // United States
    [
      {
        country: 'US',
        on: '2026-01-15',
        buyer: { region: 'TX' },
        supply: { kind: 'mobile' },
        charges: [{ amount: '40.00', lineMonths: 2n }],
      },
      '40.00 | US-FUSF@US 5.58 | US-TX-SALES@US-TX 2.50 | US-TX-911@US-TX 1.00 | US-TX-911E@US-TX 0.12 | 0.00 | 49.20',
      'the universal service fund on the interstate share, state tax, the two 911 fees for each of two lines',
    ],
    [
      {
        country: 'US',
        on: '2026-01-15',
        buyer: { region: 'TX' },
        supply: { kind: 'mobile' },
        charges: [{ amount: '49.20', lineMonths: 2n, isInclusive: true }],
      },
      '40.00 | US-FUSF@US 5.58 | US-TX-SALES@US-TX 2.50 | US-TX-911@US-TX 1.00 | US-TX-911E@US-TX 0.12 | 0.00 | 49.20',
      'flat fees come out of an inclusive price first',
    ],
    [
      {
        country: 'US',
        on: '2025-12-31',
        buyer: { region: 'Illinois' },
        supply: { kind: 'telephony' },
        charges: [{ amount: '100.00', lineMonths: 1n }],
      },
      '100.00 | US-FUSF@US 24.73 | US-IL-SALES@US-IL 8.65 | US-IL-911@US-IL 1.50 | 0.00 | 134.88',
      'the factor of the quarter, on 64.9 % of fixed telephony',
    ],
    [{ country: 'US', buyer: { region: 'TX' }, charges: ['70.00'] }, '70.00 | 0.00 | 70.00', 'internet access bears no tax'],
    [
      { country: 'US', on: '2026-01-15', buyer: { region: 'NM' }, supply: { kind: 'mobile' }, charges: ['40.00'] },
      '40.00 | US-FUSF@US 5.58 | 0.00 | 45.58',
      'a state nobody told the taxes of has the federal ones; its bills are held',
    ],
    [
      {
        country: 'US',
        on: '2026-01-15',
        buyer: { region: 'TX', exempt: ['US-TX-SALES'] },
        supply: { kind: 'mobile' },
        charges: [{ amount: '40.00', lineMonths: 1n }],
      },
      '40.00 | US-FUSF@US 5.58 | US-TX-911@US-TX 0.50 | US-TX-911E@US-TX 0.06 | 0.00 | 46.14',
      'an exemption from sales tax leaves the other fees',
    ],
    // Ghana and Kenya: taxes of which some enter the base of VAT
    [
      { country: 'GH', on: '2025-12-31', charges: ['100.00'] },
      '100.00 | CST@GH 5.00 | NHIL@GH 2.50 | GETFL@GH 2.50 | CHRL@GH 1.00 | VAT@GH 16.65 | 0.00 | 127.65',
      'until 2026 VAT was charged on the levies',
    ],
    [
      { country: 'GH', on: '2026-01-01', charges: ['100.00'] },
      '100.00 | CST@GH 5.00 | NHIL@GH 2.50 | GETFL@GH 2.50 | VAT@GH 15.75 | 0.00 | 125.75',
      'since then beside them, and there is no COVID-19 levy',
    ],
    [{ country: 'KE', charges: ['100.00'] }, '100.00 | EXCISE@KE 15.00 | VAT@KE 18.40 | 0.00 | 133.40', 'excise enters the base of VAT'],
    [{ country: 'ZA', charges: ['100.00'] }, '100.00 | VAT@ZA 15.00 | 0.00 | 115.00', 'the rise of 2025 was taken back'],
    // elsewhere
    [{ country: 'JP', charges: ['1000'] }, '1000 | 0 | 1000', 'a country without a pack has no taxes'],
    [
      { country: 'JP', added: [{ code: 'CT', name: 'Consumption tax', percent: '10', from: '2019-10-01' }], charges: ['1005'] },
      '1005 | CT@JP 101 | 0 | 1106',
      'until the operator adds its own; half a yen goes up',
    ],
    [{ charges: ['-999.00'] }, '-999.00 | CGST@IN -89.91 | SGST@IN-MH -89.91 | 0.00 | -1178.82', 'a credit is the mirror of a charge'],
    [{ charges: [] }, '0.00 | 0.00 | 0.00', 'nothing charged'],
  ]
  for (const [question, expected, why] of cases) test(why, () => assert.equal(told(determineTaxes(questionOf(question))), expected))

  test('the invoice says the service code of what was sold', () =>
    assert.deepEqual(
      (['internet', 'mobile', 'telephony', 'backbone', 'other'] as const).map(
        (kind) => determineTaxes(questionOf({ supply: { kind }, charges: [] })).supplyCode,
      ),
      ['998422', '998413', '998412', '998421', '998429'],
    ))
})

const amount = fc.bigInt({ min: 0n, max: 10n ** 12n })
const percent = fc.integer({ min: 0, max: 400_000 }).map((parts) => (parts / 10_000).toFixed(4))
const rates = fc.uniqueArray(fc.record({ code: fc.constantFrom('A', 'B', 'C'), percent }), { maxLength: 3, selector: ({ code }) => code })
suite('what is levied that nobody told', () => {
  const texas = { country: 'US', region: 'TX', registration: null }
  const unknown = (on: string, sale: Partial<Parameters<typeof unknownLevies>[1]>, added: readonly RateSeed[] = []) => {
    const pack = packOf('US')
    const rates = [...pack.rates, ...added].map((seed) => rateOf(seed, 'US'))
    return unknownLevies(regimeOn(pack, texas, rates, day(on)), { place: 'US-TX', kind: 'mobile', exempt: [], ...sale }).join()
  }
  const cases = [
    [unknown('2026-05-01', {}), '', 'Texas is known'],
    [unknown('2026-05-01', { place: 'US-CA' }), 'US-CA', 'California is not'],
    [unknown('2026-05-01', { place: 'US-CA', kind: 'internet' }), '', 'nobody taxes internet access'],
    [unknown('2026-05-01', { place: 'US-CA', exempt: 'all' }), '', 'who pays no tax at all need not wait'],
    [unknown('2026-07-01', {}), 'US', 'no factor of the universal service fund was announced'],
    [unknown('2026-05-01', { place: 'DE' }), '', 'an export'],
    [unknown('2026-05-01', { kind: 'telephony' }), 'US-TX', 'what Texas levies on mobile service says nothing of fixed lines'],
    [
      unknown('2026-05-01', { place: 'US-CA' }, [
        { code: 'US-CA-NONE', name: 'none', percent: '0', jurisdiction: 'US-CA', reach: 'in-region', from: '2026-01-01' },
      ]),
      '',
      'nothing, told as a rate of nothing, is known',
    ],
  ] as const
  for (const [actual, expected, why] of cases) test(why, () => assert.equal(actual, expected))

  test('a region without a name is unknown too', () => {
    const pack = packOf('US')
    const regime = regimeOn(
      pack,
      texas,
      pack.rates.map((seed) => rateOf(seed, 'US')),
      day('2026-05-01'),
    )
    assert.deepEqual(unknownLevies(regime, { place: 'US', kind: 'mobile', exempt: [] }), [''])
  })
})

suite('certificates', () => {
  const pack = packOf('US')
  const regime = regimeOn(
    pack,
    { country: 'US', region: 'TX', registration: null },
    pack.rates.map((seed) => rateOf(seed, 'US')),
    day('2026-05-01'),
  )
  const of = (jurisdiction: string) => [{ jurisdiction, validFrom: day('2026-05-01'), validUntil: day('2026-05-31') }]
  const cases = [
    [certifiedCodes(regime, of('US-TX'), day('2026-05-01')), ['US-TX-SALES'], 'the tax of the state; the fee for 911 stays'],
    [certifiedCodes(regime, of('US-TX'), day('2026-05-31')), ['US-TX-SALES'], 'the last day counts'],
    [certifiedCodes(regime, of('US-TX'), day('2026-06-01')), [], 'the day after does not'],
    [certifiedCodes(regime, of('US-TX'), day('2026-04-30')), [], 'nor the day before'],
    [certifiedCodes(regime, of('US'), day('2026-05-15')), ['US-FUSF'], 'of the country: what the country levies'],
  ] as const
  for (const [codes, expected, why] of cases) test(why, () => assert.deepEqual(codes, expected))
})

suite('rates in force', () => {
  for (const country of ['US', 'GH', 'ZA'])
    test(`of ${country} name where they are written, and when that was looked at`, () => {
      const rates = ratesOn(
        packOf(country).rates.map((seed) => rateOf(seed, country)),
        day('2026-11-21'),
      )
      assert.deepEqual(
        rates.filter(({ source, checkedOn }) => source === '' || checkedOn === null),
        [],
      )
    })
})

const base: TaxQuestion = questionOf({ country: 'GH', charges: [] })

function ask(charge: Charge, given: readonly { code: string; percent: string }[], compound = false) {
  // Each tax may enter the base of those after it.
  const seeds = given.map(({ code, percent }, index): RateSeed => ({
    code,
    name: code,
    percent,
    from: '2020-01-01',
    on: compound ? given.slice(0, index).map((earlier) => earlier.code) : [],
  }))
  return determineTaxes({ ...base, rates: seeds.map((seed) => rateOf(seed, 'GH')), charges: [charge] })
}
const chargeOf = (minor: bigint, isInclusive: boolean): Charge => ({
  amount: money(minor, 'GHS'),
  isInclusive,
  category: 'standard',
  lineMonths: 1n,
})

suite('taxes always', () => {
  test('sum with the net to the total, which for an inclusive price is the price', () =>
    fc.assert(
      fc.property(amount, rates, fc.boolean(), fc.boolean(), (minor, given, isInclusive, compound) => {
        const answer = ask(chargeOf(minor, isInclusive), given, compound)
        assert.equal(answer.net.minor + answer.tax.minor + answer.roundOff.minor, answer.total.minor)
        const taxes = answer.charges[0]!.taxes.reduce((total, share) => total + share.amount.minor, 0n)
        assert.equal(taxes, answer.tax.minor)
        if (isInclusive) assert.equal(answer.total.minor, minor)
        const roundOff = answer.roundOff.minor < 0n ? -answer.roundOff.minor : answer.roundOff.minor
        assert.ok(roundOff <= BigInt(given.length) + 1n, 'the round-off stays below a unit for each tax')
      }),
    ))

  test('are the same for a price without a tax and for that price with it', () =>
    fc.assert(
      fc.property(amount, percent, (minor, rate) => {
        const added = ask(chargeOf(minor, false), [{ code: 'A', percent: rate }])
        const contained = ask(chargeOf(added.total.minor, true), [{ code: 'A', percent: rate }])
        assert.deepEqual([contained.net.minor, contained.tax.minor], [minor, added.tax.minor])
      }),
    ))

  test('are rounded once, half up, from their base', () =>
    fc.assert(
      fc.property(amount, percent, (minor, rate) => {
        const [share] = ask(chargeOf(minor, false), [{ code: 'A', percent: rate }]).charges[0]!.taxes
        const parts = BigInt(Math.round(Number(rate) * 10_000))
        assert.equal(share?.amount.minor ?? 0n, divideRounded(minor * parts, 1_000_000n, 'half-up'))
      }),
    ))

  test('vanish when everything is credited, in however many notes', () =>
    fc.assert(
      fc.property(
        fc.bigInt({ min: 1n, max: 10n ** 9n }),
        rates,
        fc.array(fc.integer({ min: 1, max: 99 }), { maxLength: 4 }),
        (minor, given, cuts) => {
          const original = ask(chargeOf(minor, false), given, true).charges[0]!
          const marks = [...new Set([0n, ...cuts.map((cut) => (minor * BigInt(cut)) / 100n), minor])].toSorted((a, b) => Number(a - b))
          const credits = marks.slice(1).map((to, index) => {
            const before = marks[index]!
            return creditTaxes(original, money(before, 'GHS'), money(to - before, 'GHS'))
          })
          for (const [position, share] of original.taxes.entries())
            assert.equal(
              credits.reduce((total, credit) => total + credit.taxes[position]!.amount.minor, share.amount.minor),
              0n,
            )
          assert.equal(
            credits.reduce((total, credit) => total + credit.net.minor + credit.tax.minor, original.net.minor + original.tax.minor),
            0n,
          )
        },
      ),
    ))

  test('of a credit are those of the original, whatever the rates became', () => {
    const original = determineTaxes(questionOf({ country: 'BD', charges: ['1000.00'] })).charges[0]!
    const credit = creditTaxes(original, money(0n, 'BDT'), money(100_000n, 'BDT'))
    assert.deepEqual(
      credit.taxes.map(({ code, percent, amount }) => [code, percent, amount.minor]),
      [['VAT', '5', -5_000n]],
    )
  })
})
