import type { Reach } from '#kernel/address.ts'
import { json, sql, type Tx } from '#kernel/db.ts'
import { money } from '#kernel/money.ts'
import { openSecretOf, sealSecret } from '#kernel/vault.ts'
import type { Checkout, CheckoutState } from './checkout.ts'
import type { GatewayAccess } from './gateway.ts'

/** A tenant's account with a provider. Its credentials go in and never come out. */
export interface Gateway {
  readonly id: string
  readonly provider: string
  readonly name: string
  readonly settings: Readonly<Record<string, string>>
  readonly enabled: boolean
  readonly hasCredentials: boolean
  readonly version: number
}

interface GatewayRow {
  id: string
  tenant_id: string
  provider: string
  name: string
  settings: Record<string, string>
  credentials_sealed: string | null
  enabled: boolean
  version: number
}

const toGateway = (row: GatewayRow): Gateway => ({
  id: row.id,
  provider: row.provider,
  name: row.name,
  settings: row.settings,
  enabled: row.enabled,
  hasCredentials: row.credentials_sealed !== null,
  version: row.version,
})

const purpose = 'gateway.credentials'

export async function readGateways(tx: Tx): Promise<Gateway[]> {
  const { rows } = await sql<GatewayRow>`select * from gateway order by name`.execute(tx)
  return rows.map(toGateway)
}

export async function findGateway(tx: Tx, id: string): Promise<Gateway | undefined> {
  const { rows } = await sql<GatewayRow>`select * from gateway where id = ${id}`.execute(tx)
  return rows[0] && toGateway(rows[0])
}

export interface GatewayWithAccess extends Gateway {
  readonly tenantId: string
  readonly access: GatewayAccess
}

/** A gateway with its credentials opened, for a call to the provider. In a transaction of all tenants it is found whosever it is. */
export async function openGateway(tx: Tx, id: string, reach: Reach): Promise<GatewayWithAccess | undefined> {
  const { rows } = await sql<GatewayRow>`select * from gateway where id = ${id}`.execute(tx)
  const row = rows[0]
  if (!row) return undefined
  // What was sealed here is an object of strings: the adapter's schema saw to it.
  const credentials =
    row.credentials_sealed === null
      ? {}
      : (JSON.parse(await openSecretOf(tx, { tenantId: row.tenant_id, sealed: row.credentials_sealed }, purpose)) as Record<string, string>)
  return { ...toGateway(row), tenantId: row.tenant_id, access: { settings: row.settings, credentials, reach } }
}

export interface GatewayDraft {
  readonly provider: string
  readonly name: string
  readonly settings: Readonly<Record<string, string>>
  readonly credentials: Readonly<Record<string, string>> | null
  readonly enabled: boolean
}

const seal = async (tx: Tx, credentials: GatewayDraft['credentials']) =>
  credentials && (await sealSecret(tx, JSON.stringify(credentials), purpose))

export async function insertGateway(tx: Tx, draft: GatewayDraft): Promise<Gateway> {
  const { rows } = await sql<GatewayRow>`
    insert into gateway (provider, name, settings, credentials_sealed, enabled)
    values (${draft.provider}, ${draft.name}, ${json(draft.settings)}, ${await seal(tx, draft.credentials)}, ${draft.enabled}) returning *`.execute(
    tx,
  )
  return toGateway(rows[0]!)
}

/** @param draft its credentials stay as they are where null */
export async function updateGateway(tx: Tx, id: string, draft: Omit<GatewayDraft, 'provider'>): Promise<Gateway> {
  const { rows } = await sql<GatewayRow>`
    update gateway set name = ${draft.name}, settings = ${json(draft.settings)}, credentials_sealed = coalesce(${await seal(tx, draft.credentials)}, credentials_sealed),
      enabled = ${draft.enabled}, version = version + 1 where id = ${id} returning *`.execute(tx)
  return toGateway(rows[0]!)
}

interface CheckoutRow {
  id: string
  tenant_id: string
  gateway_id: string
  account_id: string
  customer_id: string
  reference: string
  amount_minor: bigint
  currency: string
  state: CheckoutState
  url: string | null
  error: string | null
  saved_method_id: string | null
  keeps_method: boolean
  created_at: Temporal.Instant
  settled_at: Temporal.Instant | null
}

