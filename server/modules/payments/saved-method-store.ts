import { sql, type Tx } from '#kernel/db.ts'
import { openSecret, sealSecret } from '#kernel/vault.ts'
import type { ReusableMethod } from './gateway.ts'

/** A card or mandate that a provider keeps for a customer. What it is charged by goes in and never comes out. */
export interface SavedMethod {
  readonly id: string
  readonly gatewayId: string
  readonly accountId: string
  readonly label: string // for people: visa
  readonly lastDigits: string
  readonly expiresOn: Temporal.PlainDate | null // last day
  readonly createdAt: Temporal.Instant
}

interface SavedMethodRow {
  id: string
  gateway_id: string
  account_id: string
  label: string
  last_digits: string
  expires_on: string | null
  created_at: Temporal.Instant
}

const toSavedMethod = (row: SavedMethodRow): SavedMethod => ({
  id: row.id,
  gatewayId: row.gateway_id,
  accountId: row.account_id,
  label: row.label,
  lastDigits: row.last_digits,
  expiresOn: row.expires_on === null ? null : Temporal.PlainDate.from(row.expires_on),
  createdAt: row.created_at,
})

const purpose = 'saved-method.authorization'

/** Keeps a method. The same one again is kept as the provider tells it now, also where it had been removed. */
export async function keepMethod(tx: Tx, of: { accountId: string; gatewayId: string }, method: ReusableMethod): Promise<void> {
  const sealed = await sealSecret(tx, method.authorization, purpose)
  await sql`
    insert into saved_method (gateway_id, account_id, authorization_sealed, fingerprint, email, label, last_digits, expires_on)
    values (${of.gatewayId}, ${of.accountId}, ${sealed}, ${method.fingerprint}, ${method.email}, ${method.label}, ${method.lastDigits}, ${method.expiresOn})
    on conflict (tenant_id, account_id, gateway_id, fingerprint) do update set authorization_sealed = excluded.authorization_sealed, email = excluded.email,
      label = excluded.label, last_digits = excluded.last_digits, expires_on = excluded.expires_on, removed_at = null, created_at = excluded.created_at`.execute(
    tx,
  )
}

/** Methods of an account that were not removed, the newest first, also those whose gateway is switched off. */
export async function readSavedMethods(tx: Tx, accountId: string): Promise<SavedMethod[]> {
  const { rows } = await sql<SavedMethodRow>`
    select * from saved_method where account_id = ${accountId} and removed_at is null order by created_at desc, id desc`.execute(tx)
  return rows.map(toSavedMethod)
}

/** The newest method of an account that can be charged on a day: not over, and its gateway switched on. @param id that one only */
export async function findChargeable(tx: Tx, accountId: string, on: Temporal.PlainDate, id?: string): Promise<SavedMethod | undefined> {
  const { rows } = await sql<SavedMethodRow>`
    select m.* from saved_method m join gateway g on g.tenant_id = m.tenant_id and g.id = m.gateway_id and g.enabled and g.credentials_sealed is not null
    where m.account_id = ${accountId} and m.removed_at is null and (m.expires_on is null or m.expires_on >= ${on}) ${id === undefined ? sql`` : sql`and m.id = ${id}`}
    order by m.created_at desc, m.id desc limit 1`.execute(tx)
  return rows[0] && toSavedMethod(rows[0])
}

/** What a provider is told in order to charge a method. */
export async function openMethod(tx: Tx, id: string): Promise<{ readonly authorization: string; readonly email: string }> {
  const { rows } = await sql<{ authorization_sealed: string; email: string }>`
    select authorization_sealed, email from saved_method where id = ${id}`.execute(tx)
  const { authorization_sealed: sealed, email } = rows[0]! // a charge names it, and none is ever deleted
  return { authorization: await openSecret(tx, sealed, purpose), email }
}

/** @returns whether it was there */
export async function removeMethod(tx: Tx, id: string): Promise<boolean> {
  const { numAffectedRows } = await sql`update saved_method set removed_at = app_now() where id = ${id} and removed_at is null`.execute(tx)
  return numAffectedRows === 1n
}

/** What an invoice has open now; 0 where it was paid or made void. */
export async function openOf(tx: Tx, invoiceId: string): Promise<bigint> {
  const { rows } = await sql<{ open: bigint }>`
    select total_minor - paid_minor as open from invoice where id = ${invoiceId} and state = 'open'`.execute(tx)
  return rows[0]?.open ?? 0n
}
