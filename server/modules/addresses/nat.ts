/** A carrier-grade NAT that computes ports instead of logging them. Both prefixes are IPv4. */
export interface NatRule {
  readonly privatePrefix: string
  readonly publicPrefix: string
  /** Ports below it are never used; RFC 7422 §2.1 reserves the system ports. */
  readonly firstPort: number
  readonly portsEach: number
}

export interface PortBlock {
  readonly publicAddress: string
  readonly portFrom: number
  /** Inclusive. */
  readonly portTo: number
}

/**
 * The block of a private address: subscribers are laid out in their order, block after block, address after address, as RFC 7422 §2 does
 * where consecutive subscribers share an address.
 *
 *   private  .0    .1    …  .B-1  │ .B    .B+1  …
 *   public   ───── .0 ─────────── │ ───── .1 ────
 *   ports    first +each …        │ first +each …           B = (65536 - first) / each, rounded down
 *
 * @returns null when the address is none of the rule's
 */
export function blockOf(rule: NatRule, privateAddress: string): PortBlock | null {
  const inside = span(rule.privatePrefix)
  const index = numberOf(privateAddress) - inside.first
  if (index < 0 || index >= inside.size) return null
  const each = blocksEach(rule)
  const portFrom = rule.firstPort + (index % each) * rule.portsEach
  const publicAddress = addressOf(span(rule.publicPrefix).first + Math.floor(index / each))
  return { publicAddress, portFrom, portTo: portFrom + rule.portsEach - 1 }
}

/** Whose block a public address and port lie in: the inverse of `blockOf`. @returns null when nobody's */
export function holderOf(rule: NatRule, publicAddress: string, port: number): string | null {
  const outside = span(rule.publicPrefix)
  const place = numberOf(publicAddress) - outside.first
  const slot = Math.floor((port - rule.firstPort) / rule.portsEach)
  const each = blocksEach(rule)
  if (place < 0 || place >= outside.size || slot < 0 || slot >= each) return null
  const inside = span(rule.privatePrefix)
  const index = place * each + slot
  return index < inside.size ? addressOf(inside.first + index) : null
}

/** Whether every private address gets a block. */
export const hasRoom = (rule: NatRule) => blocksEach(rule) * span(rule.publicPrefix).size >= span(rule.privatePrefix).size

const blocksEach = ({ firstPort, portsEach }: NatRule) => Math.floor((65_536 - firstPort) / portsEach)

function span(prefix: string): { first: number; size: number } {
  const [address, length] = prefix.split('/') as [string, string]
  return { first: numberOf(address), size: 2 ** (32 - Number(length)) }
}

const numberOf = (address: string) => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)

const addressOf = (value: number) => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.')
