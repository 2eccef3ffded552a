import { sql, type Tx } from '#kernel/db.ts'
import type { MigrationPreview, MigrationState, PlanMigration } from './plan-migration.ts'
import { states } from './subscription.ts'

/** In force or about to begin. */
const movable = states.filter((state) => state !== 'cancelled' && state !== 'ended')

export interface VersionCount {
  readonly versionId: string
  readonly count: bigint
}

/** How many have each of the versions. */
export async function countByVersion(tx: Tx, versionIds: readonly string[]): Promise<VersionCount[]> {
  const { rows } = await sql<VersionCount>`
    select offer_version_id as "versionId", count(*) from subscription
    where offer_version_id = any (${versionIds}::uuid[]) and state = any (${movable}) group by offer_version_id`.execute(tx)
  return rows
}

export async function readExamples(tx: Tx, versionIds: readonly string[], max: number): Promise<MigrationPreview['examples']> {
  const { rows } = await sql<MigrationPreview['examples'][number]>`
    select s.id as "subscriptionId", s.number, c.name as "customerName", v.number as "versionNumber" from subscription s
    join customer c on c.tenant_id = s.tenant_id and c.id = s.customer_id
    join offer_version v on v.tenant_id = s.tenant_id and v.id = s.offer_version_id
    where s.offer_version_id = any (${versionIds}::uuid[]) and s.state = any (${movable}) order by s.id limit ${max}`.execute(tx)
  return rows
}

interface MigrationRow {
  id: string
  offer_id: string
  to_version_id: string
  from_version_ids: string[]
  state: MigrationState
  subscription_count: bigint
  subscription_done: bigint
  started_by: string
  started_at: Temporal.Instant
  finished_at: Temporal.Instant | null
}

const toMigration = (row: MigrationRow): PlanMigration => ({
  id: row.id,
  offerId: row.offer_id,
  toVersionId: row.to_version_id,
  fromVersionIds: row.from_version_ids,
  state: row.state,
  subscriptionCount: row.subscription_count,
  subscriptionDone: row.subscription_done,
  startedBy: row.started_by,
  startedAt: row.started_at,
  finishedAt: row.finished_at,
})

export async function insertMigration(
  tx: Tx,
  migration: Pick<PlanMigration, 'offerId' | 'toVersionId' | 'fromVersionIds' | 'subscriptionCount'>,
): Promise<PlanMigration> {
  const { rows } = await sql<MigrationRow>`
    insert into plan_migration (offer_id, to_version_id, from_version_ids, subscription_count)
    values (${migration.offerId}, ${migration.toVersionId}, ${migration.fromVersionIds}, ${migration.subscriptionCount}) returning *`.execute(
    tx,
  )
  return toMigration(rows[0]!)
}

export async function findMigration(tx: Tx, id: string): Promise<PlanMigration | undefined> {
  const { rows } = await sql<MigrationRow>`select * from plan_migration where id = ${id}`.execute(tx)
  return rows[0] && toMigration(rows[0])
}

/** Locks the row, so that a migration is not stopped within a batch. */
export async function lockMigration(tx: Tx, id: string): Promise<PlanMigration | undefined> {
  const { rows } = await sql<MigrationRow>`select * from plan_migration where id = ${id} for update`.execute(tx)
  return rows[0] && toMigration(rows[0])
}

/** Ids of the next that still have an old version. Whoever was moved is not found again, so a repeated batch goes on where the last ended. */
export async function findNext(tx: Tx, versionIds: readonly string[], max: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from subscription where offer_version_id = any (${versionIds}::uuid[]) and state = any (${movable}) order by id limit ${max}`.execute(
    tx,
  )
  return rows.map((row) => row.id)
}

export async function addDone(tx: Tx, id: string, count: number): Promise<void> {
  await sql`update plan_migration set subscription_done = subscription_done + ${count} where id = ${id}`.execute(tx)
}

export async function finishMigration(tx: Tx, id: string, state: 'done' | 'stopped'): Promise<PlanMigration> {
  const { rows } = await sql<MigrationRow>`
    update plan_migration set state = ${state}, finished_at = app_now(), version = version + 1 where id = ${id} returning *`.execute(tx)
  return toMigration(rows[0]!)
}
