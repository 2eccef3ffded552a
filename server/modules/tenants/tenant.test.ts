import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { fiscalYearOf, isTimeZone, languageOf, slugOf } from './tenant.ts'

suite('fiscalYearOf', () => {
  const cases = [
    // day, first month, year, why
    ['2026-03-31', 4, 2025, 'the last day of a year that began last April'],
    ['2026-04-01', 4, 2026, 'the first day of the next'],
    ['2026-01-01', 1, 2026, 'a fiscal year that is the calendar year'],
    ['2026-06-30', 7, 2025, 'a year from July, as in Bangladesh'],
  ] as const
  for (const [day, month, year, why] of cases) test(why, () => assert.equal(fiscalYearOf(Temporal.PlainDate.from(day), month), year))
})

suite('isTimeZone', () => {
  const cases = [
    // text, is one, why
    ['Asia/Dhaka', true, 'a zone by name'],
    ['UTC', true, 'UTC is a zone'],
    ['+06:00', false, 'an offset is not a zone'],
    ['Asia/Atlantis', false, 'nobody keeps this time'],
    ['', false, 'nothing'],
  ] as const
  for (const [zone, expected, why] of cases) test(why, () => assert.equal(isTimeZone(zone), expected))
})

test('an unknown language falls back to English', () => {
  assert.deepEqual(['bn-BD', 'hi', 'en-NG', 'fr-FR'].map(languageOf), ['bn', 'hi', 'en', 'en'])
})

suite('slugOf', () => {
  const cases = [
    // name, slug, why
    ['Padma Net, Dhaka', 'padma-net-dhaka', 'words'],
    ['Télécom Ségou', 'telecom-segou', 'accents'],
    ['পদ্মা নেট', 'tenant', 'no Latin letters'],
    ['x', 'tenant', 'too short for an address'],
    ['- a very long name of a very long company -', 'a-very-long-name-of-a-very-long-company', 'at most 40'],
  ] as const
  for (const [name, slug, why] of cases) test(why, () => assert.equal(slugOf(name), slug))
})
