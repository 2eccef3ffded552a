export const poolKinds = ['dynamic', 'static', 'prefix6', 'delegated6'] as const
export type PoolKind = (typeof poolKinds)[number]

/** A prefix out of which lines get addresses or prefixes. */
export interface Pool extends PoolDraft {
  readonly id: string
  readonly version: number
}

export interface PoolDraft {
  /** As routers know it: Framed-Pool and its IPv6 kin. Several prefixes may share a name. */
  readonly name: string
  readonly kind: PoolKind
  readonly prefix: string
  /** Mask of what each line gets. */
  readonly unitLength: number
  readonly locationId: string | null
  /** The one router that hands it out; behind others the same addresses may be in use as well. */
  readonly nasId: string | null
  readonly note: string
}

/** What each line gets unless said otherwise: an address, its own /64 (RFC 8273), or a /56 for its network (RIPE-690). */
export function usualUnitLength(kind: PoolKind, prefix: string): number {
  if (kind === 'prefix6') return 64
  if (kind === 'delegated6') return 56
  return isIpv6(prefix) ? 128 : 32
}

export const isIpv6 = (address: string) => address.includes(':')

const sizeLog2Max = 48 // more can not be counted, nor used up

/** Why a prefix cannot be a pool of its kind; null when it can. */
export function poolFault({ kind, prefix, unitLength }: Pick<PoolDraft, 'kind' | 'prefix' | 'unitLength'>): string | null {
  const length = Number(prefix.split('/')[1])
  if (!isIpv6(prefix) && kind !== 'dynamic' && kind !== 'static') return 'Pools of IPv6 prefixes need an IPv6 prefix, like 2001:db8::/40.'
  if (unitLength > (isIpv6(prefix) ? 128 : 32)) return 'An IPv4 address has 32 bits.'
  if (unitLength < length) return `A /${unitLength} does not fit into a /${length}.`
  if (unitLength - length > sizeLog2Max) return `Give a prefix of at least /${unitLength - sizeLog2Max}, or hand out larger parts of it.`
  return null
}
