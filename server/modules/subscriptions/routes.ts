import { z } from 'zod'
import type { Tx } from '#kernel/db.ts'
import { type AnyRoute, requireVersion, route } from '#kernel/http.ts'
import { zDate, zId, zInstant, zText } from '#kernel/wire.ts'
import { readCustomer } from '#modules/customers'
import { activate } from './activate.ts'
import { archiveIdleCustomers } from './archive-customers.ts'
import { blockOne, unblock } from './block.ts'
import { cancelAtCycleEnd, cancelNow, keep } from './cancel.ts'
import { changePlan } from './change-plan.ts'
import { pause, resume } from './pause.ts'
import { setAutoRenew } from './prepaid.ts'
import { lockSubscription, readSubscription } from './read-subscription.ts'
import { readBlocks } from './store.ts'
import { subscribe } from './subscribe.ts'
import { blockReasons, states } from './subscription.ts'
import { transfer } from './transfer.ts'

const zSubscription = z
  .object({
    id: zId,
    number: z.string(),
    customerId: zId,
    accountId: zId,
    offerId: zId,
    offerVersionId: zId,
    locationId: zId.nullable(),
    state: z.enum(states),
    blockReasons: z.array(z.enum(blockReasons)).readonly(),
    startedOn: zDate.nullable(),
    trialUntil: zDate.nullable(),
    billDay: z.int(),
    billedUntil: zDate.nullable(),
    endsOn: zDate.nullable(),
    endsAt: zInstant.nullable().describe('Of a pass: the moment on its last day'),
    activatedAt: zInstant.nullable(),
    pausedAt: zInstant.nullable(),
    resumeOn: zDate.nullable(),
    endedAt: zInstant.nullable(),
    prepaidUntil: zDate.nullable().describe('Prepaid: first day that nobody has paid for; null: postpaid'),
    autoRenew: z.boolean(),
    revision: z.int(),
    version: z.int(),
    createdAt: zInstant,
  })
  .meta({ id: 'Subscription' })
const zDraft = z.object({
  customerId: zId,
  offerId: zId,
  startOn: zDate,
  accountId: zId.optional(),
  billDay: z.int().min(1).max(31).optional(),
  locationId: zId.optional(),
  prepaid: z.boolean().default(false).describe('Each cycle is paid before it begins, or service expires'),
  autoRenew: z.boolean().default(false).describe('Prepaid: the next cycle is taken from credit, or else from a saved method'),
})
const zBlock = z
  .object({
    reason: z.enum(blockReasons),
    note: z.string(),
    since: zInstant,
    actor: z.string(),
    liftedAt: zInstant.nullable(),
    liftedBy: z.string().nullable(),
  })
  .meta({ id: 'SubscriptionBlock' })

const blocksMax = 200 // of one subscription on a screen
const params = z.object({ id: zId })
const etag = (subscription: { readonly version: number }) => String(subscription.version)
const common = { tag: 'subscriptions', permission: 'subscriptions.write', params, response: zSubscription, etag, status: 200 } as const

/** Where If-Match is sent, it must name the present version: a deed that was decided on an older one is refused. */
async function requireUnchanged(tx: Tx, id: string, ifMatch: string | null): Promise<void> {
  if (ifMatch !== null) requireVersion(ifMatch, (await lockSubscription(tx, id)).version)
}

