import type { Tx } from '#kernel/db.ts'
import { emitAll } from '#kernel/events.ts'
import { draw, type Drawn, type UsageDelta } from './lot.ts'
import { addToHours, lockLotsOf, readCustomersOf, updateLots } from './store.ts'

/**
 * Counts what flowed: into the hours of each subscription, and out of its lots. Any tenants in scope, any number of deltas, the same
 * few statements. Each delta counts once: that it is not given twice is for the caller to see to.
 */
export async function recordUsage(tx: Tx, deltas: readonly UsageDelta[]): Promise<void> {
  if (deltas.length === 0) return
  await addToHours(tx, deltas)
  const lots = Map.groupBy(await lockLotsOf(tx, deltas), (lot) => lot.subscriptionId)
  if (lots.size === 0) return

  const drawn: Drawn[] = []
  for (const [subscriptionId, part] of Map.groupBy(deltas, (delta) => delta.subscriptionId)) {
    const own = lots.get(subscriptionId)
    if (own) drawn.push(draw(own, part))
  }
  const changed = drawn.flatMap((one) => one.lots)
  if (changed.length > 0) await updateLots(tx, changed)
  await announceReached(tx, drawn)
}

async function announceReached(tx: Tx, drawn: readonly Drawn[]): Promise<void> {
  const news = drawn.flatMap(({ lots, reached }) => (reached ? [{ ...reached, tenantId: lots[0]!.tenantId, subscriptionId: lots[0]!.subscriptionId }] : []))
  if (news.length === 0) return
  const customers = await readCustomersOf(tx, news)
  await emitAll(tx, news.map(({ tenantId, subscriptionId, percent, quota }) => ({
    tenantId,
    type: 'quota.reached.v1',
    subject: subscriptionId,
    payload: { subscriptionId, customerId: customers.get(subscriptionId), percent, granted: quota.granted, used: quota.used },
  })))
}
