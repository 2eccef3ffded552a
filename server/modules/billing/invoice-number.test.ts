import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { documentSeries } from './invoice-number.ts'

const day = (iso: string) => Temporal.PlainDate.from(iso)

suite('invoice numbers', () => {
  const cases = [
    // issued on, first month of the fiscal year, sequence, number, series, why
    ['2026-03-10', 1, 123n, 'INV-2026-000123', 'invoice/2026', 'calendar year'],
    ['2026-03-31', 4, 12n, 'INV/25-26/00012', 'invoice/2025', 'last day of an Indian fiscal year'],
    ['2026-04-01', 4, 1n, 'INV/26-27/00001', 'invoice/2026', 'first day of the next: the series starts anew'],
    ['2099-05-01', 4, 1n, 'INV/99-00/00001', 'invoice/2099', 'the turn of a century'],
    ['2026-04-01', 4, 999_999n, 'INV/26-27/999999', 'invoice/2026', 'sixteen characters are allowed'],
    ['2026-04-01', 4, 1_000_000n, 'INV/26/1000000', 'invoice/2026', 'seventeen are not'],
  ] as const
  for (const [issuedOn, month, sequence, number, name, why] of cases)
    test(why, () => {
      const series = documentSeries('invoice', day(issuedOn), month)
      assert.deepEqual([series.format(sequence), series.name], [number, name])
    })

  test('a branch has series of its own, whose numbers carry its code', () => {
    const branch = { id: '0198a4b0-0000-7000-8000-000000000001', code: 'MUM' }
    const numbers = (['invoice', 'credit-note'] as const).map((kind) => {
      const { name, format } = documentSeries(kind, day('2026-06-15'), 4, branch)
      return [name, format(123n), format(9_999_999n)]
    })
    assert.deepEqual(numbers, [
      [`invoice/2026/${branch.id}`, 'INVMUM/26/00123', 'INVMUM26/9999999'],
      [`credit-note/2026/${branch.id}`, 'CNMUM/26/00123', 'CNMUM/26/9999999'],
    ])
  })

  test('numbers have at most 16 letters, digits, hyphens and slashes, begin with a letter or digit, and never repeat', () => {
    const sequence = fc.bigInt({ min: 1n, max: 9_999_999n })
    fc.assert(
      fc.property(sequence, sequence, fc.integer({ min: 1, max: 12 }), fc.constantFrom(null, 'M', 'MUM'), (a, b, month, code) => {
        const { format } = documentSeries('invoice', day('2026-06-15'), month, code && { id: crypto.randomUUID(), code })
        assert.match(format(a), /^[A-Za-z0-9][A-Za-z0-9/-]{0,15}$/)
        assert.equal(format(a) === format(b), a === b)
      }),
    )
  })
})
