import { z } from 'zod'
import { isDuplicate, type Tx } from '#kernel/db.ts'
import { enqueue, job } from '#kernel/jobs.ts'
import { subtract } from '#kernel/money.ts'
import { dateIn, later } from '#kernel/time.ts'
import { zId } from '#kernel/wire.ts'
import { type OfferVersion, readVersions, readVersionsOf } from '#modules/catalog'
import { readTenant } from '#modules/tenants'
import { movedTo } from './change-plan.ts'
import { migrationInArrears, migrationNotFound, migrationOver, migrationRunning, versionNotOfPlan } from './errors.ts'
import { announce } from './events.ts'
import type { MigrationPreview, PlanMigration } from './plan-migration.ts'
import {
  addDone,
  countByVersion,
  findMigration,
  findNext,
  finishMigration,
  insertMigration,
  lockMigration,
  readExamples,
} from './plan-migration-store.ts'
import { lockSubscriptions, updateSubscriptions } from './store.ts'
import { isAllowed } from './subscription.ts'

export interface MigrationDraft {
  readonly offerId: string
  readonly toVersionId: string
  /** All older versions unless said. */
  readonly fromVersionIds?: readonly string[] | undefined
}

const examplesMax = 20

/** Who would move, from which terms, and what that does to the price of a cycle. Nothing is changed. */
export async function previewMigration(tx: Tx, draft: MigrationDraft): Promise<MigrationPreview> {
  const { to, from } = await chooseVersions(tx, draft)
  const ids = from.map((version) => version.id)
  const counts = new Map((await countByVersion(tx, ids)).map(({ versionId, count }) => [versionId, count]))
  const groups = from.flatMap(({ id, number, recurring }) => {
    const subscriptionCount = counts.get(id) ?? 0n
    if (subscriptionCount === 0n) return []
    return [{ versionId: id, number, subscriptionCount, price: recurring, difference: subtract(to.recurring, recurring) }]
  })
  return {
    groups,
    subscriptionCount: groups.reduce((sum, group) => sum + group.subscriptionCount, 0n),
    examples: await readExamples(tx, ids, examplesMax),
  }
}

/**
 * Begins to move everybody in the background. Speeds and quotas hold at once; the new price holds from the first day that is not billed
 * yet, because what was billed ahead was agreed at the old one.
 */
export async function startMigration(tx: Tx, draft: MigrationDraft): Promise<PlanMigration> {
  const { to, from } = await chooseVersions(tx, draft)
  // In arrears the days before the move are not billed yet, and would be billed at the new price.
  if (from.some((version) => version.billedIn === 'arrears')) throw migrationInArrears(to.offerName)
  const { subscriptionCount } = await previewMigration(tx, draft)
  const fromVersionIds = from.map((version) => version.id)
  const migration = await insertMigration(tx, { offerId: draft.offerId, toVersionId: to.id, fromVersionIds, subscriptionCount }).catch(
    (error: unknown) => {
      throw isDuplicate(error) ? migrationRunning(to.offerName) : error
    },
  )
  await enqueue(tx, migratePlan.name, { migrationId: migration.id }, { key: `plan-migration:${migration.id}` })
  return migration
}

/** Stops a migration; those who were moved stay moved. */
export async function stopMigration(tx: Tx, id: string): Promise<PlanMigration> {
  const migration = await lockMigration(tx, id)
  if (!migration) throw migrationNotFound()
  if (migration.state !== 'running') throw migrationOver()
  return finishMigration(tx, id, 'stopped')
}

/** @throws subscriptions.migration_not_found */
export async function readMigration(tx: Tx, id: string): Promise<PlanMigration> {
  const migration = await findMigration(tx, id)
  if (!migration) throw migrationNotFound()
  return migration
}

const batchMax = 500 // locks held at once

/** Moves the next of them. @returns whether there may be more */
export async function migrateNext(tx: Tx, id: string, now: Temporal.Instant): Promise<boolean> {
  const migration = await lockMigration(tx, id)
  if (migration?.state !== 'running') return false
  const ids = await findNext(tx, migration.fromVersionIds, batchMax)
  if (ids.length > 0) await moveAll(tx, migration, ids, now)
  if (ids.length === batchMax) return true
  await finishMigration(tx, id, 'done')
  return false
}

export const migratePlan = job({
  name: 'subscriptions.migrate-plan',
  input: z.object({ migrationId: zId }),
  async run({ transact, platform, progress }, { migrationId }) {
    while (await transact((tx) => migrateNext(tx, migrationId, platform.clock.now()))) {
      const { subscriptionDone, subscriptionCount } = await transact((tx) => readMigration(tx, migrationId))
      await progress(subscriptionDone, subscriptionCount)
    }
  },
})

async function moveAll(
  tx: Tx,
  { id, toVersionId, fromVersionIds }: PlanMigration,
  ids: readonly string[],
  now: Temporal.Instant,
): Promise<void> {
  const versions = await readVersions(tx, [toVersionId, ...fromVersionIds])
  const to = versions.get(toVersionId)!
  const today = dateIn(now, (await readTenant(tx)).timeZone)
  // Locked they are looked at again: somebody may have changed or ended one meanwhile.
  const locked = (await lockSubscriptions(tx, ids)).filter(
    (one) => fromVersionIds.includes(one.offerVersionId) && isAllowed(one.state, 'changePlan'),
  )
  const pairs = new Map(
    locked.map((one) => {
      const on = later(one.startedOn ?? today, today)
      // Of one plan the cycle may change too; without the account at hand weeks begin on Monday, months on the day of the move.
      return [
        one.id,
        { before: one, on, after: movedTo(one, versions.get(one.offerVersionId)!, to, { on, accountBillDay: on.day }) },
      ] as const
    }),
  )
  await updateSubscriptions(
    tx,
    [...pairs.values()].map(({ after }) => after),
  )
  await announce(
    tx,
    'subscription.plan_changed.v1',
    [...pairs.values()].map(({ after }) => after),
    (one) => {
      const { before, on } = pairs.get(one.id)!
      return { fromVersionId: before.offerVersionId, fromBillDay: before.billDay, toVersionId, on, state: one.state }
    },
  )
  await addDone(tx, id, locked.length)
}

async function chooseVersions(
  tx: Tx,
  { offerId, toVersionId, fromVersionIds }: MigrationDraft,
): Promise<{ to: OfferVersion; from: OfferVersion[] }> {
  const versions = await readVersionsOf(tx, offerId)
  const to = versions.find((version) => version.id === toVersionId)
  if (!to) throw versionNotOfPlan('/toVersionId')
  const older = versions.filter((version) => version.number < to.number)
  if (!fromVersionIds) return { to, from: older }
  const from = older.filter((version) => fromVersionIds.includes(version.id))
  if (from.length < new Set(fromVersionIds).size) throw versionNotOfPlan('/fromVersionIds')
  return { to, from }
}
