/** How we speak with a router besides RADIUS, and which addresses we speak to at all. */
import { BlockList, isIP } from 'node:net'

export const managementProtocols = ['api', 'api-ssl', 'rest'] as const
export type ManagementProtocol = (typeof managementProtocols)[number]

export interface Management {
  /** An address, never a name: what staff checked is what is connected to. */
  readonly address: string
  readonly protocol: ManagementProtocol
  readonly port: number
  readonly username: string
  readonly password: string
  /** SHA-256 of its certificate in 64 hexadecimal digits; null: of a public authority. Not used by `api`. */
  readonly fingerprint: string | null
}

/** As we have it: null is a password that cannot be read any more, and has to be typed again. */
export type KeptManagement = Omit<Management, 'password'> & { readonly password: string | null }

/** Where no router is, but perhaps something that must not be spoken to: our own machine, and services of clouds. */
const never = new BlockList()
never.addSubnet('0.0.0.0', 8)
never.addSubnet('169.254.0.0', 16) // link-local, and the metadata services of clouds
never.addSubnet('224.0.0.0', 3) // multicast, reserved, broadcast
never.addSubnet('fe80::', 10, 'ipv6')
never.addSubnet('ff00::', 8, 'ipv6')
never.addAddress('::', 'ipv6')
never.addAddress('fd00:ec2::254', 'ipv6') // metadata service of a cloud

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8)
loopback.addAddress('::1', 'ipv6')

/** Why we do not connect to an address; undefined when we do. Routers have private addresses more often than not, so those are fine. */
export function addressFault(address: string, options: { readonly loopback: boolean }): string | undefined {
  const version = isIP(address)
  if (version === 0) return `${address} is not an address.`
  const family = version === 4 ? 'ipv4' : 'ipv6' // an IPv4 address inside IPv6 is checked against both by BlockList
  if (never.check(address, family)) return `${address} cannot be the address of a router.`
  if (!options.loopback && loopback.check(address, family)) return `${address} is this server itself.`
  return undefined
}
