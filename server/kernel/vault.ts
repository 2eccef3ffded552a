/**
 * Envelope encryption: every tenant has a data key that seals its secrets, and the master key wraps the data keys. Rotating a
 * tenant's key leaves old texts readable; rewrapping changes the master key without touching any sealed text.
 */
import { assert } from './assert.ts'
import { isEqual, type Key, keyIdOf, newKeyBytes, open, proof, seal } from './crypto.ts'
import { sql, type Tx } from './db.ts'
import { Problem } from './problem.ts'

interface WrappedKey {
  readonly id: string
  readonly tenant_id: string
  readonly wrapped: string
}

/** A sealed text, and the tenant whose it must be. */
export interface SealedText {
  readonly tenantId: string
  readonly sealed: string
}

/** Names the tenant, so that a key that is copied to another one does not unwrap. */
const wrapPurpose = ({ id, tenant_id: tenantId }: Omit<WrappedKey, 'wrapped'>) => `data-key:${tenantId}:${id}`

const secretUnreadable = () =>
  new Problem('vault.secret_unreadable', 409, 'A stored secret can no longer be read. Type it again, and save.')

/** Unwrapped keys kept in memory by tenant and id; one per tenant and rotation. Beyond this the longest kept goes. */
const cachedMax = 10_000

/**
 * The one state of this kind in the kernel: the master key is given once at start, as one opens a hardware module, so that
 * use cases need not carry it.
 */
const vault: { master: Key | undefined; readonly dataKeys: Map<string, Buffer> } = { master: undefined, dataKeys: new Map() }

export function unlockVault(master: Key): void {
  vault.master = master
  vault.dataKeys.clear()
}

/** Seals for the one tenant of the transaction. @param purpose what it is for, such as `nas.secret`; opening needs the same */
export async function sealSecrets(tx: Tx, plaintexts: readonly string[], purpose: string): Promise<string[]> {
  if (plaintexts.length === 0) return []
  const key = unwrap(await activeKey(tx))
  return plaintexts.map((plaintext) => seal(key, plaintext, purpose))
}

/**
 * Opens texts of the one tenant of the transaction. Another tenant's do not open, though its key may be at hand.
 * @throws vault.secret_unreadable
 */
export async function openSecrets(tx: Tx, sealed: readonly string[], purpose: string): Promise<string[]> {
  const keys = await readKeys(tx, sealed)
  return sealed.map((text) => {
    const key = keys.find((one) => one.is_own && one.id === nameOfKey(text))
    const plaintext = openWith(key, text, purpose)
    if (plaintext === undefined) throw secretUnreadable()
    return plaintext
  })
}

/**
 * Opens texts of any tenants of the transaction, each as its own tenant's, in one statement: for what serves all tenants at once.
 * @returns undefined in the place of what cannot be opened, so that all others are served
 */
export async function openSecretsOf(tx: Tx, texts: readonly SealedText[], purpose: string): Promise<(string | undefined)[]> {
  const keys = await readKeys(
    tx,
    texts.map(({ sealed }) => sealed),
  )
  const keyOf = new Map(keys.map((key) => [`${key.tenant_id} ${key.id}`, key]))
  return texts.map(({ tenantId, sealed }) => openWith(keyOf.get(`${tenantId} ${nameOfKey(sealed)}`), sealed, purpose))
}

export async function sealSecret(tx: Tx, plaintext: string, purpose: string): Promise<string> {
  const [sealed] = await sealSecrets(tx, [plaintext], purpose)
  assert(sealed, 'One text in, one text out')
  return sealed
}

/** @throws vault.secret_unreadable, as `openSecrets` */
export async function openSecret(tx: Tx, sealed: string, purpose: string): Promise<string> {
  const [plaintext] = await openSecrets(tx, [sealed], purpose)
  assert(plaintext !== undefined, 'One text in, one text out')
  return plaintext
}

/** As `openSecret`, where that it cannot be read is an answer. */
export async function openIfReadable(tx: Tx, sealed: string, purpose: string): Promise<string | undefined> {
  const keys = await readKeys(tx, [sealed])
  return openWith(
    keys.find((key) => key.is_own),
    sealed,
    purpose,
  )
}

/** As the named tenant's, in a transaction of many. @throws vault.secret_unreadable */
export async function openSecretOf(tx: Tx, text: SealedText, purpose: string): Promise<string> {
  const [plaintext] = await openSecretsOf(tx, [text], purpose)
  if (plaintext === undefined) throw secretUnreadable()
  return plaintext
}

/**
 * Proves later that we wrote a text, such as an address on paper: shorter than sealing it, and the same each time until the key rotates.
 * @returns 80 bits in base64url
 */
export async function prove(tx: Tx, text: string, purpose: string): Promise<string> {
  return proof(unwrap(await activeKey(tx)), text, purpose)
}

