import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { callingCodesOf, inFull } from './calling-codes.ts'
import { covered, isAllowed } from './sms.ts'

suite('a number as people write it at home', () => {
  const cases: [typed: string, country: string, full: string, why: string][] = [
    ['01712-345678', 'BD', '+8801712345678', 'with the zero of calls within the country'],
    ['98765 43210', 'IN', '+919876543210', 'without one'],
    ['0803 123 4567', 'NG', '+2348031234567', 'with spaces'],
    ['+44 7700 900123', 'BD', '+447700900123', 'of another country'],
    ['00447700900123', 'BD', '+447700900123', 'with the zeros of calls abroad'],
    ['(876) 555-0123', 'JM', '+18768765550123', 'an area code that is the code of the country too: the check of its length comes later'],
    ['12345', 'AQ', '12345', 'of a country without numbers: left alone'],
  ]
  for (const [typed, country, full, why] of cases) test(why, () => assert.equal(inFull(typed, country), full))
})

test('countries are known, with more than one code where they have it', () => {
  assert.deepEqual([callingCodesOf('BD'), callingCodesOf('PR'), callingCodesOf('XX')], [['+880'], ['+1787', '+1939'], []])
})

suite('where messages may go', () => {
  const cases: [to: string, prefixes: string[], may: boolean, why: string][] = [
    ['+8801712345678', ['+880'], true, 'home'],
    ['+88212345678', ['+880'], false, 'a satellite whose code begins like it'],
    ['+18765550123', ['+1876'], true, 'an island of the North American plan'],
    ['+12125550123', ['+1876'], false, 'its neighbour'],
    ['+8801712345678', [], false, 'nowhere'],
  ]
  for (const [to, prefixes, may, why] of cases) test(why, () => assert.equal(isAllowed(to, prefixes), may))
})

test('a code is covered wherever it stands', () => {
  assert.equal(covered('123456 is your code: 123456', '123456'), '•••••• is your code: ••••••')
  assert.equal(covered('Water is off', undefined), 'Water is off')
})
