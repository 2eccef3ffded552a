import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { decimal, type Money, money } from '#kernel/money.ts'
import { packOf, rateOf, regimeOn } from '#modules/tax'
import type { Discount } from './discount.ts'
import { type AccountFacts, type BilledParty, type Holding, type Plan, planOf } from './holding.ts'
import { allocateInOrder, type BillingRules, bookingOf, draftInvoice, taxTotals } from './invoice.ts'

const day = (iso: string) => Temporal.PlainDate.from(iso)
const inr = (minor: bigint) => money(minor, 'INR')

interface Given extends Partial<Omit<Holding, 'plan' | 'subscriptionId' | 'startedOn' | 'billedUntil'>> {
  readonly id?: string
  readonly accountId?: string
  readonly startedOn?: string
  readonly billedUntil?: string
  readonly recurring?: Money
  readonly setup?: Money
  readonly plan?: Partial<Plan>
  readonly party?: Partial<BilledParty>
}

/** A month of 999 for a household in Maharashtra, billed up to March, and what differs. */
function subscription({
  id = 's1',
  recurring = inr(99_900n),
  setup = inr(0n),
  plan,
  party: _,
  accountId: __,
  ...more
}: Given = {}): Holding {
  const startedOn = day(more.startedOn ?? '2026-01-01')
  return {
    subscriptionId: id,
    itemId: null,
    revision: 0,
    quantity: 1,
    chargedFrom: startedOn,
    billDay: 1,
    cycle: { unit: 'month', count: 1 },
    billedIn: 'advance',
    endsOn: null,
    usage: [],
    ...more,
    startedOn,
    billedUntil: day(more.billedUntil ?? '2026-03-01'),
    plan: {
      ...planOf('Fibre 100', 'fibre', { recurring, setup, charges: [], phases: [], taxCategory: 'standard', pricesIncludeTax: false }),
      ...plan,
    },
  }
}

const facts = (holdings: readonly Holding[], party: Partial<BilledParty> = {}): AccountFacts => ({
  accountId: 'a1',
  customerId: 'c1',
  currency: holdings[0]?.plan.charges[0]?.price?.currency ?? 'INR',
  party: { region: 'Maharashtra', taxNumber: null, taxExempt: false, ...party },
  holdings,
  discounts: new Map(),
  pending: [],
})
function regimeOf(country: string, registration: string) {
  const pack = packOf(country)
  const rates = pack.rates.map((seed) => rateOf(seed, country))
  return regimeOn(pack, { country, region: '', registration }, rates, day('2026-03-01'))
}
const rules: BillingRules = {
  asOf: day('2026-03-01'),
  dayCount: 'actual',
  firstPeriod: 'separate',
  minimumMinor: 0n,
  regime: regimeOf('IN', '27AAPFU0939F1ZV'),
  totalStepMinor: 1n,
}
const drafted = (given: Given = {}, changed: Partial<BillingRules> = {}) =>
  draftInvoice(facts([subscription(given)], given.party), { ...rules, ...changed })
const invoiceOf = (given: Given = {}, changed: Partial<BillingRules> = {}) => drafted(given, changed).invoice!

