import { randomBytes } from 'node:crypto'
import type { Tx } from '#kernel/db.ts'
import { requireVersion } from '#kernel/http.ts'
import type { Platform } from '#kernel/platform.ts'
import { formatSecret, secretBytes } from '#protocols/standard-webhooks'
import { reachOf, urlFault } from './address.ts'
import { bodyOf } from './delivery.ts'
import type { Endpoint, EndpointDraft } from './endpoint.ts'
import { addressRefused, endpointDisabled, endpointNotFound, endpointsMax, eventTypeUnknown, privateNotOffered } from './errors.ts'
import {
  deleteEndpoint,
  findEndpoint,
  insertDelivery,
  insertEndpoint,
  lockEndpoint,
  readEndpoints,
  readPrivateAddresses,
  replaceSecret,
  requeueFailed,
  updateEndpoint,
  writePrivateAddresses,
} from './store.ts'

const tenantEndpointsMax = 50 // every event is written once for each

const newSecret = () => formatSecret(randomBytes(secretBytes))

/**
 * @returns its secret too, this once
 * @throws webhooks.address_refused, webhooks.event_type_unknown, webhooks.too_many_endpoints
 */
export async function addEndpoint(tx: Tx, platform: Platform, draft: EndpointDraft): Promise<{ endpoint: Endpoint; secret: string }> {
  await check(tx, platform, draft)
  if ((await readEndpoints(tx)).length >= tenantEndpointsMax) throw endpointsMax(tenantEndpointsMax)
  const secret = newSecret()
  return { endpoint: await insertEndpoint(tx, draft, secret), secret }
}

export type EndpointPatch = { readonly [K in keyof EndpointDraft]?: EndpointDraft[K] | undefined }

/** @throws webhooks.endpoint_not_found, webhooks.address_refused, webhooks.event_type_unknown */
export async function changeEndpoint(
  tx: Tx,
  platform: Platform,
  id: string,
  patch: EndpointPatch,
  ifMatch: string | null,
): Promise<Endpoint> {
  const endpoint = await lockEndpoint(tx, id)
  if (!endpoint) throw endpointNotFound()
  requireVersion(ifMatch, endpoint.version)
  const draft = {
    url: patch.url ?? endpoint.url,
    description: patch.description ?? endpoint.description,
    eventTypes: patch.eventTypes === undefined ? endpoint.eventTypes : patch.eventTypes,
    enabled: patch.enabled ?? endpoint.enabled,
  }
  await check(tx, platform, draft)
  return updateEndpoint(tx, id, draft)
}

/** Removes it, with what was told and what waits. @throws webhooks.endpoint_not_found */
export async function removeEndpoint(tx: Tx, id: string): Promise<void> {
  if (!(await deleteEndpoint(tx, id))) throw endpointNotFound()
}

const rotationHours = 24

/** A new secret; the present one signs beside it for a day, so that the receiver can change over. @throws webhooks.endpoint_not_found */
export async function rotateSecret(
  tx: Tx,
  id: string,
  now: Temporal.Instant,
): Promise<{ secret: string; previousSecretUntil: Temporal.Instant }> {
  if (!(await lockEndpoint(tx, id))) throw endpointNotFound()
  const secret = newSecret()
  const previousSecretUntil = now.add({ hours: rotationHours })
  await replaceSecret(tx, id, secret, previousSecretUntil)
  return { secret, previousSecretUntil }
}

export const testEventType = 'webhook.test.v1'

/** Sends a test to one endpoint. @returns its delivery; @throws webhooks.endpoint_not_found, webhooks.endpoint_disabled */
export async function testEndpoint(tx: Tx, id: string, now: Temporal.Instant): Promise<{ id: string }> {
  await findEnabled(tx, id)
  const body = bodyOf({ id: null, type: testEventType, at: now, payload: { endpointId: id } })
  return { id: await insertDelivery(tx, id, { eventId: null, type: testEventType, body }, now) }
}

/** Sends once more what failed between two moments. @throws webhooks.endpoint_not_found, webhooks.endpoint_disabled */
export async function replayFailed(
  tx: Tx,
  id: string,
  range: { from: Temporal.Instant; to: Temporal.Instant; now: Temporal.Instant },
): Promise<{ replayed: number }> {
  await findEnabled(tx, id)
  return { replayed: await requeueFailed(tx, id, range) }
}

async function findEnabled(tx: Tx, id: string): Promise<void> {
  const endpoint = await findEndpoint(tx, id)
  if (!endpoint) throw endpointNotFound()
  if (!endpoint.enabled) throw endpointDisabled()
}

/** @throws webhooks.private_not_offered where the installation does not let tenants choose */
export async function allowPrivateAddresses(tx: Tx, platform: Platform, allowed: boolean): Promise<void> {
  if (allowed && !platform.config.WEBHOOK_PRIVATE_ADDRESSES) throw privateNotOffered()
  await writePrivateAddresses(tx, allowed)
}

async function check(tx: Tx, platform: Platform, { url, eventTypes }: EndpointDraft): Promise<void> {
  const privateAddresses = platform.config.WEBHOOK_PRIVATE_ADDRESSES && (await readPrivateAddresses(tx))
  const fault = urlFault(url, reachOf(privateAddresses))
  if (fault) throw addressRefused(fault)
  const unknown = eventTypes?.find((type) => !Object.hasOwn(platform.events, type))
  if (unknown !== undefined) throw eventTypeUnknown(unknown)
}
