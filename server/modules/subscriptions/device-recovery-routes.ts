import { z } from 'zod'
import { type AnyRoute, route } from '#kernel/http.ts'
import { zDate, zId, zInstant } from '#kernel/wire.ts'
import { recoveryStates } from './device-recovery.ts'
import { findRecovery } from './device-recovery-store.ts'
import { recoveryNotFound } from './errors.ts'
import { changeRecovery } from './keep-recoveries.ts'

const zRecovery = z
  .object({
    id: zId,
    subscriptionId: zId,
    dueOn: zDate.describe('First day without service'),
    state: z.enum(recoveryStates),
    ownerId: zId.nullable().describe('Of the staff; null: nobody has taken it'),
    note: z.string(),
    closedAt: zInstant.nullable(),
    version: z.int(),
    createdAt: zInstant,
  })
  .meta({ id: 'DeviceRecovery', description: 'The task to fetch what was lent to a customer whose service ends' })

const params = z.object({ id: zId })
const common = { tag: 'subscriptions', params, response: zRecovery, etag: (one: { version: number }) => String(one.version) } as const

export const deviceRecoveryRoutes: readonly AnyRoute[] = [
  route({
    ...common,
    method: 'GET',
    path: '/device-recoveries/:id',
    summary: 'A task to fetch what was lent to a customer',
    permission: 'subscriptions.read',
    async handle({ tx, params }) {
      const recovery = await findRecovery(tx, params.id)
      if (!recovery) throw recoveryNotFound()
      return recovery
    },
  }),
  route({
    ...common,
    method: 'PATCH',
    path: '/device-recoveries/:id',
    summary: 'Gives the task to somebody, closes or opens it',
    permission: 'subscriptions.write',
    body: z.object({ state: z.enum(recoveryStates).optional(), ownerId: zId.nullable().optional(), note: z.string().max(500).optional() }),
    handle: ({ tx, params, body, ifMatch }) => changeRecovery(tx, params.id, body, ifMatch),
  }),
]
