import { type RawBuilder, type SqlBool } from 'kysely'
import { z } from 'zod'
import { sql, type Tx } from './db.ts'
import { Problem, type Told, told } from './problem.ts'
import type { Platform } from './platform.ts'

export const columnTypes = ['text', 'number', 'money', 'bytes', 'rate', 'date', 'instant', 'enum', 'boolean', 'tags', 'id'] as const
export type ColumnType = (typeof columnTypes)[number]

export const operators = ['eq', 'ne', 'in', 'lt', 'lte', 'gt', 'gte', 'contains', 'empty'] as const
export type Operator = (typeof operators)[number]

type Expression = RawBuilder<unknown>

export interface Column {
  readonly type: ColumnType
  readonly expression: Expression
  /** Values an enum column takes, in the order to offer them. */
  readonly values?: readonly string[]
  /** Currency of a money column, e.g. sql`c.currency`. */
  readonly currency?: Expression
  readonly sortable?: boolean // default true, except tags and ids
  readonly filterable?: boolean // default true
  /** Never empty, e.g. `not null` in its table: pages in its order are then read along an index on (tenant, column, id). */
  readonly required?: boolean
  /** Shown unless the person chooses columns; default true. */
  readonly shown?: boolean
}

export interface BulkAction {
  readonly permission: string
  readonly tone?: 'neutral' | 'positive' | 'danger'
  /** Whether people should be asked before; default for danger. */
  readonly confirm?: boolean
  /** Does it for all of `ids` in sets; what cannot be done is returned, not thrown. */
  run(tx: Tx, ids: readonly string[], platform: Platform): Promise<readonly ActionFailure[]>
}

export interface ActionFailure {
  readonly id: string
  readonly code: string
  readonly detail: string
  /** What fills the detail, as of a `Problem`. */
  readonly values?: Told['values']
}

/**
 * A list as data: filter, sort, search, paging, export and bulk actions follow from it. Rows carry `id` and every column.
 */
export interface List {
  readonly name: string
  readonly permission: string
  /** Tables and joins, e.g. sql`customer c left join account a on …`; the first one's alias is `alias`. */
  readonly from: RawBuilder<unknown>
  readonly alias: string
  readonly columns: Readonly<Record<string, Column>>
  /** Condition that a row matches what a person typed. */
  readonly search?: (typed: string) => RawBuilder<SqlBool>
  /** The same as a query of ids, for large tables; see `searched`. */
  readonly searchIds?: (typed: string) => RawBuilder<unknown> // may repeat an id
  readonly where?: RawBuilder<SqlBool>
  readonly defaultSort: string // `-createdAt`
  readonly actions?: Readonly<Record<string, BulkAction>>
  /** The tenant column is `alias.tenant_id` unless said otherwise; `null` for lists that row-level security alone confines. */
  readonly tenant?: Expression | null
  readonly idType?: 'uuid' | 'bigint' // default uuid
}
export type AnyList = List
export const list = (declaration: List): AnyList => declaration

