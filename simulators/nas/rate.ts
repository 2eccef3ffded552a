import { type Packet, type UpDown, joinOctets, parseRateLimit, read } from '#protocols/radius'

/**
 * The speed a reply or CoA-Request asks for, in bit/s, by the precedence of RouterOS: its own attribute, then Ascend, then WISPr; after these the
 * attributes that only other vendors' equipment reads.
 * @returns undefined when nothing in the packet limits the speed
 */
export function receivedRate(packet: Packet): UpDown | undefined {
  const mikrotik = read(packet, 'Mikrotik-Rate-Limit')
  if (mikrotik !== undefined) return parseRateLimit(mikrotik)?.rate
  const ascendUp = read(packet, 'Ascend-Data-Rate')
  if (ascendUp !== undefined) return { upload: ascendUp, download: read(packet, 'Ascend-Xmit-Rate') ?? ascendUp }
  return (
    pair(read(packet, 'WISPr-Bandwidth-Max-Up'), read(packet, 'WISPr-Bandwidth-Max-Down'), 1) ??
    pair(read(packet, 'ChilliSpot-Bandwidth-Max-Up'), read(packet, 'ChilliSpot-Bandwidth-Max-Down'), 1000) ??
    pair(read(packet, 'Huawei-Input-Average-Rate'), read(packet, 'Huawei-Output-Average-Rate'), 1)
  )
}

/** Octets after which a session ends, counted from its beginning; undefined when nothing in the packet limits them. */
export function receivedLimit(packet: Packet): bigint | undefined {
  return (
    joined(read(packet, 'Mikrotik-Total-Limit'), read(packet, 'Mikrotik-Total-Limit-Gigawords')) ??
    joined(read(packet, 'ChilliSpot-Max-Total-Octets'), read(packet, 'ChilliSpot-Max-Total-Gigawords'))
  )
}

const joined = (octets: number | undefined, gigawords: number | undefined) =>
  octets === undefined && gigawords === undefined ? undefined : joinOctets(octets ?? 0, gigawords ?? 0)

function pair(upload: number | undefined, download: number | undefined, unitBits: number): UpDown | undefined {
  if (upload === undefined && download === undefined) return undefined
  return { upload: (upload ?? 0) * unitBits, download: (download ?? 0) * unitBits }
}
