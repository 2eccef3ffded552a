/** Where webhooks may go. A receiver is chosen by a tenant, so without a guard it could make us call what only we can reach. */
import { BlockList, isIP } from 'node:net'

/** Never: link-local, where clouds answer with their keys; what is no host; and addresses that hide another one inside. */
const never = new BlockList()
never.addSubnet('0.0.0.0', 8)
never.addSubnet('169.254.0.0', 16)
never.addSubnet('192.0.0.0', 24) // RFC 6890
never.addSubnet('224.0.0.0', 4) // multicast
never.addSubnet('240.0.0.0', 4) // reserved, broadcast
never.addAddress('::', 'ipv6')
never.addSubnet('fe80::', 10, 'ipv6')
never.addSubnet('ff00::', 8, 'ipv6')
never.addSubnet('64:ff9b::', 96, 'ipv6') // NAT64, RFC 6052
never.addSubnet('64:ff9b:1::', 48, 'ipv6')
never.addSubnet('2002::', 16, 'ipv6') // 6to4
never.addSubnet('2001::', 32, 'ipv6') // Teredo

/** Only where the tenant says so. */
const privately = new BlockList()
privately.addSubnet('10.0.0.0', 8)
privately.addSubnet('100.64.0.0', 10) // carrier-grade NAT, RFC 6598
privately.addSubnet('127.0.0.0', 8)
privately.addSubnet('172.16.0.0', 12)
privately.addSubnet('192.168.0.0', 16)
privately.addSubnet('198.18.0.0', 15) // benchmarks, RFC 2544
privately.addAddress('::1', 'ipv6')
privately.addSubnet('fc00::', 7, 'ipv6')

export interface AddressPolicy {
  /** Private addresses, and plain HTTP to them: for development and the tenant's own network. */
  readonly privateAddresses: boolean
}

/** @param address IPv4 or IPv6; an IPv4 address written as IPv6 is judged as what it is */
export function addressFault(address: string, policy: AddressPolicy): string | undefined {
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
  if (never.check(address, family)) return `${address} is no address of a receiver.`
  if (!policy.privateAddresses && privately.check(address, family)) return `${address} is a private address.`
  return undefined
}

const isPrivate = (address: string) => privately.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')

/** Why nothing is sent to the URL, as far as it can be told without asking for its name's addresses. */
export function urlFault(text: string, policy: AddressPolicy): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !['https:', 'http:'].includes(url.protocol)) return 'Give an address that begins with https://.'
  if (url.username || url.password) return 'Leave user and password out of the address: the signature proves who sends.'
  if (url.protocol === 'http:' && !policy.privateAddresses) return 'Use https, so that nobody on the way reads what is sent.'
  const host = hostOf(url)
  return isIP(host) ? addressFault(host, policy) : undefined
}

/** The addresses of a receiver to connect to; one that is refused refuses all, lest a name has one for each taste. */
export function addressesFault(url: URL, addresses: readonly string[], policy: AddressPolicy): string | undefined {
  const refused = addresses.map((address) => addressFault(address, policy)).find((fault) => fault !== undefined)
  if (refused) return refused
  if (url.protocol === 'http:' && !addresses.every(isPrivate)) return 'Plain http goes to private addresses only.'
  return addresses.length === 0 ? `${url.hostname} has no address.` : undefined
}

/** The name or address in a URL; IPv6 without its brackets. */
export const hostOf = (url: URL): string => url.hostname.replaceAll(/^\[|\]$/g, '')