export const zListQuery = z.object({
  q: z.string().trim().max(100).optional().describe('What a person typed'),
  f: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .transform((given) => (given === undefined ? [] : Array.isArray(given) ? given : [given]))
    .pipe(z.array(z.string().max(1_000)).max(20))
    .describe('Filter `column:operator:value`; repeat for more, all must hold. `in` takes values with commas.'),
  sort: z.string().max(60).optional().describe('Column, with - in front for descending'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(1_000).optional().describe('`next` of the page before'),
})
export type ListQuery = z.output<typeof zListQuery>

const operatorsOf: Record<ColumnType, readonly Operator[]> = {
  text: ['eq', 'ne', 'contains', 'empty'],
  number: ['eq', 'lt', 'lte', 'gt', 'gte', 'empty'],
  money: ['lt', 'lte', 'gt', 'gte', 'eq'],
  bytes: ['lt', 'lte', 'gt', 'gte'],
  rate: ['lt', 'lte', 'gt', 'gte'],
  date: ['eq', 'lt', 'lte', 'gt', 'gte', 'empty'],
  instant: ['lt', 'lte', 'gt', 'gte', 'empty'],
  enum: ['eq', 'ne', 'in', 'empty'],
  boolean: ['eq'],
  tags: ['contains', 'empty'],
  id: ['eq', 'in'],
}

export const isSortable = (column: Column) => column.sortable ?? !['tags', 'id'].includes(column.type)
export const isFilterable = (column: Column) => column.filterable ?? true

/** What a screen needs to draw a list. */
export function describeList(list: List, permissions: ReadonlySet<string>) {
  return {
    name: list.name,
    columns: Object.entries(list.columns).map(([key, column]) => ({
      key,
      type: column.type,
      ...(column.values && { values: [...column.values] }),
      sortable: isSortable(column),
      filterable: isFilterable(column),
      shown: column.shown ?? true,
      operators: isFilterable(column) ? [...operatorsOf[column.type]] : [],
    })),
    defaultSort: list.defaultSort,
    searchable: list.search !== undefined,
    actions: Object.entries(list.actions ?? {})
      .filter(([, action]) => permissions.has(action.permission))
      .map(([name, action]) => ({
        name,
        permission: action.permission,
        tone: action.tone ?? 'neutral',
        confirm: action.confirm ?? action.tone === 'danger',
      })),
  }
}

const wrong = (detail: string) => new Problem('lists.invalid_query', 422, detail)

const sqlType: Record<ColumnType, string> = {
  text: 'text',
  number: 'numeric',
  money: 'bigint',
  bytes: 'bigint',
  rate: 'bigint',
  date: 'date',
  instant: 'timestamptz',
  enum: 'text',
  boolean: 'boolean',
  tags: 'text',
  id: 'uuid',
}
const readable: Partial<Record<ColumnType, RegExp>> = {
  number: /^-?\d{1,15}(\.\d{1,6})?$/,
  money: /^-?\d{1,18}$/,
  bytes: /^\d{1,18}$/,
  rate: /^\d{1,18}$/,
  date: /^\d{4}-\d\d-\d\d$/,
  instant: /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d)?)?$/,
  boolean: /^(true|false)$/,
  id: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
}

/** Whether the calendar has a day, or a day and a time, as written. */
function isInCalendar(text: string): boolean {
  try {
    Temporal.PlainDateTime.from(text.replace(/(Z|[+-]\d\d:\d\d)$/, ''), { overflow: 'reject' })
    return true
  } catch {
    return false
  }
}

function isReadable(type: ColumnType, text: string): boolean {
  const isMoment = type === 'date' || type === 'instant'
  return (readable[type]?.test(text) ?? true) && (!isMoment || isInCalendar(text))
}

function valueOf(key: string, column: Column, text: string): Expression {
  if (!isReadable(column.type, text)) throw wrong(`Column "${key}" cannot be compared with "${text}"; it holds ${column.type} values.`)
  if (column.values && !column.values.includes(text)) throw wrong(`Column "${key}" takes ${column.values.join(', ')}.`)
  return sql`${text}::${sql.raw(sqlType[column.type])}`
}

/** `state:in:active,paused` as a condition. @throws lists.invalid_query naming what is wrong */
export function condition(list: List, filter: string): RawBuilder<SqlBool> {
  const [key = '', operator = '', ...rest] = filter.split(':')
  const text = rest.join(':')
  const column = Object.hasOwn(list.columns, key) ? list.columns[key] : undefined
  if (!column || !isFilterable(column)) throw wrong(`List "${list.name}" has no column "${key}" to filter by.`)
  if (!operatorsOf[column.type].includes(operator as Operator))
    throw wrong(`Column "${key}" can be filtered with ${operatorsOf[column.type].join(', ')}, not "${operator}".`)
  const left = sql`(${column.expression})` // whatever it is made of, it is one side of the comparison
  switch (operator as Operator) {
    case 'eq':
      return sql`${left} = ${valueOf(key, column, text)}`
    case 'ne':
      return sql`${left} is distinct from ${valueOf(key, column, text)}`
    case 'lt':
      return sql`${left} < ${valueOf(key, column, text)}`
    case 'lte':
      return sql`${left} <= ${valueOf(key, column, text)}`
    case 'gt':
      return sql`${left} > ${valueOf(key, column, text)}`
    case 'gte':
      return sql`${left} >= ${valueOf(key, column, text)}`
    case 'in':
      return sql`${left} in (${sql.join(text.split(',').map((part) => valueOf(key, column, part)))})`
    case 'contains':
      return column.type === 'tags' ? sql`${text} = any (${left}::text[])` : sql`${left} ilike ${containing(text)}`
    case 'empty':
      return sql`(${left} is null) = ${text !== 'false'}`
  }
}

