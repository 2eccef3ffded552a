import assert from 'node:assert/strict'
import { z } from 'zod'
import { addDecimals, decimalOf, decimalZero, sumDecimals } from '#kernel/decimal.ts'
import { type Currency, decimal, toDecimal } from '#kernel/money.ts'
import { period } from '#kernel/time.ts'
import {
  amountOf,
  heldBefore,
  lineAmount,
  priceCapacity,
  priceFurther,
  priceHeld,
  priceModel,
  type PriceModelJson,
  pricePercentage,
  priceQuantity,
  type QuantityModel,
} from '#modules/catalog'
import { usageInPeriod } from '#modules/charging'
import { type BillingCase, type CaseRunner, same, zAmount } from './billing-case.ts'

const zTiers = z.array(z.strictObject({ upTo: z.coerce.string().nullable(), unit: z.string().optional(), flat: z.string().optional() }))
const quantityModel = (declaration: PriceModelJson) => priceModel(declaration) as QuantityModel
const priced = (declaration: PriceModelJson, units: string) => same(amountOf(priceQuantity(quantityModel(declaration), decimal(units))))

/** `null` as text is a bound that a tier does not have. */
const tiersOf = (tiers: unknown) =>
  zTiers.parse((tiers as { upTo: unknown }[]).map((tier) => ({ ...tier, upTo: tier.upTo === null ? null : String(tier.upTo) })))

/** Graduated and volume: one expected amount for each quantity. */
function tiered(model: 'graduated' | 'volume'): CaseRunner {
  return ({ given, expect }) => {
    const rows = z.array(z.strictObject({ units: z.string(), amount: z.string(), tiersOverride: z.unknown().optional() })).parse(expect)
    for (const { units, amount, tiersOverride } of rows)
      assert.equal(priced({ model, tiers: tiersOf(tiersOverride ?? given.tiers) }, units), same(amount), `${units} units`)
  }
}

const zPackage = z.object({ packageSize: z.string(), packagePrice: z.string() })

function packages({ given, expect }: BillingCase): void {
  const { packageSize: size, packagePrice: price } = zPackage.parse(given)
  const rows = z.array(z.strictObject({ units: z.string(), freeUnits: z.string(), packages: z.number(), amount: z.string() })).parse(expect)
  for (const row of rows) {
    const parts = priceQuantity(quantityModel({ model: 'package', size, price, free: row.freeUnits }), decimal(row.units))
    assert.deepEqual([same(parts[0]!.quantity), same(amountOf(parts))], [String(row.packages), same(row.amount)])
  }
}

function percentage({ given, expect }: BillingCase): void {
  const { rate, fixedFee, transactions } = z.object({ rate: z.string(), fixedFee: z.string(), transactions: z.array(zAmount) }).parse(given)
  const zRow = z.strictObject({
    rate: z.string().optional(),
    freeTransactions: z.number().nullable(),
    freeValue: z.string().nullable(),
    paidValue: z.string().optional(),
    paidTransactions: z.number(),
    amount: z.string(),
  })
  for (const row of z.array(zRow).parse(expect)) {
    const model = priceModel({
      model: 'percentage',
      rate: (row.rate ?? rate).replace('%', ''),
      fixed: fixedFee,
      ...(row.freeTransactions !== null && { freeTransactions: row.freeTransactions }),
      ...(row.freeValue !== null && { freeValue: row.freeValue }),
    })
    assert.equal(model.model, 'percentage')
    const [value, count] = pricePercentage(model, transactions)
    if (row.paidValue) assert.equal(same(value!.quantity), same(row.paidValue))
    assert.equal(same(count!.quantity), String(row.paidTransactions))
    assert.equal(same(amountOf([value!, count!])), same(row.amount))
  }
}

const tierPolicyOf = { ALL_TIERS: 'all-tiers', TOP_TIER: 'top-tier' } as const
const zPolicy = z.enum(['ALL_TIERS', 'TOP_TIER']).transform((name) => tierPolicyOf[name])
const zBlockTiers = z.array(z.strictObject({ blockSize: z.coerce.string(), blocks: z.number(), price: z.string() }))

