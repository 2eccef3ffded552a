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

/** Percentages of what is granted that people are told of, each once until there is more to use. */
export const percentages = [75, 90, 100] as const

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

export function validAt<L extends Pick<Lot, 'validFrom' | 'validTo'>>(lots: readonly L[], at: Temporal.Instant): L[] {
  return lots.filter((lot) => Temporal.Instant.compare(lot.validFrom, at) <= 0 && Temporal.Instant.compare(at, lot.validTo) < 0)
}

export interface Drawn {
  readonly lots: readonly Lot[] // those that changed
  /** The highest percentage that was passed and not announced before. */
  readonly reached: { readonly percent: number; readonly quota: Quota } | undefined
}

/**
 * Draws the usage of one subscription from its lots: from those valid when it flowed, the earliest expiry first, then the next; the
 * last takes what is beyond all of them. Usage while no lot is valid is not limited by any.
 *
 *   plan 10 GB ├──────── 9 used ─┤ 30 Apr        3 GB more:   plan 10, top-up 2
 *   top-up 5 GB      ├───── 0 used ────┤ 9 May   then 4 GB:   plan 10, top-up 6 (of 5)
 *
 * @param lots of the subscription, the earliest expiry first
 */
export function draw(lots: readonly Lot[], deltas: readonly UsageDelta[]): Drawn {
  const used = new Map(lots.map((lot) => [lot, lot.used]))
  for (const delta of deltas) drawOne(validAt(lots, delta.at), used, delta.uploadBytes + delta.downloadBytes)

  const after = lots.map((lot) => ({ ...lot, used: used.get(lot)! }))
  const latest = deltas.reduce((last, delta) => (Temporal.Instant.compare(delta.at, last) > 0 ? delta.at : last), deltas[0]!.at)
  const valid = validAt(after, latest)
  const reached = newlyReached(valid)
  const told = reached ? after.map((lot) => (valid.includes(lot) ? { ...lot, reachedPercent: reached.percent } : lot)) : after
  return { lots: told.filter((lot, index) => lot.used !== lots[index]!.used || lot.reachedPercent !== lots[index]!.reachedPercent), reached }
}

function drawOne(valid: readonly Lot[], used: Map<Lot, bigint>, bytes: bigint): void {
  let left = bytes
  for (const [index, lot] of valid.entries()) {
    const before = used.get(lot)!
    const free = lot.granted > before ? lot.granted - before : 0n
    const taken = index === valid.length - 1 || left < free ? left : free
    used.set(lot, before + taken)
    left -= taken
    if (left === 0n) return
  }
}

/** A lot that came since the last announcement has announced nothing, so the percentages count anew. */
function newlyReached(valid: readonly Lot[]): Drawn['reached'] {
  if (valid.length === 0) return undefined
  const quota = quotaOf(valid)
  const percent = percentages.findLast((step) => (quota.granted - quota.remaining) * 100n >= quota.granted * BigInt(step))
  const announced = Math.min(...valid.map((lot) => lot.reachedPercent))
  return percent !== undefined && percent > announced ? { percent, quota } : undefined
}
