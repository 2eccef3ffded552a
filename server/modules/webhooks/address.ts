/** Where webhooks may go, besides what the kernel says of addresses. */
import { hostFault, isPrivate, type Reach } from '#kernel/address.ts'

/** @param privateAddresses whether the tenant and the installation allow private ones: for development and networks of their own */
export const reachOf = (privateAddresses: boolean): Reach => (privateAddresses ? 'loopback' : 'public')

/** Why nothing is sent to the URL, as far as it can be told without asking for its name's addresses. */
export function urlFault(text: string, reach: Reach): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !['https:', 'http:'].includes(url.protocol)) return 'Give an address that begins with https://.'
  if (url.username || url.password) return 'Leave user and password out of the address: the signature proves who sends.'
  if (url.protocol === 'http:' && reach === 'public') return 'Use https, so that nobody on the way reads what is sent.'
  return hostFault(hostOf(url), reach)
}

/** Why nothing is sent to addresses that may be connected to. */
export function plainFault(url: URL, addresses: readonly string[]): string | undefined {
  return url.protocol === 'http:' && !addresses.every(isPrivate) ? 'Plain http goes to private addresses only.' : undefined
}

/** The name or address in a URL; IPv6 without its brackets. */
export const hostOf = (url: URL): string => url.hostname.replaceAll(/^\[|\]$/g, '')