function tierPolicies({ given, events, expect }: BillingCase): void {
  const { blockSize, tiers } = z
    .object({ blockSize: z.number(), tiers: z.array(z.object({ blocks: z.number(), price: z.string() })) })
    .parse(given)
  const [{ units }] = z.tuple([z.strictObject({ units: z.number() })]).parse(events)
  const rows = z.array(z.strictObject({ policy: zPolicy, lines: z.array(z.string()).optional(), amount: z.string() })).parse(expect)
  for (const { policy, lines, amount } of rows) {
    const model = quantityModel({ model: 'block-tiers', policy, tiers: tiers.map((tier) => ({ ...tier, blockSize: String(blockSize) })) })
    const parts = priceQuantity(model, decimalOf(units))
    if (lines)
      assert.deepEqual(
        parts.map((part) => same(part.amount)),
        lines.map(same),
      )
    assert.equal(same(amountOf(parts)), same(amount))
  }
}

function blocks({ expect }: BillingCase): void {
  const [first, second, third] = z
    .tuple([
      z.strictObject({ policy: zPolicy, tiers: zBlockTiers, units: z.number(), lines: z.array(z.string()), amount: z.string() }),
      z.strictObject({ policy: zPolicy, tiers: zBlockTiers, results: z.array(z.strictObject({ units: z.number(), amount: z.string() })) }),
      z.strictObject({
        policy: zPolicy,
        unitTypes: z.array(z.strictObject({ type: z.string(), blockSize: z.number(), price: z.string(), units: z.number() })),
        amount: z.string(),
      }),
    ])
    .parse(expect)
  const parts = priceQuantity(quantityModel({ model: 'block-tiers', ...pick(first) }), decimalOf(first.units))
  assert.deepEqual(
    parts.map((part) => same(part.amount)),
    first.lines.map(same),
  )
  assert.equal(same(amountOf(parts)), same(first.amount))

  for (const { units, amount } of second.results)
    assert.equal(priced({ model: 'block-tiers', ...pick(second) }, String(units)), same(amount), `${units} units`)

  const ofTypes = third.unitTypes.map(({ blockSize, price, units }) =>
    amountOf(priceQuantity(quantityModel({ model: 'package', size: String(blockSize), price }), decimalOf(units))),
  )
  assert.equal(same(sumDecimals(ofTypes)), same(third.amount))
}

const pick = ({ policy, tiers }: { policy: 'all-tiers' | 'top-tier'; tiers: z.infer<typeof zBlockTiers> }) => ({ policy, tiers })

function capacity({ given, expect }: BillingCase): void {
  const zLimits = z.record(z.string(), z.coerce.string())
  const { tiers } = z.object({ tiers: z.array(z.strictObject({ max: zLimits.nullable(), price: z.string() })) }).parse(given)
  const model = priceModel({ model: 'capacity', tiers })
  assert.equal(model.model, 'capacity')
  for (const { peak, amount } of z.array(z.strictObject({ peak: zLimits, amount: z.string() })).parse(expect)) {
    const peaks = Object.fromEntries(Object.entries(peak).map(([dimension, value]) => [dimension, decimal(value)]))
    assert.equal(same(amountOf(priceCapacity(model, peaks))), same(amount))
  }
}

function usageUntilCancelled({ given, events, expect }: BillingCase): void {
  const { blockSize, pricePerBlock, currency } = z
    .object({ blockSize: z.number(), pricePerBlock: z.string(), currency: z.string() })
    .parse(given)
  const model = quantityModel({ model: 'package', size: String(blockSize), price: pricePerBlock })
  const usage = z
    .array(z.object({ date: z.string(), units: z.number().optional() }))
    .parse(events)
    .filter((event) => event.units !== undefined)
    .map(({ date, units }) => ({ on: Temporal.PlainDate.from(date), quantity: decimalOf(units!) }))
  const rows = z.array(z.strictObject({ period: z.tuple([z.string(), z.string()]), units: z.number(), amount: z.string() })).parse(expect)
  for (const [index, row] of rows.entries()) {
    const quantity = usageInPeriod(usage, period(...row.period), { isLast: index === rows.length - 1 })
    assert.equal(same(quantity), String(row.units))
    assert.equal(toDecimal(lineAmount(model, priceQuantity(model, quantity), currency as Currency)), row.amount)
  }
}

