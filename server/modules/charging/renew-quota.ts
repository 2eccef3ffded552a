import type { Tx } from '#kernel/db.ts'
import { emitAll } from '#kernel/events.ts'
import { grantAt, rolloverEnd } from './cycle.ts'
import type { Lot } from './lot.ts'
import { openLots } from './record-usage.ts'
import { carryOver, type CycleDue, extendPassLots, findCyclesDue, insertLots, readCustomersOf } from './store.ts'

const batchMax = 2_000 // cycles opened by one statement

/** Opens the grant of the running cycle for those subscriptions that lack it, counted from its start or that of service. */
export async function openCycleBuckets(tx: Tx, subscriptionIds: readonly string[], now: Temporal.Instant): Promise<void> {
  await openDue(tx, now, subscriptionIds)
}

/**
 * The same, counted from now: for those whose plan had no quota until now.
 * @param overused bytes that were used earlier in the cycle beyond what its days had earned, by subscription
 */
export async function openRestOfCycle(
  tx: Tx,
  subscriptionIds: readonly string[],
  now: Temporal.Instant,
  overused: ReadonlyMap<string, bigint> = new Map(),
): Promise<void> {
  await openDue(tx, now, subscriptionIds, { from: now, overused })
}

/** Prolongs the running grants of passes that were paid once more, and adds to each the bytes of another pass. */
export async function extendGrants(tx: Tx, subscriptionIds: readonly string[], now: Temporal.Instant): Promise<void> {
  await announceRenewed(tx, await extendPassLots(tx, subscriptionIds, now))
  await openDue(tx, now, subscriptionIds) // one whose time had run out has no running grant
}

/** Opens a batch of grants for whoever in scope lacks one. @returns whether there may be more */
export async function renewQuotas(tx: Tx, now: Temporal.Instant): Promise<boolean> {
  return openDue(tx, now)
}

interface Rest {
  readonly from: Temporal.Instant
  readonly overused: ReadonlyMap<string, bigint>
}

async function openDue(tx: Tx, now: Temporal.Instant, ids?: readonly string[], rest?: Rest): Promise<boolean> {
  const due = await findCyclesDue(tx, now, batchMax, ids)
  if (due.length === 0) return false
  const lots = due.map((one) => ({
    tenantId: one.tenantId,
    subscriptionId: one.subscriptionId,
    source: 'plan' as const,
    used: rest?.overused.get(one.subscriptionId) ?? 0n,
    ...(one.endsAt
      ? { granted: one.quotaBytes, validFrom: rest?.from ?? one.since, validTo: one.endsAt }
      : grantAt(one, one.quotaBytes, rest?.from ?? one.since, now)),
  }))
  const opened = await openLots(
    tx,
    due.map((one) => one.tenantId),
    async () => {
      const inserted = await insertLots(tx, lots)
      await carryOverUnused(tx, due, inserted)
      return inserted
    },
  )
  await announceRenewed(tx, opened)
  return due.length === batchMax
}

/** Where the plan lets unused bytes live on, what the cycle before left is granted again; after a pause nothing is left to carry over. */
async function carryOverUnused(tx: Tx, due: readonly CycleDue[], opened: readonly Lot[]): Promise<void> {
  const openedOf = new Map(opened.map((lot) => [lot.subscriptionId, lot]))
  const carried = due.flatMap((one) => {
    const lot = openedOf.get(one.subscriptionId)
    if (!lot || !one.rollover) return []
    const { cycles, maxBytes } = one.rollover
    const { tenantId, subscriptionId, validFrom } = lot
    return [{ tenantId, subscriptionId, validFrom, validTo: rolloverEnd(one, cycles, validFrom), maxBytes }]
  })
  if (carried.length > 0) await carryOver(tx, carried)
}

/** Says that there are bytes to use again: a cycle began, a plan was changed, a top-up was bought. */
export async function announceRenewed(tx: Tx, lots: readonly Lot[]): Promise<void> {
  if (lots.length === 0) return
  const customers = await readCustomersOf(tx, lots)
  await emitAll(
    tx,
    lots.map((lot) => ({
      tenantId: lot.tenantId,
      type: 'quota.renewed.v1',
      subject: lot.subscriptionId,
      payload: {
        subscriptionId: lot.subscriptionId,
        customerId: customers.get(lot.subscriptionId),
        source: lot.source,
        granted: lot.granted,
        used: lot.used,
        validFrom: lot.validFrom,
        validTo: lot.validTo,
      },
    })),
  )
}
