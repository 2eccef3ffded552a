import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { compareDecimals, plainDecimal } from '#kernel/decimal.ts'
import { decimal } from '#kernel/money.ts'
import { compileTariff } from './compile-tariff.ts'
import { PrefixTable } from './prefix-table.ts'
import { affordableQuantity, rateUsage, type UsageToRate } from './rate-usage.ts'
import { type TariffJson, zTariff } from './tariff.ts'

const tariff = (declaration: Partial<TariffJson> & Pick<TariffJson, 'zones'>) =>
  compileTariff(
    zTariff.parse({ timeZone: 'UTC', measure: 'seconds', rounding: { at: 'call', mode: 'half-up', decimals: 4 }, ...declaration }),
  )
const call = (quantity: number, startedAt = '2026-03-10T08:00:00Z', otherParty = '8801711'): UsageToRate => ({
  otherParty,
  startedAt: Temporal.Instant.from(startedAt),
  quantity,
})
const costOf = (...args: Parameters<typeof rateUsage>) => {
  const rated = rateUsage(...args)
  return typeof rated === 'string' ? rated : plainDecimal(rated.cost)
}

suite('longest prefix', () => {
  const table = new PrefixTable([
    ['1', 0],
    ['1212', 1],
    ['44', 2],
    ['447', 3],
  ])
  const cases = [
    ['12125550123', 1, 'the longer wins'],
    ['13105550123', 0, 'the shorter where the longer ends'],
    ['447700900123', 3, 'mobiles of a country'],
    ['33123', -1, 'no prefix matches'],
    ['44+7', 2, 'what is no digit ends the number'],
    ['', -1, 'no number'],
  ] as const
  for (const [number, expected, why] of cases) test(`${number}: ${why}`, () => assert.equal(table.find(number), expected))
  test('an empty prefix matches everything', () => assert.equal(new PrefixTable([['', 7]]).find(''), 7))
})

suite('increments', () => {
  const thirtySix = tariff({ zones: [{ zone: 'all', prefixes: [''], windows: [{ price: '0.60', per: 60, increment: 6, minimum: 30 }] }] })
  const cases = [
    [0, '0', 'a call of no length is free'],
    [1, '0.3', 'the minimum'],
    [30, '0.3', 'exactly the minimum'],
    [31, '0.36', 'a started step'],
    [37, '0.42', 'two started steps'],
  ] as const
  for (const [seconds, expected, why] of cases) test(why, () => assert.equal(costOf(thirtySix, call(seconds)), expected))

  test('rounding each increment is another price than rounding the call', () => {
    const zones = [{ zone: 'all', prefixes: [''], windows: [{ price: '0.01', per: 60, increment: 1 }] }]
    assert.equal(costOf(tariff({ zones, rounding: { at: 'call', mode: 'up', decimals: 3 } }), call(90)), '0.015')
    assert.equal(costOf(tariff({ zones, rounding: { at: 'increment', mode: 'up', decimals: 3 } }), call(90)), '0.09')
  })

  test('a petabyte is rated to the byte', () => {
    const data = tariff({
      measure: 'bytes',
      zones: [{ zone: 'data', prefixes: [''], windows: [{ price: '1', per: 1_000, increment: 1 }] }],
    })
    assert.equal(costOf(data, call(1_000_000_000_000_001)), '1000000000000.001')
  })
})

