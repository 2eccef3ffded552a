/**
 * Binds what happened within a PEAP tunnel to the tunnel: both sides prove that they know the keys of both, so nobody can carry a login
 * that was made elsewhere into a tunnel of their own ([MS-PEAP] §2.2.8.1.1, §3.1.5.5).
 *
 *   tunnel key (40) ─┐                               ┌─ IPMK (40) ─PRF+─▶ MSK (64), EMSK (64)
 *                    ├─PRF+ with the inner key (32) ─┤
 *   label ───────────┘                               └─ CMK (20) ─▶ MAC of what each side says
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { types } from './eap-packet.ts'

export const cryptoBindingTlv = 12

const offsets = { version: 5, receivedVersion: 6, subtype: 7, nonce: 8, mac: 40 } as const
const octetsInAll = 60 // with type and length
const nonceOctets = 32
const macOctets = 20
const subtypes = { request: 0, response: 1 } as const

export interface CompoundKeys {
  /** Of the MAC. */
  readonly cmk: Buffer
  readonly masterSessionKey: Buffer
}

/**
 * @param tunnelKey what the tunnel derived from TLS; its first 40 octets count
 * @param innerKey 32 octets that the method within derived, from the server's side receive key before send key
 */
export function compoundKeys(tunnelKey: Buffer, innerKey: Buffer): CompoundKeys {
  const inner = expand(tunnelKey.subarray(0, 40), 'Inner Methods Compound Keys', innerKey, 60)
  const session = expand(inner.subarray(0, 40), 'Session Key Generating Function', Buffer.of(0), 128)
  return { cmk: inner.subarray(40), masterSessionKey: session.subarray(0, 64) }
}

/** PRF+ of PEAP version 0. */
function expand(key: Buffer, label: string, seed: Buffer, octets: number): Buffer {
  const blocks: Buffer[] = []
  for (let count = 1; blocks.length * macOctets < octets; count++) {
    const hmac = createHmac('sha1', key)
    const previous = blocks.at(-1)
    if (previous) hmac.update(previous)
    blocks.push(
      hmac
        .update(label)
        .update(seed)
        .update(Buffer.of(count, 0, 0))
        .digest(),
    )
  }
  return Buffer.concat(blocks).subarray(0, octets)
}

/** @param nonce 32 octets that nobody foresees */
export function bindingRequest(cmk: Buffer, nonce: Buffer): Buffer {
  const tlv = Buffer.alloc(octetsInAll)
  tlv.writeUInt16BE(cryptoBindingTlv)
  tlv.writeUInt16BE(octetsInAll - 4, 2)
  tlv.set(nonce.subarray(0, nonceOctets), offsets.nonce)
  tlv.set(macOf(cmk, tlv), offsets.mac)
  return tlv
}

/** Whether a response answers our request of version 0 by one who knows the keys. @param tlv with its type and length */
export function isBound(cmk: Buffer, tlv: Buffer): boolean {
  if (tlv.length !== octetsInAll) return false
  const isResponse = tlv[offsets.version] === 0 && tlv[offsets.receivedVersion] === 0 && tlv[offsets.subtype] === subtypes.response
  return isResponse && timingSafeEqual(macOf(cmk, tlv), tlv.subarray(offsets.mac))
}

/** Over the whole TLV with zeros in place of the MAC, and the type of PEAP. */
function macOf(cmk: Buffer, tlv: Buffer): Buffer {
  return createHmac('sha1', cmk).update(tlv.subarray(0, offsets.mac)).update(Buffer.alloc(macOctets)).update(Buffer.of(types.peap)).digest()
}
