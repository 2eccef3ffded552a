import type { Tx } from '#kernel/db.ts'
import { taxNumberFault, taxNumberOf } from '#protocols/tax-number'
import { readTenant } from '#modules/tenants'
import { taxNumberWrong } from './errors.ts'

/** Tax numbers as the offices of the tenant's country write them. @throws customers.tax_number_wrong for one that cannot be */
export async function withCheckedTaxNumbers<T extends { readonly taxNumber?: string | null | undefined }>(
  tx: Tx,
  drafts: readonly T[],
): Promise<readonly T[]> {
  if (!drafts.some(({ taxNumber }) => taxNumber)) return drafts
  const { country } = await readTenant(tx)
  return drafts.map((draft) => {
    if (!draft.taxNumber) return draft
    const taxNumber = taxNumberOf(draft.taxNumber)
    const fault = taxNumberFault(country, taxNumber)
    if (fault !== undefined) throw taxNumberWrong(fault)
    return { ...draft, taxNumber }
  })
}
