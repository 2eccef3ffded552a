import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { suite, test } from 'node:test'
import { bindingRequest, compoundKeys, isBound } from './crypto-binding.ts'

const tunnelKey = Buffer.alloc(128, 1)
const innerKey = Buffer.alloc(32, 2)
const { cmk, masterSessionKey } = compoundKeys(tunnelKey, innerKey)
const nonce = Buffer.alloc(32, 3)

/** What a device says: our request with another subtype, signed by what it derived itself. */
function response(key: Buffer, change: (tlv: Buffer) => void = () => {}): Buffer {
  const tlv = bindingRequest(key, nonce)
  tlv[7] = 1
  change(tlv)
  tlv.fill(0, 40)
  tlv.set(createHmac('sha1', key).update(tlv).update(Buffer.of(25)).digest(), 40)
  return tlv
}

// That both sides derive the same is shown by eapol_test; here is what must not pass.
suite('the binding of PEAP', () => {
  test('both sides with both keys are bound', () => assert.ok(isBound(cmk, response(cmk))))

  const wrong: readonly [why: string, tlv: Buffer][] = [
    ['who knows the tunnel but not the login', response(compoundKeys(tunnelKey, Buffer.alloc(32)).cmk)],
    ['who knows the login but not the tunnel', response(compoundKeys(Buffer.alloc(128), innerKey).cmk)],
    ['our own request sent back', bindingRequest(cmk, nonce)],
    ['another version', response(cmk, (tlv) => (tlv[5] = 1))],
    ['a version that we did not offer', response(cmk, (tlv) => (tlv[6] = 1))],
    ['a nonce that was changed on the way', response(cmk).fill(9, 8, 40)],
    ['one that is cut off', response(cmk).subarray(0, 59)],
    ['nothing but its head', response(cmk).subarray(0, 4)],
  ]
  for (const [why, tlv] of wrong) test(`${why} is not`, () => assert.ok(!isBound(cmk, tlv)))

  test('keys are those of both: another login within gives others', () => {
    assert.equal(masterSessionKey.length, 64)
    assert.notDeepEqual(masterSessionKey, compoundKeys(tunnelKey, Buffer.alloc(32)).masterSessionKey)
  })
})
