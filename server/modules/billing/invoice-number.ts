import { fiscalYearOf } from '#modules/tenants'

/** A series of numbers of one kind of document: gapless, one for each fiscal year and branch. */
export interface NumberSeries {
  readonly name: string
  format(sequence: bigint): string
}

const prefixes = { invoice: 'INV', 'credit-note': 'CN' } as const
export type DocumentKind = keyof typeof prefixes

const lengthMax = 16 // CGST rule 46(b), India; letters, digits, hyphen and slash

/** Issues documents of its own. */
export interface IssuingBranch {
  readonly id: string
  readonly code: string
}

/**
 * How documents of a day are numbered: `INV-2026-000123` where the fiscal year is the calendar year, else `INV/26-27/00123`; those of a branch
 * `INVMUM/26/00123` after the year in which the fiscal year begins; credit notes `CN`. What gets too long says the year in two digits.
 */
export function documentSeries(
  kind: DocumentKind,
  issuedOn: Temporal.PlainDate,
  fiscalYearStartMonth: number,
  branch: IssuingBranch | null = null,
): NumberSeries {
  const year = fiscalYearOf(issuedOn, fiscalYearStartMonth)
  const name = branch === null ? `${kind}/${year}` : `${kind}/${year}/${branch.id}`
  const prefix = prefixes[kind] + (branch?.code ?? '')
  const short = twoDigits(year)
  const forms = branch
    ? [(n: bigint) => `${prefix}/${short}/${digits(n, 5)}`, (n: bigint) => `${prefix}${short}/${n}`]
    : fiscalYearStartMonth === 1
      ? [(n: bigint) => `${prefix}-${year}-${digits(n, 6)}`, (n: bigint) => `${prefix}-${short}-${n}`]
      : [(n: bigint) => `${prefix}/${short}-${twoDigits(year + 1)}/${digits(n, 5)}`, (n: bigint) => `${prefix}/${short}/${n}`]
  return { name, format: (sequence) => forms.map((form) => form(sequence)).find(({ length }) => length <= lengthMax)! }
}

const digits = (sequence: bigint, length: number) => sequence.toString().padStart(length, '0')
const twoDigits = (year: number) => String(year % 100).padStart(2, '0')
