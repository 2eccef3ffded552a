import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { newTotpSecret, totpStep, totpUri } from './totp.ts'

// RFC 6238 appendix B, SHA-1, the last six digits; the secret is '12345678901234567890'.
const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
const at = (seconds: number) => Temporal.Instant.fromEpochMilliseconds(seconds * 1000)

suite('totpStep', () => {
  const cases = [
    // seconds, code, step, why
    [59, '287082', 1, 'vector of the RFC'],
    [1111111109, '081804', 37037036, 'vector with a leading zero'],
    [20000000000, '353130', 666666666, 'vector of the year 2603'],
    [59 + 30, '287082', 1, 'a phone one step behind'],
    [59 - 30, '287082', 1, 'a phone one step ahead'],
    [59 + 60, '287082', null, 'two steps are too late'],
    [59, '287083', null, 'a wrong code'],
    [59, '28708', null, 'too short'],
  ] as const
  for (const [seconds, code, step, why] of cases) test(why, () => assert.equal(totpStep(secret, code, at(seconds)), step))
})

test('the address of the set-up names operator and person', () => {
  const uri = new URL(totpUri(newTotpSecret(), { issuer: 'Padma Net', email: 'rina@padma.example' }))
  assert.equal(decodeURIComponent(uri.pathname), '/Padma Net:rina@padma.example')
  assert.match(uri.searchParams.get('secret') ?? '', /^[A-Z2-7]{32}$/)
})
