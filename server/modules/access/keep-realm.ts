import { isDuplicate, type Tx } from '#kernel/db.ts'
import { emit } from '#kernel/events.ts'
import { Problem } from '#kernel/problem.ts'
import { sealSecret } from '#kernel/vault.ts'
import { knownAttributes } from '#protocols/radius'
import { readUpload } from './eap-certificate.ts'
import { attributeNotBelievable, homeServerKeyMissing, homeServerSecretMissing, realmNotFound, realmTaken } from './errors.ts'
import { type HomeServer, type HomeServerDraft, neverBelieved, type Realm, type RealmDraft } from './realm.ts'
import { deleteRealm, insertRealm, lockRealm, replaceServers, updateRealm } from './realm-store.ts'
import { homeServerPurpose } from './roaming.ts'

/** A home server with its secret and key; without them those of the server with this id are kept. */
export type GivenServer = HomeServerDraft & {
  readonly id?: string | undefined
  readonly secret?: string | undefined
  readonly clientKey?: string | undefined
}
export type GivenRealm = Omit<RealmDraft, 'servers'> & { readonly servers: readonly GivenServer[] }

const explain = (name: string) => (error: unknown) => {
  throw isDuplicate(error, 'realm_tenant_id_name_key') ? realmTaken(name) : error
}

const names = new Set<string>(knownAttributes.map(({ name }) => name))

function requireBelievable({ believed }: GivenRealm): void {
  const wrong = believed.find((name) => !names.has(name) || neverBelieved.includes(name))
  if (wrong !== undefined) throw attributeNotBelievable(wrong)
}

/** What every server by TLS has for a shared secret: RFC 6614 §2.3. */
const radsec = 'radsec'

interface Kept {
  readonly clientCertificate: string | null
  /** By UDP the shared secret, by TLS the key of the client certificate; undefined: as it was. */
  readonly secret: string | undefined
}

/** @param known the same server as it was, if it spoke by the same transport */
function keptOf(given: GivenServer, known: HomeServer | undefined, place: number, now: Temporal.Instant): Kept {
  if (given.transport === 'udp') {
    if (given.secret === undefined && !known) throw homeServerSecretMissing(place)
    return { clientCertificate: null, secret: given.secret }
  }
  const { clientCertificate, clientKey } = given
  if (clientCertificate === null) return { clientCertificate, secret: radsec }
  if (clientKey === undefined) {
    if (known?.clientCertificate !== clientCertificate) throw homeServerKeyMissing(place)
    return { clientCertificate, secret: undefined }
  }
  const { certificate, key } = inServer(place, () => readUpload(clientCertificate, clientKey, now))
  return { clientCertificate: certificate.trim(), secret: key }
}

const fields: Readonly<Record<string, string>> = { '/certificate': 'clientCertificate', '/key': 'clientKey' }

/** A fault of an upload, at the field of the server that it was given with. */
function inServer<T>(place: number, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof Problem) || error.pointer === undefined) throw error
    const pointer = `/servers/${place}/${fields[error.pointer]}`
    throw new Problem(error.code, error.status, error.told, { pointer, cause: error })
  }
}

async function sealed(tx: Tx, given: readonly GivenServer[], before: Realm['servers'], now: Temporal.Instant) {
  const result = []
  for (const [place, { id, secret: _secret, clientKey: _key, ...server }] of given.entries()) {
    const known = before.find((one) => one.id === id)
    const { clientCertificate, secret } = keptOf(given[place]!, known?.transport === server.transport ? known : undefined, place, now)
    const secretSealed = secret === undefined ? null : await sealSecret(tx, secret, homeServerPurpose)
    result.push({ ...server, clientCertificate, id: known?.id ?? crypto.randomUUID(), secretSealed })
  }
  return result
}

/**
 * @throws access.realm_taken, access.attribute_not_believable, access.home_server_secret_missing, access.home_server_key_missing, and those of
 * `readUpload`
 */
export async function addRealm(tx: Tx, given: GivenRealm, now: Temporal.Instant): Promise<Realm> {
  requireBelievable(given)
  const id = await insertRealm(tx, given).catch(explain(given.name))
  await replaceServers(tx, id, await sealed(tx, given.servers, [], now))
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
export async function changeRealm(tx: Tx, realm: Realm, given: GivenRealm, now: Temporal.Instant): Promise<Realm> {
  requireBelievable(given)
  await updateRealm(tx, realm.id, given).catch(explain(given.name))
  await replaceServers(tx, realm.id, await sealed(tx, given.servers, realm.servers, now))
  await emit(tx, 'realm.changed.v1', { realmId: realm.id, name: given.name }, realm.id)
  return findRealm(tx, realm.id)
}

/** What was kept for its home servers goes with it. @throws access.realm_not_found */
export async function removeRealm(tx: Tx, id: string): Promise<void> {
  const { name } = await findRealm(tx, id)
  await deleteRealm(tx, id)
  await emit(tx, 'realm.removed.v1', { realmId: id, name }, id)
}
