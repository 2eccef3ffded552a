import { fiscalYearOf } from '#modules/tenants'

/** A series of invoice numbers: gapless, one for each fiscal year. */
export interface NumberSeries {
  readonly name: string
  format(sequence: bigint): string
}

const lengthMax = 16 // CGST rule 46(b), India; letters, digits, hyphen and slash

/**
 * How invoices of a day are numbered: `INV-2026-000123` where the fiscal year is the calendar year, else `INV/26-27/00123`. Beyond
 * the million the prefix makes room for digits.
 */
export function invoiceSeries(issuedOn: Temporal.PlainDate, fiscalYearStartMonth: number): NumberSeries {
  const year = fiscalYearOf(issuedOn, fiscalYearStartMonth)
  const name = `invoice/${year}`
  if (fiscalYearStartMonth === 1) return { name, format: (sequence) => withinLimit(`INV-${year}-${digits(sequence, 6)}`) }
  const span = `${twoDigits(year)}-${twoDigits(year + 1)}`
  return { name, format: (sequence) => withinLimit(`INV/${span}/${digits(sequence, 5)}`) }
}

const withinLimit = (number: string) => (number.length <= lengthMax ? number : number.slice('INV-'.length))
const digits = (sequence: bigint, length: number) => sequence.toString().padStart(length, '0')
const twoDigits = (year: number) => String(year % 100).padStart(2, '0')
