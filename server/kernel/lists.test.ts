import assert from 'node:assert/strict'
import { before, suite, test } from 'node:test'
import { inflateRawSync } from 'node:zlib'
import { sql } from './db.ts'
import { csvCell, exportCsv, exportXlsx, xlsxCell } from './list-export.ts'
import { list, readPage, selectIds, zListQuery } from './lists.ts'
import { testTenant, type TestTenant } from './testing.ts'

const places = list({
  name: 'places',
  permission: 'places.read',
  from: sql`location l`,
  alias: 'l',
  columns: {
    name: { type: 'text', expression: sql`l.name` },
    latitude: { type: 'number', expression: sql`l.latitude` },
    createdAt: { type: 'instant', expression: sql`l.created_at` },
    worth: { type: 'money', expression: sql`(l.latitude * 100)::bigint`, currency: sql`'BDT'` },
    kind: { type: 'enum', values: ['hub', 'pop'], expression: sql`case when l.latitude > 2 then 'hub' else 'pop' end` },
  },
  defaultSort: 'name',
})
const query = (given: Record<string, unknown> = {}) => zListQuery.parse(given)

async function withPlaces(): Promise<TestTenant> {
  const tenant = await testTenant()
  await tenant.transact((tx) =>
    sql`insert into location (name, latitude, longitude) values ('Alpha', 1, 1), ('beta_1', 2, 1), ('Gamma', 3, 1), ('Delta', null, null), ('=cmd', 5, 1)`.execute(
      tx,
    ),
  )
  return tenant
}
const names = (page: { items: Record<string, unknown>[] }) => page.items.map((item) => item.name)

