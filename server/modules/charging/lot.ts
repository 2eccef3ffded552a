export const sources = ['plan', 'top-up', 'rollover', 'courtesy'] as const
export type Source = (typeof sources)[number]

/** A grant of bytes with a validity, half-open. `used` may pass `granted` by what flowed between two samples. */
export interface Lot {
  readonly id: string
  readonly tenantId: string
  readonly subscriptionId: string
  readonly source: Source
  readonly granted: bigint
  readonly used: bigint
  readonly validFrom: Temporal.Instant
  readonly validTo: Temporal.Instant
  readonly reachedPercent: number // highest percentage announced while it was valid
}

/** Bytes of a session between two accounting samples. */
export interface UsageDelta {
  readonly tenantId: string
  readonly subscriptionId: string
  readonly at: Temporal.Instant
  readonly uploadBytes: bigint
  readonly downloadBytes: bigint
}

/** Bytes that flowed at a moment, in both directions. */
export interface Flowed {
  readonly tenantId: string
  readonly subscriptionId: string
  readonly at: Temporal.Instant
  readonly bytes: bigint
}

/** What is granted and used of the lots that are valid together. */
export interface Quota {
  readonly granted: bigint
  readonly used: bigint
  readonly remaining: bigint // 0 when overrun
}

export function quotaOf(lots: readonly Pick<Lot, 'granted' | 'used'>[]): Quota {
  const granted = lots.reduce((sum, lot) => sum + lot.granted, 0n)
  const used = lots.reduce((sum, lot) => sum + lot.used, 0n)
  const remaining = lots.reduce((sum, lot) => sum + (lot.used < lot.granted ? lot.granted - lot.used : 0n), 0n)
  return { granted, used, remaining }
}
