import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { canonicalUsername, readablePassword, readableUsername } from './login.ts'

suite('canonicalUsername', () => {
  const cases = [
    ['alice', 'alice', 'as it is'],
    [' Alice ', 'alice', 'what a phone makes of it'],
    ['AA-BB-CC-DD-EE-0F', 'aa:bb:cc:dd:ee:0f', 'a MAC with hyphens'],
    ['aabbccddee0f', 'aa:bb:cc:dd:ee:0f', 'a MAC without separators'],
    ['AA:BB:CC:DD:EE:0F', 'aa:bb:cc:dd:ee:0f', 'a MAC as RouterOS writes it'],
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

test('made-up credentials can be read out and do not repeat', () => {
  const passwords = Array.from({ length: 500 }, readablePassword)
  assert.ok(passwords.every((password) => /^[a-z]{6}-[a-z]{6}-[2-9]{4}$/.test(password)))
  assert.equal(new Set(passwords).size, passwords.length)
  assert.match(readableUsername(), /^[a-z]{6}[2-9]{3}$/)
})
