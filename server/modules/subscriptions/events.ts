import type { Tx } from '#kernel/db.ts'
import { emitAll } from '#kernel/events.ts'
import type { Subscription } from './subscription.ts'

export const eventTypes = [
  'subscription.created.v1',
  'subscription.activated.v1',
  'subscription.paused.v1',
  'subscription.resumed.v1',
  'subscription.blocked.v1',
  'subscription.unblocked.v1',
  'subscription.plan_changed.v1',
  'subscription.item_added.v1',
  'subscription.item_removed.v1',
  'subscription.discounted.v1',
  'subscription.transferred.v1',
  'subscription.change_requested.v1',
  'subscription.change_decided.v1',
  'subscription.change_done.v1',
  'subscription.change_failed.v1',
  'subscription.change_consent_needed.v1',
  'subscription.extended.v1',
  'subscription.renewed.v1',
  'subscription.end_planned.v1',
  'subscription.ended.v1',
] as const
export type EventType = (typeof eventTypes)[number]

/** What was agreed about the money of a change when it was made; whoever follows the event reads it. */
export type Agreed = Readonly<Record<string, unknown>>

/** The member of an event that carries it; none where nothing was agreed. */
export const agreedMember = (agreed: Agreed | undefined): object => (agreed === undefined ? {} : { agreed })

/** Says of each subscription that the same thing happened to it; `more` adds to what every event carries. */
export async function announce(
  tx: Tx,
  type: EventType,
  subscriptions: readonly Subscription[],
  more: (subscription: Subscription) => object = () => ({}),
): Promise<void> {
  await emitAll(
    tx,
    subscriptions.map((subscription) => ({
      tenantId: subscription.tenantId,
      type,
      subject: subscription.id,
      payload: {
        subscriptionId: subscription.id,
        customerId: subscription.customerId,
        accountId: subscription.accountId,
        ...more(subscription),
      },
    })),
  )
}
