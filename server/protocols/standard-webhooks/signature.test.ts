import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { formatSecret, isSigned, signatureOf } from './index.ts'

// Vector of the reference libraries of the specification.
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const message = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestamp: 1_614_265_330, body: '{"test": 2432232314}' }
const signature = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='

suite('Standard Webhooks 1.0.0', () => {
  test('the vector of the reference libraries', () => assert.equal(signatureOf(message, [secret]), signature))

  test('a secret is read with and without its prefix', () => assert.equal(signatureOf(message, [secret.replace('whsec_', '')]), signature))

  test('while secrets rotate there is one signature for each, and either is enough', () => {
    const newer = formatSecret(Buffer.alloc(32, 7))
    const both = signatureOf(message, [newer, secret])
    assert.equal(both.split(' ').length, 2)
    assert.ok(isSigned(message, both, secret))
    assert.ok(isSigned(message, both, newer))
  })

  const wrong = [
    [{ ...message, body: '{"test":2432232314}' }, signature, 'another body, if only by a space'],
    [{ ...message, id: 'msg_other' }, signature, 'another id'],
    [{ ...message, timestamp: message.timestamp + 1 }, signature, 'another time'],
    [message, signature.replace('v1,', 'v2,'), 'a version we do not know'],
    [message, 'v1,', 'nothing after the version'],
    [message, '', 'no signature'],
  ] as const
  for (const [given, signed, why] of wrong) test(`refused: ${why}`, () => assert.equal(isSigned(given, signed, secret), false))
})