/** Beside row-level security: an equality lets the index give rows in order. */
const tenantOf = (list: List): RawBuilder<SqlBool> =>
  list.tenant === null ? sql`true` : sql`${list.tenant ?? sql.ref(`${list.alias}.tenant_id`)} = (select current_tenant())`

function conditions(list: List, query: Pick<ListQuery, 'q' | 'f'>): RawBuilder<SqlBool> {
  const parts = [tenantOf(list)]
  if (list.where) parts.push(list.where)
  for (const filter of query.f) parts.push(condition(list, filter))
  if (query.q && list.search) parts.push(list.search(query.q))
  return sql`${sql.join(parts, sql` and `)}`
}

const lookedUpMax = 300 // fetching more rows by id, only to sort them, takes longer than meeting enough of them on a walk in order
export const foundMax = 4_000 // more ids are not gathered: rows walked in order match often enough to be asked one by one

interface Order {
  readonly key: string
  readonly column: Column
  readonly descending: boolean
}

function orderOf(list: List, sort: string | undefined): Order {
  const given = sort ?? list.defaultSort
  const key = given.replace(/^-/, '')
  const column = Object.hasOwn(list.columns, key) ? list.columns[key] : undefined
  if (!column || !isSortable(column)) throw wrong(`List "${list.name}" cannot be sorted by "${key}".`)
  return { key, column, descending: given.startsWith('-') }
}

const idOf = (list: List) => sql.ref(`${list.alias}.id`)
const idTypeOf = (list: List) => sql.raw(list.idType ?? 'uuid')

/** Rows after the cursor in the order (column, id), empty values last: stable while rows come and go. */
function after(list: List, order: Order, cursor: string): RawBuilder<SqlBool> {
  const [value, id] = decodeCursor(cursor)
  const beyond = order.descending ? sql`<` : sql`>`
  const column = order.column.expression
  const cast = sql.raw(sqlType[order.column.type])
  if (order.column.required) return sql`(${column}, ${idOf(list)}) ${beyond} (${value}::${cast}, ${id}::${idTypeOf(list)})`
  const laterId = sql`${idOf(list)} ${beyond} ${id}::${idTypeOf(list)}`
  if (value === null) return sql`(${column} is null and ${laterId})`
  return sql`(${column} ${beyond} ${value}::${cast} or (${column} = ${value}::${cast} and ${laterId}) or ${column} is null)`
}

