import { isDuplicate, isReferenced, type Tx } from '#kernel/db.ts'
import { checkTaxNumber } from './change-tenant.ts'
import { branchCodeFinal, branchCodeTaken, branchStays, locationInUse, locationNameTaken, locationNotFound } from './errors.ts'
import type { Location, LocationDraft, LocationPatch } from './location.ts'
import { deleteLocation, insertLocation, readLocation, updateLocation } from './store.ts'

const takenOr =
  ({ name, branchCode }: LocationDraft) =>
  (error: unknown) => {
    if (isDuplicate(error, 'location_tenant_id_name_key')) throw locationNameTaken(name)
    throw isDuplicate(error, 'location_tenant_id_branch_code_key') ? branchCodeTaken(branchCode!) : error
  }

/** @throws tenants.location_name_taken, tenants.branch_code_taken, tenants.tax_number_wrong */
export async function addLocation(tx: Tx, draft: LocationDraft): Promise<Location> {
  if (draft.taxNumber) await checkTaxNumber(tx, draft.taxNumber)
  return insertLocation(tx, draft).catch(takenOr(draft))
}

/** @throws tenants.location_not_found */
export async function findLocation(tx: Tx, id: string): Promise<Location> {
  const location = await readLocation(tx, id)
  if (!location) throw locationNotFound()
  return location
}

/** @throws tenants.location_name_taken, tenants.branch_code_taken, tenants.branch_code_final, tenants.tax_number_wrong */
export async function changeLocation(tx: Tx, location: Location, patch: LocationPatch): Promise<Location> {
  if (patch.taxNumber) await checkTaxNumber(tx, patch.taxNumber)
  const branchCode = patch.branchCode === undefined ? location.branchCode : patch.branchCode
  if (location.branchCode !== null && branchCode !== location.branchCode) throw branchCodeFinal(location.branchCode)
  const changed = {
    name: patch.name ?? location.name,
    address: patch.address ?? location.address,
    position: patch.position === undefined ? location.position : patch.position,
    branchCode,
    taxNumber: patch.taxNumber ?? location.taxNumber,
  }
  return updateLocation(tx, location.id, changed).catch(takenOr(changed))
}

/** @throws tenants.location_not_found, tenants.location_in_use, tenants.branch_stays */
export async function removeLocation(tx: Tx, id: string): Promise<void> {
  const location = await findLocation(tx, id)
  if (location.branchCode !== null) throw branchStays(location.name)
  await deleteLocation(tx, id).catch((error: unknown) => {
    throw isReferenced(error) ? locationInUse(location.name) : error
  })
}
