import type { Regime } from './determine-taxes.ts'

/** A certificate by which a customer pays no tax of a jurisdiction, as the law asks the seller to keep it. */
export interface Exemption {
  readonly id: string
  readonly customerId: string
  readonly jurisdiction: string // ISO 3166: US-TX, or the country
  readonly number: string
  readonly reason: string // resale, government, charity …
  readonly validFrom: Temporal.PlainDate
  readonly validUntil: Temporal.PlainDate // included
  readonly fileId: string | null
  readonly revokedAt: Temporal.Instant | null
}
export type ExemptionDraft = Pick<Exemption, 'jurisdiction' | 'number' | 'reason' | 'validFrom' | 'validUntil'>

/** As much of a certificate as decides taxes. */
export type Certificate = Pick<Exemption, 'jurisdiction' | 'validFrom' | 'validUntil'>

/**
 * Codes of the taxes that certificates take away on a day: what a jurisdiction levies in per cent of the price. Fees for each line, such as those
 * of 911, are owed by who has the line, and stay.
 */
export function certifiedCodes({ rates }: Pick<Regime, 'rates'>, certificates: readonly Certificate[], day: Temporal.PlainDate): string[] {
  const isValid = ({ validFrom, validUntil }: Certificate) =>
    Temporal.PlainDate.compare(validFrom, day) <= 0 && Temporal.PlainDate.compare(day, validUntil) <= 0
  const jurisdictions = new Set(certificates.filter(isValid).map(({ jurisdiction }) => jurisdiction))
  const taken = rates.filter(({ jurisdiction, flatMinor }) => flatMinor === 0n && jurisdictions.has(jurisdiction))
  return [...new Set(taken.map(({ code }) => code))]
}
