import type { Pack } from '../pack.ts'
import type { RateSeed } from '../rate.ts'

/** A country with one tax on everything, or none that we know: what an operator adds to it holds everywhere in it. */
export const plainPack = (country: string, registrationName: string, rates: readonly RateSeed[]): Pack => ({
  country,
  registrationName,
  rates,
  supplyCodes: {},
  regions: [],
  taxForms: [],
  reliefForBadDebts: true, // who knows the law decides
  withholdings: [],
  takesCertificates: false,
  placeOfSupply: () => country,
})

export const none = plainPack('', 'Tax no.', [])
