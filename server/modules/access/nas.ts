/** Network access servers: routers, BNGs and hotspot gateways that ask us. */
export const nasVendors = ['mikrotik', 'cisco', 'juniper', 'huawei', 'ubiquiti', 'accel-ppp', 'chillispot', 'cambium', 'generic'] as const
export type NasVendor = (typeof nasVendors)[number]

/** Whether a voucher's code may be typed as the user name at the router's own page, and what its password is: the same, or nothing. */
export const voucherPasswords = ['off', 'same', 'empty'] as const
export type VoucherPassword = (typeof voucherPasswords)[number]

export interface NasDraft {
  readonly name: string
  /** Source address of its packets, and where it takes commands; null for one that is known by its certificate alone. */
  readonly address: string | null
  /** On TLS: SHA-256 of its certificate, 64 hexadecimal digits. */
  readonly certificateFingerprint: string | null
  /** On TLS: a subjectAltName of its certificate, in small letters, for which a trusted authority vouches. */
  readonly certificateName: string | null
  /** NAS-Identifier; needed where several routers share one address. */
  readonly identifier: string | null
  readonly vendor: NasVendor
  readonly requireMessageAuthenticator: boolean
  readonly coaPort: number
  readonly interimSeconds: number
  /** Address list or filter of the router that lets only the payment page through; null: the blocked are refused. */
  readonly walledGarden: string | null
  /** Requests beyond are dropped, so that one router gone mad does not take the others' share; null: no limit. */
  readonly requestsPerSecondMax: number | null
  readonly voucherPassword: VoucherPassword
  readonly locationId: string | null
  readonly enabled: boolean
}

export interface Nas extends NasDraft {
  readonly id: string
  /** It is not served, until its secret is typed again. */
  readonly secretUnreadable: boolean
  readonly version: number
}

/** The least time without an interim after which a session counts as lost, however short the interval: packets get lost too. */
const staleSecondsMin = 600
const missedInterimsMax = 3

/** Seconds without an update after which an open session is no longer believed. */
export const staleAfterSeconds = (interimSeconds: number): number => Math.max(staleSecondsMin, missedInterimsMax * interimSeconds)
