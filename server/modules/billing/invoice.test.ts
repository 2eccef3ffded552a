import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { money } from '#kernel/money.ts'
import { packOf, rateOf, regimeOn } from '#modules/tax'
import { allocateInOrder, type BillingRules, draftInvoices, type DueSubscription, taxTotals } from './invoice.ts'

const day = (iso: string) => Temporal.PlainDate.from(iso)
const inr = (minor: bigint) => money(minor, 'INR')

const subscription = (more: Partial<DueSubscription> = {}): DueSubscription => ({
  id: 's1',
  accountId: 'a1',
  customerId: 'c1',
  description: 'Fibre 100',
  startedOn: day('2026-01-01'),
  billedUntil: day('2026-03-01'),
  billDay: 1,
  cycle: { unit: 'month', count: 1 },
  endsOn: null,
  recurring: inr(99_900n),
  setup: inr(0n),
  taxCategory: 'standard',
  pricesIncludeTax: false,
  taxExempt: false,
  supply: 'internet',
  region: 'Maharashtra',
  taxNumber: null,
  ...more,
})
function regimeOf(country: string, registration: string) {
  const pack = packOf(country)
  const rates = pack.rates.map((seed) => rateOf(seed, country))
  return regimeOn(pack, { country, region: '', registration }, rates, day('2026-03-01'))
}
const rules: BillingRules = {
  asOf: day('2026-03-01'),
  dayCount: 'actual',
  regime: regimeOf('IN', '27AAPFU0939F1ZV'),
  totalStepMinor: 1n,
}
const draft = (...due: DueSubscription[]) => draftInvoices(due, rules)

suite('draft invoices', () => {
  test('a month of 999 with GST is 1178.82', () => {
    const { invoices, billed } = draft(subscription())
    assert.deepEqual([invoices[0]!.net.minor, invoices[0]!.tax.minor, invoices[0]!.total.minor], [99_900n, 17_982n, 117_882n])
    assert.deepEqual(billed, [{ id: 's1', until: day('2026-04-01') }])
  })

  test('an inclusive price is what the customer pays, with the paisa that taxes leave over on a line of its own', () => {
    const [invoice] = draft(subscription({ pricesIncludeTax: true })).invoices
    assert.equal(invoice!.total.minor, 99_900n)
    assert.deepEqual(
      invoice!.lines.map((line) => [line.kind, line.net.minor, line.tax.minor]),
      [
        ['recurring', 84_661n, 15_238n],
        ['rounding', 1n, 0n],
      ],
    )
  })

  test('a customer in another state has IGST, and the invoice says where the supply takes place', () => {
    const [invoice] = draft(subscription({ region: 'Karnataka' })).invoices
    assert.equal(invoice!.placeOfSupply, 'IN-KA')
    assert.deepEqual(
      taxTotals(invoice!.lines).map(({ code, jurisdiction, supplyCode, tax }) => [code, jurisdiction, supplyCode, tax.minor]),
      [['IGST', 'IN', '998422', 17_982n]],
    )
  })

  test('a total to whole rupees has one line of rounding', () => {
    const { invoices } = draftInvoices([subscription({ pricesIncludeTax: false })], { ...rules, totalStepMinor: 100n })
    assert.deepEqual([invoices[0]!.total.minor, invoices[0]!.lines.at(-1)!.net.minor], [117_900n, 18n])
  })

  test('fees count every month that is billed, a part of one as one, and set-up bears none', () => {
    const regime = regimeOf('US', '84-3120057')
    const mobile = subscription({
      supply: 'mobile',
      region: 'TX',
      recurring: money(4_000n, 'USD'),
      setup: money(1_000n, 'USD'),
      startedOn: day('2026-02-15'),
      billedUntil: day('2026-02-15'),
    })
    const [invoice] = draftInvoices([mobile], { ...rules, regime }).invoices
    assert.deepEqual(
      invoice!.lines.map((line) => line.taxes.find(({ code }) => code === 'US-TX-911')?.amount.minor),
      [0n, 50n, 50n],
    )
  })

  test('subscriptions of one account share an invoice, another account has its own', () => {
    const { invoices } = draft(subscription(), subscription({ id: 's2' }), subscription({ id: 's3', accountId: 'a2' }))
    assert.deepEqual(
      invoices.map((invoice) => [invoice.accountId, invoice.lines.length]),
      [
        ['a1', 2],
        ['a2', 1],
      ],
    )
    assert.deepEqual(
      taxTotals(invoices[0]!.lines).map((total) => [total.name, total.net.minor, total.tax.minor]),
      [
        ['CGST', 199_800n, 17_982n],
        ['SGST', 199_800n, 17_982n],
      ],
    )
  })

  test('set-up is charged with the first day only, and a part of a period carries its share', () => {
    const first = subscription({ startedOn: day('2026-02-15'), billedUntil: day('2026-02-15'), setup: inr(50_000n) })
    const [invoice] = draft(first).invoices
    assert.deepEqual(
      invoice!.lines.map((line) => [line.kind, line.quantity, line.net.minor]),
      [
        ['setup', '1', 50_000n],
        ['recurring', '0.500000', 49_950n],
        ['recurring', '1.000000', 99_900n],
      ],
    )
    assert.deepEqual([invoice!.from, invoice!.to].map(String), ['2026-02-15', '2026-04-01'])
    assert.equal(draft(subscription({ setup: inr(50_000n) })).invoices[0]!.lines.length, 1)
  })

  test('who is exempt pays no tax, also where the price includes it', () => {
    assert.equal(draft(subscription({ taxExempt: true })).invoices[0]!.total.minor, 99_900n)
    assert.equal(draft(subscription({ taxExempt: true, pricesIncludeTax: true })).invoices[0]!.total.minor, 84_661n)
  })

  test('a free offer is billed without an invoice', () => {
    const { invoices, billed } = draft(subscription({ recurring: inr(0n) }))
    assert.equal(invoices.length, 0)
    assert.equal(billed.length, 1)
  })

  test('what is not due is left alone', () =>
    assert.deepEqual(draft(subscription({ billedUntil: day('2026-03-02') })), { invoices: [], billed: [] }))

  test('a total is always the sum of its lines, and its taxes the sum of its tax rows', () => {
    const terms = fc.record({
      price: fc.bigInt({ min: 0n, max: 10n ** 9n }),
      inclusive: fc.boolean(),
      exempt: fc.boolean(),
      started: fc.nat(80),
      billDay: fc.integer({ min: 1, max: 31 }),
    })
    fc.assert(
      fc.property(fc.array(terms, { minLength: 1, maxLength: 5 }), (all) => {
        const due = all.map(({ price, inclusive, exempt, started, billDay }, index) => {
          const startedOn = day('2025-12-12').add({ days: started })
          return subscription({
            id: `s${index}`,
            recurring: inr(price),
            pricesIncludeTax: inclusive,
            taxExempt: exempt,
            startedOn,
            billedUntil: startedOn,
            billDay,
          })
        })
        for (const invoice of draft(...due).invoices) {
          assert.equal(
            invoice.lines.reduce((total, line) => total + line.net.minor + line.tax.minor, 0n),
            invoice.total.minor,
          )
          assert.equal(
            taxTotals(invoice.lines).reduce((total, row) => total + row.tax.minor, 0n),
            invoice.tax.minor,
          )
        }
      }),
    )
  })
})