suite('the list engine', () => {
  for (const [sort, expected] of [
    ['name', ['=cmd', 'Alpha', 'Delta', 'Gamma', 'beta_1']],
    ['-name', ['beta_1', 'Gamma', 'Delta', 'Alpha', '=cmd']],
    ['latitude', ['Alpha', 'beta_1', 'Gamma', '=cmd', 'Delta']],
    ['-latitude', ['=cmd', 'Gamma', 'beta_1', 'Alpha', 'Delta']],
  ] as const)
    test(`pages by ${sort} meet every row once, empty values last`, async () => {
      const tenant = await withPlaces()
      const seen: unknown[] = []
      let cursor: string | undefined
      do {
        const page = await tenant.transact((tx) => readPage(tx, places, query({ sort, limit: 2, cursor })))
        seen.push(...names(page))
        cursor = page.next ?? undefined
      } while (cursor)
      assert.deepEqual(seen, expected)
    })

  for (const [filter, expected, why] of [
    ['name:contains:A', ['Alpha', 'Delta', 'Gamma', 'beta_1'], 'any case'],
    ['name:contains:_', ['beta_1'], 'an underscore is itself'],
    ['latitude:gte:3', ['=cmd', 'Gamma'], 'numbers'],
    ['latitude:empty:true', ['Delta'], 'missing values'],
    ['worth:lt:200', ['Alpha'], 'money in minor units'],
    ['kind:in:hub', ['=cmd', 'Gamma'], 'one of'],
  ] as const)
    test(`filter ${filter}: ${why}`, async () => {
      const tenant = await withPlaces()
      const page = await tenant.transact((tx) => readPage(tx, places, query({ f: filter })))
      assert.deepEqual(names(page), expected)
      assert.equal(page.total, expected.length)
    })

  for (const f of [
    'nope:eq:1',
    'name:gt:1',
    'latitude:eq:x',
    'kind:in:hub,zoo',
    'createdAt:gt:2026-02-30',
    'createdAt:gt:2026-02-28T25:00',
    '__proto__:eq:1',
    'name',
    "latitude:eq:1'; drop table location--",
  ])
    test(`a filter that cannot be is refused: ${f}`, async () => {
      const tenant = await testTenant()
      await assert.rejects(
        tenant.transact((tx) => readPage(tx, places, query({ f }))),
        { code: 'lists.invalid_query' },
      )
    })

  test('a cursor from elsewhere is refused', async () => {
    const tenant = await testTenant()
    await assert.rejects(
      tenant.transact((tx) => readPage(tx, places, query({ cursor: 'bm9uc2Vuc2U' }))),
      { code: 'lists.invalid_query' },
    )
  })

  test('an action takes the ticked rows, or all that match, and never those of others', async () => {
    const [tenant, other] = [await withPlaces(), await withPlaces()]
    const mine = await tenant.transact((tx) => readPage(tx, places, query()))
    const theirs = await other.transact((tx) => selectIds(tx, places, { ids: mine.items.map((item) => String(item.id)) }))
    assert.deepEqual(theirs, [])
    assert.equal((await tenant.transact((tx) => selectIds(tx, places, { filter: query({ f: 'kind:eq:pop' }) }))).length, 3)
  })

  test('the export is CSV that a spreadsheet reads and cannot be made to run', async () => {
    const tenant = await withPlaces()
    const text = await tenant.transact(async (tx) => (await Array.fromAsync(exportCsv(tx, places, query({ sort: 'name' })))).join(''))
    const lines = text.split('\r\n')
    assert.equal(lines[0], '\ufeffname,latitude,createdAt,worth,kind')
    assert.match(lines[1]!, /^'=cmd,5,/)
    assert.match(lines[1]!, /,5\.00 BDT,hub$/)
    assert.equal(lines.length, 7)
  })

  test('the export is a workbook with the same rows', async () => {
    const tenant = await withPlaces()
    const parts = await tenant.transact((tx) => Array.fromAsync(exportXlsx(tx, places, query({ sort: 'name' }), 'Asia/Dhaka')))
    const archive = Buffer.concat(parts)
    assert.equal(archive.toString('latin1', 30, 54), 'xl/worksheets/sheet1.xml')
    const sheet = inflateRawSync(archive.subarray(54)).toString('utf8')
    assert.equal(sheet.match(/<row>/g)!.length, 6)
    assert.match(sheet, /=cmd.*?<v>5<\/v>.*?<v>5.00<\/v>/)
  })
})

const found = list({
  ...places,
  search: (typed) => sql`starts_with(l.name, ${typed})`,
  searchIds: (typed) => sql`select id from location where starts_with(name, ${typed})`,
})

suite('a search, by how much it finds', () => {
  let tenant: TestTenant
  before(async () => {
    tenant = await testTenant()
    await tenant.transact((tx) =>
      sql`
        insert into location (name, latitude, longitude)
        select kind || n, n % 3, 0 from (values ('few', 20), ('many', 400), ('most', 4500)) kinds (kind, amount), generate_series(1, amount) n`.execute(
        tx,
      ),
    )
  })

  for (const [q, amount, total] of [
    ['few', 20, { total: 20, totalIsExact: true }],
    ['many', 400, { total: 300, totalIsExact: false }],
    ['most', 4_500, { total: 300, totalIsExact: false }],
  ] as const)
    test(`pages of ${amount} meet every row once, in order`, async () => {
      const seen: unknown[] = []
      const ask = (cursor?: string) =>
        tenant.transact((tx) => readPage(tx, found, query({ q, sort: '-latitude', limit: amount < 100 ? 7 : 200, cursor })))
      const first = await ask()
      assert.deepEqual({ total: first.total, totalIsExact: first.totalIsExact }, total)
      for (let page = first; ; page = await ask(page.next!)) {
        seen.push(...page.items.map((item) => item.latitude))
        if (!page.next) break
      }
      assert.equal(seen.length, amount)
      assert.deepEqual(seen, seen.toSorted().toReversed())
    })

  test('filters narrow it, and nothing found is an empty page', async () => {
    const [narrowed, nothing] = await tenant.transact((tx) =>
      Promise.all([readPage(tx, found, query({ q: 'few', f: 'latitude:gte:2' })), readPage(tx, found, query({ q: 'zoo' }))]),
    )
    assert.equal(narrowed.total, 7)
    assert.deepEqual([nothing.items, nothing.total, nothing.totalIsExact], [[], 0, true])
  })
})

for (const [value, cell] of [
  ['a,b', '"a,b"'],
  ['say "hi"', '"say ""hi"""'],
  [-5, '-5'],
  ['-5', '-5'],
  ['-53.10', '-53.10'],
  ['-5+cmd', "'-5+cmd"],
  ['=1+1', "'=1+1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1+1', "'\t=1+1"],
  ['+1+1', "'+1+1"],
  ['+8801712345678', '+8801712345678'],
  ['+880 1712 345678', '+880 1712 345678'],
  ['+8801712345678+cmd', "'+8801712345678+cmd"],
  [null, ''],
  [['x', 'y'], 'x y'],
  [{ minor: '48333', currency: 'BDT' }, '483.33 BDT'],
  [{ minor: '-5', currency: 'KWD' }, '-0.005 KWD'],
] as const)
  test(`csv cell ${JSON.stringify(value)}`, () => assert.equal(csvCell(value), cell))

const instant = Temporal.Instant.from('2026-03-10T20:30:00Z')
for (const [type, value, cell, why] of [
  ['text', '42', 'text 42', 'digits that are no number'],
  ['number', 5.5, 'number 5.5', 'float'],
  ['number', '12.340', 'number 12.340', 'numeric'],
  ['number', 1e-7, 'number 0.0000001', 'no exponent'],
  ['bytes', 5_000_000_000n, 'number 5000000000', 'bigint'],
  ['money', { minor: '-50', currency: 'BDT' }, 'number -0.50 #,##0.00 "BDT"', 'money in major units'],
  ['money', { minor: '500', currency: 'JPY' }, 'number 500 #,##0 "JPY"', 'money without decimals'],
  ['date', '2026-03-10', 'date 2026-03-10', 'date'],
  ['instant', instant, 'moment 2026-03-11T02:30:00', 'an instant by the clock of the tenant'],
  ['tags', ['x', 'y'], 'text x y', 'tags'],
  ['boolean', false, 'boolean false', 'boolean'],
  ['money', null, 'empty', 'nothing'],
] as const)
  test(`xlsx cell: ${why}`, () => assert.equal(Object.values(xlsxCell(type, value, 'Asia/Dhaka')).join(' '), cell))
