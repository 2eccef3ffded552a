import { z } from 'zod'
import { currencies, type Currency, money } from './money.ts'

/**
 * How values of the domain stand on the wire. Each schema reads JSON into the value that code uses (bigint, Temporal) and is
 * written back by `stringify`: one declaration gives validation, types, the OpenAPI document and forms.
 */

const integer = /^-?\d{1,18}$/

export const zId = z.uuid().meta({ id: 'Id', description: 'UUID' })

export const zBigint = z.codec(
  z
    .string()
    .regex(integer, 'Give a whole number as a string of digits')
    .meta({ id: 'BigInteger', description: 'Whole number as decimal string', example: '5000000000' }),
  z.bigint(),
  {
    decode: (text) => BigInt(text),
    encode: (value) => value.toString(),
  },
)

export const zInstant = z.codec(
  z.iso.datetime({ offset: true }).meta({ id: 'Instant', description: 'ISO 8601 instant with offset' }),
  z.instanceof(Temporal.Instant),
  {
    decode: (text) => Temporal.Instant.from(text),
    encode: (value) => value.toString(),
  },
)

export const zDate = z.codec(
  z.iso.date().meta({ id: 'PlainDate', description: "Day in the tenant's time zone, YYYY-MM-DD" }),
  z.instanceof(Temporal.PlainDate),
  {
    decode: (text) => Temporal.PlainDate.from(text),
    encode: (value) => value.toString(),
  },
)

export const zCurrency = z
  .enum(currencies as [Currency, ...Currency[]])
  .meta({ id: 'Currency', description: 'ISO 4217 code, or USDT, BTC' })

export const zMoney = z
  .object({ minor: zBigint, currency: zCurrency })
  .transform((wire) => money(wire.minor, wire.currency))
  .meta({ id: 'Money', description: 'Whole minor units (cents, paisa, kobo) of a currency', example: { minor: '125000', currency: 'BDT' } })

/** Free text people type: trimmed, without control characters, at most `max` characters. */
export const zText = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    // eslint-disable-next-line no-control-regex
    .refine((text) => !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(text), 'Remove control characters')

export const zEmail = z.email().max(254).toLowerCase().meta({ id: 'Email' })
export const zPhone = z
  .string()
  .transform((text) => text.replaceAll(/[\s()-]/g, ''))
  .pipe(z.string().regex(/^\+[1-9]\d{6,14}$/, 'Give the number with its country code, like +8801712345678'))
  .meta({ id: 'Phone', description: 'E.164', example: '+8801712345678' })