/** Whether the tenant of the transaction proved the text so, with any key it ever had. */
export async function isProven(tx: Tx, text: string, given: string, purpose: string): Promise<boolean> {
  const { rows } = await sql<WrappedKey>`select id, tenant_id, wrapped from data_key where tenant_id = current_tenant()`.execute(tx)
  return rows.some((key) => isEqual(proof(unwrap(key), text, purpose), given))
}

/** From now on the tenant's secrets are sealed with a new key; the old one still opens what it sealed. */
export async function rotateTenantKey(tx: Tx): Promise<void> {
  await sql`update data_key set retired_at = now() where tenant_id = current_tenant() and retired_at is null`.execute(tx)
  await addKey(tx)
}

/**
 * Seals the data keys of the transaction's tenants with another master key; safe to run again after an interruption.
 * @returns how many were changed
 */
export async function rewrapMasterKey(tx: Tx, from: Key, to: Key): Promise<number> {
  const { rows } = await sql<WrappedKey>`select id, tenant_id, wrapped from data_key order by tenant_id, id for update`.execute(tx)
  const changed = rows.filter((row) => keyIdOf(row.wrapped) !== to.id)
  const wrapped = changed.map((row) => seal(to, open(from, row.wrapped, wrapPurpose(row)), wrapPurpose(row)))
  await sql`
    update data_key set wrapped = n.wrapped
    from unnest(${changed.map((row) => row.tenant_id)}::uuid[], ${changed.map((row) => row.id)}::uuid[], ${wrapped}::text[]) n (tenant_id, id, wrapped)
    where data_key.tenant_id = n.tenant_id and data_key.id = n.id`.execute(tx)
  return changed.length
}

/** Read each time, from an index of one row per tenant: a key made in a transaction that rolls back must not be used again. */
async function activeKey(tx: Tx): Promise<WrappedKey> {
  const found = await readActiveKey(tx)
  if (found) return found
  await addKey(tx)
  const added = await readActiveKey(tx)
  assert(added, 'Sealing needs a transaction of exactly one tenant')
  return added
}

async function readActiveKey(tx: Tx): Promise<WrappedKey | undefined> {
  const { rows } =
    await sql<WrappedKey>`select id, tenant_id, wrapped from data_key where tenant_id = current_tenant() and retired_at is null`.execute(tx)
  return rows[0]
}

/** The keys that texts name, as far as they are of the transaction's tenants; row-level security says so each time. */
async function readKeys(tx: Tx, sealed: readonly string[]): Promise<(WrappedKey & { readonly is_own: boolean })[]> {
  const ids = new Set(sealed.map(nameOfKey).filter((id) => id !== undefined))
  if (ids.size === 0) return []
  const { rows } = await sql<WrappedKey & { is_own: boolean }>`
    select id, tenant_id, wrapped, tenant_id is not distinct from current_tenant() as is_own from data_key where id = any (${[...ids]}::uuid[])`.execute(
    tx,
  )
  return rows
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** @returns undefined for what no tenant's key has sealed */
function nameOfKey(sealed: string): string | undefined {
  const id = sealed.split('.')[1] ?? ''
  return uuid.test(id) ? id : undefined
}

/** @returns undefined when the key is not there or does not unwrap, or the text was altered or sealed for another purpose */
function openWith(wrapped: WrappedKey | undefined, sealed: string, purpose: string): string | undefined {
  const master = masterKey() // a locked vault is a bug, and is told
  try {
    return wrapped && open(unwrap(wrapped, master), sealed, purpose).toString()
  } catch {
    return undefined
  }
}

/** Two transactions may add a tenant's first key at once: the later one finds the other's. */
async function addKey(tx: Tx): Promise<void> {
  const { rows } = await sql<{ tenant_id: string | null }>`select current_tenant() as tenant_id`.execute(tx)
  const tenantId = rows[0]?.tenant_id
  assert(tenantId, 'Sealing needs a transaction of exactly one tenant')
  const id = crypto.randomUUID()
  const wrapped = seal(masterKey(), newKeyBytes(), wrapPurpose({ id, tenant_id: tenantId }))
  await sql`
    insert into data_key (id, version, wrapped)
    values (${id}, (select coalesce(max(version), 0) + 1 from data_key where tenant_id = current_tenant()), ${wrapped})
    on conflict do nothing`.execute(tx)
}

function unwrap(key: WrappedKey, master = masterKey()): Key {
  const name = `${key.tenant_id} ${key.id}`
  const bytes = vault.dataKeys.get(name) ?? open(master, key.wrapped, wrapPurpose(key))
  if (vault.dataKeys.size >= cachedMax && !vault.dataKeys.has(name)) vault.dataKeys.delete(vault.dataKeys.keys().next().value ?? '')
  vault.dataKeys.set(name, bytes)
  return { id: key.id, bytes }
}

function masterKey(): Key {
  assert(vault.master, 'The vault is locked: call unlockVault at start')
  return vault.master
}
