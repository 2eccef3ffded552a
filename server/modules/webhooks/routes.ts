import { z } from 'zod'
import { type AnyRoute, route } from '#kernel/http.ts'
import { zBigint, zId, zInstant, zText } from '#kernel/wire.ts'
import { deliveryStates } from './delivery.ts'
import { disabledBecause } from './endpoint.ts'
import { deliveryNotFound, endpointNotFound } from './errors.ts'
import {
  addEndpoint,
  allowPrivateAddresses,
  changeEndpoint,
  removeEndpoint,
  replayFailed,
  rotateSecret,
  testEndpoint,
} from './keep-endpoints.ts'
import { findDelivery, findEndpoint, readAttempts, readEndpoints, readPrivateAddresses, requeue } from './store.ts'

const zWithId = z.object({ id: zId })

const zEndpoint = z
  .object({
    id: zId,
    url: z.string(),
    description: z.string(),
    eventTypes: z.array(z.string()).readonly().nullable().describe('Null: every type'),
    enabled: z.boolean(),
    disabledBecause: z.enum(disabledBecause).nullable(),
    previousSecretUntil: zInstant.nullable().describe('Until then the secret before signs too'),
    failingSince: zInstant.nullable(),
    succeededAt: zInstant.nullable(),
    version: z.int(),
  })
  .meta({ id: 'WebhookEndpoint' })

const zSecret = z.string().describe('`whsec_…`; shown this once')

const zInput = z.object({
  url: z.string().trim().max(2_000),
  description: z.string().trim().max(200),
  eventTypes: z.array(zText(100)).min(1).max(200).nullable(),
  enabled: z.boolean(),
})

const zDelivery = z
  .object({
    id: zId,
    endpointId: zId,
    eventId: zBigint.nullable().describe('Null: a test'),
    eventType: z.string(),
    body: z.string().describe('As it is signed and sent'),
    state: z.enum(deliveryStates),
    nextAttemptAt: zInstant,
    createdAt: zInstant,
    finishedAt: zInstant.nullable(),
    attempts: z
      .array(
        z.object({
          at: zInstant,
          status: z.int().nullable().describe('Null: no answer'),
          durationMs: z.int(),
          error: z.string().nullable(),
          answer: z.string().describe('Its first 1,024 bytes'),
        }),
      )
      .describe('The newest first'),
  })
  .meta({ id: 'WebhookDelivery' })

