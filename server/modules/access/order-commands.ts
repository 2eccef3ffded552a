import type { Tx } from '#kernel/db.ts'
import { type Event, type Subscriber, subscriber } from '#kernel/events.ts'
import { type NewCommand, queueCommands, readOpenSessionsById, readOpenSessionsOf, readSubscriptionsOnNas } from './command-store.ts'
import { sessionNotFound, sessionOver } from './errors.ts'
import type { SubscriptionFacts } from './facts.ts'
import { orderFor } from './network-command.ts'
import { factsIn, readOfferVersions, readOutOfService, readSubscriptionFacts } from './directory-store.ts'
import { sessionExists } from './store.ts'

/** What happened -> whether it can have changed the speed of open sessions. */
const causes: Readonly<Record<string, boolean>> = {
  'quota.reached.v1': true,
  'quota.renewed.v1': true,
  'quota.tier_changed.v1': true,
  'subscription.plan_changed.v1': true,
  'subscription.boosted.v1': true,
  'subscription.boost_ended.v1': true,
  'subscription.blocked.v1': false,
  'subscription.unblocked.v1': false,
  'subscription.paused.v1': false,
  'subscription.ended.v1': false,
}

/** Puts the network in step with the business: open sessions are changed or ended when a login would now be decided differently. */
export const commandOrders: Subscriber = subscriber({
  name: 'access.command-orders',
  types: Object.keys(causes),
  handle: (tx, events, platform) => orderCommands(tx, events.filter(isConcerning), platform.clock.now()),
})

/** 75 and 90 percent are news for the customer only. */
const isConcerning = (event: Event) => event.type !== 'quota.reached.v1' || event.payload['percent'] === 100

/**
 * The same for sessions that were answered and are known to the database only now: an event that came in between found no session.
 * Who is in service and not walled, as nearly all are, costs one look.
 */
export async function orderForStarted(
  tx: Tx,
  started: readonly { readonly subscriptionId: string; readonly isWalled: boolean }[],
  now: Temporal.Instant,
): Promise<void> {
  const ids = [...new Set(started.map((session) => session.subscriptionId))]
  const walled = started.filter((session) => session.isWalled).map((session) => session.subscriptionId)
  const concerned = [...(await readOutOfService(tx, ids)), ...walled]
  await queueOrders(tx, new Map(concerned.map((id) => [id, 'session.started'])), new Set(), now)
}

async function orderCommands(tx: Tx, events: readonly Event[], now: Temporal.Instant): Promise<void> {
  const reasons = new Map(events.map((event) => [String(event.payload['subscriptionId']), reasonOf(event)])) // the latest of each
  const mayHaveChanged = new Set(events.filter((event) => causes[event.type]).map((event) => String(event.payload['subscriptionId'])))
  await queueOrders(tx, reasons, mayHaveChanged, now)
}

/**
 * Tells a NAS anew what every open session of subscribers should be, whatever it was told before.
 * @returns how many sessions were looked at
 */
export async function resyncNas(tx: Tx, nasId: string, now: Temporal.Instant): Promise<number> {
  const ids = await readSubscriptionsOnNas(tx, nasId)
  await resyncSessions(tx, nasId, ids, now)
  return ids.length
}

/** Changes the speed of open sessions where it is another now, because of the hour. */
export const followHours = (tx: Tx, subscriptionIds: readonly string[], now: Temporal.Instant): Promise<void> =>
  queueOrders(tx, new Map(subscriptionIds.map((id) => [id, 'hours'])), new Set(subscriptionIds), now)

/** The same for the sessions of some subscriptions. */
export const resyncSessions = (tx: Tx, nasId: string, subscriptionIds: readonly string[], now: Temporal.Instant): Promise<void> =>
  queueOrders(tx, new Map(subscriptionIds.map((id) => [id, 'resync'])), new Set(subscriptionIds), now, nasId)

/** @param reasons by subscription. @param mayHaveChanged subscriptions whose speed may be another now. @param nasId only there */
async function queueOrders(
  tx: Tx,
  reasons: ReadonlyMap<string, string>,
  mayHaveChanged: ReadonlySet<string>,
  now: Temporal.Instant,
  nasId?: string,
): Promise<void> {
  if (reasons.size === 0) return
  const sessions = (await readOpenSessionsOf(tx, [...reasons.keys()])).filter((session) => nasId === undefined || session.nas_id === nasId)
  if (sessions.length === 0) return

  const facts = await factsOf(tx, [...new Set(sessions.map((session) => session.subscription_id))], now)
  await queueCommands(
    tx,
    sessions.flatMap((session): NewCommand[] => {
      const nas = { interimSeconds: session.interim_seconds, walledGarden: session.walled_garden }
      const subscription = facts.get(session.subscription_id) ?? null
      const order = orderFor(
        { nowMs: now.epochMilliseconds, nas, subscription },
        { isWalled: session.walled },
        mayHaveChanged.has(session.subscription_id),
      )
      if (!order) return []
      return [
        {
          tenantId: session.tenant_id,
          sessionId: session.id,
          nasId: session.nas_id,
          subscriptionId: session.subscription_id,
          kind: order.kind,
          reason: reasons.get(session.subscription_id)!,
          uploadBps: order.kind === 'change' ? order.speed.uploadBps : null,
          downloadBps: order.kind === 'change' ? order.speed.downloadBps : null,
          quality: order.kind === 'change' ? order.speed.quality : null,
          sessionBytes: order.kind === 'change' && order.bytesLeft !== null ? session.bytes + order.bytesLeft : null,
        },
      ]
    }),
  )
}

/** `subscription.blocked.v1` because of unpaid is `subscription.blocked: unpaid`. */
function reasonOf(event: Event): string {
  const kind = event.type.replace(/\.v\d+$/, '')
  return typeof event.payload['reason'] === 'string' ? `${kind}: ${event.payload['reason']}` : kind
}

export async function factsOf(tx: Tx, subscriptionIds: readonly string[], now: Temporal.Instant): Promise<Map<string, SubscriptionFacts>> {
  const rows = await readSubscriptionFacts(tx, subscriptionIds, now)
  const versions = new Map(
    (await readOfferVersions(tx, [...new Set(rows.map((row) => row.offer_version_id))])).map((version) => [version.id, version]),
  )
  return new Map(rows.map((row) => [row.subscription_id, factsIn(row, versions.get(row.offer_version_id)!)]))
}

/** Ends sessions because staff want it. @throws access.session_not_found, access.session_over */
export async function disconnectSession(tx: Tx, sessionId: string, reason: string): Promise<string> {
  const [commandId] = await disconnectSessions(tx, [sessionId], reason)
  if (commandId) return commandId
  throw (await sessionExists(tx, sessionId)) ? sessionOver() : sessionNotFound()
}

/** @returns ids of the commands; sessions that are over get none */
export async function disconnectSessions(tx: Tx, sessionIds: readonly string[], reason: string): Promise<string[]> {
  const open = await readOpenSessionsById(tx, sessionIds)
  return queueCommands(
    tx,
    open.map((session) => ({
      tenantId: session.tenant_id,
      sessionId: session.id,
      nasId: session.nas_id,
      subscriptionId: session.subscription_id,
      kind: 'disconnect',
      reason,
      uploadBps: null,
      downloadBps: null,
      quality: null,
      sessionBytes: null,
    })),
  )
}
