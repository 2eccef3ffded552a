import type { Tx } from '#kernel/db.ts'
import { readVersions } from '#modules/catalog'
import { liveStates, readSubscription } from '#modules/subscriptions'
import { notInService, unlimited, validToPassed } from './errors.ts'
import type { Lot } from './lot.ts'
import { openLots } from './record-usage.ts'
import { announceRenewed } from './renew-quota.ts'
import { insertLots } from './store.ts'

/** Grants more bytes, with a validity of their own. */
export async function topUp(
  tx: Tx,
  input: { readonly subscriptionId: string; readonly bytes: bigint; readonly validTo: Temporal.Instant; readonly now: Temporal.Instant },
): Promise<Lot> {
  const subscription = await readSubscription(tx, input.subscriptionId)
  if (!liveStates.some((state) => state === subscription.state)) throw notInService(subscription.number, subscription.state)
  const version = (await readVersions(tx, [subscription.offerVersionId])).get(subscription.offerVersionId)!
  if (version.quotaBytes === null) throw unlimited(subscription.number)
  if (Temporal.Instant.compare(input.validTo, input.now) <= 0) throw validToPassed()

  const lot = {
    tenantId: subscription.tenantId,
    subscriptionId: subscription.id,
    source: 'top-up' as const,
    granted: input.bytes,
    validFrom: input.now,
    validTo: input.validTo,
  }
  const lots = await openLots(tx, [subscription.tenantId], () => insertLots(tx, [lot]))
  await announceRenewed(tx, lots)
  return lots[0]!
}
