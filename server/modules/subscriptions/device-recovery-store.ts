import { sql, type Tx } from '#kernel/db.ts'
import type { DeviceRecovery, RecoveryState } from './device-recovery.ts'

interface RecoveryRow {
  id: string
  subscription_id: string
  due_on: string
  state: RecoveryState
  owner_id: string | null
  note: string
  closed_at: Temporal.Instant | null
  version: number
  created_at: Temporal.Instant
}

const toRecovery = (row: RecoveryRow): DeviceRecovery => ({
  id: row.id,
  subscriptionId: row.subscription_id,
  dueOn: Temporal.PlainDate.from(row.due_on),
  state: row.state,
  ownerId: row.owner_id,
  note: row.note,
  closedAt: row.closed_at,
  version: row.version,
  createdAt: row.created_at,
})

/** One task for each end of a subscription, however often it is asked for; one that was dropped is open again. */
export async function openRecovery(tx: Tx, subscriptionId: string, dueOn: Temporal.PlainDate): Promise<void> {
  await sql`
    insert into device_recovery as r (subscription_id, due_on) values (${subscriptionId}, ${dueOn})
    on conflict (tenant_id, subscription_id, due_on) do update set state = 'open', closed_at = null, version = r.version + 1 where r.state = 'dropped'`.execute(
    tx,
  )
}

/** Service goes on: what is not fetched yet stays with the customer. */
export async function dropRecoveries(tx: Tx, subscriptionIds: readonly string[]): Promise<void> {
  await sql`
    update device_recovery set state = 'dropped', closed_at = app_now(), version = version + 1
    where subscription_id = any (${subscriptionIds}::uuid[]) and state = 'open'`.execute(tx)
}

export async function findRecovery(tx: Tx, id: string): Promise<DeviceRecovery | undefined> {
  const { rows } = await sql<RecoveryRow>`select * from device_recovery where id = ${id}`.execute(tx)
  return rows[0] && toRecovery(rows[0])
}

export async function lockRecovery(tx: Tx, id: string): Promise<DeviceRecovery | undefined> {
  const { rows } = await sql<RecoveryRow>`select * from device_recovery where id = ${id} for update`.execute(tx)
  return rows[0] && toRecovery(rows[0])
}

export async function updateRecovery(
  tx: Tx,
  { id, state, ownerId, note }: Pick<DeviceRecovery, 'id' | 'state' | 'ownerId' | 'note'>,
): Promise<DeviceRecovery> {
  const { rows } = await sql<RecoveryRow>`
    update device_recovery set state = ${state}, owner_id = ${ownerId}, note = ${note},
      closed_at = case when ${state} = 'open' then null else coalesce(closed_at, app_now()) end, version = version + 1
    where id = ${id} returning *`.execute(tx)
  return toRecovery(rows[0]!)
}

/** Gives open tasks to whoever is acting. @returns ids of those that were open */
export async function takeRecoveries(tx: Tx, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update device_recovery set owner_id = (select id from staff where 'staff:' || id = app_actor()), version = version + 1
    where id = any (${ids}::uuid[]) and state = 'open' returning id`.execute(tx)
  return rows.map((row) => row.id)
}

/** @returns ids of those that were open */
export async function closeRecoveries(tx: Tx, ids: readonly string[], state: 'done' | 'dropped'): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update device_recovery set state = ${state}, closed_at = app_now(), version = version + 1
    where id = any (${ids}::uuid[]) and state = 'open' returning id`.execute(tx)
  return rows.map((row) => row.id)
}
