import pg from 'pg'
import { isDuplicate, isExcluded, type Tx } from '#kernel/db.ts'
import { emit } from '#kernel/events.ts'
import { sealSecret } from '#kernel/vault.ts'
import { nasPurpose } from './directory.ts'
import { locationUnknown, nasAddressTaken, nasCertificateTaken, nasInUse, nasNameTaken, nasNotFound, nasUnreachable } from './errors.ts'
import type { Nas, NasDraft } from './nas.ts'
import { deleteNas, hasSessions, insertNas, lockNas, updateNas } from './nas-store.ts'

const explain = (draft: NasDraft) => (error: unknown) => {
  if (isDuplicate(error, 'nas_tenant_id_name_key')) throw nasNameTaken(draft.name)
  if (isDuplicate(error, 'nas_address')) throw nasAddressTaken(draft.address)
  if (isDuplicate(error, 'nas_certificate_fingerprint') || isExcluded(error, 'nas_certificate_of_one_tenant'))
    throw nasCertificateTaken('certificateFingerprint')
  if (isDuplicate(error, 'nas_certificate_name')) throw nasCertificateTaken('certificateName')
  throw error instanceof pg.DatabaseError && error.code === '23503' ? locationUnknown() : error
}

function requireReachable({ address, certificateFingerprint, certificateName }: NasDraft): void {
  if (!address && !certificateFingerprint && !certificateName) throw nasUnreachable()
}

/** @throws access.nas_unreachable, access.nas_name_taken, access.nas_address_taken, access.nas_certificate_taken, access.location_unknown */
export async function addNas(tx: Tx, draft: NasDraft, secret: string): Promise<Nas> {
  requireReachable(draft)
  const nas = await insertNas(tx, draft, await sealSecret(tx, secret, nasPurpose)).catch(explain(draft))
  await emit(tx, 'nas.created.v1', { nasId: nas.id, name: nas.name }, nas.id)
  return nas
}

/** @throws access.nas_not_found */
export async function findNas(tx: Tx, id: string): Promise<Nas> {
  const nas = await lockNas(tx, id)
  if (!nas) throw nasNotFound()
  return nas
}

/** @param secret undefined keeps the one there is. @throws as `addNas` */
export async function changeNas(tx: Tx, nas: Nas, draft: NasDraft, secret: string | undefined): Promise<Nas> {
  requireReachable(draft)
  const sealed = secret === undefined ? null : await sealSecret(tx, secret, nasPurpose)
  const changed = await updateNas(tx, nas.id, draft, sealed).catch(explain(draft))
  await emit(tx, 'nas.changed.v1', { nasId: nas.id, name: changed.name }, nas.id)
  return changed
}

/** @throws access.nas_not_found, access.nas_in_use */
export async function removeNas(tx: Tx, id: string): Promise<void> {
  const nas = await findNas(tx, id)
  if (await hasSessions(tx, id)) throw nasInUse(nas.name)
  await deleteNas(tx, id)
  await emit(tx, 'nas.removed.v1', { nasId: id, name: nas.name }, id)
}
