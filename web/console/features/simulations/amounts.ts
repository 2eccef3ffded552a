import type { MoneyWire } from '#i18n'
import type { Figures } from './queries.ts'

/** Of amounts in several currencies, what is in one. */
export const amountIn = (amounts: readonly MoneyWire[], currency: string): bigint =>
  amounts.reduce((sum, { minor, currency: code }) => (code === currency ? sum + BigInt(minor) : sum), 0n)

export const billedIn = ({ invoiced, credited }: Pick<Figures, 'invoiced' | 'credited'>, currency: string): bigint =>
  amountIn(invoiced, currency) - amountIn(credited, currency)

export const moneyOf = (minor: bigint, currency: string): MoneyWire => ({ minor: String(minor), currency })

/** Against what is today: 0.12 is 12 % more; undefined where there was nothing. */
export const changeOf = (after: number, before: number): number | undefined => (before === 0 ? undefined : after / before - 1)

/** Rows of both courses side by side, by key; what one of them does not have is nothing there. */
export function inBoth<Row>(
  before: readonly Row[],
  after: readonly Row[],
  keyOf: (row: Row) => string,
): { readonly key: string; readonly before: Row | undefined; readonly after: Row | undefined }[] {
  const [first, second] = [new Map(before.map((row) => [keyOf(row), row])), new Map(after.map((row) => [keyOf(row), row]))]
  return [...new Set([...first.keys(), ...second.keys()])].map((key) => ({ key, before: first.get(key), after: second.get(key) }))
}
