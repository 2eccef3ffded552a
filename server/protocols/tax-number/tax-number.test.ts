import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { taxNumberFault, taxNumberOf } from './index.ts'

suite('tax numbers', () => {
  const cases = [
    // country, number, what its fault says, why
    ['IN', '27AAPFU0939F1ZV', undefined, 'a published GSTIN'],
    ['IN', '27AAPFU0939F1ZW', /would be V/, 'a wrong check digit names the right one'],
    ['IN', '27AAPFU0993F1ZV', /check digit/, 'two digits swapped'],
    ['IN', '27AAPFU0939F1', /15 characters/, 'too short'],
    ['IN', '27AAPFU0939F0ZV', /15 characters/, 'the count of registrations starts with 1'],
    ['BD', '004512389-0101', undefined, 'a BIN'],
    ['BD', '0045123890101', undefined, 'without the dash'],
    ['BD', '00451238-0101', /13 digits/, 'a digit is missing'],
    ['NG', '20114578-0001', undefined, 'the TIN of a company'],
    ['NG', '2345678901', undefined, 'of a person'],
    ['NG', '20114578-001', /12 digits/, 'a digit is missing'],
    ['US', '84-3120057', undefined, 'an EIN'],
    ['US', '843-120057', /9 digits/, 'the dash at another place'],
    ['FR', 'whatever', undefined, 'a country whose numbers are not known'],
  ] as const
  for (const [country, number, fault, why] of cases)
    test(`${country}: ${why}`, () => {
      const found = taxNumberFault(country, number)
      if (fault) assert.match(found ?? '', fault)
      else assert.equal(found, undefined)
    })

  test('spaces and small letters are how people type', () => assert.equal(taxNumberOf(' 27aapfu 0939f1zv'), '27AAPFU0939F1ZV'))
})
