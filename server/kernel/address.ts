/** Which addresses we connect to where a tenant says whereto. Without a guard it could make us call what only we can reach. */
import { lookup } from 'node:dns/promises'
import { BlockList, connect, isIP, type LookupFunction, type Socket } from 'node:net'
import type { Config } from './config.ts'

/** How near the other side may be; each includes those before it. `loopback`: also this machine itself. */
export type Reach = 'public' | 'private' | 'loopback'

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
never.addAddress('fd00:ec2::254', 'ipv6') // metadata service of a cloud

const privately = new BlockList()
privately.addSubnet('10.0.0.0', 8)
privately.addSubnet('100.64.0.0', 10) // carrier-grade NAT, RFC 6598
privately.addSubnet('172.16.0.0', 12)
privately.addSubnet('192.168.0.0', 16)
privately.addSubnet('198.18.0.0', 15) // benchmarks, RFC 2544
privately.addSubnet('fc00::', 7, 'ipv6')

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8)
loopback.addAddress('::1', 'ipv6')

const familyOf = (address: string) => (isIP(address) === 6 ? 'ipv6' : 'ipv4')

/** Whether an address is this machine or in a network of its own. */
export const isPrivate = (address: string): boolean =>
  privately.check(address, familyOf(address)) || loopback.check(address, familyOf(address))

/**
 * Why we do not connect to an address; undefined when we do.
 * @param address IPv4 or IPv6; an IPv4 address written as IPv6 is judged as what it is
 */
export function addressFault(address: string, reach: Reach): string | undefined {
  if (isIP(address) === 0) return `${address} is not an address.`
  const family = familyOf(address)
  if (never.check(address, family)) return `${address} cannot be connected to.`
  if (reach !== 'loopback' && loopback.check(address, family)) return `${address} is this server itself.`
  if (reach === 'public' && privately.check(address, family)) return `${address} is a private address.`
  return undefined
}

/** What is entered as a host, as far as it can be judged without asking for its name's addresses. */
export const hostFault = (host: string, reach: Reach): string | undefined => (isIP(host) ? addressFault(host, reach) : undefined)

/** A host has an address that we do not connect to, or none. */
export class AddressRefused extends Error {}

export type Resolve = (host: string) => Promise<readonly string[]>

/** All addresses of a name; an address is its own. */
export const resolveHost: Resolve = async (host) =>
  isIP(host) ? [host] : (await lookup(host, { all: true })).map(({ address }) => address)

/**
 * The addresses of a host to connect to; one that is refused refuses all, lest a name has one for each taste.
 * @throws AddressRefused; as `resolve` does
 */
export async function judgedAddresses(host: string, reach: Reach, resolve = resolveHost): Promise<readonly string[]> {
  const addresses = await resolve(host)
  if (addresses.length === 0) throw new AddressRefused(`${host} has no address.`)
  const fault = addresses.map((address) => addressFault(address, reach)).find((found) => found !== undefined)
  if (fault !== undefined) throw new AddressRefused(fault)
  return addresses
}

/** Resolves every name to the addresses that were judged, and to no others: a name may mean another address a moment later. */
export const always =
  (addresses: readonly string[]): LookupFunction =>
  (_host, options, found) => {
    const all = addresses.map((address) => ({ address, family: isIP(address) }))
    if (options.all) found(null, all)
    else found(null, all[0]!.address, all[0]!.family)
  }

export interface Destination {
  readonly host: string
  readonly port: number
}

/**
 * Connects by TCP to the addresses that were judged.
 * @throws AddressRefused; Error when it cannot be reached in time
 */
export async function connectTo({ host, port }: Destination, reach: Reach, timeoutMs: number, resolve = resolveHost): Promise<Socket> {
  const addresses = await judgedAddresses(host, reach, resolve)
  const { promise, resolve: connected, reject } = Promise.withResolvers<Socket>()
  const socket = connect({ host, port, lookup: always(addresses) })
  const fail = (why: string | undefined) => reject(new Error(`${host}:${port} cannot be reached: ${why ?? 'no answer'}.`))
  const timer = setTimeout(() => {
    socket.destroy()
    fail(undefined)
  }, timeoutMs)
  socket.once('error', ({ code }: NodeJS.ErrnoException) => fail(code))
  socket.once('connect', () => connected(socket))
  return promise.finally(() => clearTimeout(timer))
}

/** How near the mail servers and short message centres of tenants may be. */
export const messagingReach = (config: Pick<Config, 'MESSAGING_PRIVATE_ADDRESSES'>): Reach =>
  config.MESSAGING_PRIVATE_ADDRESSES ? 'loopback' : 'public'

/** What to do about a mail server or a centre that is refused. */
export const messagingRemedy =
  'Give a public name or address. Whoever runs this installation can allow private ones with MESSAGING_PRIVATE_ADDRESSES.'
