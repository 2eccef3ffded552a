import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { type RateLimit, formatRateLimit, parseRateLimit } from './index.ts'

const both = (value: number) => ({ upload: value, download: value })

suite('Mikrotik-Rate-Limit', () => {
  const cases: readonly (readonly [string, RateLimit | undefined, string])[] = [
    ['128k', { rate: both(128_000) }, 'one rate is both'],
    ['2M/10M', { rate: { upload: 2e6, download: 10e6 } }, 'upload first'],
    ['64k/128M', { rate: { upload: 64_000, download: 128e6 } }, 'suffixes are decimal'],
    [
      '64k 256k',
      { rate: both(64e3), burst: both(256e3), threshold: both(64e3), time: both(1), priority: 8, minimum: both(64e3) },
      'defaults of a burst',
    ],
    [
      '64k/64k 256k/256k 128k/128k 10/10',
      { rate: both(64e3), burst: both(256e3), threshold: both(128e3), time: both(10), priority: 8, minimum: both(64e3) },
      'threshold and time',
    ],
    [
      '512k/2M 1M/4M 384k/1500k 16/16 8 128k/512k',
      {
        rate: { upload: 512e3, download: 2e6 },
        burst: { upload: 1e6, download: 4e6 },
        threshold: { upload: 384e3, download: 1500e3 },
        time: both(16),
        priority: 8,
        minimum: { upload: 128e3, download: 512e3 },
      },
      'everything',
    ],
    [
      '384k/1536k 0/0 0/0 0/0 8 96k/384k',
      {
        rate: { upload: 384e3, download: 1536e3 },
        burst: both(0),
        threshold: both(0),
        time: both(0),
        priority: 8,
        minimum: { upload: 96e3, download: 384e3 },
      },
      'no burst, in order to reach the minimum',
    ],
    ['', undefined, 'nothing'],
    ['2m', undefined, 'small m'],
    ['2M/', undefined, 'half a pair'],
    ['2M 4M 1M 10 9', undefined, 'priority above 8'],
    ['2M 4M 1M 10 8 3M', undefined, 'minimum above the rate'],
    ['1M 1M 1M 1 1 1M 1M', undefined, 'a word too many'],
  ]
  for (const [text, limit, why] of cases) test(why, () => assert.deepEqual(parseRateLimit(text), limit))

  test('what is written is read back', () => {
    const pair = (max: number) => fc.record({ upload: fc.nat({ max }), download: fc.nat({ max }) }, { noNullPrototype: true })
    const full = fc.record(
      {
        rate: pair(1e9).map(({ upload, download }) => ({ upload: upload + 1e6, download: download + 1e6 })),
        burst: pair(1e9),
        threshold: pair(1e9),
        time: pair(60),
        priority: fc.integer({ min: 1, max: 8 }),
        minimum: pair(1e6),
      },
      { noNullPrototype: true },
    )
    fc.assert(fc.property(full, (limit) => assert.deepEqual(parseRateLimit(formatRateLimit(limit)), limit)))
  })
})
