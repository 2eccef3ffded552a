import type { SupplyKind } from './rate.ts'

/** What tax offices want to know of a tenant beside its tax number. */
export interface TaxSetting {
  readonly region: string // ISO 3166-2; '' where the registration says it or none matters
  readonly companyNumber: string
  readonly addressLine: string
  readonly city: string
  readonly postalCode: string
  /** Totals are rounded to multiples of it: 1, or 100 for whole rupees. */
  readonly totalStepMinor: bigint
  /** Codes that differ from the pack's. */
  readonly supplyCodes: Readonly<Partial<Record<SupplyKind, string>>>
}

export const usualSetting: TaxSetting = {
  region: '',
  companyNumber: '',
  addressLine: '',
  city: '',
  postalCode: '',
  totalStepMinor: 1n,
  supplyCodes: {},
}
