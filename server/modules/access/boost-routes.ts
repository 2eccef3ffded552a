import { z } from 'zod'
import { type AnyRoute, route } from '#kernel/http.ts'
import { zBigint, zId, zInstant, zText } from '#kernel/wire.ts'
import { zFaster } from '#modules/catalog'
import { boostSpeed, endBoostNow, readBoosts } from '#modules/charging'
import { readSubscription } from '#modules/subscriptions'
import { requireSpeedTaken } from './speed-taken.ts'

const zBoost = z
  .object({
    id: zId,
    subscriptionId: zId,
    downloadBps: zBigint,
    uploadBps: zBigint,
    fromAt: zInstant,
    untilAt: zInstant,
    reason: z.string(),
    isBought: z.boolean().describe('Else it was given'),
  })
  .meta({ id: 'SpeedBoost', description: 'A speed that somebody bought or was given for a time' })
const params = z.object({ id: zId })
const shownMax = 50

export const boostRoutes: readonly AnyRoute[] = [
  route({
    method: 'POST',
    path: '/subscriptions/:id/boosts',
    summary: 'Makes a subscription faster for a time; what is online changes at once',
    tag: 'access',
    permission: 'access.boost',
    params,
    body: z.object({
      faster: zFaster,
      from: zInstant.optional().describe('Now unless said'),
      until: zInstant,
      reason: zText(200),
    }),
    response: zBoost,
    async handle({ tx, params: { id }, body, now }) {
      await requireSpeedTaken(tx, id)
      return boostSpeed(tx, { ...body, subscriptionId: id }, now)
    },
  }),
  route({
    method: 'GET',
    path: '/subscriptions/:id/boosts',
    summary: 'Boosts of a subscription, the latest first',
    tag: 'access',
    permission: 'access.read',
    params,
    response: z.array(zBoost),
    async handle({ tx, params: { id } }) {
      return readBoosts(tx, (await readSubscription(tx, id)).id, shownMax)
    },
  }),
  route({
    method: 'POST',
    path: '/speed-boosts/:id/end',
    summary: 'Ends a boost before its time',
    tag: 'access',
    permission: 'access.boost',
    params,
    status: 200,
    response: zBoost,
    handle: ({ tx, params: { id }, now }) => endBoostNow(tx, id, now),
  }),
]
