import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { money } from '#kernel/money.ts'
import { canMove, completeTerms, faultsIn, inForce, type TermsDraft } from './offer.ts'

const day = (iso: string) => Temporal.PlainDate.from(iso)
const usual: TermsDraft = {
  validFrom: day('2026-01-01'),
  recurring: money(80_000n, 'BDT'),
  downloadBps: 20_000_000n,
  uploadBps: 10_000_000n,
}

suite('the version in force', () => {
  const versions = [
    { number: 1, validFrom: day('2026-01-01') },
    { number: 2, validFrom: day('2026-03-01') },
    { number: 3, validFrom: day('2026-03-01') },
    { number: 4, validFrom: day('2026-05-01') },
  ]
  // prettier-ignore
  const cases = [
    // on, number, why
    ['2025-12-31', undefined, 'nothing has begun'],
    ['2026-01-01', 1, 'the first day counts'],
    ['2026-02-28', 1, 'the last day before the next'],
    ['2026-03-01', 3, 'of two that begin together the newer'],
    ['2026-06-01', 4, 'the latest'],
  ] as const
  for (const [on, number, why] of cases) test(why, () => assert.equal(inForce(versions, day(on))?.number, number))

  test('does not depend on the order in which versions are read', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(versions, { minLength: 4 }), fc.integer({ min: 0, max: 200 }), (shuffled, days) => {
        const on = day('2026-01-01').add({ days })
        assert.equal(inForce(shuffled, on), inForce(versions, on))
      }),
    )
  })
})

suite('faults in terms', () => {
  // prettier-ignore
  const cases = [
    // draft, pointers, why
    [{}, [], 'the usual'],
    [{ recurring: money(0n, 'BDT') }, [], 'free of charge'],
    [{ recurring: money(-1n, 'BDT') }, ['/recurring/minor'], 'a negative price'],
    [{ recurring: money(100n, 'USD') }, ['/recurring/currency'], 'not the currency of the tenant'],
    [{ setup: money(100n, 'USD') }, ['/setup/currency'], 'two currencies'],
    [{ quotaBytes: 1n }, ['/quotaPolicy'], 'a quota without consequence'],
    [{ quotaPolicy: 'cut' }, ['/quotaPolicy'], 'a consequence without quota'],
    [{ quotaBytes: 1n, quotaPolicy: 'cut' }, [], 'a quota that cuts'],
    [{ quotaBytes: 1n, quotaPolicy: 'throttle' }, ['/throttledDownloadBps'], 'throttled to nothing'],
    [{ quotaBytes: 1n, quotaPolicy: 'throttle', throttledDownloadBps: 1_000_000n, throttledUploadBps: 1_000_000n }, [], 'throttled to something'],
    [{ quotaBytes: 1n, quotaPolicy: 'throttle', throttledDownloadBps: 30_000_000n, throttledUploadBps: 1n }, ['/throttledDownloadBps'], 'throttled to more than full speed'],
  ] as const
  for (const [draft, pointers, why] of cases)
    test(why, () =>
      assert.deepEqual(
        faultsIn(completeTerms({ ...usual, ...draft }), 'BDT').map((fault) => fault.pointer),
        pointers,
      ),
    )
})

test('draft to published to retired and back on sale', () => {
  assert.deepEqual(
    (['draft', 'published', 'retired'] as const).map((state) => [canMove(state, 'publish'), canMove(state, 'retire')]),
    [
      [true, false],
      [false, true],
      [true, false],
    ],
  )
})
