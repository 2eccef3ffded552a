import { z } from 'zod'
import { zInstant, zText } from '#kernel/wire.ts'
import { parseCsv } from '#modules/customers'
import { usageFileInvalid } from './errors.ts'
import { measures } from './rating/tariff.ts'
import type { UsageRecord } from './usage-record.ts'

/** A record as a file has it: the service by its number, as carriers are told it. */
export interface FileRecord extends Omit<UsageRecord, 'source' | 'subscriptionId'> {
  readonly subscription: string // S-000041
}

/** Records of a source between a header, which names the file, and a trailer, which proves that all of it came. */
export interface UsageFile {
  readonly fileId: string // of the source: the same again is the same file
  readonly source: string
  readonly records: readonly FileRecord[]
  readonly total: number // of the quantities
}

const zHeader = z.object({ file: zText(80), source: zText(80) })
/** A cell of CSV is text; one that is empty is no number. */
const zNumber = z.union(
  [
    z.number(),
    z
      .string()
      .trim()
      .regex(/^-?\d+(\.\d+)?$/)
      .transform(Number),
  ],
  'Give a number',
)
const zRecord = z.object({
  key: zText(200),
  subscription: zText(40).or(z.literal('')),
  measure: z.enum(measures),
  otherParty: z.string().regex(/^\d{0,15}$/, 'Digits only'),
  startedAt: zInstant,
  quantity: zNumber,
})
const zTrailer = z.object({ records: zNumber, total: zNumber })

/** Columns of each kind of line of a CSV file, after its kind. */
const columns = {
  header: ['file', 'source'],
  record: ['key', 'subscription', 'measure', 'otherParty', 'startedAt', 'quantity'],
  trailer: ['records', 'total'],
} as const
type LineKind = keyof typeof columns
type Line = readonly [LineKind, unknown]

const recordsMax = 20_000 // of one transaction: about a second

/**
 * Reads a file of records, as lines of JSON with one member each (`{"record":{…}}`) or as CSV whose first cell says what a line is:
 *
 *   header,C7-000418,carrier-7
 *   record,A1-20261121-0001,S-000041,seconds,8801711000000,2026-11-21T08:00:00Z,60
 *   trailer,1,60
 *
 * @throws charging.usage_file_invalid, with the line: nothing is taken of a file that is not whole
 */
export function readUsageFile(text: string): UsageFile {
  const lines = /^\s*\{/.test(text.replace(/^\ufeff/, '')) ? jsonLines(text) : csvLines(text)
  if (lines.length > recordsMax + 2) throw usageFileInvalid(lines.length, 'tooLong', { max: String(recordsMax) })
  const { file: fileId, source } = parsed(zHeader, 'header', lines, 0)
  const last = lines.length - 1
  const trailer = parsed(zTrailer, 'trailer', lines, last)
  const records = lines.slice(1, last).map((_, index) => parsed(zRecord, 'record', lines, index + 1))
  const total = records.reduce((sum, { quantity }) => sum + quantity, 0)
  if (trailer.records !== records.length)
    throw usageFileInvalid(last + 1, 'wrongRecords', { told: String(trailer.records), found: String(records.length) })
  if (trailer.total !== total) throw usageFileInvalid(last + 1, 'wrongTotal', { told: String(trailer.total), found: String(total) })
  return { fileId, source, records, total }
}

function parsed<S extends z.ZodType>(schema: S, kind: LineKind, lines: readonly Line[], index: number): z.output<S> {
  const [found, value] = lines[index] ?? []
  if (found === undefined) throw usageFileInvalid(index + 1, 'cutOff', { wanted: kind })
  if (found !== kind) throw usageFileInvalid(index + 1, 'misplaced', { wanted: kind, found })
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const issue = result.error.issues[0]!
  throw usageFileInvalid(index + 1, 'wrongValue', { field: issue.path.join('.'), detail: issue.message })
}

function jsonLines(text: string): Line[] {
  return text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map((line, index) => {
      const entry = Object.entries(parsedJson(line, index + 1))[0]
      return lineOf(entry?.[0], entry?.[1], index + 1)
    })
}

function parsedJson(line: string, number: number): object {
  try {
    const value: unknown = JSON.parse(line)
    if (typeof value === 'object' && value !== null) return value
  } catch {
    // told below, with the line
  }
  throw usageFileInvalid(number, 'noObject', {})
}

function csvLines(text: string): Line[] {
  const rows = parseCsv(text)
  if (!rows) throw usageFileInvalid(1, 'openQuote', {})
  return rows.map(([kind, ...cells], index) => {
    const names = Object.hasOwn(columns, kind ?? '') ? columns[kind as LineKind] : []
    return lineOf(kind, Object.fromEntries(names.map((name, at) => [name, cells[at] ?? ''])), index + 1)
  })
}

function lineOf(kind: string | undefined, value: unknown, number: number): Line {
  if (kind === 'header' || kind === 'record' || kind === 'trailer') return [kind, value]
  throw usageFileInvalid(number, 'unknownKind', {})
}
