import type { Tx } from '#kernel/db.ts'
import { subscriptionNotFound } from './errors.ts'
import { lockSubscriptions, readSubscriptions } from './store.ts'
import type { Subscription } from './subscription.ts'

/** @throws subscriptions.not_found */
export async function readSubscription(tx: Tx, id: string): Promise<Subscription> {
  const [subscription] = await readSubscriptions(tx, [id])
  if (!subscription) throw subscriptionNotFound()
  return subscription
}

/** Locks the row until the transaction ends. @throws subscriptions.not_found */
export async function lockSubscription(tx: Tx, id: string): Promise<Subscription> {
  const [subscription] = await lockSubscriptions(tx, [id])
  if (!subscription) throw subscriptionNotFound()
  return subscription
}
