import { fiscalYearOf } from '#modules/tenants'

/** A series of numbers of one kind of document: gapless, one for each fiscal year. */
export interface NumberSeries {
  readonly name: string
  format(sequence: bigint): string
}

const prefixes = { invoice: 'INV', 'credit-note': 'CN' } as const
export type DocumentKind = keyof typeof prefixes

const lengthMax = 16 // CGST rule 46(b), India; letters, digits, hyphen and slash

/**
 * How documents of a day are numbered: `INV-2026-000123` where the fiscal year is the calendar year, else `INV/26-27/00123`; credit notes `CN`. Beyond
 * the million the prefix makes room for digits.
 */
export function documentSeries(kind: DocumentKind, issuedOn: Temporal.PlainDate, fiscalYearStartMonth: number): NumberSeries {
  const year = fiscalYearOf(issuedOn, fiscalYearStartMonth)
  const prefix = prefixes[kind]
  const withinLimit = (number: string) => (number.length <= lengthMax ? number : number.slice(prefix.length + 1))
  const name = `${kind}/${year}`
  if (fiscalYearStartMonth === 1) return { name, format: (sequence) => withinLimit(`${prefix}-${year}-${digits(sequence, 6)}`) }
  const span = `${twoDigits(year)}-${twoDigits(year + 1)}`
  return { name, format: (sequence) => withinLimit(`${prefix}/${span}/${digits(sequence, 5)}`) }
}

const digits = (sequence: bigint, length: number) => sequence.toString().padStart(length, '0')
const twoDigits = (year: number) => String(year % 100).padStart(2, '0')
