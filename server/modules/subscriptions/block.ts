import type { Tx } from '#kernel/db.ts'
import { announce } from './events.ts'
import { lockSubscription } from './read-subscription.ts'
import { insertBlocks, liftBlocks, lockSubscriptions, updateSubscriptions } from './store.ts'
import { blocked, type BlockReason, requireAllowed, type Subscription, unblocked } from './subscription.ts'

/**
 * Withholds service for a reason. Those without service, or blocked for it already, stay as they are, so a repeated call does nothing.
 * @returns ids of the subscriptions that were not blocked for this reason before
 */
export async function block(tx: Tx, subscriptionIds: readonly string[], reason: BlockReason, note = ''): Promise<string[]> {
  const changed = await change(tx, subscriptionIds, (subscription) => blocked(subscription, reason))
  if (changed.length === 0) return []
  await insertBlocks(tx, changed, reason, note)
  await announce(tx, 'subscription.blocked.v1', changed, (one) => ({ reason, reasons: one.blockReasons, state: one.state }))
  return changed.map((one) => one.id)
}

/** Withholds service of one subscription, which somebody has before their eyes. @throws subscriptions.move_not_allowed where there is none */
export async function blockOne(tx: Tx, id: string, reason: BlockReason, note?: string): Promise<void> {
  requireAllowed(await lockSubscription(tx, id), 'block')
  await block(tx, [id], reason, note)
}

/**
 * Lifts a reason; service comes back where it was the last one.
 * @returns ids of the subscriptions that were blocked for this reason before
 */
export async function unblock(tx: Tx, subscriptionIds: readonly string[], reason: BlockReason): Promise<string[]> {
  const changed = await change(tx, subscriptionIds, (subscription) => unblocked(subscription, reason))
  if (changed.length === 0) return []
  await liftBlocks(tx, changed, [reason])
  await announce(tx, 'subscription.unblocked.v1', changed, (one) => ({ reason, reasons: one.blockReasons, state: one.state }))
  return changed.map((one) => one.id)
}

async function change(tx: Tx, ids: readonly string[], move: (subscription: Subscription) => Subscription): Promise<Subscription[]> {
  if (ids.length === 0) return []
  const changed = (await lockSubscriptions(tx, ids)).flatMap((before) => {
    const after = move(before)
    return after === before ? [] : [after]
  })
  if (changed.length > 0) await updateSubscriptions(tx, changed)
  return changed
}
