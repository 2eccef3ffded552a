import { money } from '#kernel/money.ts'
import type { TaxShare } from '#modules/tax'

/** Taxes of a line as they are stored: [code, name, jurisdiction, percent, base, amount]. Short, because there are millions. */
export type StoredTax = readonly [string, string, string, string, string, string]

export const lineTaxes = (taxes: readonly TaxShare[]): StoredTax[] =>
  taxes.map(({ code, name, jurisdiction, percent, base, amount }) => [
    code,
    name,
    jurisdiction,
    percent,
    String(base.minor),
    String(amount.minor),
  ])

export const readLineTaxes = (stored: readonly StoredTax[], currency: string): TaxShare[] =>
  stored.map(([code, name, jurisdiction, percent, base, amount]) => ({
    code,
    name,
    jurisdiction,
    percent,
    base: money(BigInt(base), currency),
    amount: money(BigInt(amount), currency),
  }))
