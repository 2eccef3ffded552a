import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import type { Problem } from '#kernel/problem.ts'
import { testTenant } from '#kernel/testing.ts'
import { addTariff } from './keep-tariffs.ts'
import { takeUsageFile } from './take-usage-file.ts'
import { prepaidSubscriber } from './testing.ts'

/** A subscriber and a carrier whose calls cost 0.60 a minute. */
async function world() {
  const tenant = await testTenant({ now: '2026-03-20T08:00:00Z' })
  const { transact, platform } = tenant
  const subscriptionId = await prepaidSubscriber(tenant)
  const number = await transact(async (tx) => {
    await addTariff(tx, {
      name: 'Carrier',
      source: 'carrier',
      validFrom: Temporal.PlainDate.from('2026-03-01'),
      rules: {
        timeZone: 'UTC',
        measure: 'seconds',
        zones: [{ zone: 'home', prefixes: ['880'], windows: [{ price: '0.6', per: 60, increment: 1 }] }],
        rounding: { at: 'call', mode: 'half-up', decimals: 4 },
      },
    })
    const { rows } = await sql<{ number: string }>`select number from subscription where id = ${subscriptionId}`.execute(tx)
    return rows[0]!.number
  })
  const call = (key: string, service = number) => `record,${key},${service},seconds,8801711000000,2026-03-12T08:00:00Z,60`
  return {
    number,
    call,
    take: (text: string, name = 'calls.csv') => transact((tx) => takeUsageFile(tx, { name, text }, platform.clock.now())),
    keys: async (table: 'usage_record' | 'usage_error' | 'usage_file') =>
      (
        await transact((tx) =>
          sql<{
            key: string
          }>`select ${sql.ref(table === 'usage_file' ? 'file_id' : 'key')} as key from ${sql.table(table)} order by 1`.execute(tx),
        )
      ).rows.map(({ key }) => key),
  }
}

suite('a file of usage records', () => {
  test('is taken whole; what is wrong with a record waits, and a copy counts once', async () => {
    const { take, call, keys } = await world()
    const taken = await take(['header,F-1,carrier', call('a'), call('a'), call('b', 'S-999999'), 'trailer,3,180'].join('\n'))
    assert.deepEqual([taken.records, taken.accepted, taken.copies, taken.rejected], [3, 1, 1, 1])
    assert.deepEqual([await keys('usage_record'), await keys('usage_error')], [['a'], ['b']])
    const next = await take(['header,F-2,carrier', call('a'), call('c'), 'trailer,2,120'].join('\n'))
    assert.deepEqual([next.accepted, next.copies], [1, 1], 'a came with the file before')
  })

  test('comes in once, also under another name or with other content', async () => {
    const { take, call, keys } = await world()
    const text = ['header,F-1,carrier', call('a'), 'trailer,1,60'].join('\n')
    await take(text)
    for (const again of [text, text.replace(',a,', ',b,')])
      await assert.rejects(take(again, 'other.csv'), { code: 'charging.usage_file_taken', status: 409 })
    assert.deepEqual([await keys('usage_record'), await keys('usage_file')], [['a'], ['F-1']])
    await take(text.replace('carrier', 'another')) // names of files are those of a source
    assert.deepEqual(await keys('usage_file'), ['F-1', 'F-1'])
  })

  test('at the same moment from two sides comes in once', async () => {
    const { take, call, keys } = await world()
    const text = ['header,F-1,carrier', call('a'), 'trailer,1,60'].join('\n')
    const outcomes = await Promise.allSettled([take(text), take(text)])
    assert.deepEqual(outcomes.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected'])
    assert.deepEqual([await keys('usage_record'), await keys('usage_file')], [['a'], ['F-1']])
  })

  test('of lines of JSON is the same', async () => {
    const { take, number } = await world()
    const record = {
      key: 'a',
      subscription: number,
      measure: 'seconds',
      otherParty: '8801711000000',
      startedAt: '2026-03-12T08:00:00Z',
      quantity: 60,
    }
    const lines = [{ header: { file: 'F-1', source: 'carrier' } }, { record }, { trailer: { records: 1, total: 60 } }]
    assert.equal((await take(lines.map((line) => JSON.stringify(line)).join('\r\n'), 'calls.ndjson')).accepted, 1)
  })

  test('that is not whole is refused with the line, and nothing of it is kept', async () => {
    const { take, call, keys } = await world()
    const cases = [
      // lines, what is told, why
      [['header,F,carrier', call('a')], /Line 2: a trailer belongs here/, 'cut off'],
      [[call('a'), 'trailer,1,60'], /Line 1: a header belongs here/, 'without a beginning'],
      [['header,F,carrier', call('a'), 'trailer,2,60'], /Line 3: the trailer tells of 2 records, the file has 1/, 'a record is missing'],
      [['header,F,carrier', call('a'), 'trailer,1,61'], /Line 3: the trailer tells of a total of 61/, 'a quantity was altered'],
      [
        ['header,F,carrier', call('a').replace('2026-03-12T08', '2026-03-12 8'), 'trailer,1,60'],
        /Line 2: startedAt/,
        'a moment that is none',
      ],
      [['header,F,carrier', call('a').replace(/60$/, ''), 'trailer,1,0'], /Line 2: quantity/, 'a quantity that is empty is not nothing'],
      [['header,F,carrier', call('a'), 'trailer,1,'], /Line 3: total/, 'a total that is empty'],
      [['header,F,carrier', call('a\0'), 'trailer,1,60'], /Line 2: key/, 'what no text can hold'],
      [['header,F,carrier', 'rubbish', 'trailer,0,0'], /Line 2: a line is a header, a record or a trailer/, 'something else'],
      [['{"header":{"file":"F","source":"carrier"}}', '{"trailer":'], /Line 2: this is no JSON object/, 'cut off within JSON'],
    ] as const
    for (const [lines, told, why] of cases)
      await assert.rejects(take(lines.join('\n')), { code: 'charging.usage_file_invalid', message: told }, why)
    await assert.rejects(take(['header,F,carrier', call('a'), 'trailer,2,60'].join('\n')), ({ extensions }: Problem) => {
      assert.deepEqual(extensions, { why: 'wrongRecords', values: { line: '3', told: '2', found: '1' } })
      return true
    })
    assert.deepEqual([await keys('usage_record'), await keys('usage_error'), await keys('usage_file')], [[], [], []])
  })
})
