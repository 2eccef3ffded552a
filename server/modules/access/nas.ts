/** Network access servers: routers, BNGs and hotspot gateways that ask us. */
export const nasVendors = ['mikrotik', 'cisco', 'juniper', 'huawei', 'ubiquiti', 'accel-ppp', 'chillispot', 'cambium', 'generic'] as const
export type NasVendor = (typeof nasVendors)[number]

export interface NasDraft {
  readonly name: string
  /** Source address of its packets. */
  readonly address: string
  /** NAS-Identifier; needed where several routers share one address. */
  readonly identifier: string | null
  readonly vendor: NasVendor
  readonly requireMessageAuthenticator: boolean
  readonly coaPort: number
  readonly interimSeconds: number
  /** Address list or filter of the router that lets only the payment page through; null: the blocked are refused. */
  readonly walledGarden: string | null
  readonly locationId: string | null
  readonly enabled: boolean
}

export interface Nas extends NasDraft {
  readonly id: string
  readonly version: number
}

/** The least time without an interim after which a session counts as lost, however short the interval: packets get lost too. */
const staleSecondsMin = 600
const missedInterimsMax = 3

/** Seconds without an update after which an open session is no longer believed. */
export const staleAfterSeconds = (interimSeconds: number): number => Math.max(staleSecondsMin, missedInterimsMax * interimSeconds)