export const routes: readonly AnyRoute[] = [
  route({
    method: 'POST',
    path: '/subscriptions',
    summary: 'Gives a customer a plan',
    tag: 'subscriptions',
    permission: 'subscriptions.write',
    body: zDraft,
    response: zSubscription,
    etag,
    handle: ({ tx, body }) => subscribe(tx, body),
  }),
  route({
    method: 'GET',
    path: '/subscriptions/:id',
    summary: 'A subscription',
    tag: 'subscriptions',
    permission: 'subscriptions.read',
    params,
    response: zSubscription,
    etag,
    handle: ({ tx, params }) => readSubscription(tx, params.id),
  }),
  route({
    ...common,
    method: 'POST',
    path: '/subscriptions/:id/activation',
    summary: 'Begins service',
    async handle({ tx, params, now, ifMatch }) {
      await requireUnchanged(tx, params.id, ifMatch)
      await activate(tx, params.id, now)
      return readSubscription(tx, params.id)
    },
  }),
  route({
    ...common,
    method: 'POST',
    path: '/subscriptions/:id/pause',
    summary: 'Stops service while the customer is away, until it is resumed or until a day',
    body: z.object({ until: zDate.nullable().default(null) }).default({ until: null }),
    async handle({ tx, params, body, now, ifMatch }) {
      await requireUnchanged(tx, params.id, ifMatch)
      await pause(tx, params.id, now, body.until)
      return readSubscription(tx, params.id)
    },
  }),
  route({
    ...common,
    method: 'POST',
    path: '/subscriptions/:id/resumption',
    summary: 'Takes paused service up again',
    async handle({ tx, params, now, ifMatch }) {
      await requireUnchanged(tx, params.id, ifMatch)
      await resume(tx, params.id, now)
      return readSubscription(tx, params.id)
    },
  }),
  route({
    ...common,
    method: 'POST',
    path: '/subscriptions/:id/cancellation',
    summary: 'Ends service now or when the cycle is over',
    body: z.object({ when: z.enum(['now', 'cycle-end']) }),
    async handle({ tx, params, body, now, ifMatch }) {
      await requireUnchanged(tx, params.id, ifMatch)
      await (body.when === 'now' ? cancelNow(tx, params.id, now) : cancelAtCycleEnd(tx, params.id, now))
      return readSubscription(tx, params.id)
    },
  }),
  route({
    ...common,
    method: 'DELETE',
    path: '/subscriptions/:id/cancellation',
    summary: 'Takes a planned end back',
    async handle({ tx, params }) {
      await keep(tx, params.id)
      return readSubscription(tx, params.id)
    },
  }),
  route({
    ...common,
    method: 'POST',
    path: '/subscriptions/:id/plan',
    summary: 'Moves to another plan, or to the present version of the same, today',
    body: z.object({ offerId: zId }),
    async handle({ tx, params, body, now, ifMatch }) {
      await requireUnchanged(tx, params.id, ifMatch)
      await changePlan(tx, params.id, body.offerId, now)
      return readSubscription(tx, params.id)
    },
  }),
  route({
    ...common,
    method: 'POST',
    path: '/subscriptions/:id/transfer',
    summary: 'Gives it to another customer or account, today',
    body: z.object({ customerId: zId, accountId: zId.optional() }),
    async handle({ tx, params, body, now, ifMatch }) {
      await requireUnchanged(tx, params.id, ifMatch)
      await transfer(tx, params.id, body, now)
      return readSubscription(tx, params.id)
    },
  }),
  route({
    ...common,
    method: 'PATCH',
    path: '/subscriptions/:id',
    summary: 'Says whether the next cycle is taken from credit',
    body: z.object({ autoRenew: z.boolean() }),
    async handle({ tx, params, body, ifMatch }) {
      await requireUnchanged(tx, params.id, ifMatch)
      await setAutoRenew(tx, params.id, body.autoRenew)
      return readSubscription(tx, params.id)
    },
  }),
  route({
    method: 'GET',
    path: '/subscriptions/:id/blocks',
    summary: 'Why service is and was withheld',
    tag: 'subscriptions',
    permission: 'subscriptions.read',
    params,
    response: z.array(zBlock),
    async handle({ tx, params }) {
      const { id } = await readSubscription(tx, params.id)
      return readBlocks(tx, id, blocksMax)
    },
  }),
  route({
    ...common,
    method: 'POST',
    path: '/subscriptions/:id/blocks',
    summary: 'Withholds service for a reason',
    body: z.object({ reason: z.enum(blockReasons), note: zText(500).optional() }),
    async handle({ tx, params, body }) {
      await blockOne(tx, params.id, body.reason, body.note)
      return readSubscription(tx, params.id)
    },
  }),
  route({
    ...common,
    method: 'DELETE',
    path: '/subscriptions/:id/blocks/:reason',
    summary: 'Lifts a reason',
    params: params.extend({ reason: z.enum(blockReasons) }),
    async handle({ tx, params }) {
      await unblock(tx, [params.id], params.reason)
      return readSubscription(tx, params.id)
    },
  }),
  route({
    method: 'POST',
    path: '/customers/:id/archival',
    summary: 'Archives a customer who has nothing in force',
    tag: 'customers',
    permission: 'customers.write',
    params,
    status: 204,
    async handle({ tx, params }) {
      const { id } = await readCustomer(tx, params.id)
      const [failed] = await archiveIdleCustomers(tx, [id])
      if (failed) throw failed.problem
    },
  }),
]
