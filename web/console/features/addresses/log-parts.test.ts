import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { type LogPart, partsOf } from './log-parts.ts'

async function cut(text: string, max: number): Promise<LogPart[]> {
  const parts = []
  for await (const part of partsOf(new Blob([text]), max)) parts.push(part)
  return parts
}
const told = (parts: readonly LogPart[]) => parts.map(({ firstLine, header, lines }) => `${firstLine} ${header ?? '-'} ${lines.join('|')}`)

suite('parts of a log', () => {
  test('later parts of a CSV file know its names, and which line they begin with', async () => {
    const parts = await cut('\na,b\r\n1,2\n3,4\n\n5,6', 2)
    assert.deepEqual(told(parts), ['1 - |a,b', '3 a,b 1,2|3,4', '5 a,b |5,6'])
    assert.equal(parts.at(-1)!.ratio, 1)
  })
  test('JSON has no names', async () =>
    assert.deepEqual(told(await cut('{"a":1}\n{"a":2}\n{"a":3}\n', 2)), ['1 - {"a":1}|{"a":2}', '3 - {"a":3}']))
  test('an empty file has no part', async () => assert.deepEqual(await cut('', 2), []))
  test('a letter of several octets that is cut in two is put together', async () => {
    const text = `${'x'.repeat(65_535)}\nঢাকা\n`
    assert.deepEqual((await cut(text, 10))[0]!.lines[1], 'ঢাকা')
  })
})
