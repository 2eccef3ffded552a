import { z } from 'zod'
import { type AnyRoute, route } from '#kernel/http.ts'
import { zDate, zId, zInstant, zText } from '#kernel/wire.ts'
import { channels, effectives, requestStates, zChange } from './change-request.ts'
import { readRequests } from './change-request-store.ts'
import { readSubscription } from './read-subscription.ts'
import {
  agreedNow,
  approveChange,
  changeDeeds,
  declineChange,
  readRequest,
  renewConsent,
  requestChange,
  type TermsOf,
  withdrawChange,
} from './request-change.ts'

const zRequest = z
  .object({
    id: zId,
    subscriptionId: zId,
    change: zChange,
    channel: z.enum(channels),
    reason: z.string(),
    effective: z.enum(effectives),
    state: z.enum(requestStates),
    effectiveOn: zDate.nullable(),
    requestedBy: z.string(),
    decidedBy: z.string().nullable(),
    decidedAt: zInstant.nullable(),
    note: z.string(),
    problem: z.string().nullable(),
    doneAt: zInstant.nullable(),
    version: z.int(),
    createdAt: zInstant,
  })
  .meta({ id: 'ChangeRequest' })

const requestsMax = 100 // of one subscription on a screen
const params = z.object({ id: zId })
const decide = { tag: 'subscriptions', permission: 'subscriptions.approve', params, response: zRequest, status: 200 } as const
const zNote = zText(500).optional()

/** Changes that are asked for, and decided by somebody else. @param termsOf what changes cost is not this module's to know */
export const changeRequestRoutes = (termsOf: TermsOf): readonly AnyRoute[] => [
  route({
    method: 'POST',
    path: '/subscriptions/:id/change-requests',
    summary: 'Asks for a change, for somebody to approve',
    tag: 'subscriptions',
    permission: 'subscriptions.write',
    params,
    body: z.object({ change: zChange, effective: z.enum(effectives).default('now'), reason: zText(500).optional() }),
    response: zRequest,
    async handle({ tx, params, body: { change, effective, reason = '' }, principal, now }) {
      const asked = { subscriptionId: params.id, change, effective }
      const agreed = await agreedNow(tx, asked, now, termsOf)
      return requestChange(tx, { ...asked, reason, agreed, channel: principal.actor.startsWith('key:') ? 'api' : 'staff' })
    },
  }),
  route({
    method: 'GET',
    path: '/subscriptions/:id/change-requests',
    summary: 'Changes that were asked for, the latest first',
    tag: 'subscriptions',
    permission: 'subscriptions.read',
    params,
    response: z.array(zRequest),
    async handle({ tx, params }) {
      const { id } = await readSubscription(tx, params.id)
      return readRequests(tx, id, requestsMax)
    },
  }),
  route({
    method: 'GET',
    path: '/change-requests/:id',
    summary: 'A change that was asked for',
    tag: 'subscriptions',
    permission: 'subscriptions.read',
    params,
    response: zRequest,
    handle: ({ tx, params }) => readRequest(tx, params.id),
  }),
  route({
    ...decide,
    method: 'POST',
    path: '/change-requests/:id/approval',
    summary: 'Approves a change, to be carried out now or when the cycle is over',
    body: z.object({ effective: z.enum(effectives).optional(), note: zNote }),
    handle: ({ tx, params, body, now }) =>
      approveChange(tx, params.id, { effective: body.effective, note: body.note ?? '' }, now, { deeds: changeDeeds, termsOf }),
  }),
  route({
    ...decide,
    method: 'POST',
    path: '/change-requests/:id/refusal',
    summary: 'Declines a change',
    body: z.object({ note: zNote }),
    handle: ({ tx, params, body }) => declineChange(tx, params.id, body.note ?? ''),
  }),
  route({
    ...decide,
    method: 'POST',
    path: '/change-requests/:id/consent',
    summary: 'Says that the customer agrees to what the change costs now; then it is decided again',
    permission: 'subscriptions.write',
    handle: ({ tx, params, now }) => renewConsent(tx, params.id, now, termsOf),
  }),
  route({
    ...decide,
    method: 'POST',
    path: '/change-requests/:id/withdrawal',
    summary: 'Takes a request back before it is carried out',
    permission: 'subscriptions.write',
    handle: ({ tx, params }) => withdrawChange(tx, params.id),
  }),
]
