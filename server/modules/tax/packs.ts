import type { Pack } from './pack.ts'
import { bangladesh } from './packs/bd.ts'
import { india } from './packs/in.ts'
import { nigeria } from './packs/ng.ts'
import { none, plainPack } from './packs/none.ts'
import { unitedStates } from './packs/us.ts'

const packs: readonly Pack[] = [
  bangladesh,
  india,
  nigeria,
  unitedStates,
  plainPack('GH', 'TIN', [{ code: 'VAT', name: 'VAT', percent: '15', from: '2023-01-01' }]),
  plainPack('KE', 'PIN', [{ code: 'VAT', name: 'VAT', percent: '16', from: '2021-01-01' }]),
  plainPack('ZA', 'VAT no.', [{ code: 'VAT', name: 'VAT', percent: '15', from: '2018-04-01' }]),
]

/** The pack of a country; one without rates where we have none. */
export const packOf = (country: string): Pack =>
  packs.find((pack) => pack.country === country) ?? { ...none, country, placeOfSupply: () => country }
