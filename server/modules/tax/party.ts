import { createHash } from 'node:crypto'
import type { Customer } from '#modules/customers'
import type { Branch, Tenant } from '#modules/tenants'
import { type Pack, regionNamed, regionRegistered } from './pack.ts'
import type { TaxSetting } from './setting.ts'

/** A seller or buyer as a document names it: kept with the document, because the living one moves on. */
export interface PartySnapshot {
  readonly name: string
  readonly registration: string | null // GSTIN, BIN, TIN, EIN
  readonly companyNumber: string | null // RC or BN in Nigeria
  readonly country: string // ISO 3166-1 alpha-2
  readonly region: string // ISO 3166-2 where we know it, else as written
  readonly addressLines: readonly string[]
  readonly city: string
  readonly postalCode: string
  readonly phone: string
  readonly email: string
}

/** What is kept of a customer, as its fields are written. */
export type BuyerContent = Pick<Customer, 'name' | 'addressLine' | 'area' | 'city' | 'region' | 'postalCode' | 'phone' | 'email'> & {
  readonly registration: string | null
}

export function buyerSnapshot(pack: Pack, kept: BuyerContent): PartySnapshot {
  return {
    name: kept.name,
    registration: kept.registration,
    companyNumber: null,
    country: pack.country,
    region: regionNamed(pack, kept.region) || kept.region,
    addressLines: [kept.addressLine, kept.area].filter(Boolean),
    city: kept.city,
    postalCode: kept.postalCode,
    phone: kept.phone ?? '',
    email: kept.email ?? '',
  }
}

export function sellerSnapshot(pack: Pack, tenant: Tenant, setting: TaxSetting): PartySnapshot {
  const registration = tenant.taxNumber || null
  return {
    name: tenant.legalName || tenant.name,
    registration,
    companyNumber: setting.companyNumber || null,
    country: tenant.country,
    region: regionRegistered(pack, registration) || setting.region,
    addressLines: setting.addressLine ? [setting.addressLine] : tenant.address.split('\n').filter(Boolean),
    city: setting.city,
    postalCode: setting.postalCode,
    phone: tenant.phone,
    email: tenant.email,
  }
}

/** The tenant as one of its branches sells that has a registration, and so a region, of its own. */
export function branchSnapshot(pack: Pack, tenant: Tenant, setting: TaxSetting, { taxNumber, address }: Branch): PartySnapshot {
  const seller = sellerSnapshot(pack, { ...tenant, taxNumber }, setting)
  if (address === '') return seller
  return { ...seller, addressLines: address.split('\n').filter(Boolean), city: '', postalCode: '' }
}

/** Names the content: equal sellers have equal ids, whenever they are kept. */
export function snapshotId(party: PartySnapshot): string {
  const digest = createHash('md5')
    .update(JSON.stringify(inOneOrder(party)))
    .digest('hex')
  return digest.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

const inOneOrder = (party: PartySnapshot) => Object.entries(party).toSorted(([a], [b]) => (a < b ? -1 : 1))
