/** Lists as the server declares them, and what a person asked of one, as it stands in the URL. */

export type ColumnType = 'text' | 'number' | 'money' | 'bytes' | 'rate' | 'date' | 'instant' | 'enum' | 'boolean' | 'tags' | 'id'
export type Operator = 'eq' | 'ne' | 'in' | 'lt' | 'lte' | 'gt' | 'gte' | 'contains' | 'empty'

export interface Column {
  readonly key: string
  readonly type: ColumnType
  readonly values?: readonly string[]
  readonly sortable: boolean
  readonly filterable: boolean
  readonly shown: boolean
  readonly operators: readonly Operator[]
}

export interface ListAction {
  readonly name: string
  readonly permission: string
  readonly tone: 'neutral' | 'positive' | 'danger'
  readonly confirm: boolean
}

export interface ListDeclaration {
  readonly name: string
  readonly columns: readonly Column[]
  readonly defaultSort: string
  readonly searchable: boolean
  readonly actions: readonly ListAction[]
}

export type Row = Readonly<Record<string, unknown>> & { readonly id: string }

export interface Filter {
  readonly column: string
  readonly operator: Operator
  readonly value: string
}

/** Empty means: as the list declares it. */
export interface ListState {
  readonly q: string
  readonly f: readonly string[]
  readonly sort: string
  readonly cols: readonly string[]
}

export const emptyState: ListState = { q: '', f: [], sort: '', cols: [] }

export function parseFilter(text: string): Filter | undefined {
  const [column, operator, ...value] = text.split(':')
  if (!column || !isOperator(operator)) return undefined
  return { column, operator, value: value.join(':') } // instants contain colons
}

export function writeFilter({ column, operator, value }: Filter): string {
  return `${column}:${operator}:${value}`
}

const operators: readonly string[] = ['eq', 'ne', 'in', 'lt', 'lte', 'gt', 'gte', 'contains', 'empty']
const isOperator = (text: string | undefined): text is Operator => text !== undefined && operators.includes(text)

/** What an URL says, whatever someone typed into it. */
export function parseState(search: Readonly<Record<string, unknown>>): ListState {
  return {
    q: textOf(search['q']),
    f: listOf(search['f']).filter((text) => parseFilter(text) !== undefined),
    sort: textOf(search['sort']),
    cols: textOf(search['cols']).split(',').filter(Boolean),
  }
}

/** The shortest URL that says it: what is as declared is left out. */
export function writeState({ q, f, sort, cols }: ListState): Record<string, string | string[] | undefined> {
  return {
    q: q || undefined,
    f: f.length > 0 ? [...f] : undefined,
    sort: sort || undefined,
    cols: cols.length > 0 ? cols.join(',') : undefined,
  }
}

/** none -> ascending -> descending -> as declared */
export function nextSort(current: string, key: string): string {
  if (current === key) return `-${key}`
  return current === `-${key}` ? '' : key
}

export function shownColumns(list: ListDeclaration, cols: readonly string[]): readonly Column[] {
  const chosen = cols.flatMap((key) => list.columns.filter((column) => column.key === key))
  return chosen.length > 0 ? chosen : list.columns.filter((column) => column.shown)
}

/** What people are told of a row; ids lead elsewhere and say nothing. */
export const factColumns = (list: ListDeclaration): readonly Column[] => list.columns.filter(({ type }) => type !== 'id')

/** What people read of a filter by an id: the name that the rows have beside it, such as `billRun` beside `billRunId`. */
export function nameOfId({ column, operator, value }: Filter, rows: readonly Row[] = []): string | undefined {
  const name = operator === 'eq' ? rows.find((row) => row[column] === value)?.[column.replace(/Id$/, '')] : undefined
  return typeof name === 'string' ? name : undefined
}

/** The column that names the row: what a card is titled with and what a click opens. */
export function leadColumn(columns: readonly Column[]): Column | undefined {
  return columns.find(({ key }) => key === 'name') ?? columns.find(({ type }) => type === 'text') ?? columns[0]
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : '')
const listOf = (value: unknown) =>
  (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === 'string' && one !== '')
