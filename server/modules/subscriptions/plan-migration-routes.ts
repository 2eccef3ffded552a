import { z } from 'zod'
import { type AnyRoute, route } from '#kernel/http.ts'
import { zBigint, zId, zInstant, zMoney } from '#kernel/wire.ts'
import { previewMigration, readMigration, startMigration, stopMigration } from './migrate-plan.ts'
import { migrationStates } from './plan-migration.ts'

const zDraft = z.object({ offerId: zId, toVersionId: zId, fromVersionIds: z.array(zId).max(200).optional() })
const zPreview = z
  .object({
    groups: z
      .array(z.object({ versionId: zId, number: z.int(), subscriptionCount: zBigint, price: zMoney, difference: zMoney }))
      .readonly(),
    subscriptionCount: zBigint,
    examples: z.array(z.object({ subscriptionId: zId, number: z.string(), customerName: z.string(), versionNumber: z.int() })).readonly(),
  })
  .meta({ id: 'PlanMigrationPreview' })
const zMigration = z
  .object({
    id: zId,
    offerId: zId,
    toVersionId: zId,
    fromVersionIds: z.array(zId).readonly(),
    state: z.enum(migrationStates),
    subscriptionCount: zBigint,
    subscriptionDone: zBigint,
    startedBy: z.string(),
    startedAt: zInstant,
    finishedAt: zInstant.nullable(),
  })
  .meta({ id: 'PlanMigration' })

const params = z.object({ id: zId })
const common = { tag: 'subscriptions', permission: 'subscriptions.migrate' } as const

/** Moving all who have a plan to newer terms of it. */
export const planMigrationRoutes: readonly AnyRoute[] = [
  route({
    ...common,
    method: 'POST',
    path: '/plan-migrations/preview',
    summary: 'Who would move to newer terms of their plan, and what it does to their price',
    body: zDraft,
    status: 200,
    response: zPreview,
    handle: ({ tx, body }) => previewMigration(tx, body),
  }),
  route({
    ...common,
    method: 'POST',
    path: '/plan-migrations',
    summary: 'Moves all who have older terms of a plan, in the background',
    body: zDraft,
    response: zMigration,
    handle: ({ tx, body }) => startMigration(tx, body),
  }),
  route({
    ...common,
    method: 'GET',
    path: '/plan-migrations/:id',
    summary: 'How far a migration is',
    params,
    response: zMigration,
    handle: ({ tx, params }) => readMigration(tx, params.id),
  }),
  route({
    ...common,
    method: 'POST',
    path: '/plan-migrations/:id/stop',
    summary: 'Stops a migration; those who were moved stay moved',
    params,
    status: 200,
    response: zMigration,
    handle: ({ tx, params }) => stopMigration(tx, params.id),
  }),
]
