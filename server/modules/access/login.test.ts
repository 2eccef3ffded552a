import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { canonicalUsername, readablePassword, readableUsername, writingsOfMac } from './login.ts'

suite('canonicalUsername', () => {
  const cases = [
    ['alice', 'alice', 'as it is'],
    [' Alice ', 'alice', 'what a phone makes of it'],
    ['AA-BB-CC-DD-EE-0F', 'aa:bb:cc:dd:ee:0f', 'a MAC with hyphens'],
    ['aabbccddee0f', 'aa:bb:cc:dd:ee:0f', 'a MAC without separators'],
    ['AA:BB:CC:DD:EE:0F', 'aa:bb:cc:dd:ee:0f', 'a MAC as RouterOS writes it'],
    ['AABB.CCDD.EE0F', 'aa:bb:cc:dd:ee:0f', 'a MAC as Cisco writes it'],
    ['aabb.ccdd.ee', 'aabb.ccdd.ee', 'two thirds of one: a name'],
    ['aabbccddee0g', 'aabbccddee0g', 'not hexadecimal: a name'],
    ['bob@isp.example', 'bob@isp.example', 'with a realm'],
    ['', '', 'nothing'],
  ] as const
  for (const [typed, stored, why] of cases) test(why, () => assert.equal(canonicalUsername(typed), stored))
  test('is stable', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (typed) =>
        assert.equal(canonicalUsername(canonicalUsername(typed)), canonicalUsername(typed)),
      ),
    ))
})

test('a MAC address in every writing is the same user name', () => {
  const writings = writingsOfMac('aa:bb:cc:dd:ee:0f')
  assert.deepEqual(writings.slice(0, 4), ['aa:bb:cc:dd:ee:0f', 'aa-bb-cc-dd-ee-0f', 'aabbccddee0f', 'aabb.ccdd.ee0f'])
  assert.deepEqual(new Set(writings.map(canonicalUsername)), new Set(['aa:bb:cc:dd:ee:0f']))
})

test('made-up credentials can be read out and do not repeat', () => {
  const passwords = Array.from({ length: 500 }, readablePassword)
  assert.ok(passwords.every((password) => /^[a-z]{6}-[a-z]{6}-[2-9]{4}$/.test(password)))
  assert.equal(new Set(passwords).size, passwords.length)
  assert.match(readableUsername(), /^[a-z]{6}[2-9]{3}$/)
})
