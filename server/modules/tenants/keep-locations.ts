import { isDuplicate, isReferenced, type Tx } from '#kernel/db.ts'
import { locationInUse, locationNameTaken, locationNotFound } from './errors.ts'
import type { Location, LocationDraft, LocationPatch } from './location.ts'
import { deleteLocation, insertLocation, readLocation, updateLocation } from './store.ts'

const nameTakenOr = (name: string) => (error: unknown) => {
  throw isDuplicate(error, 'location_tenant_id_name_key') ? locationNameTaken(name) : error
}

/** @throws tenants.location_name_taken */
export function addLocation(tx: Tx, draft: LocationDraft): Promise<Location> {
  return insertLocation(tx, draft).catch(nameTakenOr(draft.name))
}

/** @throws tenants.location_not_found */
export async function findLocation(tx: Tx, id: string): Promise<Location> {
  const location = await readLocation(tx, id)
  if (!location) throw locationNotFound()
  return location
}

/** @throws tenants.location_name_taken */
export function changeLocation(tx: Tx, location: Location, patch: LocationPatch): Promise<Location> {
  const changed = {
    name: patch.name ?? location.name,
    address: patch.address ?? location.address,
    position: patch.position === undefined ? location.position : patch.position,
  }
  return updateLocation(tx, location.id, changed).catch(nameTakenOr(changed.name))
}

/** @throws tenants.location_not_found, tenants.location_in_use */
export async function removeLocation(tx: Tx, id: string): Promise<void> {
  const location = await findLocation(tx, id)
  await deleteLocation(tx, id).catch((error: unknown) => {
    throw isReferenced(error) ? locationInUse(location.name) : error
  })
}
