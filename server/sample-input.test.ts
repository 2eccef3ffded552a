import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { z } from 'zod'
import { zCurrency, zDate, zEmail, zId, zInstant, zMoney, zPhone, zText } from '#kernel/wire.ts'
import { sampleInput } from './sample-input.ts'

suite('sampleInput finds what a schema accepts', () => {
  const schemas = {
    values: z.object({
      id: zId,
      name: zText(20),
      email: zEmail,
      phone: zPhone,
      at: zInstant,
      on: zDate,
      price: zMoney,
      currency: zCurrency,
    }),
    'lists and sets': z.object({ tags: z.array(zText(5)).max(3), ids: z.array(zId).min(1), kind: z.enum(['a', 'b']), by: z.literal('x') }),
    choices: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('one'), size: z.int().min(5) }),
      z.object({ kind: z.literal('two') }),
    ]),
    'members made required again': z
      .object({ price: zMoney, note: zText(5) })
      .partial()
      .required({ price: true }),
    refined: z.object({ from: zDate, note: zText(5).optional() }).refine((value) => value.from !== undefined),
  }
  for (const [name, schema] of Object.entries(schemas)) test(name, () => assert.ok(schema.safeParse(sampleInput(schema)).success))
})

test('what cannot be guessed is said', () => {
  assert.throws(() => sampleInput(z.object({ plate: z.string().regex(/^DHK-\d{4}-[XYZ]$/) })), /No sample/)
})
