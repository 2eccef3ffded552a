import { z } from 'zod'
import { type Scope, scopeOfAllTenants, transact, type Tx } from '#kernel/db.ts'
import { enqueue, job } from '#kernel/jobs.ts'
import type { Platform } from '#kernel/platform.ts'
import { log } from '#kernel/telemetry.ts'
import { gatewayNotFound, webhookUnreadable, webhookUnsigned } from './errors.ts'
import { gatewayReach } from './gateway.ts'
import { findCheckoutByReference, findGateway, openGateway } from './gateway-store.ts'
import { adapterOf, checkCheckout } from './run-checkout.ts'
import { findWebhook, keepWebhook, moveWebhook, type WebhookState } from './webhook-store.ts'

export interface Delivery {
  readonly provider: string
  readonly gatewayId: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Uint8Array
  readonly requestId: string
}

/** A job looks again after this, in case this process dies between keeping a webhook and acting on it. */
const lookAgainSeconds = 30

/**
 * Keeps what a gateway tells us, commits, then acts on it. After the commit it cannot be lost, so the gateway is answered well
 * whatever happens next.
 * @throws payments.gateway_not_found, payments.webhook_unsigned, payments.webhook_unreadable
 */
export async function takeWebhook(platform: Platform, delivery: Delivery): Promise<void> {
  const actor = `gateway:${delivery.provider}`
  const everybody = await scopeOfAllTenants(platform.db, actor, delivery.requestId)
  const gateway = await transact(platform.db, everybody, (tx) => openGateway(tx, delivery.gatewayId, gatewayReach(platform.config)))
  if (!gateway || gateway.provider !== delivery.provider) throw gatewayNotFound()
  const adapter = adapterOf(gateway.provider)
  if (!adapter.isSigned(gateway.access, delivery.headers, delivery.body)) throw webhookUnsigned()
  const body = new TextDecoder().decode(delivery.body)
  const notice = adapter.readNotice(body)
  if (!notice) throw webhookUnreadable()

  const scope = { ...everybody, tenants: [gateway.tenantId] }
  const now = platform.clock.now()
  const webhook = await transact(platform.db, scope, async (tx) => {
    const kept = await keepWebhook(tx, { gatewayId: gateway.id, dedupKey: notice.dedupKey, body, at: now })
    if (kept.state === 'received') await enqueueLook(tx, kept.id, now.add({ seconds: lookAgainSeconds }))
    return kept
  })
  if (webhook.state !== 'received') return
  await actOnWebhook(platform, scope, webhook.id).catch((error: unknown) =>
    log.warn({ webhook: webhook.id, err: error }, 'webhook kept; a job will look at it again'),
  )
}

/** Looks at a kept webhook: what it claims is asked back from the gateway. What cannot be used stays, with its reason. */
export async function actOnWebhook(platform: Platform, scope: Scope, webhookId: string): Promise<void> {
  const found = await transact(platform.db, scope, (tx) => readWebhook(tx, webhookId))
  if (!found) return
  const move = (state: WebhookState, error: string | null = null) =>
    transact(platform.db, scope, (tx) => moveWebhook(tx, webhookId, { state, error, at: platform.clock.now() }))
  if (found.reference === null) return move('ignored')
  if (!found.checkout) return move('rejected', `No checkout has the reference ${found.reference}.`)
  const verdict = await checkCheckout(platform, scope, found.checkout.id)
  switch (verdict.kind) {
    case 'take':
    case 'nothing':
      return move('processed')
    case 'unreachable':
      throw new Error(verdict.detail)
    case 'refused':
      return move('rejected', verdict.detail)
    case 'reject':
    case 'fail':
      return move('rejected', verdict.reason)
    case 'wait':
    case 'abandon':
      return move('rejected', 'The gateway says that nothing was paid yet.')
    default:
      return verdict satisfies never
  }
}

async function readWebhook(tx: Tx, id: string) {
  const webhook = await findWebhook(tx, id)
  const gateway = webhook?.state === 'received' ? await findGateway(tx, webhook.gatewayId) : undefined
  if (!webhook || !gateway) return undefined
  const reference = adapterOf(gateway.provider).readNotice(webhook.body)?.reference ?? null
  const checkout = reference === null ? undefined : await findCheckoutByReference(tx, reference)
  // Another gateway's reference is as good as none: a signature covers its own gateway only.
  return { reference, checkout: checkout?.gatewayId === gateway.id ? checkout : undefined }
}

export const enqueueLook = (tx: Tx, webhookId: string, runAt?: Temporal.Instant) =>
  enqueue(tx, lookAtWebhook.name, { webhookId }, { key: `webhook:${webhookId}`, ...(runAt && { runAt }) })

export const lookAtWebhook = job({
  name: 'payments.look-at-webhook',
  input: z.object({ webhookId: z.uuid() }),
  run: ({ platform, scope }, { webhookId }) => actOnWebhook(platform, scope, webhookId),
})
