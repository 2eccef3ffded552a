import { isDuplicate, type Tx } from '#kernel/db.ts'
import { emit } from '#kernel/events.ts'
import { sealSecret } from '#kernel/vault.ts'
import { knownAttributes } from '#protocols/radius'
import { attributeNotBelievable, homeServerSecretMissing, realmNotFound, realmTaken } from './errors.ts'
import { type HomeServerDraft, neverBelieved, type Realm, type RealmDraft } from './realm.ts'
import { deleteRealm, insertRealm, lockRealm, replaceServers, updateRealm } from './realm-store.ts'
import { homeServerPurpose } from './roaming.ts'

/** A home server with its secret; without one that of the server with this id is kept. */
export type GivenServer = HomeServerDraft & { readonly id?: string | undefined; readonly secret?: string | undefined }
export type GivenRealm = Omit<RealmDraft, 'servers'> & { readonly servers: readonly GivenServer[] }

const explain = (name: string) => (error: unknown) => {
  throw isDuplicate(error, 'realm_tenant_id_name_key') ? realmTaken(name) : error
}

const names = new Set<string>(knownAttributes.map(({ name }) => name))

function requireBelievable({ believed }: GivenRealm): void {
  const wrong = believed.find((name) => !names.has(name) || neverBelieved.includes(name))
  if (wrong !== undefined) throw attributeNotBelievable(wrong)
}

/** Servers by TLS need no secret of their own; the others have one, given now or before. */
async function sealed(tx: Tx, servers: readonly GivenServer[], before: Realm['servers']) {
  const result = []
  for (const [place, { id, secret, ...server }] of servers.entries()) {
    const known = before.find((one) => one.id === id)
    if (secret === undefined && server.transport === 'udp' && !known) throw homeServerSecretMissing(place)
    const given = secret ?? (known ? undefined : 'radsec')
    const secretSealed = given === undefined ? null : await sealSecret(tx, given, homeServerPurpose)
    result.push({ ...server, id: known?.id ?? crypto.randomUUID(), secretSealed })
  }
  return result
}

/** @throws access.realm_taken, access.attribute_not_believable, access.home_server_secret_missing */
export async function addRealm(tx: Tx, given: GivenRealm): Promise<Realm> {
  requireBelievable(given)
  const id = await insertRealm(tx, given).catch(explain(given.name))
  await replaceServers(tx, id, await sealed(tx, given.servers, []))
  await emit(tx, 'realm.created.v1', { realmId: id, name: given.name }, id)
  return findRealm(tx, id)
}

/** @throws access.realm_not_found */
export async function findRealm(tx: Tx, id: string): Promise<Realm> {
  const realm = await lockRealm(tx, id)
  if (!realm) throw realmNotFound()
  return realm
}

/** @throws as `addRealm` */
export async function changeRealm(tx: Tx, realm: Realm, given: GivenRealm): Promise<Realm> {
  requireBelievable(given)
  await updateRealm(tx, realm.id, given).catch(explain(given.name))
  await replaceServers(tx, realm.id, await sealed(tx, given.servers, realm.servers))
  await emit(tx, 'realm.changed.v1', { realmId: realm.id, name: given.name }, realm.id)
  return findRealm(tx, realm.id)
}

/** What was kept for its home servers goes with it. @throws access.realm_not_found */
export async function removeRealm(tx: Tx, id: string): Promise<void> {
  const { name } = await findRealm(tx, id)
  await deleteRealm(tx, id)
  await emit(tx, 'realm.removed.v1', { realmId: id, name }, id)
}
