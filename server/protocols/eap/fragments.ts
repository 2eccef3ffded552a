/**
 * TLS flights are longer than EAP packets: they travel in fragments, each of which the other side acknowledges with an empty packet
 * (RFC 5216 §2.1.5). EAP-TLS, EAP-TTLS and PEAP share the layout; `version` is always 0 with us.
 *
 *   flags (1)  L M S . . version | length of the whole (4, with L) | fragment of a flight …
 */
const lengthIncluded = 0x80
const moreFragments = 0x40
const start = 0x20
const versionBits = 0x07

/** A flight of a peer is its certificates and little else. */
export const flightOctetsMax = 65_536

export interface Fragment {
  readonly isMore: boolean
  readonly isStart: boolean
  readonly flightOctets: number | undefined
  readonly data: Buffer
}

/** @returns undefined when malformed, or of a version we do not speak */
export function readFragment(octets: Buffer): Fragment | undefined {
  const flags = octets[0]
  if (flags === undefined || (flags & versionBits) !== 0) return undefined
  const hasLength = (flags & lengthIncluded) !== 0
  if (hasLength && octets.length < 5) return undefined
  return {
    isMore: (flags & moreFragments) !== 0,
    isStart: (flags & start) !== 0,
    flightOctets: hasLength ? octets.readUInt32BE(1) : undefined,
    data: octets.subarray(hasLength ? 5 : 1),
  }
}

export const startFragment: Uint8Array = Uint8Array.of(start)
export const acknowledgement: Uint8Array = Uint8Array.of(0)

/** Cuts a flight for packets of at most `octetsMax`; an empty flight is one empty fragment. */
export function cutFlight(flight: Buffer, octetsMax: number): Buffer[] {
  if (flight.length < octetsMax) return [Buffer.concat([acknowledgement, flight])]
  const first = Buffer.alloc(5)
  first[0] = lengthIncluded | moreFragments
  first.writeUInt32BE(flight.length, 1)
  const fragments = [Buffer.concat([first, flight.subarray(0, octetsMax - 5)])]
  for (let at = octetsMax - 5; at < flight.length; at += octetsMax - 1) {
    const isLast = at + octetsMax - 1 >= flight.length
    fragments.push(Buffer.concat([Buffer.of(isLast ? 0 : moreFragments), flight.subarray(at, at + octetsMax - 1)]))
  }
  return fragments
}

/** Puts a peer's fragments together again. */
export class Flight {
  #parts: Buffer[] = []
  #octets = 0
  #announced: number | undefined

  /** @returns the whole flight, undefined while there is more to come, or what is wrong */
  add({ isMore, flightOctets, data }: Fragment): Buffer | undefined | 'malformed' {
    this.#announced ??= flightOctets
    this.#octets += data.length
    const octetsMax = Math.min(this.#announced ?? flightOctetsMax, flightOctetsMax)
    if (this.#octets > octetsMax || (isMore && data.length === 0)) return 'malformed'
    this.#parts.push(data)
    if (isMore) return undefined
    if (this.#announced !== undefined && this.#announced !== this.#octets) return 'malformed'
    const whole = Buffer.concat(this.#parts) // also a copy, which may outlive the packet
    this.#parts = []
    this.#octets = 0
    this.#announced = undefined
    return whole
  }
}