function heldQuantity({ given, events, expect }: BillingCase): void {
  const { tiers, currency } = z.object({ tiers: z.unknown(), currency: z.string() }).parse(given)
  const model = quantityModel({ model: 'graduated', tiers: tiersOf(tiers) })
  const changes = z
    .array(
      z.strictObject({
        at: z.string().transform((text) => Temporal.PlainDate.from(text.slice(0, 10))),
        add: z.number(),
        note: z.string().optional(),
      }),
    )
    .parse(events)
    .map(({ at, add }) => ({ on: at, by: BigInt(add) }))
  const zMonth = z.strictObject({ month: z.string(), held: z.number(), invoice: z.string() })
  const zDay = z.strictObject({ on: z.string(), held: z.number(), amountToDate: z.string() })
  for (const row of z.array(z.union([zMonth, zDay])).parse(expect)) {
    const last = 'month' in row ? endOfMonth(row.month) : Temporal.PlainDate.from(row.on)
    const month = { from: last.with({ day: 1 }), to: last.with({ day: 1 }).add({ months: 1 }) }
    const known = changes.filter(({ on }) => Temporal.PlainDate.compare(on, last) <= 0)
    assert.equal(heldBefore(known, last.add({ days: 1 })), BigInt(row.held))
    const expected = 'month' in row ? row.invoice : row.amountToDate
    assert.equal(toDecimal(priceHeld(model, { changes: known, period: month }, currency as Currency)), expected)
  }
}

const endOfMonth = (month: string) => Temporal.PlainDate.from(`${month}-01`).add({ months: 1 }).subtract({ days: 1 })

function splitPeriod({ given, expect }: BillingCase): void {
  const model = quantityModel({ model: 'graduated', tiers: tiersOf(given.tiers) })
  const zRow = z.strictObject({ priorUnits: zAmount, units: zAmount, lines: z.array(z.string()), amount: z.string() })
  for (const { priorUnits, units, lines, amount } of z.array(zRow).parse(expect)) {
    const prior = priorUnits.units === 0n ? null : priorUnits // nothing was billed before
    const parts = priceFurther(model, { prior, quantity: units, isLastOfPeriod: false })
    assert.deepEqual(
      parts.map((part) => same(part.amount)),
      lines.map(same),
    )
    assert.equal(same(amountOf(parts)), same(amount))
  }
}

function splitPackages({ given, expect }: BillingCase): void {
  const { packageSize: size, packagePrice: price } = zPackage.parse(given)
  const zRow = z.strictObject({
    priorUnits: zAmount,
    units: zAmount,
    minimumSpend: z.string().optional(),
    billedAt: z.enum(['last invoice of the period', 'earlier invoice in the period']).optional(),
    amount: z.string(),
  })
  for (const { priorUnits: prior, units: quantity, minimumSpend, billedAt, amount } of z.array(zRow).parse(expect)) {
    const model = quantityModel({ model: 'package', size, price, ...(minimumSpend && { minimumSpend }) })
    const isLastOfPeriod = billedAt === 'last invoice of the period'
    assert.equal(
      same(amountOf(priceFurther(model, { prior, quantity, isLastOfPeriod }))),
      same(amount),
      same(addDecimals(prior, decimalZero)),
    )
  }
}

export const ratingCases: Readonly<Record<string, CaseRunner>> = {
  'rating-graduated': tiered('graduated'),
  'rating-volume': tiered('volume'),
  'rating-package': packages,
  'rating-percentage': percentage,
  'rating-tier-policy': tierPolicies,
  'rating-blocks': blocks,
  'rating-capacity': capacity,
  'rating-cancel-usage': usageUntilCancelled,
  'rating-prorated-quantity': heldQuantity,
  'rating-split-period': splitPeriod,
  'rating-package-split': splitPackages,
}
