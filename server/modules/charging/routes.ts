import { z } from 'zod'
import { type AnyRoute, route } from '#kernel/http.ts'
import { dateIn } from '#kernel/time.ts'
import { zBigint, zDate, zId, zInstant } from '#kernel/wire.ts'
import { readSubscription } from '#modules/subscriptions'
import { quotaOf, sources } from './lot.ts'
import { steps, usageOf } from './read-usage.ts'
import { readLots } from './store.ts'
import { topUp } from './top-up.ts'

const zPoint = z.object({ from: zInstant, uploadBytes: zBigint, downloadBytes: zBigint }).meta({ id: 'UsagePoint' })
const zLot = z
  .object({ id: zId, source: z.enum(sources), granted: zBigint, used: zBigint, validFrom: zInstant, validTo: zInstant })
  .meta({ id: 'Lot', description: 'Bytes with a validity' })
const zQuota = z
  .object({ limited: z.boolean(), granted: zBigint, used: zBigint, remaining: zBigint, lots: z.array(zLot) })
  .meta({ id: 'Quota', description: 'What is valid now, the earliest expiry first; not limited: no lot at all' })
const zTopUp = z.object({ bytes: zBigint.refine((bytes) => bytes > 0n, 'Give more than zero bytes'), validTo: zInstant })
const params = z.object({ id: zId })

const usageDays = 30 // shown unless asked otherwise

export const routes: readonly AnyRoute[] = [
  route({
    method: 'GET',
    path: '/subscriptions/:id/usage',
    summary: 'Usage of a subscription by hours or days',
    tag: 'charging',
    permission: 'subscriptions.read',
    params,
    query: z.object({ from: zDate.optional(), to: zDate.optional(), by: z.enum(steps).default('day') }),
    response: z.object({ by: z.enum(steps), points: z.array(zPoint) }),
    async handle({ tx, params, query, principal, now }) {
      const to = query.to ?? dateIn(now, principal.timeZone)
      const from = query.from ?? to.subtract({ days: usageDays - 1 })
      return { by: query.by, points: await usageOf(tx, params.id, { from, to, by: query.by }) }
    },
  }),
  route({
    method: 'GET',
    path: '/subscriptions/:id/quota',
    summary: 'What a subscription may still use',
    tag: 'charging',
    permission: 'subscriptions.read',
    params,
    response: zQuota,
    async handle({ tx, params, now }) {
      const { id } = await readSubscription(tx, params.id)
      const lots = await readLots(tx, [id], now)
      return { limited: lots.length > 0, ...quotaOf(lots), lots }
    },
  }),
  route({
    method: 'POST',
    path: '/subscriptions/:id/top-ups',
    summary: 'Grants more bytes',
    tag: 'charging',
    permission: 'charging.write',
    params,
    body: zTopUp,
    response: zLot,
    handle: ({ tx, params, body, now }) => topUp(tx, { subscriptionId: params.id, ...body, now }),
  }),
]
