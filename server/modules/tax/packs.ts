import type { Pack } from './pack.ts'
import { bangladesh } from './packs/bd.ts'
import { india } from './packs/in.ts'
import { nigeria } from './packs/ng.ts'
import { ghana } from './packs/gh.ts'
import { kenya } from './packs/ke.ts'
import { none } from './packs/none.ts'
import { southAfrica } from './packs/za.ts'
import { unitedStates } from './packs/us.ts'

const packs: readonly Pack[] = [bangladesh, india, nigeria, unitedStates, ghana, kenya, southAfrica]

/** The pack of a country; one without rates where we have none. */
export const packOf = (country: string): Pack =>
  packs.find((pack) => pack.country === country) ?? { ...none, country, placeOfSupply: () => country }
