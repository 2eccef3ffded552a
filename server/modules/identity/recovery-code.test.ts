import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { newRecoveryCodes, recoveryCodeHash } from './recovery-code.ts'

test('ten codes, all different, of letters that cannot be mistaken', () => {
  const codes = newRecoveryCodes()
  assert.equal(new Set(codes).size, 10)
  for (const code of codes) assert.match(code, /^[\da-hjkmnp-tv-z]{4}(-[\da-hjkmnp-tv-z]{4}){3}$/)
})

suite('recoveryCodeHash', () => {
  const kept = recoveryCodeHash('rina', '10kx-4m2p-99zz-abcd')
  const cases = [
    ['rina', '10KX4M2P99ZZABCD', true, 'capitals, no hyphens'],
    ['rina', ' 10kx 4m2p 99zz abcd ', true, 'spaces'],
    ['rina', 'lokx-4m2p-99zz-abcd', true, 'l and o for 1 and 0'],
    ['rina', '10kx-4m2p-99zz-abce', false, 'another code'],
    ['sami', '10kx-4m2p-99zz-abcd', false, "somebody else's"],
  ] as const
  for (const [staffId, typed, isSame, why] of cases) test(why, () => assert.equal(recoveryCodeHash(staffId, typed) === kept, isSame))
})
