import { z } from 'zod'

/** Texts and numbers of which some input of every kind is one. */
const candidates: readonly unknown[] = [
  'Sample name',
  '0198a4b0-0000-7000-8000-000000000001',
  'sample@mail.example',
  '+8801712345678',
  '2026-03-10',
  '2026-03-10T08:00:00Z',
  '125000',
  'NGN',
  'NG',
  'Africa/Lagos',
  'en',
  'sample',
  'sample-code',
  '#0f766e',
  '127.0.0.1',
  '127.0.0.1/32',
  'https://sample.example/',
  '000000',
  'a-token-of-at-least-twenty-characters',
  '2',
  '10.5',
  '00:11:22:33:44:55',
  'radius.example.com',
  {
    timeZone: 'UTC', // a tariff
    measure: 'seconds',
    zones: [{ zone: 'everywhere', prefixes: [''], windows: [{ price: '1', per: 60, increment: 1 }] }],
    rounding: { at: 'call', mode: 'half-up', decimals: 2 },
  },
  { en: { text: 'Sample', question: null, answers: [] }, bn: null, hi: null }, // what a sponsor says
  0,
  1,
  10,
  100,
  true,
]

/**
 * An input that the schema accepts, as small as can be: optional members are left out, lists are as short as allowed.
 * @throws when it cannot think of one; give the test a sample by hand then
 */
export function sampleInput(schema: z.ZodType): unknown {
  const made = compose(schema)
  if (schema.safeParse(made).success) return made
  const found = candidates.find((candidate) => schema.safeParse(candidate).success)
  if (found === undefined)
    throw new Error(`No sample for ${JSON.stringify(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }))}`)
  return found
}

/** A value put together from samples of its parts; undefined for what has none. */
function compose(schema: z.ZodType): unknown {
  if (schema instanceof z.ZodObject) {
    const members = Object.entries(schema.shape as Record<string, z.ZodType>).map(
      ([key, member]) => [key, isOptional(member) ? undefined : sampleInput(member)] as const,
    )
    return Object.fromEntries(members.filter(([, value]) => value !== undefined))
  }
  if (schema instanceof z.ZodArray) return schema.safeParse([]).success ? [] : [sampleInput(schema.element as z.ZodType)]
  if (schema instanceof z.ZodEnum) return candidates.find((candidate) => schema.safeParse(candidate).success) ?? schema.options[0]
  if (schema instanceof z.ZodLiteral) return schema.values.values().next().value
  if (schema instanceof z.ZodUnion) return sampleInput(schema.options[0] as z.ZodType)
  if (schema instanceof z.ZodNullable) return null
  if (schema instanceof z.ZodReadonly) return compose(schema.unwrap() as z.ZodType)
  if (schema instanceof z.ZodRecord) return {}
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNonOptional) return compose(schema.unwrap() as z.ZodType)
  if (schema instanceof z.ZodPipe) return compose(schema.in as z.ZodType)
  return undefined
}

const isOptional = (schema: z.ZodType) => schema.safeParse(undefined).success
