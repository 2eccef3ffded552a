import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { factColumns, type ListDeclaration, nextSort, parseFilter, parseState, writeFilter, writeState, nameOfId } from './list.ts'

suite('filters', () => {
  test('a value may contain colons', () => {
    const filter = { column: 'startedAt', operator: 'gte', value: '2026-01-01T00:00:00Z' } as const
    assert.deepEqual(parseFilter(writeFilter(filter)), filter)
  })
  test('an unknown operator is no filter', () => assert.equal(parseFilter('state:like:x'), undefined))
})

suite('state in the URL', () => {
  test('comes back as it was written', () => {
    const state = { q: 'rahim', f: ['state:in:active,paused', 'createdAt:gte:2026-01-01'], sort: '-createdAt', cols: ['name', 'state'] }
    assert.deepEqual(parseState(writeState(state)), state)
  })
  test('what is as declared is left out', () =>
    assert.deepEqual(writeState(parseState({})), { q: undefined, f: undefined, sort: undefined, cols: undefined }))
  test('nonsense is ignored', () =>
    assert.deepEqual(parseState({ q: 7, f: ['a', 'b:eq:c'], sort: null }), { q: '', f: ['b:eq:c'], sort: '', cols: [] }))
})

test('clicking a column head turns its order around, then lets go', () => {
  assert.equal(nextSort('', 'name'), 'name')
  assert.equal(nextSort('name', 'name'), '-name')
  assert.equal(nextSort('-name', 'name'), '')
  assert.equal(nextSort('-createdAt', 'name'), 'name')
})

test('what is told of a row are no ids', () => {
  const columns = [
    { key: 'state', type: 'enum' },
    { key: 'subscriptionId', type: 'id' },
  ]
  const list = { columns } as unknown as ListDeclaration // only what is asked for
  assert.deepEqual(
    factColumns(list).map(({ key }) => key),
    ['state'],
  )
})

test('a filter by an id is read by the name that its rows have beside it', () => {
  const rows = [
    { id: '1', billRunId: 'r-1', billRun: 'BR-000012' },
    { id: '2', billRunId: 'r-2', billRun: null },
  ]
  const named = (value: string, operator: 'eq' | 'in' = 'eq') => nameOfId({ column: 'billRunId', operator, value }, rows)
  assert.deepEqual([named('r-1'), named('r-2'), named('r-3'), named('r-1', 'in')], ['BR-000012', undefined, undefined, undefined])
  assert.equal(nameOfId({ column: 'billRunId', operator: 'eq', value: 'r-1' }), undefined, 'while rows are on their way')
})
