import type { z } from 'zod'
import type { Tx } from '#kernel/db.ts'
import type { FieldError } from '#kernel/problem.ts'
import { readTenant } from '#modules/tenants'
import { taxNumberFault, taxNumberOf } from '#protocols/tax-number'
import { createCustomers } from './create-customer.ts'
import { parseCsv } from './csv.ts'
import type { CustomerDraft } from './customer.ts'
import { importInvalid, importUnreadable } from './errors.ts'
import { zCustomerDraft } from './wire.ts'

/** Columns that an import knows, and how the text of a cell becomes what the schema of a customer takes. */
const readers = {
  name: text,
  kind: text,
  email: text,
  phone: text,
  language: text,
  taxNumber: text,
  addressLine: text,
  area: text,
  city: text,
  region: text,
  postalCode: text,
  latitude: number,
  longitude: number,
  tags: (cell: string) =>
    cell
      .split(/[,;|]/)
      .map((tag) => tag.trim())
      .filter(Boolean),
  billDay: number,
  segment: text,
  taxExempt: (cell: string) => ({ yes: true, true: true, '1': true, no: false, false: false, '0': false })[cell.toLowerCase()] ?? cell,
  currency: text,
} as const satisfies { readonly [K in keyof CustomerDraft]?: (cell: string) => unknown }
export type ImportColumn = keyof typeof readers
export const importColumns = Object.keys(readers) as readonly ImportColumn[]

function text(cell: string): string {
  return cell
}

function number(cell: string): number | string {
  return /^-?\d+(\.\d+)?$/.test(cell) ? Number(cell) : cell
}

/** Column of a customer -> header of the file. Columns that are left out are matched by their own names. */
export type Mapping = { readonly [K in ImportColumn]?: string | undefined }

export interface ImportPreview {
  readonly headers: readonly string[]
  readonly columns: Mapping // what goes where
  readonly ignored: readonly string[] // headers that go nowhere
  readonly rowCount: number
  readonly sample: readonly CustomerDraft[] // the first that are right
  readonly errorCount: number
  readonly errors: readonly FieldError[] // pointer `/rows/<line of the file>/<column>`
}

export const rowsMax = 50_000
const errorsMax = 200 // a person corrects the first and sees the pattern
const sampleMax = 5

/** Says what an import would do for an operator of a country, without doing it. @throws customers.import_unreadable */
export function previewImport(csv: string, mapping: Mapping, country: string): ImportPreview {
  const { drafts, ...preview } = readImport(csv, mapping, country)
  return { ...preview, errors: preview.errors.slice(0, errorsMax), sample: drafts.slice(0, sampleMax) }
}

/** Creates a customer for every row, or for none where any value is wrong. @returns how many. @throws customers.import_invalid */
export async function importFile(tx: Tx, csv: string, mapping: Mapping): Promise<number> {
  const { country } = await readTenant(tx)
  const { drafts, errors, errorCount } = readImport(csv, mapping, country)
  if (errorCount > 0) throw importInvalid(errorCount, errors.slice(0, errorsMax))
  await createCustomers(tx, drafts)
  return drafts.length
}

function readImport(csv: string, mapping: Mapping, country: string): Omit<ImportPreview, 'sample'> & { drafts: CustomerDraft[] } {
  const [headers, ...rows] = parseCsv(csv) ?? []
  if (!headers) throw importUnreadable('The file cannot be read: it is empty, or a quotation mark is never closed.')
  if (rows.length > rowsMax) throw importUnreadable(`The file has ${rows.length} rows; an import takes at most ${rowsMax}. Split it.`)

  const columns = matchColumns(headers, mapping)
  if (!columns.name) throw importUnreadable('No column holds names. Choose the one that does.')
  const errors: FieldError[] = []
  const drafts: CustomerDraft[] = []
  for (const [index, row] of rows.entries()) {
    const result = zCustomerDraft.safeParse(cellsOf(headers, columns, row))
    const fault = result.success && result.data.taxNumber ? taxNumberFault(country, taxNumberOf(result.data.taxNumber)) : undefined
    if (fault !== undefined) errors.push({ pointer: `/rows/${index + 2}/taxNumber`, detail: fault })
    else if (result.success) drafts.push(result.data)
    else errors.push(...faults(index + 2, result.error)) // line 1 holds the headers
  }
  const used = new Set(Object.values(columns))
  return {
    headers,
    columns,
    ignored: headers.filter((header) => !used.has(header)),
    rowCount: rows.length,
    errorCount: errors.length,
    errors,
    drafts,
  }
}

const plain = (header: string) => header.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')

/** A header matches a column by its name, however it is spelt: `Postal code`, `postal_code`, `postalCode`. */
function matchColumns(headers: readonly string[], mapping: Mapping): Mapping {
  const byName = new Map(headers.map((header) => [plain(header), header]))
  const header = (column: ImportColumn) =>
    mapping[column] !== undefined && headers.includes(mapping[column]) ? mapping[column] : byName.get(plain(column))
  return Object.fromEntries(importColumns.flatMap((column) => (header(column) === undefined ? [] : [[column, header(column)]])))
}

function cellsOf(headers: readonly string[], columns: Mapping, row: readonly string[]): Record<string, unknown> {
  const cells: Record<string, unknown> = {}
  for (const [column, header] of Object.entries(columns) as [ImportColumn, string][]) {
    const cell = row[headers.indexOf(header)] ?? ''
    if (cell !== '') cells[column] = readers[column](cell)
  }
  return cells
}

const faults = (line: number, error: z.ZodError): FieldError[] =>
  error.issues.map((issue) => ({ pointer: `/rows/${line}/${String(issue.path[0] ?? '')}`, detail: issue.message }))
