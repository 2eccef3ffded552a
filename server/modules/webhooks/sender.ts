import { type Scope, scopeOfAllTenants, transact, type Tx } from '#kernel/db.ts'
import { emit, lane } from '#kernel/events.ts'
import { enqueue } from '#kernel/jobs.ts'
import type { Service } from '#kernel/module.ts'
import type { Platform } from '#kernel/platform.ts'
import { log } from '#kernel/telemetry.ts'
import { type Due, isSuccess, standingAfter, verdictOf } from './delivery.ts'
import { type SendOptions, sendOptions, sendWebhook } from './send-webhook.ts'
import { claimDue, lockEndpoint, type Made, recordAttempts, recordStanding } from './store.ts'

const endpointMax = 16 // at once to one receiver; a slow one holds up only itself
const leaseSeconds = 120 // longer than any attempt; after a crash another process sends them again
const actor = 'webhooks'

/**
 * Sends what is due, each endpoint at its own pace.
 *
 *   round: claim some of every idle endpoint ─commit─▶ send them at once ─▶ record, and look again
 */
export function createSender(platform: Platform, options: SendOptions = sendOptions, onDone: () => void = () => {}) {
  const inHand = new Map<string, Promise<void>>()

  /** Begins what is due now. @returns false: what it began ends later, and says so with `onDone` */
  async function round(): Promise<boolean> {
    const scope = await scopeOfAllTenants(platform.db, actor)
    const now = platform.clock.now()
    const due = await transact(platform.db, scope, (tx) =>
      claimDue(tx, { now, leaseUntil: now.add({ seconds: leaseSeconds }), busy: [...inHand.keys()], endpointMax }),
    )
    for (const [endpointId, part] of Map.groupBy(due, (one) => one.endpointId)) {
      const work = sendTogether(platform, part, options)
        .catch((error: unknown) =>
          log.error({ endpoint: endpointId, err: error }, 'attempts could not be written down; they are made again'),
        )
        .finally(() => {
          inHand.delete(endpointId)
          onDone()
        })
      inHand.set(endpointId, work)
    }
    return false
  }

  return {
    round,
    /** When all that was begun has ended. */
    async idle(): Promise<void> {
      await Promise.all(inHand.values())
    },
  }
}

/** Deliveries of one endpoint. */
async function sendTogether(platform: Platform, due: readonly Due[], options: SendOptions): Promise<void> {
  const offered = platform.config.WEBHOOK_PRIVATE_ADDRESSES
  const made = await Promise.all(
    due.map(async (one): Promise<Made> => {
      const judged = { ...one, privateAddresses: offered && one.privateAddresses }
      const attempt = await sendWebhook(judged, platform.clock.now(), options)
      return { deliveryId: one.id, attempt, verdict: verdictOf(attempt, one.attempts + 1, platform.clock.now(), Math.random()) }
    }),
  )
  const { tenantId, endpointId } = due[0]!
  const scope: Scope = { tenants: [tenantId], actor, requestId: '' }
  await transact(platform.db, scope, (tx) => record(tx, endpointId, made, platform.clock.now()))
}

async function record(tx: Tx, endpointId: string, made: readonly Made[], now: Temporal.Instant): Promise<void> {
  const endpoint = await lockEndpoint(tx, endpointId)
  if (!endpoint) return
  await recordAttempts(tx, made, now)
  if (!endpoint.enabled) return
  const attempts = made.map(({ attempt }) => attempt)
  const standing = standingAfter(endpoint.failingSince, attempts, now)
  await recordStanding(tx, endpointId, standing, attempts.some(isSuccess) ? now : null)
  if (!standing.disabledBecause) return
  await emit(tx, 'webhook_endpoint.disabled.v1', { endpointId, url: endpoint.url, reason: standing.disabledBecause }, endpointId)
  await enqueue(tx, 'webhooks.tell-administrators', { endpointId })
}

const pollMs = 1_000

/** Sends in every process that works in the background. */
export const webhookSender: Service = {
  role: 'worker',
  async start(platform) {
    const sender = createSender(platform, sendOptions, () => rounds.wake())
    const rounds = lane(sender.round, 'webhooks')
    const timer = setInterval(() => rounds.wake(), pollMs)
    return {
      async stop() {
        clearInterval(timer)
        await rounds.stop()
        await sender.idle()
      },
    }
  },
}
