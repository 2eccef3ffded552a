import type pg from 'pg'

interface Column {
  readonly table: string
  readonly column: string
  readonly type: string
  readonly isArray: boolean
  readonly isNullable: boolean
  readonly hasDefault: boolean
  readonly isComputed: boolean
}

/** PostgreSQL type -> what `kernel/db.ts` turns it into. What is not named here stays the text PostgreSQL sends. */
const typeScript: Readonly<Record<string, string>> = {
  bool: 'boolean',
  bytea: 'Buffer',
  float4: 'number',
  float8: 'number',
  int2: 'number',
  int4: 'number',
  int8: 'bigint',
  interval: 'unknown',
  json: 'unknown',
  jsonb: 'unknown',
  oid: 'number',
  timestamptz: 'Temporal.Instant',
}

/** The tables and views of schema `public`, except partitions, as Kysely's `Schema`. */
export async function databaseTypes(client: pg.Client): Promise<string> {
  const { rows } = await client.query<Column>(columnsQuery)
  const tables = Map.groupBy(rows, (row) => row.table)
  return [
    '// Generated from the migrated database by `npm run gen`; do not edit.',
    `import type { Generated, GeneratedAlways } from 'kysely'`,
    '',
    'export interface Schema {',
    ...[...tables.keys()].map((table) => `  ${table}: ${interfaceName(table)}`),
    '}',
    ...[...tables].flatMap(([table, columns]) => [
      '',
      `export interface ${interfaceName(table)} {`,
      ...columns.map((column) => `  ${column.column}: ${columnType(column)}`),
      '}',
    ]),
    '',
  ].join('\n')
}

function columnType({ type, isArray, isNullable, hasDefault, isComputed }: Column): string {
  const one = typeScript[type] ?? 'string'
  const many = isArray ? `${one}[]` : one
  const value = isNullable && many !== 'unknown' ? `${many} | null` : many
  if (isComputed) return `GeneratedAlways<${value}>`
  return hasDefault ? `Generated<${value}>` : value
}

/** `data_key` -> `DataKeyTable`. */
const interfaceName = (table: string) => `${table.replaceAll(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase())}Table`

const columnsQuery = `
  select c.relname as "table", a.attname as "column", coalesce(e.typname, b.typname, t.typname) as type, e.oid is not null as "isArray",
    not a.attnotnull as "isNullable", a.atthasdef or a.attidentity <> '' as "hasDefault", a.attgenerated <> '' or a.attidentity = 'a' as "isComputed"
  from pg_class c
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  join pg_type t on t.oid = a.atttypid
  left join pg_type b on t.typtype = 'd' and b.oid = t.typbasetype
  left join pg_type e on t.typcategory = 'A' and e.oid = t.typelem
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm') and not c.relispartition
    and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
  order by c.relname collate "C", a.attnum`
