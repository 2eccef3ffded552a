import type { Tx } from '#kernel/db.ts'
import { readTenant } from '#modules/tenants'
import { defaultStages } from './dunning.ts'
import { insertStages } from './dunning-store.ts'
import { insertStandardTaxes } from './store.ts'

interface Tax {
  readonly name: string
  readonly percent: string
  readonly from: string
}

/** Standard taxes on connectivity by country, as they stood when this was written; tenants change theirs. */
const standardTaxes: Readonly<Record<string, readonly Tax[]>> = {
  BD: [{ name: 'VAT', percent: '5', from: '2019-07-01' }],
  IN: [
    { name: 'CGST', percent: '9', from: '2017-07-01' },
    { name: 'SGST', percent: '9', from: '2017-07-01' },
  ],
  NG: [{ name: 'VAT', percent: '7.5', from: '2020-02-01' }],
  GH: [{ name: 'VAT', percent: '15', from: '2023-01-01' }],
  KE: [{ name: 'VAT', percent: '16', from: '2021-01-01' }],
  ZA: [{ name: 'VAT', percent: '15', from: '2018-04-01' }],
}

/** Gives a tenant the taxes of its country and the usual dunning stages; what is there stays as it is. */
export async function seedBilling(tx: Tx): Promise<void> {
  const { country } = await readTenant(tx)
  const taxes = standardTaxes[country] ?? []
  await insertStandardTaxes(tx, taxes)
  await insertStages(tx, defaultStages)
}