function decodeCursor(cursor: string): [string | null, string] {
  try {
    const [value, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as [string | null, string]
    if ((value === null || typeof value === 'string') && /^[0-9a-f-]{1,36}$/i.test(id)) return [value, id]
  } catch {}
  throw wrong('This cursor is not from this list. Start at the first page.')
}

const encodeCursor = (value: unknown, id: string) =>
  Buffer.from(JSON.stringify([value === null || value === undefined ? null : String(value), id])).toString('base64url')

function selection(list: List): RawBuilder<unknown> {
  const columns = Object.entries(list.columns).map(([key, column]) =>
    column.currency
      ? sql`case when ${column.expression} is null then null else jsonb_build_object('minor', (${column.expression})::text, 'currency', ${column.currency}) end as ${sql.ref(key)}`
      : sql`${column.expression} as ${sql.ref(key)}`,
  )
  return sql`${idOf(list)} as id, ${sql.join(columns)}`
}

const countMax = 10_000 // people do not need more than "10,000+", and an exact count of millions costs seconds

export interface Page {
  readonly items: Record<string, unknown>[]
  readonly next: string | null
  readonly total: number
  readonly totalIsExact: boolean
}

/** One page of a list, and on the first page how many rows there are. */
export async function readPage(tx: Tx, list: List, query: ListQuery): Promise<Page> {
  const order = orderOf(list, query.sort)
  const { rows } = await (query.q && list.searchIds ? readSearched(tx, list, query, order) : readRows(tx, list, query, order))
  const items = rows.slice(0, query.limit)
  const last = rows.length > query.limit ? items.at(-1) : undefined
  const next = last ? encodeCursor(last.$sort, String(last.id)) : null
  const matches = items[0]?.$matches
  for (const item of items) {
    delete item.$sort
    delete item.$matches
  }
  if (query.cursor) return { items, next, total: 0, totalIsExact: true }
  if (next === null) return { items, next, total: items.length, totalIsExact: true }
  if (query.q && list.searchIds) return { items, next, total: Number(matches ?? lookedUpMax), totalIsExact: typeof matches === 'bigint' }
  const total = await count(tx, list, conditions(list, query))
  return { items, next, total: Math.min(total, countMax), totalIsExact: total <= countMax }
}

export type Row = Record<string, unknown>

function readRows(tx: Tx, list: List, query: ListQuery, order: Order) {
  const page = sql<Row>`select ${selection(list)}, ${sortText(order)} ${pageOf(list, query, order, conditions(list, query))}`
  return query.f.length === 0 ? page.execute(tx) : planned(tx, 'force_custom_plan', page) // which rows are read first depends on how many match
}

const sortText = (order: Order) => sql`(${order.column.expression})::text as "$sort"`

function inOrder(list: List, { column, descending }: Order): RawBuilder<unknown> {
  const direction = descending ? sql`desc` : sql`asc`
  return sql`order by ${column.expression} ${direction} ${column.required ? sql`` : sql`nulls last`}, ${idOf(list)} ${direction}`
}

/**
 * The rows of a page. One more than the limit tells whether there is a next page.
 * The limit stands in the text: for one it does not know, PostgreSQL plans to sort a tenth of all rows.
 */
const pageOf = (list: List, query: ListQuery, order: Order, where: RawBuilder<SqlBool>) => sql`
  from ${list.from} where ${where} ${query.cursor ? sql`and ${after(list, order, query.cursor)}` : sql``}
  ${inOrder(list, order)} limit ${sql.lit(query.limit + 1)}`

/**
 * A page of what a person looks for, in one statement. By how many ids the words find, one of its branches runs: few are looked up, and
 * counted; more are kept in a hash, asked on a walk through the rows in order; of very many, `search` is asked on that walk.
 */
async function readSearched(tx: Tx, list: List, query: ListQuery, order: Order) {
  const rest = conditions(list, { f: query.f, q: undefined })
  const branch = (size: RawBuilder<SqlBool>, matches: RawBuilder<unknown>, isFound: RawBuilder<SqlBool>) =>
    sql`(select ${idOf(list)} as id, ${matches} as matches ${pageOf(list, query, order, sql<SqlBool>`(select ids from size) ${size} and ${rest} and ${isFound}`)})`
  const page = sql<Row>`
    with found as materialized (select id from (${list.searchIds!(query.q!)}) as matching (id) limit ${sql.lit(foundMax + 1)}),
      size as materialized (select count(*) as ids from found),
      page as materialized (
        ${branch(sql`<= ${sql.lit(lookedUpMax)}`, sql`count(*) over ()`, sql`${idOf(list)} = any (array(select id from found))`)}
        union all
        ${branch(sql`between ${sql.lit(lookedUpMax + 1)} and ${sql.lit(foundMax)}`, sql`null`, sql`coalesce(${idOf(list)} in (select id from found), false)`)}
        union all
        ${branch(sql`> ${sql.lit(foundMax)}`, sql`null`, list.search!(query.q!))})
    select ${selection(list)}, ${sortText(order)}, (select max(matches) from page) as "$matches"
    from ${list.from} where ${tenantOf(list)} and ${idOf(list)} = any (array(select id from page)) ${inOrder(list, order)}`
  return planned(tx, 'force_generic_plan', page) // the plan is the same whatever was typed, and making it takes longer than carrying it out
}

/** Runs a statement with plans made for its values, or kept for any: PostgreSQL guesses by cost estimates, and guesses wrong. */
async function planned(tx: Tx, mode: 'force_custom_plan' | 'force_generic_plan', statement: RawBuilder<Row>) {
  const [, result] = await Promise.all([sql`set local plan_cache_mode = ${sql.raw(mode)}`.execute(tx), statement.execute(tx)])
  return result
}

async function count(tx: Tx, list: List, where: RawBuilder<SqlBool>): Promise<number> {
  const { rows } = await sql<{
    count: bigint
  }>`select count(*) from (select 1 from ${list.from} where ${where} limit ${countMax + 1}) part`.execute(tx)
  return Number(rows[0]!.count)
}

const actionIdsMax = 10_000 // one transaction; more is a job for an import

/** Ids that an action is for: those ticked, or all that match a filter. @throws lists.too_many */
export async function selectIds(
  tx: Tx,
  list: List,
  chosen: { ids?: readonly string[] | undefined; filter?: Pick<ListQuery, 'q' | 'f'> | undefined },
): Promise<string[]> {
  const picked = chosen.ids ? sql<SqlBool>`and ${idOf(list)} = any (${chosen.ids}::${idTypeOf(list)}[])` : sql``
  const where = conditions(list, chosen.filter ?? { f: [], q: undefined })
  const { rows } = await sql<{
    id: string
  }>`select ${idOf(list)} as id from ${list.from} where ${where} ${picked} order by 1 limit ${actionIdsMax + 1}`.execute(tx)
  if (rows.length > actionIdsMax)
    throw new Problem('lists.too_many', 422, told`An action takes at most ${{ actionIdsMax }} rows at once. Narrow the filter.`)
  return rows.map((row) => row.id)
}

const literally = (typed: string) => typed.replaceAll(/[\\%_]/g, String.raw`\$&`)

/** Patterns for `ilike`, in which what a person typed means only itself. */
export const containing = (typed: string) => `%${literally(typed)}%`
export const beginning = (typed: string) => `${literally(typed)}%`

const searchWordsMax = 6 // more do not narrow it further

/** The words a person typed, the longest first, because it is likely the rarest. */
const wordsOf = (typed: string) =>
  typed
    .toLowerCase()
    .split(/[\s,.;:@/()_"'#+-]+/)
    .filter(Boolean)
    .toSorted((a, b) => b.length - a.length)
    .slice(0, searchWordsMax)

const wordBegins = (kind: string, word: string) =>
  sql<SqlBool>`tenant_id = (select current_tenant()) and kind = ${kind} and word >= ${word} and word < ${`${word}\u{10ffff}`}`

/** Condition that every word a person typed begins a word of the row, for tables made `searchable`. */
export function searchWords(kind: string, id: RawBuilder<unknown>, typed: string): RawBuilder<SqlBool> {
  const each = wordsOf(typed).map((word) => sql<SqlBool>`${id} in (select subject_id from search_word where ${wordBegins(kind, word)})`)
  return each.length === 0 ? sql`true` : sql`${sql.join(each, sql` and `)}`
}

/** The same asked of one row after the other, for rows that are walked in order. */
export function hasWords(kind: string, id: RawBuilder<unknown>, typed: string): RawBuilder<SqlBool> {
  const each = wordsOf(typed).map(
    (word) => sql<SqlBool>`coalesce((select true from search_word where subject_id = ${id} and ${wordBegins(kind, word)} limit 1), false)`,
  )
  return each.length === 0 ? sql`true` : sql`${sql.join(each, sql` and `)}`
}

/** Whether there is any row with such words, asked once and not for each row. */
export function areWords(kind: string, typed: string): RawBuilder<SqlBool> {
  const each = wordsOf(typed).map((word) => sql<SqlBool>`exists (select from search_word where ${wordBegins(kind, word)})`)
  return each.length === 0 ? sql`true` : sql`${sql.join(each, sql` and `)}`
}

/**
 * The same as a query of ids. Sets are intersected, so that the time grows with how many rows each word has and not with their product;
 * a single letter begins a word of nearly every row, so it is looked for in what the others found.
 */
export function idsWithWords(kind: string, typed: string): RawBuilder<unknown> {
  const words = wordsOf(typed)
  const sets = words
    .filter((word, index) => word.length > 1 || index === 0)
    .map((word) => sql`select subject_id from search_word where ${wordBegins(kind, word)}`)
  if (sets.length === 0) return sql`select null::uuid where false`
  const found = sql.join(sets, sql` intersect `)
  const letters = words.slice(sets.length)
  return letters.length === 0
    ? found
    : sql`select subject_id from (${found}) many where ${hasWords(kind, sql`many.subject_id`, letters.join(' '))}`
}