const toCheckout = (row: CheckoutRow): Checkout => ({
  id: row.id,
  gatewayId: row.gateway_id,
  accountId: row.account_id,
  customerId: row.customer_id,
  reference: row.reference,
  amount: money(row.amount_minor, row.currency),
  state: row.state,
  url: row.url,
  error: row.error,
  savedMethodId: row.saved_method_id,
  keepsMethod: row.keeps_method,
  createdAt: row.created_at,
  settledAt: row.settled_at,
})

export type CheckoutDraft = Pick<Checkout, 'gatewayId' | 'accountId' | 'customerId' | 'reference' | 'amount' | 'createdAt'> &
  Partial<Pick<Checkout, 'keepsMethod' | 'savedMethodId'>> & { readonly id?: string | undefined; readonly source?: string }

/** @returns undefined where its source has one already */
export async function insertCheckout(tx: Tx, draft: CheckoutDraft): Promise<Checkout | undefined> {
  const { rows } = await sql<CheckoutRow>`
    insert into checkout (id, gateway_id, account_id, customer_id, reference, amount_minor, currency, keeps_method, saved_method_id, source, created_at)
    values (coalesce(${draft.id ?? null}::uuid, uuidv7()), ${draft.gatewayId}, ${draft.accountId}, ${draft.customerId}, ${draft.reference}, ${draft.amount.minor}, ${draft.amount.currency},
      ${draft.keepsMethod ?? false}, ${draft.savedMethodId ?? null}, ${draft.source ?? null}, ${draft.createdAt})
    on conflict (tenant_id, source) do nothing returning *`.execute(tx)
  return rows[0] && toCheckout(rows[0])
}

/** The charge of a saved method of an account whose outcome is not known yet. */
export async function findOpenCharge(tx: Tx, accountId: string): Promise<Checkout | undefined> {
  const { rows } = await sql<CheckoutRow>`
    select * from checkout where account_id = ${accountId} and state = 'open' and saved_method_id is not null limit 1`.execute(tx)
  return rows[0] && toCheckout(rows[0])
}

export async function findCheckout(tx: Tx, id: string): Promise<Checkout | undefined> {
  const { rows } = await sql<CheckoutRow>`select * from checkout where id = ${id}`.execute(tx)
  return rows[0] && toCheckout(rows[0])
}

/** By our own reference; in a transaction of all tenants whosever it is. */
export async function findCheckoutByReference(tx: Tx, reference: string): Promise<(Checkout & { readonly tenantId: string }) | undefined> {
  const { rows } = await sql<CheckoutRow>`select * from checkout where reference = ${reference}`.execute(tx)
  return rows[0] && { ...toCheckout(rows[0]), tenantId: rows[0].tenant_id }
}

export async function lockCheckout(tx: Tx, id: string): Promise<Checkout | undefined> {
  const { rows } = await sql<CheckoutRow>`select * from checkout where id = ${id} for update`.execute(tx)
  return rows[0] && toCheckout(rows[0])
}

export async function recordUrl(tx: Tx, id: string, url: string): Promise<void> {
  await sql`update checkout set url = ${url} where id = ${id}`.execute(tx)
}

export async function moveCheckout(
  tx: Tx,
  id: string,
  to: { state: CheckoutState; error: string | null; at: Temporal.Instant },
): Promise<void> {
  await sql`
    update checkout set state = ${to.state}, error = ${to.error}, checked_at = ${to.at}, settled_at = case when ${to.state} = 'paid' then ${to.at}::timestamptz end
    where id = ${id}`.execute(tx)
}

export async function noteCheck(tx: Tx, id: string, at: Temporal.Instant, error: string | null): Promise<void> {
  await sql`update checkout set checked_at = ${at}, error = ${error} where id = ${id}`.execute(tx)
}

/** Open checkouts to ask about: the first time after minutes, then less and less often the older they are. */
export async function checkoutsToAsk(tx: Tx, now: Temporal.Instant, max: number): Promise<{ id: string; tenantId: string }[]> {
  const { rows } = await sql<{ id: string; tenantId: string }>`
    select id, tenant_id as "tenantId" from checkout
    where state = 'open' and (url is not null or saved_method_id is not null)
      and coalesce(checked_at, created_at) < ${now}::timestamptz - greatest(interval '4 minutes', (${now}::timestamptz - created_at) / 6)
    order by checked_at nulls first, id limit ${max}`.execute(tx)
  return rows
}
