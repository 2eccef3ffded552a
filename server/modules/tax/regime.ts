import type { Tx } from '#kernel/db.ts'
import { readTenant } from '#modules/tenants'
import { type Regime, regimeOn } from './determine-taxes.ts'
import type { Pack } from './pack.ts'
import { packOf } from './packs.ts'
import { type PartySnapshot, sellerSnapshot } from './party.ts'
import { rateOf } from './rate.ts'
import { insertRates, readRates, readSetting } from './store.ts'

/** All that a tenant's taxes on a day depend on beside the buyer and the charge. */
export interface TenantRegime extends Regime {
  readonly sellerAsBilled: PartySnapshot
  readonly totalStepMinor: bigint
}

export async function readRegime(tx: Tx, day: Temporal.PlainDate): Promise<TenantRegime> {
  const tenant = await readTenant(tx)
  const setting = await readSetting(tx)
  const pack = withCodes(packOf(tenant.country), setting.supplyCodes)
  const sellerAsBilled = sellerSnapshot(pack, tenant, setting)
  return { ...regimeOn(pack, sellerAsBilled, await readRates(tx), day), sellerAsBilled, totalStepMinor: setting.totalStepMinor }
}

const withCodes = (pack: Pack, codes: Pack['supplyCodes']): Pack => ({ ...pack, supplyCodes: { ...pack.supplyCodes, ...codes } })

/** Gives a tenant the rates of its country, as they stood when this was written; what is there stays as it is. */
export async function seedTaxes(tx: Tx): Promise<void> {
  const { country } = await readTenant(tx)
  const rates = packOf(country).rates.map((seed) => rateOf(seed, country))
  if (rates.length > 0) await insertRates(tx, rates)
}
