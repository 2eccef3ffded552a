/** 64-bit counters in two 32-bit attributes: RFC 2869 §5.1–5.2 and the vendors' limits. */
import { type Packet, read } from './packet.ts'

/** The parts to send. `splitOctets(5_000_000_000n)` is `{ gigawords: 1, octets: 705_032_704 }`. */
export function splitOctets(total: bigint): { gigawords: number; octets: number } {
  if (total < 0n || total >= 1n << 64n) throw new RangeError(`${total} does not fit 64 bits`)
  return { gigawords: Number(total >> 32n), octets: Number(total & 0xffffffffn) }
}

export function joinOctets(octets: number, gigawords: number): bigint {
  return (BigInt(gigawords) << 32n) | BigInt(octets)
}

/** What the subscriber sent and received, from the beginning of the session. Missing counters are 0, as in a Start. */
export function sessionOctets(accounting: Packet): { upload: bigint; download: bigint } {
  return {
    upload: joinOctets(read(accounting, 'Acct-Input-Octets') ?? 0, read(accounting, 'Acct-Input-Gigawords') ?? 0),
    download: joinOctets(read(accounting, 'Acct-Output-Octets') ?? 0, read(accounting, 'Acct-Output-Gigawords') ?? 0),
  }
}