suite('draft an invoice', () => {
  test('a month of 999 with GST is 1178.82', () => {
    const { invoice, billed } = drafted()
    assert.deepEqual([invoice!.net.minor, invoice!.tax.minor, invoice!.total.minor], [99_900n, 17_982n, 117_882n])
    assert.deepEqual(
      billed.map(({ subscriptionId, until }) => [subscriptionId, String(until)]),
      [['s1', '2026-04-01']],
    )
  })

  test('an inclusive price is what the customer pays, with the paisa that taxes leave over on a line of its own', () => {
    const invoice = invoiceOf({ plan: { pricesIncludeTax: true } })
    assert.equal(invoice.total.minor, 99_900n)
    assert.deepEqual(
      invoice.lines.map((line) => [line.kind, line.unit.minor, line.net.minor, line.tax.minor]),
      [
        ['recurring', 84_661n, 84_661n, 15_238n],
        ['rounding', 1n, 1n, 0n],
      ],
    )
  })

  test('a customer in another state has IGST, and the invoice says where the supply takes place', () => {
    const invoice = invoiceOf({ party: { region: 'Karnataka' } })
    assert.equal(invoice.placeOfSupply, 'IN-KA')
    assert.deepEqual(
      taxTotals(invoice.lines).map(({ code, jurisdiction, supplyCode, tax }) => [code, jurisdiction, supplyCode, tax.minor]),
      [['IGST', 'IN', '998422', 17_982n]],
    )
  })

  test('a total to whole rupees has one line of rounding', () => {
    const invoice = invoiceOf({}, { totalStepMinor: 100n })
    assert.deepEqual([invoice.total.minor, invoice.lines.at(-1)!.net.minor], [117_900n, 18n])
  })

  test('fees count every month that is billed, a part of one as one, and set-up bears none', () => {
    const mobile: Given = {
      plan: { supply: 'mobile' },
      party: { region: 'TX' },
      recurring: money(4_000n, 'USD'),
      setup: money(1_000n, 'USD'),
      startedOn: '2026-02-15',
      billedUntil: '2026-02-15',
    }
    const invoice = invoiceOf(mobile, { regime: regimeOf('US', '84-3120057') })
    assert.deepEqual(
      invoice.lines.map((line) => line.taxes.find(({ code }) => code === 'US-TX-911')?.amount.minor),
      [0n, 50n, 50n],
    )
  })

  test('subscriptions of one account share an invoice', () => {
    const { invoice } = draftInvoice(facts([subscription(), subscription({ id: 's2' })]), rules)
    assert.equal(invoice!.lines.length, 2)
    assert.deepEqual(
      taxTotals(invoice!.lines).map((total) => [total.name, total.net.minor, total.tax.minor]),
      [
        ['CGST', 199_800n, 17_982n],
        ['SGST', 199_800n, 17_982n],
      ],
    )
  })

  test('set-up is charged with the first day only, and a part of a period carries its share', () => {
    const invoice = invoiceOf({ startedOn: '2026-02-15', billedUntil: '2026-02-15', setup: inr(50_000n) })
    assert.deepEqual(
      invoice.lines.map((line) => [line.kind, line.quantity, line.net.minor]),
      [
        ['one-time', '1', 50_000n],
        ['recurring', '0.500000', 49_950n],
        ['recurring', '1', 99_900n],
      ],
    )
    assert.deepEqual([invoice.from, invoice.to].map(String), ['2026-02-15', '2026-04-01'])
    assert.equal(invoiceOf({ setup: inr(50_000n) }).lines.length, 1)
  })

  test('who is exempt pays no tax, also where the price includes it', () => {
    assert.equal(invoiceOf({ party: { taxExempt: true } }).total.minor, 99_900n)
    assert.equal(invoiceOf({ party: { taxExempt: true }, plan: { pricesIncludeTax: true } }).total.minor, 84_661n)
  })

  test('a free offer is billed without an invoice', () => {
    const { invoice, billed } = drafted({ recurring: inr(0n) })
    assert.deepEqual([invoice, billed.length], [undefined, 1])
  })

  test('what is not due is left alone', () =>
    assert.deepEqual(drafted({ billedUntil: '2026-03-02' }), {
      invoice: undefined,
      billed: [],
      discountsUsed: [],
      pendingIds: [],
      unknownLevies: [],
    }))

  test('a trial is billed to no one, and phases take their part off the cycles they name', () => {
    const given: Given = {
      startedOn: '2026-01-10', // after the trial
      billedUntil: '2026-01-10',
      plan: {
        phases: [
          { kind: 'trial', days: 9 },
          { kind: 'discount', cycles: 1, percentOff: '50' },
          { kind: 'discount', cycles: 1, percentOff: '10' },
        ],
      },
      recurring: inr(31_000n),
    }
    assert.deepEqual(
      invoiceOf(given).lines.map((line) => [line.discount.minor, line.net.minor]),
      [
        [11_000n, 11_000n], // 22 of 31 days
        [3_100n, 27_900n],
        [0n, 31_000n],
      ],
    )
  })

  test('an add-on is charged by quantity and by its own days, beside the plan', () => {
    const item = {
      ...subscription({ recurring: inr(10_000n), quantity: 3, startedOn: '2026-01-01' }),
      itemId: 'i1',
      chargedFrom: day('2026-02-15'),
      billedUntil: day('2026-02-15'),
    }
    const { invoice, billed } = draftInvoice(facts([subscription(), item]), rules)
    assert.deepEqual(
      invoice!.lines.map((line) => [line.itemId, line.quantity, line.net.minor]),
      [
        [null, '1', 99_900n],
        ['i1', '1.500000', 15_000n],
        ['i1', '3', 30_000n],
      ],
    )
    assert.deepEqual(
      billed.map(({ itemId, until }) => [itemId, String(until)]),
      [
        [null, '2026-04-01'],
        ['i1', '2026-04-01'],
      ],
    )
  })

  test('use is charged when its period is over, by the price model', () => {
    const usage = { meter: 'bytes', model: { model: 'package', size: '1000', price: '5' } } as const
    const charge = { code: 'traffic', name: 'Traffic', kind: 'usage', price: null, usage, taxCategory: null, split: null } as const
    const given = subscription({
      usage: [{ meter: 'bytes', period: { from: day('2026-02-01'), to: day('2026-03-01') }, quantity: decimal('2500') }],
    })
    const { invoice } = draftInvoice(facts([{ ...given, plan: { ...given.plan, charges: [...given.plan.charges, charge] } }]), rules)
    assert.deepEqual(
      invoice!.lines.map((line) => [line.kind, line.chargeCode, String(line.from), line.net.minor]),
      [
        ['usage', 'traffic', '2026-02-01', 1_500n],
        ['recurring', 'access', '2026-03-01', 99_900n],
      ],
    )
  })

  test('a partner gets its part of the net, which is no revenue', () => {
    const tv = {
      code: 'tv',
      name: 'TV',
      kind: 'recurring',
      price: inr(20_000n),
      usage: null,
      taxCategory: null,
      split: { partner: 'Streams', percent: '62.5' },
    } as const
    const given = subscription()
    const { invoice } = draftInvoice(facts([{ ...given, plan: { ...given.plan, charges: [...given.plan.charges, tv] } }]), rules)
    assert.equal(invoice!.lines[1]!.partner!.amount.minor, 12_500n)
    assert.deepEqual(
      bookingOf(invoice!).map(({ credit, amount }) => [credit, amount.minor]),
      [
        ['deferred-revenue', 99_900n],
        ['deferred-revenue', 7_500n],
        ['partners-payable', 12_500n],
        ['tax-payable', 21_582n],
      ],
    )
  })

  test('what is pending comes with the next invoice', () => {
    const fee = {
      id: 'p1',
      subscriptionId: null,
      itemId: null,
      kind: 'late-fee',
      chargeCode: 'late-fee',
      revision: 0,
      description: 'Late fee',
      amount: inr(10_000n),
      taxCategory: 'standard',
      pricesIncludeTax: false,
      supply: 'internet',
      from: null,
      to: null,
    } as const
    const { invoice, pendingIds } = draftInvoice({ ...facts([subscription()]), pending: [fee] }, rules)
    assert.deepEqual(
      [invoice!.lines.map((line) => [line.kind, line.net.minor, line.tax.minor]), pendingIds],
      [
        [
          ['recurring', 99_900n, 17_982n],
          ['late-fee', 10_000n, 1_800n],
        ],
        ['p1'],
      ],
    )
    const credit = { ...fee, amount: inr(-200_000n) }
    assert.equal(
      draftInvoice({ ...facts([subscription()]), pending: [credit] }, rules).invoice,
      undefined,
      'an invoice is never below zero: all of it waits',
    )
  })

  test('what comes to less than the minimum waits, but not behind the end of service', () => {
    const minimum = { minimumMinor: 150_000n }
    assert.deepEqual(drafted({}, minimum), { invoice: undefined, billed: [], discountsUsed: [], pendingIds: [], unknownLevies: [] })
    assert.equal(invoiceOf({ billedUntil: '2026-02-01' }, minimum).total.minor, 235_764n)
    assert.equal(invoiceOf({ endsOn: day('2026-03-11') }, minimum).lines.length, 1)
  })

  test('a total is always the sum of its lines, and its taxes the sum of its tax rows', () => {
    const terms = fc.record({
      price: fc.bigInt({ min: 0n, max: 10n ** 9n }),
      inclusive: fc.boolean(),
      exempt: fc.boolean(),
      started: fc.nat(80),
      billDay: fc.integer({ min: 1, max: 31 }),
    })
    fc.assert(
      fc.property(fc.array(terms, { minLength: 1, maxLength: 5 }), fc.array(anyDiscount, { maxLength: 3 }), (all, discounts) => {
        const holdings = all.map(({ price, inclusive, started, billDay }, index) => {
          const startedOn = String(day('2025-12-12').add({ days: started }))
          return subscription({
            id: `s${index}`,
            recurring: inr(price),
            plan: { pricesIncludeTax: inclusive },
            startedOn,
            billedUntil: startedOn,
            billDay,
          })
        })
        const account = facts(holdings, { taxExempt: all[0]!.exempt })
        const { invoice, discountsUsed } = draftInvoice(
          { ...account, discounts: new Map([['s0', discounts.map((one, index) => ({ ...one, id: `d${index}` }))]]) },
          rules,
        )
        for (const { id, cycles } of discountsUsed) assert.ok(cycles <= (discounts[Number(id.slice(1))]!.cyclesLeft ?? cycles))
        if (!invoice) return
        assert.equal(
          invoice.lines.reduce((total, line) => total + line.net.minor + line.tax.minor, 0n),
          invoice.total.minor,
        )
        assert.equal(
          taxTotals(invoice.lines).reduce((total, row) => total + row.tax.minor, 0n),
          invoice.tax.minor,
        )
        assert.ok(invoice.lines.every((line) => line.kind === 'rounding' || line.net.minor >= 0n))
      }),
    )
  })
})

const anyDiscount: fc.Arbitrary<Omit<Discount, 'id'>> = fc
  .record({
    percentOff: fc.constantFrom('10', '33.333333', '100', null),
    amountOff: fc.constant(null),
    fromOn: fc.constant(day('2026-01-15')),
    cyclesLeft: fc.constantFrom(1, 2, null),
    spentUntil: fc.constant(null),
    stackable: fc.boolean(),
  })
  .map((made) => (made.percentOff === null ? { ...made, amountOff: inr(7_777n) } : made))

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
