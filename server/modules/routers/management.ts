/** How we speak with a router besides RADIUS, and which addresses we speak to at all. */
import type { Reach } from '#kernel/address.ts'
import type { Config } from '#kernel/config.ts'

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

type Destination = Omit<Management, 'password'>

/**
 * Whether a password that is kept may go to a router as it is described now: else whoever may change the address would be sent it. A router
 * that is known by its certificate may be anywhere, for nobody else has its key.
 */
export function isSameRouter(kept: Destination, next: Destination): boolean {
  if (kept.username !== next.username || kept.fingerprint !== next.fingerprint) return false
  if (next.protocol !== 'api' && next.fingerprint !== null) return true
  return kept.protocol === next.protocol && kept.address === next.address && kept.port === next.port
}

/** As we have it: null is a password that cannot be read any more, and has to be typed again. */
export type KeptManagement = Omit<Management, 'password'> & { readonly password: string | null }

/** How near a router may be: they have private addresses more often than not, and this machine is only where simulated ones are. */
export const routerReach = (config: Pick<Config, 'ROUTERS_ON_LOOPBACK'>): Reach => (config.ROUTERS_ON_LOOPBACK ? 'loopback' : 'private')
