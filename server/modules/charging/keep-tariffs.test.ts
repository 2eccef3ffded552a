import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { versionOn, zonesFromCsv } from './keep-tariffs.ts'

const day = (iso: string) => Temporal.PlainDate.from(iso)

suite('the version for usage of a day', () => {
  const versions = [
    { number: 1, validFrom: day('2026-01-01') },
    { number: 2, validFrom: day('2026-03-01') },
    { number: 3, validFrom: day('2026-03-01') }, // corrects the second
    { number: 4, validFrom: day('2026-02-01') }, // added afterwards
  ]
  const cases = [
    ['2025-12-31', undefined, 'before the first there is none'],
    ['2026-01-01', 1, 'the first day counts'],
    ['2026-02-15', 4, 'one that was added later for an earlier day'],
    ['2026-03-01', 3, 'of two that begin together the later'],
    ['2027-01-01', 3, 'the latest holds on'],
  ] as const
  for (const [on, number, why] of cases) test(why, () => assert.equal(versionOn(versions, day(on))?.number, number))
})

suite('a rate sheet', () => {
  test('gives a zone for each name, with all its prefixes', () => {
    const zones = zonesFromCsv(
      'prefix,zone,price,per,increment,connectFee,minimum\n+880,Bangladesh,0.60,60,1,0,0\n8801,Bangladesh,0.60,60,1,0,0\n91,India,1.20,60,60,0.10,60\n',
    )
    assert.deepEqual(zones, [
      { zone: 'Bangladesh', prefixes: ['880', '8801'], windows: [{ price: '0.60', per: 60, increment: 1, connectFee: '0', minimum: 0 }] },
      { zone: 'India', prefixes: ['91'], windows: [{ price: '1.20', per: 60, increment: 60, connectFee: '0.10', minimum: 60 }] },
    ])
  })

  test('may leave the rest out, and be written with semicolons', () => {
    assert.deepEqual(zonesFromCsv('zone;prefix;price\nAll;;0.5'), [
      { zone: 'All', prefixes: [''], windows: [{ price: '0.5', per: 1, increment: 1, connectFee: '0', minimum: 0 }] },
    ])
  })

  const wrong = [
    // sheet, part of the message, why
    ['number,name\n1,2', 'Line 1: it has no columns', 'other columns'],
    ['prefix,zone,price\n', 'Line 2: there is no prefix', 'nothing but a heading'],
    ['prefix,zone,price\n88x,B,1', 'Line 2: a prefix has digits only', 'letters in a prefix'],
    ['prefix,zone,price\n88,B,1\n91,,1', 'Line 3: ', 'no zone'],
    ['prefix,zone,price\n88,B,"1,50"', 'Line 2: a price has digits and a point', 'a decimal comma'],
    ['prefix,zone,price\n88,B,1\n88,C,2', 'Line 3: the prefix 88 stands in line 2 already', 'a prefix twice'],
    ['prefix,zone,price\n88,B,1\n89,B,2', 'Line 3: B has another price in line 2', 'a zone with two prices'],
  ] as const
  for (const [sheet, message, why] of wrong)
    test(`is refused with its line: ${why}`, () => {
      assert.throws(
        () => zonesFromCsv(sheet),
        (error: Error) => error.message.startsWith(message),
      )
    })
})
