/** IP addresses between octets and text. IPv6 text is canonical (RFC 5952): lower case, no leading zeros, longest run of zeros as `::`. */
import { isIPv4, isIPv6 } from 'node:net'

export function ipv4Text(bytes: Uint8Array, at: number): string {
  return `${bytes[at]}.${bytes[at + 1]}.${bytes[at + 2]}.${bytes[at + 3]}`
}

/** @throws RangeError */
export function writeIpv4(text: string, out: Uint8Array, at: number): void {
  if (!isIPv4(text)) throw new RangeError(`"${text}" is not an IPv4 address`)
  text.split('.').forEach((octet, index) => (out[at + index] = Number(octet)))
}

export function ipv6Text(bytes: Uint8Array, at: number): string {
  const groups = Array.from({ length: 8 }, (_, index) => (bytes[at + index * 2]! << 8) | bytes[at + index * 2 + 1]!)
  const { start, length } = longestZeroRun(groups)
  const hex = (part: number[]) => part.map((group) => group.toString(16)).join(':')
  return length < 2 ? hex(groups) : `${hex(groups.slice(0, start))}::${hex(groups.slice(start + length))}`
}

function longestZeroRun(groups: readonly number[]): { start: number; length: number } {
  let longest = { start: 0, length: 0 }
  for (let start = 0; start < groups.length; start++) {
    let end = start
    while (groups[end] === 0) end++
    if (end - start > longest.length) longest = { start, length: end - start }
    start = Math.max(start, end)
  }
  return longest
}

/** @throws RangeError */
export function writeIpv6(text: string, out: Uint8Array, at: number): void {
  if (!isIPv6(text) || text.includes('%')) throw new RangeError(`"${text}" is not an IPv6 address`)
  const [head = '', tail] = withoutDottedTail(text).split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail ? tail.split(':') : []
  const zeros = Array<string>(8 - before.length - after.length).fill('0')
  ;[...before, ...zeros, ...after].forEach((group, index) => {
    const value = Number.parseInt(group, 16)
    out[at + index * 2] = value >>> 8
    out[at + index * 2 + 1] = value
  })
}

/** `::ffff:192.0.2.1` → `::ffff:c000:201`. */
function withoutDottedTail(text: string): string {
  const dotted = /\d+\.\d+\.\d+\.\d+$/.exec(text)?.[0]
  if (!dotted) return text
  const octets = new Uint8Array(4)
  writeIpv4(dotted, octets, 0)
  const group = (index: number) => ((octets[index]! << 8) | octets[index + 1]!).toString(16)
  return text.slice(0, -dotted.length) + `${group(0)}:${group(2)}`
}
