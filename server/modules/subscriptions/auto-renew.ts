import type { Tx } from '#kernel/db.ts'
import { lockSubscription } from './read-subscription.ts'
import { updateSubscriptions } from './store.ts'
import type { Subscription } from './subscription.ts'

/** Whether the next cycle of a prepaid subscription is taken from credit when the running one is over. */
export async function setAutoRenew(tx: Tx, id: string, autoRenew: boolean): Promise<Subscription> {
  const subscription = await lockSubscription(tx, id)
  const changed = { ...subscription, autoRenew }
  if (subscription.autoRenew !== autoRenew) await updateSubscriptions(tx, [changed])
  return changed
}
