import { z } from 'zod'
import type { Money } from '#kernel/money.ts'
import { zBigint, zCurrency, zMoney, zText } from '#kernel/wire.ts'
import { cycleUnits } from './cycle.ts'
import { zPriceModelJson } from './price-model.ts'

/** Above zero and at most a hundred, exact: `12.5`. */
export const zPercent = z
  .string()
  .regex(/^(100(\.0{1,6})?|\d{1,2}(\.\d{1,6})?)$/, 'Give a percentage up to 100, like 12.5')
  .refine((text) => /[1-9]/.test(text), 'Give a percentage above zero')

export const zTaxCategory = z.string().regex(/^[a-z][a-z0-9-]{0,29}$/, 'Use small letters, digits and hyphens')
const zChargeCode = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'Use small letters, digits and hyphens')

export const chargeKinds = ['recurring', 'one-time', 'usage'] as const
export type ChargeKind = (typeof chargeKinds)[number]

/** What usage is counted by: bytes that flowed; seconds, messages and the number of records that carriers told of; what tariffs made of them. */
export const meters = ['bytes', 'seconds', 'messages', 'events', 'rated'] as const

/** Part of the net that is owed to a partner whose content is in the bundle. */
const zSplit = z.object({ partner: zText(80), percent: zPercent })

/** Something that a version charges beside its own price and set-up fee. */
export const zCharge = z
  .object({
    code: zChargeCode,
    name: zText(80), // as it stands on invoices
    kind: z.enum(chargeKinds),
    price: zMoney.nullable().default(null), // per cycle, or once; null: by usage
    usage: z
      .object({ meter: z.enum(meters), model: zPriceModelJson })
      .nullable()
      .default(null),
    taxCategory: zTaxCategory.nullable().default(null), // null: that of the version
    split: zSplit.nullable().default(null),
  })
  .meta({ id: 'PlanCharge' })
export type Charge = z.output<typeof zCharge>

/** What holds at the beginning, in order: days free of charge, cycles at a discount. After them the price holds for good. */
export const zPhase = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('trial'), days: z.int().min(1).max(366) }),
    z.object({ kind: z.literal('discount'), cycles: z.int().min(1).max(120), percentOff: zPercent }),
  ])
  .meta({ id: 'PlanPhase' })
export type Phase = z.output<typeof zPhase>

/** How long a customer has agreed to stay, and what leaving earlier costs: an amount, or a part of the recurring price that remains. */
export const zCommitment = z
  .object({
    cycles: z.int().min(1).max(120),
    fee: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('fixed'), amount: zMoney }),
      z.object({ kind: z.literal('remaining'), percent: zPercent }),
    ]),
  })
  .meta({ id: 'PlanCommitment' })
export type Commitment = z.output<typeof zCommitment>

/** Prices in a currency that is not the tenant's; `charges` by their codes. */
export const zPricesIn = z.object({ recurring: zMoney, setup: zMoney, charges: z.record(zChargeCode, zMoney).default({}) })
export const zPrices = z.partialRecord(zCurrency, zPricesIn).meta({ id: 'PlanPrices', description: 'Prices by currency' })
export type Prices = z.output<typeof zPrices>

/** A slower step of fair use: the speed from so many used bytes of the cycle on. */
export const zFupTier = z
  .object({ usedBytes: zBigint, downloadBps: zBigint, uploadBps: zBigint })
  .refine((tier) => tier.usedBytes > 0n && tier.downloadBps > 0n && tier.uploadBps > 0n, 'Give bytes and speeds above zero')
  .meta({ id: 'FairUseTier' })
export type FupTier = z.output<typeof zFupTier>

const zMinuteOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'Give a time of day, like 01:30')

/** Hours whose bytes are not counted, in the tenant's zone, half-open; days 1 (Monday) to 7. What passes midnight is two windows. */
export const zFreeWindow = z
  .object({ days: z.array(z.int().min(1).max(7)).min(1).max(7), from: zMinuteOfDay, to: zMinuteOfDay })
  .refine((window) => window.from < window.to, 'Give an end after the beginning; 24:00 is the end of a day')
  .meta({ id: 'FreeWindow' })
export type FreeWindow = z.output<typeof zFreeWindow>

