/**
 * Envelope encryption: every tenant has a data key that seals its secrets, and the master key wraps the data keys. Rotating a
 * tenant's key leaves old texts readable; rewrapping changes the master key without touching any sealed text.
 */
import { assert } from './assert.ts'
import { type Key, keyIdOf, newKeyBytes, open, seal } from './crypto.ts'
import { sql, type Tx } from './db.ts'

interface WrappedKey {
  readonly id: string
  readonly wrapped: string
}

const wrapPurpose = (keyId: string) => `data-key:${keyId}`

/** Unwrapped keys kept in memory; one per tenant and rotation. Beyond this the longest kept goes. */
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

/** Opens texts of any tenants of the transaction, in one statement at most. */
export async function openSecrets(tx: Tx, sealed: readonly string[], purpose: string): Promise<string[]> {
  const missing = new Set(sealed.map(keyIdOf).filter((id) => !vault.dataKeys.has(id)))
  const fetched = missing.size === 0 ? [] : await readKeys(tx, [...missing])
  const keys = new Map(fetched.map((wrapped) => [wrapped.id, unwrap(wrapped)]))
  return sealed.map((text) => {
    const id = keyIdOf(text)
    const bytes = keys.get(id)?.bytes ?? vault.dataKeys.get(id)
    assert(bytes, `Data key ${id} is not one of the transaction's tenants`)
    return open({ id, bytes }, text, purpose).toString()
  })
}

export async function sealSecret(tx: Tx, plaintext: string, purpose: string): Promise<string> {
  const [sealed] = await sealSecrets(tx, [plaintext], purpose)
  assert(sealed, 'One text in, one text out')
  return sealed
}

export async function openSecret(tx: Tx, sealed: string, purpose: string): Promise<string> {
  const [plaintext] = await openSecrets(tx, [sealed], purpose)
  assert(plaintext !== undefined, 'One text in, one text out')
  return plaintext
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
  const { rows } = await sql<WrappedKey>`select id, wrapped from data_key order by tenant_id, id for update`.execute(tx)
  const changed = rows.filter((row) => keyIdOf(row.wrapped) !== to.id)
  const wrapped = changed.map(({ id, wrapped }) => seal(to, open(from, wrapped, wrapPurpose(id)), wrapPurpose(id)))
  await sql`
    update data_key set wrapped = n.wrapped
    from unnest(${changed.map((row) => row.id)}::uuid[], ${wrapped}::text[]) n (id, wrapped)
    where data_key.id = n.id`.execute(tx)
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
    await sql<WrappedKey>`select id, wrapped from data_key where tenant_id = current_tenant() and retired_at is null`.execute(tx)
  return rows[0]
}

async function readKeys(tx: Tx, ids: readonly string[]): Promise<WrappedKey[]> {
  const { rows } = await sql<WrappedKey>`select id, wrapped from data_key where id = any (${ids}::uuid[])`.execute(tx)
  return rows
}

/** Two transactions may add a tenant's first key at once: the later one finds the other's. */
async function addKey(tx: Tx): Promise<void> {
  const id = crypto.randomUUID()
  const wrapped = seal(masterKey(), newKeyBytes(), wrapPurpose(id))
  await sql`
    insert into data_key (id, version, wrapped)
    values (${id}, (select coalesce(max(version), 0) + 1 from data_key where tenant_id = current_tenant()), ${wrapped})
    on conflict do nothing`.execute(tx)
}

function unwrap({ id, wrapped }: WrappedKey): Key {
  const bytes = vault.dataKeys.get(id) ?? open(masterKey(), wrapped, wrapPurpose(id))
  if (vault.dataKeys.size >= cachedMax && !vault.dataKeys.has(id)) vault.dataKeys.delete(vault.dataKeys.keys().next().value ?? '')
  vault.dataKeys.set(id, bytes)
  return { id, bytes }
}

function masterKey(): Key {
  assert(vault.master, 'The vault is locked: call unlockVault at start')
  return vault.master
}
