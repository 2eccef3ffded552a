import { sql, type Tx } from '#kernel/db.ts'
import type { AccountKind, LedgerCode } from './chart.ts'

/** A line of a tenant's chart. */
export interface ChartAccount {
  readonly id: string
  /** By which the program books on it; null: the tenant's own. */
  readonly code: LedgerCode | null
  readonly number: string
  readonly name: string
  /** In the tenant's own words; other names of the program's accounts may be translated. */
  readonly renamed: boolean
  readonly kind: AccountKind
  readonly version: number
}

export async function readChart(tx: Tx): Promise<ChartAccount[]> {
  const { rows } =
    await sql<ChartAccount>`select id, code, number, name, renamed, kind, version from ledger_account order by number`.execute(tx)
  return rows
}

export async function findAccount(tx: Tx, id: string): Promise<ChartAccount | undefined> {
  const { rows } =
    await sql<ChartAccount>`select id, code, number, name, renamed, kind, version from ledger_account where id = ${id}`.execute(tx)
  return rows[0]
}

export async function insertAccount(tx: Tx, account: { number: string; name: string; kind: AccountKind }): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into ledger_account (number, name, renamed, kind) values (${account.number}, ${account.name}, true, ${account.kind}) returning id`.execute(
    tx,
  )
  return rows[0]!.id
}

export async function updateAccount(tx: Tx, id: string, { number, name }: { number: string; name: string }): Promise<void> {
  await sql`update ledger_account set number = ${number}, name = ${name}, renamed = renamed or name <> ${name}, version = version + 1 where id = ${id}`.execute(
    tx,
  )
}

/** Locks the account, so that no journal books on it before it goes. */
export async function isUsed(tx: Tx, id: string): Promise<boolean> {
  await sql`select from ledger_account where id = ${id} for update`.execute(tx)
  const { rows } = await sql<{ used: boolean }>`
    select exists (select from posting where tenant_id = current_tenant() and ledger_account_id = ${id}) as used`.execute(tx)
  return rows[0]!.used
}

export async function deleteAccount(tx: Tx, id: string): Promise<void> {
  await sql`delete from ledger_account where id = ${id}`.execute(tx)
}
