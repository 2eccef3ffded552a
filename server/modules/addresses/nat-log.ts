/** Reads the log of a NAT from the lines of a file: comma-separated values below a line of names, or a JSON object in each. */
import type { z } from 'zod'
import { parseCsv } from '#modules/customers'
import { logHeaderUnreadable } from './errors.ts'
import type { Mapping } from './nat-store.ts'
import { zMapping, zToldMapping } from './wire.ts'

export interface LogPart {
  readonly text: string
  /** The line of names, where the text is a later part of its file and does not begin with it. */
  readonly header?: string | undefined
  /** Number of the first line of the text in its file. */
  readonly firstLine: number
}

/** A line that could not be taken, by its number in the file. */
export interface LogFault {
  readonly line: number
  /** Whose values cannot be right; none where the line is no object at all. Screens say it in their own words. */
  readonly columns: readonly Column[]
  readonly detail: string
}

type Column = keyof z.input<typeof zMapping>
export const columns = Object.keys(zMapping.shape) as readonly Column[]
const required: readonly Column[] = ['publicAddress', 'portFrom', 'portTo', 'privateAddress', 'from']

/** Empty lines are passed over. @throws addresses.nat_log_header_unreadable */
export function readLog({ text, header, firstLine }: LogPart): { mappings: Mapping[]; faults: LogFault[] } {
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/)
  const isJson = (header ?? lines.find(isWritten) ?? '').trimStart().startsWith('{')
  const start = isJson || header !== undefined ? 0 : lines.findIndex(isWritten) + 1
  const read = isJson ? fromJson : fromCells(namesOf(header ?? lines[start - 1] ?? ''))
  const mappings: Mapping[] = []
  const faults: LogFault[] = []
  for (const [index, line] of lines.slice(start).entries()) {
    if (!isWritten(line)) continue
    const result = zToldMapping.safeParse(read(line))
    if (result.success) mappings.push(result.data)
    else faults.push({ line: firstLine + start + index, columns: columnsOf(result.error), detail: describe(result.error) })
  }
  return { mappings, faults }
}

const isWritten = (line: string) => line.trim() !== ''

/** Names match however they are spelt: `Public address`, `public_address`, `publicAddress`. */
function namesOf(header: string): readonly (Column | undefined)[] {
  const plain = (name: string) => name.toLowerCase().replaceAll(/[^a-z]/g, '')
  const names = cellsOf(header).map((cell) => columns.find((column) => plain(column) === plain(cell)))
  const missing = required.filter((column) => !names.includes(column))
  if (missing.length > 0) throw logHeaderUnreadable(missing)
  return names
}

const fromCells = (names: readonly (Column | undefined)[]) => (line: string) => {
  const cells = cellsOf(line)
  return Object.fromEntries(names.flatMap((name, index) => (name && cells[index] ? [[name, valueOf(name, cells[index])]] : [])))
}

const cellsOf = (line: string): readonly string[] => parseCsv(line)?.[0] ?? []

const valueOf = (column: Column, cell: string) =>
  (column === 'portFrom' || column === 'portTo') && /^\d+$/.test(cell) ? Number(cell) : cell

function fromJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined // which is no object either
  }
}

const columnsOf = ({ issues }: z.ZodError) => columns.filter((column) => issues.some(({ path }) => path[0] === column))

/** `portTo: The block ends before it begins` */
const describe = ({ issues }: z.ZodError) => issues.map(({ path, message }) => [...path, message].join(': ')).join('; ')
