/** The WireGuard network through which routers behind somebody else's NAT are reached. One for the whole installation. */
import type { Config } from '#kernel/config.ts'

export interface TunnelNetwork {
  readonly endpointHost: string
  readonly endpointPort: number
  readonly publicKey: string
  /** `10.255.0.0/16`. */
  readonly network: string
  /** The first address: ours. */
  readonly server: string
}

/** @returns undefined where the installation has no WireGuard server */
export function tunnelNetworkOf(config: Config): TunnelNetwork | undefined {
  const { WIREGUARD_ENDPOINT: endpoint, WIREGUARD_PUBLIC_KEY: publicKey, WIREGUARD_NETWORK: network } = config
  if (!endpoint || !publicKey) return undefined
  const colon = endpoint.lastIndexOf(':')
  return {
    endpointHost: endpoint.slice(0, colon),
    endpointPort: Number(endpoint.slice(colon + 1)),
    publicKey,
    network,
    server: addressAt(network, 1),
  }
}

/** @param index 0 is the network itself */
function addressAt(network: string, index: number): string {
  const base = network
    .split('/')[0]!
    .split('.')
    .reduce((sum, part) => sum * 256 + Number(part), 0)
  const address = base + index
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.')
}

/** The lowest address that nobody has; without the network's own, ours and broadcast. */
export function freeAddress({ network }: TunnelNetwork, taken: readonly string[]): string | undefined {
  const size = 2 ** (32 - Number(network.split('/')[1]))
  const used = new Set(taken)
  for (let index = 2; index < size - 1; index++) {
    const address = addressAt(network, index)
    if (!used.has(address)) return address
  }
  return undefined
}

export interface Peer {
  readonly name: string
  readonly publicKey: string
  readonly address: string
}

/** The peers' part of a configuration of WireGuard: for `wg syncconf`, behind an `[Interface]` that the operator writes. */
export const peersText = (peers: readonly Peer[]): string =>
  peers
    .map(
      ({ name, publicKey, address }) => `# ${name.replaceAll(/\s+/g, ' ')}\n[Peer]\nPublicKey = ${publicKey}\nAllowedIPs = ${address}/32\n`,
    )
    .join('\n')
