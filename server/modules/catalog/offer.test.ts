import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { money } from '#kernel/money.ts'
import { faultsIn } from './faults.ts'
import { canMove, completeTerms, inForce, type TermsDraft } from './offer.ts'

const day = (iso: string) => Temporal.PlainDate.from(iso)
const share = { partner: 'Chorki', percent: '60' }
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
  const charge = (code: string, minor: bigint) =>
    ({ code, name: code, kind: 'recurring', price: money(minor, 'BDT'), usage: null, taxCategory: null, split: share }) as const
  const sms = { meter: 'messages', model: { model: 'per-unit', unit: '0.50' } } as const
  const cut = (quotaBytes: bigint) => ({ quotaBytes, quotaPolicy: 'cut' }) as const
  const tier = (gigabytes: bigint, mbps: bigint) => ({ usedBytes: gigabytes, downloadBps: mbps, uploadBps: mbps })
  // prettier-ignore
  const cases = [
    // draft, pointers, why
    [{}, [], 'the usual'],
    [{ recurring: money(0n, 'BDT') }, [], 'free of charge'],
    [{ recurring: money(-1n, 'BDT') }, ['/recurring/minor'], 'a negative price'],
    [{ recurring: money(100n, 'USD') }, ['/recurring/currency'], 'not the currency of the tenant'],
    [{ setup: money(100n, 'USD') }, ['/setup/currency'], 'two currencies'],
    [{ downloadBps: 0n }, ['/downloadBps'], 'a plan without a speed'],
    [{ cycle: { unit: 'week', count: 52 } }, [], 'a year of weeks'],
    [{ cycle: { unit: 'month', count: 13 } }, ['/cycle/count'], 'more than a year'],
    [{ charges: [charge('tv', 9_900n)] }, [], 'a bundle with television'],
    [{ charges: [charge('access', 1n)] }, ['/charges/0/code'], 'the code of the plan itself'],
    [{ charges: [charge('tv', 1n), charge('tv', 2n)] }, ['/charges/1/code'], 'one code twice'],
    [{ charges: [{ ...charge('tv', 1n), price: null }] }, ['/charges/0/price'], 'a charge without price'],
    [{ charges: [{ ...charge('sms', 1n), price: null, kind: 'usage', usage: sms }] }, [], 'messages by the piece'],
    [{ charges: [{ ...charge('sms', 1n), kind: 'usage' }] }, ['/charges/0/usage', '/charges/0/price'], 'usage of nothing at a fixed price'],
    [{ charges: [{ ...charge('tv', 1n), usage: sms }] }, ['/charges/0/usage'], 'a fixed price with a meter'],
    [{ charges: [{ ...charge('tv', 1n), price: money(1n, 'USD') }] }, ['/charges/0/price/currency'], 'a charge in another currency'],
    [{ phases: [{ kind: 'trial', days: 7 }, { kind: 'discount', cycles: 3, percentOff: '50' }] }, [], 'a free week, then half the price'],
    [{ phases: [{ kind: 'discount', cycles: 3, percentOff: '50' }, { kind: 'trial', days: 7 }] }, ['/phases/1'], 'free days after bills'],
    [{ prices: { USD: { recurring: money(800n, 'USD'), setup: money(0n, 'USD'), charges: {} } } }, [], 'a price in dollars'],
    [{ prices: { USD: { recurring: money(800n, 'EUR'), setup: money(0n, 'USD'), charges: {} } } }, ['/prices/USD/recurring/currency'], 'a price in dollars that is in euros'],
    [{ prices: { BDT: { recurring: money(800n, 'BDT'), setup: money(0n, 'BDT'), charges: {} } } }, ['/prices/BDT'], 'a second price in the first currency'],
    [{ charges: [charge('tv', 1n)], prices: { USD: { recurring: money(800n, 'USD'), setup: money(0n, 'USD'), charges: {} } } }, ['/prices/USD/charges/tv'], 'a charge without its price in dollars'],
    [{ commitment: { cycles: 12, fee: { kind: 'fixed', amount: money(1n, 'USD') } } }, ['/commitment/fee/amount/currency'], 'a fee in another currency'],
    [{ rollover: { cycles: 1, maxBytes: null } }, ['/rollover'], 'nothing to roll over'],
    [{ fupTiers: [tier(10n, 9n)] }, [], 'slower after a while, without a quota'],
    [{ ...cut(30n), fupTiers: [tier(10n, 9n), tier(20n, 5n)] }, [], 'slower and slower'],
    [{ ...cut(30n), fupTiers: [tier(20n, 9n), tier(10n, 5n)] }, ['/fupTiers/1/usedBytes'], 'tiers in the wrong order'],
    [{ ...cut(30n), fupTiers: [tier(10n, 5n), tier(20n, 9n)] }, ['/fupTiers/1/downloadBps'], 'faster again'],
    [{ ...cut(20n), fupTiers: [tier(20n, 5n)] }, ['/fupTiers/0/usedBytes'], 'a tier that nobody reaches'],
    [{ topUp: { unit: 'bytes', quantity: 1n, validity: { unit: 'day', count: 7 }, rule: 'own' } }, ['/topUp'], 'a plan that is a top-up'],
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
        faultsIn(completeTerms({ ...usual, ...draft }), 'plan', 'BDT').map((fault) => fault.pointer),
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
