import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { parseCsv } from './csv.ts'

suite('comma-separated values', () => {
  // prettier-ignore
  const cases = [
    // text, rows, why
    ['a,b\r\n1,2\r\n', [['a', 'b'], ['1', '2']], 'as RFC 4180 writes it'],
    ['a,b\n1,2', [['a', 'b'], ['1', '2']], 'without a last line end'],
    ['\ufeffa;b\n1,5;2', [['a', 'b'], ['1,5', '2']], 'semicolons and the mark of a spreadsheet'],
    ['a\tb\n1\t2', [['a', 'b'], ['1', '2']], 'tabs'],
    ['a,b\n"x, ""y""\nz",2', [['a', 'b'], ['x, "y"\nz', '2']], 'a cell with all that separates'],
    ['a,b\n\n , \n1,2', [['a', 'b'], ['1', '2']], 'empty lines'],
    ['a\nsay "hi"', [['a'], ['say "hi"']], 'a quote within a cell'],
    ['', [], 'an empty file'],
    ['a\n"x', undefined, 'a quote that is never closed'],
  ] as const
  for (const [text, rows, why] of cases) test(why, () => assert.deepEqual(parseCsv(text), rows))
})

test('what is written is read', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', 'ব', '"', ',', ';', '\t', '\n', ' ') }).map((text) => text.trim())
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1 }), (rows) => {
      const text = ['key,value', ...rows.map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(','))].join('\r\n')
      assert.deepEqual(
        parseCsv(text)?.slice(1),
        rows.filter((row) => row.some((one) => one !== '')),
      )
    }),
  )
})