suite('allocate in order', () => {
  const open = (id: string, minor: bigint) => ({ id, number: id, customerId: 'c1', open: inr(minor) })
  const cases = [
    // amount, open, allocations, unallocated, why
    [
      100n,
      [60n, 60n],
      [
        [60n, true],
        [40n, false],
      ],
      0n,
      'the oldest is settled first, the next in part',
    ],
    [
      150n,
      [60n, 60n],
      [
        [60n, true],
        [60n, true],
      ],
      30n,
      'what is left stays as credit',
    ],
    [60n, [60n, 60n], [[60n, true]], 0n, 'an exact amount touches no second invoice'],
    [10n, [], [], 10n, 'nothing open, all credit'],
  ] as const
  for (const [amount, invoices, expected, unallocated, why] of cases)
    test(why, () => {
      const result = allocateInOrder(
        inr(amount),
        invoices.map((minor, index) => open(`i${index}`, minor)),
      )
      assert.deepEqual(
        result.allocations.map((allocation) => [allocation.amount.minor, allocation.settles]),
        expected,
      )
      assert.equal(result.unallocated.minor, unallocated)
    })

  test('allocations and credit always sum to the amount, and no invoice gets more than it has open', () => {
    const amounts = fc.bigInt({ min: 1n, max: 10n ** 12n })
    fc.assert(
      fc.property(amounts, fc.array(amounts, { maxLength: 6 }), (amount, invoices) => {
        const { allocations, unallocated } = allocateInOrder(
          inr(amount),
          invoices.map((minor, index) => open(`i${index}`, minor)),
        )
        assert.equal(
          allocations.reduce((total, allocation) => total + allocation.amount.minor, unallocated.minor),
          amount,
        )
        allocations.forEach((allocation, index) => assert.ok(allocation.amount.minor <= invoices[index]!))
      }),
    )
  })
})
