import type { Tx } from '#kernel/db.ts'
import { type Branch, readBranches, readTenant, type Tenant } from '#modules/tenants'
import { type Regime, regimeOn } from './determine-taxes.ts'
import type { Pack } from './pack.ts'
import { packOf } from './packs.ts'
import { branchSnapshot, type PartySnapshot, sellerSnapshot } from './party.ts'
import { type Rate, rateOf } from './rate.ts'
import type { TaxSetting } from './setting.ts'
import { insertRates, readRates, readSetting } from './store.ts'

/** All that a tenant's taxes on a day depend on beside the buyer and the charge. */
export interface TenantRegime extends Regime {
  readonly sellerAsBilled: PartySnapshot
  readonly totalStepMinor: bigint
}

/** The regime of a branch, which may be registered for itself. */
export interface BranchRegime extends TenantRegime {
  readonly code: string
}

interface Business {
  readonly tenant: Tenant
  readonly setting: TaxSetting
  readonly rates: readonly Rate[]
  readonly branches: readonly Branch[]
}

async function readBusiness(tx: Tx): Promise<Business> {
  return { tenant: await readTenant(tx), setting: await readSetting(tx), rates: await readRates(tx), branches: await readBranches(tx) }
}

export async function readRegime(tx: Tx, day: Temporal.PlainDate): Promise<TenantRegime> {
  return regimeOf(await readBusiness(tx), day)
}

/** @returns that of the tenant, and those of its branches by their locations */
export async function readRegimes(
  tx: Tx,
  day: Temporal.PlainDate,
): Promise<{ regime: TenantRegime; branches: ReadonlyMap<string, BranchRegime> }> {
  const business = await readBusiness(tx)
  return {
    regime: regimeOf(business, day),
    branches: new Map(business.branches.map((branch) => [branch.id, { ...regimeOf(business, day, branch), code: branch.code }])),
  }
}

function regimeOf({ tenant, setting, rates }: Business, day: Temporal.PlainDate, branch?: Branch): TenantRegime {
  const pack = withCodes(packOf(tenant.country), setting.supplyCodes)
  const sellerAsBilled = branch?.taxNumber ? branchSnapshot(pack, tenant, setting, branch) : sellerSnapshot(pack, tenant, setting)
  return { ...regimeOn(pack, sellerAsBilled, rates, day), sellerAsBilled, totalStepMinor: setting.totalStepMinor }
}

const withCodes = (pack: Pack, codes: Pack['supplyCodes']): Pack => ({ ...pack, supplyCodes: { ...pack.supplyCodes, ...codes } })

/** Gives a tenant the rates of its country, as they stood when this was written; what is there stays as it is. */
export async function seedTaxes(tx: Tx): Promise<void> {
  const { country } = await readTenant(tx)
  const rates = packOf(country).rates.map((seed) => rateOf(seed, country))
  if (rates.length > 0) await insertRates(tx, rates)
}