const zRate = zBigint.refine((bps) => bps > 0n, 'Give a speed above zero')

/** Hours at another speed, such as a night boost; they count as free windows do. */
export const zSpeedWindow = z
  .object({
    days: z.array(z.int().min(1).max(7)).min(1).max(7),
    from: zMinuteOfDay,
    to: zMinuteOfDay,
    downloadBps: zRate,
    uploadBps: zRate,
  })
  .refine((window) => window.from < window.to, 'Give an end after the beginning; 24:00 is the end of a day')
  .meta({ id: 'SpeedWindow' })
export type SpeedWindow = z.output<typeof zSpeedWindow>

/** How the router treats packets beside their speed. What a router does not know of is not sent to it. */
export const zQuality = z
  .object({
    /** Faster for so many seconds, while the average stays below so much of the speed. */
    burst: z
      .object({
        downloadBps: zRate,
        uploadBps: zRate,
        seconds: z.int().min(1).max(300),
        thresholdPercent: z.int().min(1).max(100).default(75),
      })
      .nullable()
      .default(null),
    guaranteed: z.object({ downloadBps: zRate, uploadBps: zRate }).nullable().default(null), // what is left when everybody wants the line
    priority: z.int().min(1).max(8).nullable().default(null), // 1 goes first
    profile: zText(80).nullable().default(null), // name of a profile that is kept on the router
  })
  .meta({ id: 'Quality' })
export type Quality = z.output<typeof zQuality>

/** Unused bytes live on for so many cycles, at most so many of them. */
export const zRollover = z.object({ cycles: z.int().min(1).max(12), maxBytes: zBigint.nullable() }).meta({ id: 'Rollover' })
export type Rollover = z.output<typeof zRollover>

export const topUpUnits = ['bytes', 'seconds', 'messages'] as const
/** What a second top-up does to the first: lets all end with the latest, lets each end alone, or replaces what is left. */
export const topUpRules = ['extend', 'own', 'reset'] as const

/** Minutes and hours are elapsed time, the rest calendar days in the tenant's zone. */
export const zValidity = z
  .object({ unit: z.enum(['minute', 'hour', ...cycleUnits]), count: z.int().min(1).max(1_000) })
  .meta({ id: 'Validity' })
export type Validity = z.output<typeof zValidity>

/** More speed: one of its own, or so many percent of the plan's. */
export const zFaster = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('speed'), downloadBps: zRate, uploadBps: zRate }),
    z.object({ kind: z.literal('factor'), percent: z.int().min(101, 'Give more than 100 %').max(10_000) }),
  ])
  .meta({ id: 'Faster' })
export type Faster = z.output<typeof zFaster>

const zQuantityGrant = z.object({
  unit: z.enum(topUpUnits),
  quantity: zBigint.refine((quantity) => quantity > 0n, 'Give a quantity above zero'),
  validity: zValidity,
  rule: z.enum(topUpRules),
})
const zBoostGrant = z.object({ unit: z.literal('boost'), faster: zFaster, validity: zValidity })

/** What a top-up grants when it is bought: a quantity with its validity, or more speed for a time. */
export const zTopUp = z.discriminatedUnion('unit', [zQuantityGrant, zBoostGrant]).meta({ id: 'TopUpGrant' })
export type TopUp = z.output<typeof zTopUp>
export type BoostGrant = z.output<typeof zBoostGrant>
export type QuantityGrant = z.output<typeof zQuantityGrant>

/** The codes of a version's own price and set-up fee, as of charges. */
export const ownCharges = { recurring: 'access', setup: 'setup' } as const

interface Charging {
  readonly offerName: string
  readonly recurring: Money
  readonly setup: Money
  readonly charges: readonly Charge[]
}

/** Everything that a version charges: its own price and its set-up fee first, both also where they are zero. */
export function chargesOf({ offerName, recurring, setup, charges }: Charging): Charge[] {
  const own = { usage: null, taxCategory: null, split: null }
  return [
    { ...own, code: ownCharges.recurring, name: offerName, kind: 'recurring', price: recurring },
    { ...own, code: ownCharges.setup, name: `${offerName}, set-up`, kind: 'one-time', price: setup },
    ...charges,
  ]
}
