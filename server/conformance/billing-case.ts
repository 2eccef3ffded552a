import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { plainDecimal } from '#kernel/decimal.ts'
import { type Decimal, decimal } from '#kernel/money.ts'

const zCase = z.object({
  id: z.string(),
  family: z.string(),
  title: z.string(),
  given: z.record(z.string(), z.unknown()),
  events: z.array(z.unknown()),
  expect: z.array(z.unknown()),
})

/** A case that another project's tests or users decided: what is given, what happens, what has to come out. */
export type BillingCase = z.infer<typeof zCase>

/** Plays a case through the public functions of modules, under the policy that it names, and asserts what it expects. */
export type CaseRunner = (billingCase: BillingCase) => void | Promise<void>

export function readCases(): BillingCase[] {
  const text = readFileSync(new URL('billing-cases.json', import.meta.url), 'utf8')
  return z.object({ cases: z.array(zCase) }).parse(JSON.parse(text)).cases
}

/** `2.50` and `2.5` are the same amount. */
export const same = (value: Decimal | string): string => plainDecimal(typeof value === 'string' ? decimal(value) : value)

/** A decimal of a case. */
export const zAmount = z.string().transform((text) => decimal(text))
