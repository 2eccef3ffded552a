import { z } from 'zod'
import { type Decimal, decimal, decimalToString, roundings } from '#kernel/money.ts'

/**
 * How usage or a held quantity is priced, as the catalog stores it: plain JSON with decimals as strings. Amounts are major units of
 * the offer's currency and exact; they are rounded once, where they become a line. `rate-price.ts` says what each model does.
 */

const decimalText = z
  .string()
  .regex(/^\d{1,18}(\.\d{1,12})?$/, 'Write digits with a point, for example 0.0125')
  .meta({ id: 'DecimalText', description: 'Non-negative decimal number as string', example: '0.0125' })

/** A price or a quantity: read from text, kept exact. */
export const zDecimal = decimalText.transform((text): Decimal => decimal(text))
const zPositive = decimalText.refine((text) => /[1-9]/.test(text), 'More than zero').transform((text): Decimal => decimal(text))

const zTier = z.object({
  upTo: zPositive.nullable(), // inclusive; null: without end
  unit: zDecimal.optional(), // price of one unit; absent: the tier has a flat price only
  flat: zDecimal.optional(), // once, on entering the tier
})
export type Tier = z.infer<typeof zTier>

const hasRisingBounds = (tiers: readonly { readonly upTo: Decimal | null }[]) =>
  tiers.every(({ upTo }, index) => {
    if (upTo === null) return index === tiers.length - 1
    const before = tiers[index - 1]?.upTo
    return !before || upTo.units * 10n ** BigInt(before.scale) > before.units * 10n ** BigInt(upTo.scale)
  }) && tiers.at(-1)?.upTo === null

const zTiers = z.array(zTier).min(1).max(100).refine(hasRisingBounds, 'Give tiers with rising bounds; the last one has none')

const zBlockTier = z.object({
  blockSize: zPositive,
  blocks: z.int().min(1), // how many blocks the tier holds; the last tier goes on without end
  price: zDecimal, // of a block
})
export type BlockTier = z.infer<typeof zBlockTier>

const zCapacityTier = z.object({
  max: z.record(z.string(), zDecimal).nullable(), // inclusive limit of each dimension; null: without limit
  price: zDecimal,
})

/** Who pays which price when tiers are passed: each unit that of its tier, or every unit that of the tier reached. */
export const tierPolicies = ['all-tiers', 'top-tier'] as const
export type TierPolicy = (typeof tierPolicies)[number]

const usage = {
  free: zDecimal.optional(), // units taken off first
  minimumSpend: zDecimal.optional(), // of a period, billed at its end
  rounding: z.enum(roundings).optional(), // of the line; default half-up
}

export const zPriceModel = z.discriminatedUnion('model', [
  z.object({ model: z.literal('flat'), amount: zDecimal, ...usage }),
  z.object({ model: z.literal('per-unit'), unit: zDecimal, ...usage }),
  z.object({ model: z.literal('graduated'), tiers: zTiers, ...usage }),
  z.object({ model: z.literal('volume'), tiers: zTiers, ...usage }),
  z.object({ model: z.literal('package'), size: zPositive, price: zDecimal, ...usage }),
  /** 30/6: `minimum` units first, then whole steps; all at the unit price. */
  z.object({ model: z.literal('block'), minimum: zDecimal, step: zPositive, unit: zDecimal, ...usage }),
  z.object({ model: z.literal('block-tiers'), policy: z.enum(tierPolicies), tiers: z.array(zBlockTier).min(1).max(100), ...usage }),
  z.object({ model: z.literal('capacity'), tiers: z.array(zCapacityTier).min(1).max(100), rounding: usage.rounding }),
  z.object({
    model: z.literal('percentage'),
    rate: zDecimal, // percent of the value: 1.3 is 1.3 %
    fixed: zDecimal, // of each transaction that is not free
    freeTransactions: z.int().min(0).optional(),
    freeValue: zDecimal.optional(),
    rounding: usage.rounding,
  }),
])

export type PriceModel = z.infer<typeof zPriceModel>
/** As it is written in JSON and in code that declares prices. */
export type PriceModelJson = z.input<typeof zPriceModel>
/** Models that price a quantity; the others price peaks or transactions. */
export type QuantityModel = Exclude<PriceModel, { readonly model: 'capacity' | 'percentage' }>
export type CapacityModel = Extract<PriceModel, { readonly model: 'capacity' }>
export type PercentageModel = Extract<PriceModel, { readonly model: 'percentage' }>

const isDecimal = (value: unknown): value is Decimal => typeof value === 'object' && value !== null && 'units' in value && 'scale' in value

/** The same, checked but kept as the JSON it came as: what is stored and sent. `priceModel` makes it ready to rate. */
export const zPriceModelJson = zPriceModel.transform((model): PriceModelJson =>
  JSON.parse(JSON.stringify(model, (_key, value: unknown) => (isDecimal(value) ? decimalToString(value) : value))),
)

/** @throws ZodError naming the field that is wrong */
export const priceModel = (declaration: PriceModelJson): PriceModel => zPriceModel.parse(declaration)
