/** Packets on a stream: RFC 6613 §2. There is nothing between them, the length in each header tells where the next one starts. */
import { headerOctets, packetOctetsMax } from './packet.ts'

export interface Frames {
  /** Copies, so that what is kept of a packet does not keep all that came with it. */
  readonly packets: readonly Buffer[]
  /** The beginning of a packet whose end is still to come. */
  readonly rest: Buffer
  /** A length that no packet has: the stream cannot be read any further. */
  readonly isBroken: boolean
}

/** Cuts what was received so far into packets. */
export function takeFrames(octets: Buffer): Frames {
  const packets: Buffer[] = []
  let at = 0
  while (octets.length - at >= 4) {
    const length = octets.readUInt16BE(at + 2)
    if (length < headerOctets || length > packetOctetsMax) return { packets, rest: octets.subarray(at), isBroken: true }
    if (octets.length - at < length) break
    packets.push(Buffer.from(octets.subarray(at, at + length)))
    at += length
  }
  return { packets, rest: Buffer.from(octets.subarray(at)), isBroken: false }
}
