import type { Tx } from '#kernel/db.ts'
import { seedTaxes } from '#modules/tax'
import { defaultStages } from './dunning.ts'
import { insertStages } from './dunning-store.ts'

/** Gives a tenant the taxes of its country and the usual dunning stages; what is there stays as it is. */
export async function seedBilling(tx: Tx): Promise<void> {
  await seedTaxes(tx)
  await insertStages(tx, defaultStages)
}
