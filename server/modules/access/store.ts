/** SQL of logins, and what is asked of subscriptions and sessions beside them. The rest has files of its own: *-store.ts. */
import { sql, type Tx } from '#kernel/db.ts'
import type { Login, LoginKind } from './login.ts'
import { staleAfterSeconds } from './nas.ts'

interface LoginRow {
  id: string
  subscription_id: string
  username: string
  kind: LoginKind
  framed_address: string | null
}

const toLogin = (row: LoginRow): Login => ({
  id: row.id,
  subscriptionId: row.subscription_id,
  username: row.username,
  kind: row.kind,
  framedAddress: row.framed_address,
})
const loginColumns = sql`id, subscription_id, username, kind, host(framed_address) as framed_address`

export async function subscriptionExists(tx: Tx, id: string): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`select exists (select from subscription where id = ${id}) as found`.execute(tx)
  return rows[0]!.found
}

export interface NewLogin {
  readonly subscriptionId: string
  readonly username: string
  readonly passwordSealed: string
  readonly kind: LoginKind
  readonly framedAddress: string | null
}

/** One statement for any number of logins. */
export async function insertLogins(tx: Tx, logins: readonly NewLogin[]): Promise<Login[]> {
  const { rows } = await sql<LoginRow>`
    insert into login (subscription_id, username, password_sealed, kind, framed_address)
    select * from unnest(${logins.map((l) => l.subscriptionId)}::uuid[], ${logins.map((l) => l.username)}::text[], ${logins.map((l) => l.passwordSealed)}::text[],
      ${logins.map((l) => l.kind)}::text[], ${logins.map((l) => l.framedAddress)}::inet[])
    returning ${loginColumns}`.execute(tx)
  return rows.map(toLogin)
}

export async function lockLogin(tx: Tx, id: string): Promise<Login | undefined> {
  const { rows } = await sql<LoginRow>`select ${loginColumns} from login where id = ${id} for update`.execute(tx)
  return rows[0] && toLogin(rows[0])
}

export async function readLoginsOf(tx: Tx, subscriptionId: string): Promise<Login[]> {
  const { rows } = await sql<LoginRow>`select ${loginColumns} from login where subscription_id = ${subscriptionId} order by id`.execute(tx)
  return rows.map(toLogin)
}

/** The login of a subscription that its voucher's code opens. */
export async function findVoucherLogin(tx: Tx, subscriptionId: string): Promise<Login | undefined> {
  const { rows } = await sql<LoginRow>`
    select ${loginColumns} from login where subscription_id = ${subscriptionId} and kind = 'voucher' order by id limit 1`.execute(tx)
  return rows[0] && toLogin(rows[0])
}

export async function updatePassword(tx: Tx, id: string, passwordSealed: string): Promise<void> {
  await sql`update login set password_sealed = ${passwordSealed}, changed_at = now() where id = ${id}`.execute(tx)
}

export async function deleteLogin(tx: Tx, id: string): Promise<void> {
  await sql`delete from login where id = ${id}`.execute(tx)
}

export async function sessionExists(tx: Tx, id: string): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`select exists (select from session where id = ${id}) as found`.execute(tx)
  return rows[0]!.found
}

/** Open sessions of a subscription that are still believed. */
export async function countOpenSessions(tx: Tx, subscriptionId: string, now: Temporal.Instant): Promise<number> {
  const { rows } = await sql<{ count: bigint }>`
    select count(*) from session s join nas n on n.tenant_id = s.tenant_id and n.id = s.nas_id
    where s.subscription_id = ${subscriptionId} and s.ended_at is null
      and s.updated_at >= ${now}::timestamptz - make_interval(secs => greatest(3 * n.interim_seconds, ${staleAfterSeconds(0)}))`.execute(tx)
  return Number(rows[0]!.count)
}

/** The one tenant of the transaction. */
export async function tenantOfScope(tx: Tx): Promise<string> {
  const { rows } = await sql<{ id: string }>`select current_tenant() as id`.execute(tx)
  return rows[0]!.id
}
