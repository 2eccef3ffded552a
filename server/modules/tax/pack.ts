import type { TaxedDocument } from './forms/taxed-document.ts'
import type { RateSeed, SupplyKind } from './rate.ts'

/** A state or province as taxes know it. */
export interface Region {
  readonly code: string // ISO 3166-2: IN-MH
  readonly name: string
  readonly taxCode?: string // how returns and registrations write it: 27
  readonly isTerritory?: true // without a legislature: UTGST in place of SGST
}

/** How a supply came about, as far as it decides where it is taxed. */
export interface Supply {
  readonly kind: SupplyKind
  /** Prepaid sold by an agent or at the operator's counter has a place of its own. */
  readonly sale: 'billed' | 'electronic' | 'agent' | 'counter'
  readonly installedIn: string // region of the premises of a fixed line; '' where unknown
  readonly soldIn: string // region of the agent on record, or of the counter; '' where unknown
}

/** Regions that a place of supply is decided from, each as ISO 3166-2; '' where unknown. */
export interface Whereabouts {
  readonly seller: string
  readonly buyer: string // address on record
  readonly registered: string // region of the buyer's tax registration
}

/** Tax a customer keeps back and pays to the state itself. */
export interface WithholdingSeed {
  readonly code: string // section of the law: 194J
  readonly name: string
  readonly percent: string
  readonly withoutNumberPercent?: string // for who gives no tax number
  readonly thresholdMinor?: bigint // of what is paid in a fiscal year
  readonly from: string
}

/** The tax law of a country as data, with the few rules that are none. */
export interface Pack {
  readonly country: string // ISO 3166-1 alpha-2; '' for countries we know nothing of
  readonly registrationName: string // GSTIN, BIN, TIN
  readonly rates: readonly RateSeed[]
  /** What is sold -> code on invoices, where the law asks for one. */
  readonly supplyCodes: Readonly<Partial<Record<SupplyKind, string>>>
  readonly regions: readonly Region[]
  readonly withholdings: readonly WithholdingSeed[]
  /** What the tax office has a form for, to be submitted as data. */
  readonly taxForms: readonly TaxedDocument['kind'][]
  /** Whether the seller gets the tax back that a customer never paid. */
  readonly reliefForBadDebts: boolean
  /** Whether customers are exempt by certificates of a state or of the country. */
  readonly takesCertificates: boolean
  /**
   * Who levies something on a supply: of each a rate must be in force, else nobody knows what the tax is, and a bill is held. '' is a region that
   * is not known. Where this is left out, no rate is no tax.
   */
  levying?(kind: SupplyKind, place: string): readonly string[]
  /** The region of a supply, ISO 3166-2; the country where regions do not matter. */
  placeOfSupply(supply: Supply, where: Whereabouts): string
}

const plain = (text: string) => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '')

/** Every way to write a region -> its code, for each pack; made once, because every invoice asks. */
const spellings = new WeakMap<Pack, ReadonlyMap<string, string>>()

function spellingsOf(pack: Pack): ReadonlyMap<string, string> {
  const known = spellings.get(pack)
  if (known) return known
  const ways = pack.regions.flatMap(({ code, name, taxCode }) =>
    [code, code.slice(3), name, taxCode ?? code].map((way) => [plain(way), code] as const),
  )
  const made = new Map(ways.toReversed()) // the first region that is written so counts
  spellings.set(pack, made)
  return made
}

/** The region a person wrote: by name, ISO code with or without the country, or the code of the tax office. '' where it is none. */
export const regionNamed = (pack: Pack, text: string): string => spellingsOf(pack).get(plain(text)) ?? ''

/** The region of a registration that begins with its code, as a GSTIN does. */
export const regionRegistered = (pack: Pack, registration: string | null): string =>
  pack.regions.find(({ taxCode }) => taxCode !== undefined && registration?.startsWith(taxCode))?.code ?? ''
