/** Packets as text, for screens, logs and tests. */
import { type AttributeName, valueName } from './attributes.ts'
import { type AttributePair, type Packet, attributesOf } from './packet.ts'
import type { Value } from './values.ts'

/** Attributes of which even the hidden value is better not shown. */
const sensitive: readonly AttributeName[] = [
  'User-Password',
  'CHAP-Password',
  'MS-CHAP-Response',
  'MS-CHAP2-Response',
  'MS-MPPE-Send-Key',
  'MS-MPPE-Recv-Key',
]

/**
 * One line per attribute under a line for the packet:
 *
 *   Access-Request id 42, 94 octets
 *     User-Name = alice
 *     NAS-Port-Type = Wireless-802.11
 */
export function formatPacket(packet: Packet): string {
  const head = `${packet.code} id ${packet.identifier}, ${packet.bytes.length} octets`
  return [head, ...attributesOf(packet).map((pair) => `  ${pair[0]} = ${formatValue(pair)}`)].join('\n')
}

/** Text as it is, octets in hexadecimal, numbers by their name where they have one, passwords as dots. */
export function formatValue([name, value]: AttributePair): string {
  return sensitive.includes(name) ? '••••••' : plainText(name, value)
}

function plainText(name: AttributeName, value: Value): string {
  if (typeof value === 'number') return valueName(name, value)
  if (typeof value === 'string') return value
  if (value instanceof Uint8Array) return `0x${Buffer.from(value).toString('hex')}`
  return `${value.tag}:${plainText(name, value.value)}`
}
