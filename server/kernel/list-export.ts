/** Whole lists as files: CSV for programs, workbooks for people. */
import type { Tx } from './db.ts'
import { type ColumnType, type List, type ListQuery, readPage, type Row } from './lists.ts'
import { exponentOf, type Money, money, toDecimal } from './money.ts'
import { type Cell, workbook } from './xlsx.ts'

const exportPage = 2_000

type ExportQuery = Omit<ListQuery, 'limit' | 'cursor'>

/** All rows that match, page by page so that memory stays flat. */
async function* exportPages(tx: Tx, list: List, query: ExportQuery): AsyncGenerator<readonly Row[]> {
  let cursor: string | undefined
  do {
    const page = await readPage(tx, list, { ...query, limit: exportPage, cursor })
    yield page.items
    cursor = page.next ?? undefined
  } while (cursor)
}

/** All rows that match, as CSV lines. */
export async function* exportCsv(tx: Tx, list: List, query: ExportQuery): AsyncGenerator<string> {
  const keys = Object.keys(list.columns)
  yield `\ufeff${keys.map(csvCell).join(',')}\r\n` // the mark makes spreadsheets read UTF-8
  for await (const rows of exportPages(tx, list, query))
    yield rows.map((row) => `${keys.map((key) => csvCell(row[key])).join(',')}\r\n`).join('')
}

/** All rows that match, as a workbook whose cells have the types of their columns; instants are told in `timeZone`. */
export function exportXlsx(tx: Tx, list: List, query: ExportQuery, timeZone: string): AsyncGenerator<Buffer> {
  const columns = Object.entries(list.columns)
  async function* pages() {
    for await (const rows of exportPages(tx, list, query))
      yield rows.map((row) => columns.map(([key, { type }]) => xlsxCell(type, row[key], timeZone)))
  }
  return workbook({ name: list.name, heads: Object.keys(list.columns), pages: pages() })
}

/** A value of a column as spreadsheets know it. */
export function xlsxCell(type: ColumnType, value: unknown, timeZone: string): Cell {
  if (value === null || value === undefined) return { kind: 'empty' }
  if (typeof value === 'boolean') return { kind: 'boolean', value }
  if (value instanceof Temporal.Instant) return { kind: 'moment', at: value.toZonedDateTimeISO(timeZone).toPlainDateTime() }
  if (isMoneyWire(value)) return moneyCell(money(BigInt(value.minor), value.currency))
  if (type === 'date') return { kind: 'date', date: Temporal.PlainDate.from(String(value)) }
  const isCounted = ['number', 'money', 'bytes', 'rate'].includes(type)
  return isCounted ? { kind: 'number', digits: decimalText(value) } : { kind: 'text', text: cellText(value) }
}

function moneyCell(amount: Money): Cell {
  const decimals = '0'.repeat(exponentOf(amount.currency))
  return { kind: 'number', digits: toDecimal(amount), format: `#,##0${decimals && `.${decimals}`} "${amount.currency}"` }
}

/** Digits without an exponent, which a small or large float would have. */
const decimalText = (value: unknown) =>
  typeof value === 'number' ? value.toLocaleString('en', { useGrouping: false, maximumFractionDigits: 9 }) : String(value)

const isMoneyWire = (value: unknown): value is { minor: string; currency: string } =>
  typeof value === 'object' && value !== null && 'minor' in value && 'currency' in value

const runs = /^[=+\-@\t\r]/
/** A telephone number computes nothing, and with a mark in front of it no other program can dial it. */
const telephoneNumber = /^\+\d[\d ]{5,18}\d$/

/** A number computes nothing either, and with a mark a spreadsheet leaves it out of sums: credit notes, for one, are negative. */
const plainNumber = /^-?\d+(\.\d+)?$/

/** RFC 4180; a leading = + - @ is defused, because spreadsheets would run it. */
export function csvCell(value: unknown): string {
  const text = cellText(value)
  const isFormula = typeof value === 'string' && runs.test(text) && !telephoneNumber.test(text) && !plainNumber.test(text)
  const safe = isFormula ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) return value.join(' ')
  if (isMoneyWire(value)) return `${toDecimal(money(BigInt(value.minor), value.currency))} ${value.currency}`
  return String(value)
}
