/**
 * A million datagrams made from good ones by an enemy: flipped, cut, stretched, spliced, or plain noise. None may make the codec throw, and none
 * but the untouched may be trusted. Run again what failed with SEED=<the number printed>.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type AttributePair,
  type Packet,
  attributesOf,
  chapPassword,
  decode,
  encodeReply,
  encodeRequest,
  formatPacket,
  hidePassword,
  isChapPassword,
  msChap2Login,
  papPassword,
  read,
  readAll,
  replyFault,
  requestFault,
  sessionOctets,
  sharedSecret,
} from './index.ts'

const datagrams = 1_000_000
const required = { messageAuthenticatorRequired: true }
const secret = sharedSecret('testing123')
const authenticator = Buffer.from('00112233445566778899aabbccddeeff', 'hex')

const line: AttributePair[] = [
  ['User-Name', 'alice'],
  ['NAS-IP-Address', '10.0.0.1'],
  ['Framed-IPv6-Prefix', '2001:db8:1::/48'],
  ['Mikrotik-Host-IP', '10.5.50.2'],
  ['ERX-Service-Activate', { tag: 1, value: 'plan(10m)' }],
  ['Event-Timestamp', 1_800_000_000],
]
const access = (...credentials: AttributePair[]) =>
  encodeRequest({ code: 'Access-Request', identifier: 1, authenticator, attributes: [...credentials, ...line] }, secret)
const pap = access(['User-Password', hidePassword('secret', authenticator, secret)])

/** Good requests, and good replies to `pap`. */
const originals: readonly Packet[] = [
  pap,
  access(['CHAP-Password', chapPassword(1, 'secret', authenticator, secret)], ['Proxy-State', Buffer.from('hop')]),
  access(['MS-CHAP-Challenge', authenticator], ['MS-CHAP2-Response', Buffer.alloc(50, 7)]),
  encodeRequest({ code: 'Accounting-Request', identifier: 1, attributes: [['Acct-Input-Gigawords', 3], ...line] }, secret),
  encodeRequest({ code: 'CoA-Request', identifier: 1, attributes: line }, secret),
  encodeReply(pap, { code: 'Access-Accept', attributes: [['Mikrotik-Rate-Limit', '2M/10M'], ...line] }, secret),
  encodeReply(pap, { code: 'Access-Reject', attributes: [['Reply-Message', 'no']] }, secret),
]

/** xorshift32: the same numbers for the same seed. */
function generator(seed: number): (below: number) => number {
  let state = seed || 1
  return (below) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % below
  }
}

/** Writes a hostile version of `original` into `out`. @returns its length */
function mutate(original: Buffer, out: Buffer, random: (below: number) => number): number {
  let length = original.copy(out)
  for (let changes = 1 + random(3); changes > 0; changes--) {
    switch (random(6)) {
      case 0: // one bit
        out[random(length)]! ^= 1 << random(8)
        break
      case 1: // one octet, often a length
        out[random(length)] = random(256)
        break
      case 2: // cut, with or without saying so
        length = 1 + random(length)
        if (random(2)) out.writeUInt16BE(length, 2)
        break
      case 3: // stretched by zeros, with or without saying so
        out.fill(0, length, length + 64)
        length += random(64)
        if (random(2)) out.writeUInt16BE(length, 2)
        break
      case 4: // a piece moved over another
        out.copyWithin(random(length), random(length), random(length))
        break
      case 5: // oversized
        if (random(64) === 0) out.fill(random(256), length, (length = out.length - 64))
        out.writeUInt16BE(random(65536), 2)
        break
    }
    if (length > out.length - 64 || length < 4) break
  }
  return length
}

function useEverything(packet: Packet): void {
  attributesOf(packet)
  formatPacket(packet)
  read(packet, 'Mikrotik-Rate-Limit')
  readAll(packet, 'ERX-Service-Activate')
  papPassword(packet, secret)
  isChapPassword(packet, 'secret', secret)
  msChap2Login(packet)
  sessionOctets(packet)
}

test('a million hostile datagrams: nothing is thrown, nothing forged is trusted', () => {
  const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31)
  const random = generator(seed)
  const out = Buffer.alloc(5000)
  const seen = { malformed: 0, refused: 0, untouched: 0 }
  try {
    for (let round = 0; round < datagrams; round++) {
      const original = originals[random(originals.length)]!
      const packet = decode(out.subarray(0, mutate(original.bytes, out, random)))
      if (typeof packet === 'string') {
        seen.malformed++
        continue
      }
      const isTrusted = requestFault(packet, secret, required) === undefined || replyFault(packet, pap, secret, required) === undefined
      const isUntouched = originals.some(({ bytes }) => bytes.equals(packet.bytes))
      assert.equal(isTrusted, isUntouched, `round ${round}: ${packet.bytes.toString('hex')}`)
      seen[isUntouched ? 'untouched' : 'refused']++
      if (round % 8 === 0) useEverything(packet)
    }
  } catch (cause) {
    throw new Error(`SEED=${seed}`, { cause })
  }
  console.log(`hostile datagrams: SEED=${seed}`, seen)
})