suite('time of day', () => {
  const night = { days: [1, 2, 3, 4, 5], from: '23:00', to: '08:00', price: '1', per: 1, increment: 1 }
  const day = { price: '2', per: 1, increment: 1, connectFee: '10' }
  const dhaka = tariff({ timeZone: 'Asia/Dhaka', zones: [{ zone: 'all', prefixes: [''], windows: [night, day] }] })
  const cases = [
    ['2026-03-09T17:00:00Z', 10, '10', 'Monday 23:00 in Dhaka: night'],
    ['2026-03-09T16:59:55Z', 10, '25', 'five seconds of day with its connect fee, five of night'],
    ['2026-03-13T20:00:00Z', 10, '10', 'Saturday 02:00 belongs to the night of Friday'],
    ['2026-03-14T20:00:00Z', 10, '30', 'Sunday 02:00 belongs to no night'],
    ['2026-03-10T02:00:00Z', 10, '30', '08:00 is day again'],
  ] as const
  for (const [at, seconds, expected, why] of cases) test(why, () => assert.equal(costOf(dhaka, call(seconds, at)), expected))

  test('a window that runs past Sunday midnight goes on at the start of the week', () => {
    const sunday = { ...night, days: [7] }
    const weekly = tariff({ zones: [{ zone: 'all', prefixes: [''], windows: [sunday, day] }] })
    assert.equal(costOf(weekly, call(7_200, '2026-03-15T23:00:00Z')), '7200')
  })

  test('summer time moves the edges of windows', () => {
    const paris = tariff({
      timeZone: 'Europe/Paris',
      zones: [
        {
          zone: 'all',
          prefixes: [''],
          windows: [
            { from: '03:00', to: '04:00', price: '5', per: 1, increment: 1 },
            { ...day, connectFee: '0' },
          ],
        },
      ],
    })
    assert.equal(costOf(paris, call(10, '2026-03-29T00:59:55Z')), '35') // 01:59:55 is followed by 03:00:00
    assert.equal(costOf(paris, call(10, '2026-10-25T00:59:55Z')), '20') // 02:59:55 is followed by 02:00:00
  })

  test('an increment that is begun is charged where it began', () => {
    const minutes = tariff({
      zones: [
        {
          zone: 'all',
          prefixes: [''],
          windows: [
            { from: '18:00', to: '24:00', price: '1', per: 60, increment: 60 },
            { price: '2', per: 60, increment: 60 },
          ],
        },
      ],
    })
    assert.equal(costOf(minutes, call(90, '2026-03-10T17:59:30Z')), '3')
  })
})

test('what has no price is said, not guessed', () => {
  const weekdays = tariff({ zones: [{ zone: 'uk', prefixes: ['44'], windows: [{ days: [1], price: '1', per: 1, increment: 1 }] }] })
  assert.equal(rateUsage(weekdays, call(10, '2026-03-09T12:00:00Z', '33123')), 'no-zone')
  assert.equal(rateUsage(weekdays, call(10, '2026-03-10T12:00:00Z', '44123')), 'no-window')
  assert.equal(rateUsage(weekdays, call(120, '2026-03-09T23:59:00Z', '44123')), 'no-window')
})

test('what a balance affords costs no more than it, and one unit more would', () => {
  const windows = fc.record({
    price: fc.integer({ min: 1, max: 5_000 }).map((price) => `0.${String(price).padStart(4, '0')}`),
    per: fc.constantFrom(1, 60),
    increment: fc.integer({ min: 1, max: 60 }),
    minimum: fc.constantFrom(0, 30),
    connectFee: fc.constantFrom('0', '0.05'),
  })
  const modes = fc.constantFrom('up', 'down', 'half-up')
  fc.assert(
    fc.property(windows, modes, fc.integer({ min: 1, max: 4_000 }), fc.integer({ min: 0, max: 50_000 }), (window, mode, seconds, cents) => {
      const made = tariff({ zones: [{ zone: 'all', prefixes: [''], windows: [window] }], rounding: { at: 'call', mode, decimals: 2 } })
      const balance = { units: BigInt(cents), scale: 2 }
      const granted = affordableQuantity(made, call(seconds), balance) as number
      const cost = (quantity: number) => decimal(costOf(made, call(quantity)))
      assert.ok(granted <= seconds && compareDecimals(cost(granted), balance) <= 0)
      assert.ok(granted === seconds || compareDecimals(cost(granted + 1), balance) > 0)
    }),
  )
})
