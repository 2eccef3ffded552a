import { z } from 'zod'
import { type Decimal, decimal, roundings } from '#kernel/money.ts'

/** What usage is measured in. Only seconds flow past the hours of a tariff; the others are priced at the moment they are recorded. */
export const measures = ['seconds', 'bytes', 'messages'] as const
export type Measure = (typeof measures)[number]

/** `24:00` ends a day; a `to` before `from` ends on the day after the one that begins it. */
const zTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'Write hours and minutes, for example 18:00')
const zPrice = z
  .string()
  .regex(/^\d{1,12}(\.\d{1,12})?$/, 'Write digits with a point, for example 0.006')
  .transform((text): Decimal => decimal(text))

const zWindow = z.object({
  days: z.array(z.int().min(1).max(7)).min(1).default([1, 2, 3, 4, 5, 6, 7]), // on which it begins; Monday is 1
  from: zTime.default('00:00'),
  to: zTime.default('24:00'),
  connectFee: zPrice.default({ units: 0n, scale: 0 }), // of calls that start in the window
  price: zPrice, // of `per` units
  per: z.int().min(1),
  increment: z.int().min(1), // a started one is charged whole
  minimum: z.int().min(0).default(0), // charged at least, of calls that start in the window
})

/** Cost is rounded for each increment, or once for the call. */
export const roundingPoints = ['increment', 'call'] as const
/** What happens to a call whose cost reaches the cap. */
export const capActions = ['disconnect', 'free'] as const

export const zTariff = z.object({
  timeZone: z.string(),
  measure: z.enum(measures),
  zones: z
    .array(
      z.object({
        zone: z.string().min(1),
        prefixes: z.array(z.string().regex(/^\d{0,15}$/, 'A prefix has digits only')).min(1), // of the other number; '' is everything
        windows: z.array(zWindow).min(1), // the first that matches a moment prices it
      }),
    )
    .min(1),
  rounding: z.object({ at: z.enum(roundingPoints), mode: z.enum(roundings), decimals: z.int().min(0).max(12) }),
  cap: z.object({ amount: zPrice, action: z.enum(capActions) }).optional(),
})

/**
 * Prices of calls, data or messages as a declaration: zones by the longest prefix of the number, and in each zone windows of the local
 * week.
 *
 *   Friday 23:00 ├── off-peak ──┤ Saturday 08:00         { days: [5], from: '23:00', to: '08:00' }
 */
export type Tariff = z.infer<typeof zTariff>
export type TariffJson = z.input<typeof zTariff>
export type TariffWindow = Tariff['zones'][number]['windows'][number]
