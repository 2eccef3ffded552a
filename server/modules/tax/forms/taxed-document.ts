import { divideRounded, type Money, subtract, sum, toDecimal, zero } from '#kernel/money.ts'
import { partsPerMillion } from '../determine-taxes.ts'
import type { PartySnapshot } from '../party.ts'

/** A document as tax offices want to see it, whichever form they have for it. */
export interface TaxedDocument {
  readonly kind: 'invoice' | 'credit-note'
  readonly number: string
  readonly issuedOn: Temporal.PlainDate
  readonly issuedAt: Temporal.PlainTime // where the tenant is
  readonly seller: PartySnapshot
  readonly buyer: PartySnapshot
  readonly placeOfSupply: string // ISO 3166
  readonly lines: readonly DocumentLine[]
  readonly taxes: readonly DocumentTax[]
  readonly roundOff: Money
  readonly total: Money
  /** What a credit note takes back. */
  readonly precedes: { readonly number: string; readonly issuedOn: Temporal.PlainDate } | null
}

export interface DocumentLine {
  readonly description: string
  readonly supplyCode: string
  readonly net: Money
  readonly tax: Money
}

export interface DocumentTax {
  readonly code: string
  readonly percent: string
  readonly supplyCode: string
  readonly net: Money // its base
  readonly tax: Money
}

/**
 * The taxes of one line by code. A document keeps them by supply code, so every tax but the last is computed from the net price again,
 * as it was at first, and the last is what remains of the line's tax; where taxes enter the base of others, the last one is such a tax.
 */
export function taxesOfLine(line: DocumentLine, taxes: readonly DocumentTax[]): Map<string, Money> {
  const own = line.tax.minor === 0n ? [] : taxes.filter(({ supplyCode }) => supplyCode === line.supplyCode)
  const split = new Map<string, Money>()
  let left = line.tax
  for (const [index, { code, percent }] of own.entries()) {
    const minor = divideRounded(line.net.minor * partsPerMillion(percent), 1_000_000n, 'half-up')
    const amount = index === own.length - 1 ? left : { ...left, minor }
    split.set(code, amount)
    left = subtract(left, amount)
  }
  return split
}

/** The rate of a tax on what was sold under a code; 0 where it bears none. */
export const percentOf = (taxes: readonly DocumentTax[], code: string, supplyCode: string): number =>
  Number(taxes.find((tax) => tax.code === code && tax.supplyCode === supplyCode)?.percent ?? 0)

export const sumOfTax = ({ taxes, total: { currency } }: TaxedDocument, code: string): Money =>
  sum(
    taxes.filter((tax) => tax.code === code).map(({ tax }) => tax),
    currency,
  )

export const netOf = ({ lines, total: { currency } }: TaxedDocument): Money =>
  sum(
    lines.map(({ net }) => net),
    currency,
  )

/** As JSON of tax offices has amounts: a number in major units. Up to 15 digits are exact, which no invoice exceeds. */
export const major = (amount: Money): number => Number(toDecimal(amount))

export const none = ({ total: { currency } }: TaxedDocument): Money => zero(currency)

/** In one line. */
export const addressOf = ({ addressLines, city, postalCode }: PartySnapshot) =>
  [...addressLines, [city, postalCode].filter(Boolean).join(' ')].filter(Boolean).join(', ')