export const routes: readonly AnyRoute[] = [
  route({
    method: 'GET',
    path: '/webhook-event-types',
    summary: 'Events that webhooks tell, each with an example of its data',
    tag: 'webhooks',
    permission: 'webhooks.read',
    response: z.array(z.object({ type: z.string(), summary: z.string(), example: z.record(z.string(), z.unknown()) })),
    handle: async ({ platform }) =>
      Object.entries(platform.events)
        .map(([type, { summary, example }]) => ({ type, summary, example: { ...example } }))
        .toSorted((a, b) => a.type.localeCompare(b.type)),
  }),
  route({
    method: 'GET',
    path: '/webhook-endpoints',
    summary: 'Endpoints that events are told to',
    tag: 'webhooks',
    permission: 'webhooks.read',
    response: z.array(zEndpoint),
    handle: ({ tx }) => readEndpoints(tx),
  }),
  route({
    method: 'POST',
    path: '/webhook-endpoints',
    confidential: true,
    summary: 'Adds an endpoint; the answer holds its secret',
    tag: 'webhooks',
    permission: 'webhooks.write',
    body: zInput.partial().required({ url: true }),
    response: zEndpoint.extend({ secret: zSecret }),
    async handle({ tx, platform, body: { url, description = '', eventTypes = null, enabled = true } }) {
      const { endpoint, secret } = await addEndpoint(tx, platform, { url, description, eventTypes, enabled })
      return { ...endpoint, secret }
    },
  }),
  route({
    method: 'GET',
    path: '/webhook-endpoints/:id',
    summary: 'An endpoint',
    tag: 'webhooks',
    permission: 'webhooks.read',
    params: zWithId,
    response: zEndpoint,
    etag: (endpoint) => String(endpoint.version),
    async handle({ tx, params }) {
      const endpoint = await findEndpoint(tx, params.id)
      if (!endpoint) throw endpointNotFound()
      return endpoint
    },
  }),
  route({
    method: 'PATCH',
    path: '/webhook-endpoints/:id',
    summary: 'Changes an endpoint, or switches it on again',
    tag: 'webhooks',
    permission: 'webhooks.write',
    params: zWithId,
    body: zInput.partial(),
    response: zEndpoint,
    etag: (endpoint) => String(endpoint.version),
    handle: ({ tx, platform, params, body, ifMatch }) => changeEndpoint(tx, platform, params.id, body, ifMatch),
  }),
  route({
    method: 'DELETE',
    path: '/webhook-endpoints/:id',
    summary: 'Removes an endpoint and its deliveries',
    tag: 'webhooks',
    permission: 'webhooks.write',
    params: zWithId,
    handle: ({ tx, params }) => removeEndpoint(tx, params.id),
  }),
  route({
    method: 'POST',
    path: '/webhook-endpoints/:id/secret',
    confidential: true,
    summary: 'Makes a new secret; the one before signs beside it for a day',
    tag: 'webhooks',
    permission: 'webhooks.write',
    params: zWithId,
    body: z.object({}),
    response: z.object({ secret: zSecret, previousSecretUntil: zInstant }),
    handle: ({ tx, params, now }) => rotateSecret(tx, params.id, now),
  }),
  route({
    method: 'POST',
    path: '/webhook-endpoints/:id/test',
    summary: 'Sends a test event; the answer names its delivery',
    tag: 'webhooks',
    permission: 'webhooks.write',
    params: zWithId,
    body: z.object({}),
    response: z.object({ id: zId }),
    handle: ({ tx, params, now }) => testEndpoint(tx, params.id, now),
  }),
  route({
    method: 'POST',
    path: '/webhook-endpoints/:id/replay',
    summary: 'Sends again what failed, by when it happened: from (inclusive) to (exclusive)',
    tag: 'webhooks',
    permission: 'webhooks.write',
    params: zWithId,
    body: z.object({ from: zInstant, to: zInstant }),
    response: z.object({ replayed: z.int() }),
    handle: ({ tx, params, body, now }) => replayFailed(tx, params.id, { ...body, now }),
  }),
  route({
    method: 'GET',
    path: '/webhook-deliveries/:id',
    summary: 'What was sent to an endpoint, and what it answered',
    tag: 'webhooks',
    permission: 'webhooks.read',
    params: zWithId,
    response: zDelivery,
    async handle({ tx, params }) {
      const delivery = await findDelivery(tx, params.id)
      if (!delivery) throw deliveryNotFound()
      return { ...delivery, attempts: await readAttempts(tx, delivery.id) }
    },
  }),
  route({
    method: 'POST',
    path: '/webhook-deliveries/:id/replay',
    summary: 'Sends a delivery again, with the same webhook-id',
    tag: 'webhooks',
    permission: 'webhooks.write',
    params: zWithId,
    body: z.object({}),
    response: z.object({ replayed: z.boolean().describe('False: it still waits') }),
    async handle({ tx, params, now }) {
      if (!(await findDelivery(tx, params.id))) throw deliveryNotFound()
      return { replayed: (await requeue(tx, [params.id], now)).length === 1 }
    },
  }),
  route({
    method: 'GET',
    path: '/webhook-settings',
    summary: 'Where webhooks may go',
    tag: 'webhooks',
    permission: 'webhooks.read',
    response: z.object({ privateAddresses: z.boolean(), privateAddressesOffered: z.boolean().describe('By this installation') }),
    handle: async ({ tx, platform }) => ({
      privateAddresses: await readPrivateAddresses(tx),
      privateAddressesOffered: platform.config.WEBHOOK_PRIVATE_ADDRESSES,
    }),
  }),
  route({
    method: 'PUT',
    path: '/webhook-settings',
    summary: 'Allows webhooks to private addresses, or only to public ones',
    tag: 'webhooks',
    permission: 'webhooks.write',
    body: z.object({ privateAddresses: z.boolean() }),
    handle: ({ tx, platform, body }) => allowPrivateAddresses(tx, platform, body.privateAddresses),
  }),
]
