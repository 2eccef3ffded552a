import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { type AnyList, describeList, readPage, zListQuery } from '#kernel/lists.ts'
import { testTenant, type TestTenant } from '#kernel/testing.ts'
import { allModules } from './all-modules.ts'
import { assemble } from './program.ts'

const { lists } = assemble(allModules)
const none: ReadonlySet<string> = new Set()

/** A value that a column of this type can be compared with. */
const samples: Readonly<Record<string, string>> = {
  text: 'a',
  number: '1',
  money: '100',
  bytes: '100',
  rate: '100',
  date: '2026-03-01',
  instant: '2026-03-01T00:00:00Z',
  boolean: 'true',
  tags: 'a',
  id: '0198a4b0-0000-7000-8000-0000000000ff',
}

/** Every way in which the list says it can be asked, one at a time. */
function everyQuery(list: AnyList): Record<string, string>[] {
  return describeList(list, none).columns.flatMap(({ key, type, values, operators, sortable }) => [
    ...operators.map((operator) => ({ f: `${key}:${operator}:${operator === 'empty' ? 'true' : (values?.[0] ?? samples[type])}` })),
    ...(sortable ? [{ sort: key }, { sort: `-${key}` }] : []),
  ])
}

const read = (tenant: TestTenant, list: AnyList, query: Record<string, string>) =>
  tenant.transact((tx) => readPage(tx, list, zListQuery.parse(query)))

suite('what lists declare', () => {
  for (const list of lists)
    test(`${list.name} can be filtered and sorted by each column as it says`, async () => {
      const tenant = await testTenant()
      for (const query of everyQuery(list)) await assert.doesNotReject(read(tenant, list, query), JSON.stringify(query))
    })
})
