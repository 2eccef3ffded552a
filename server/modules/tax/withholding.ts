import { type Money, money, multiplyRatio } from '#kernel/money.ts'
import { partsPerMillion } from './determine-taxes.ts'
import type { Pack, WithholdingSeed } from './pack.ts'

export interface WithholdingQuestion {
  readonly rule: WithholdingSeed
  /** What it is computed on: the net amount of the invoice where its tax is shown apart (CBDT circular 23/2017). */
  readonly base: Money
  /** Paid to the same payee under the same rule earlier in the fiscal year. */
  readonly paidBefore: Money
  readonly hasTaxNumber: boolean
  /** Multiple of minor units it is rounded to: 100 for whole rupees (Income-tax Act s. 288B). */
  readonly stepMinor: bigint
}

/** What a payer keeps back: nothing up to the threshold of the year, and on everything of the year once it is passed. */
export function withheld({ rule, base, paidBefore, hasTaxNumber, stepMinor }: WithholdingQuestion): Money {
  const threshold = rule.thresholdMinor ?? 0n
  if (paidBefore.minor + base.minor <= threshold) return money(0n, base.currency)
  const isFirstBeyond = paidBefore.minor <= threshold
  const taxed = isFirstBeyond ? { ...base, minor: paidBefore.minor + base.minor } : base
  const percent = hasTaxNumber ? rule.percent : (rule.withoutNumberPercent ?? rule.percent)
  const steps = multiplyRatio(taxed, partsPerMillion(percent), 1_000_000n * stepMinor)
  return { ...steps, minor: steps.minor * stepMinor }
}

/** The rule of a section on a day. */
export const withholdingRule = (pack: Pack, code: string, on: Temporal.PlainDate): WithholdingSeed | undefined =>
  pack.withholdings.filter((rule) => rule.code === code && Temporal.PlainDate.compare(rule.from, on) <= 0).at(-1)
