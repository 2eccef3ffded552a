import type { Tx } from '#kernel/db.ts'
import { type Currency, money } from '#kernel/money.ts'
import { dateIn } from '#kernel/time.ts'
import { post } from '#modules/ledger'
import { liveStates, readSubscription } from '#modules/subscriptions'
import { readTenant } from '#modules/tenants'
import { insertBalanceLots, insertPoolMembers, lockLots, readBalanceLots, type StoredLot, updateAmounts } from './balance-store.ts'
import { endLots } from './expire-balances.ts'
import { notInService, validToPassed } from './errors.ts'
import type { Source } from './lot.ts'
import { type BalanceLot, type BalanceUnit, debtsPaidBy, type Rollover } from './rating/balance.ts'

/** What a top-up does to the validity of lots of its unit: nothing, prolongs them to its own, or ends them. */
export const topUpRules = ['own-expiry', 'extend', 'reset'] as const
export type TopUpRule = (typeof topUpRules)[number]

export interface BalanceTopUp {
  readonly subscriptionId: string
  readonly unit: BalanceUnit
  readonly amount: bigint // minor units of the tenant's currency, or units of service
  readonly rule?: TopUpRule
  readonly source?: Source
  readonly validTo: Temporal.Instant | null
  readonly priority?: number
  readonly step?: bigint
  readonly isBlocking?: boolean
  readonly poolId?: string
  readonly rollover?: Rollover
}

/**
 * Adds a lot. Money comes out of the customer's credit in the ledger and becomes a liability until it is used; what an overrun left
 * below zero is paid from it first.
 * @throws charging.not_in_service, charging.valid_to_passed
 * @returns id of the lot
 */
export async function topUpBalance(tx: Tx, topUp: BalanceTopUp, now: Temporal.Instant): Promise<string> {
  const { subscriptionId, unit, amount, validTo } = topUp
  const subscription = await readSubscription(tx, subscriptionId)
  if (!liveStates.some((state) => state === subscription.state)) throw notInService(subscription.number, subscription.state)
  if (validTo && Temporal.Instant.compare(validTo, now) <= 0) throw validToPassed()

  const { currency, timeZone } = await readTenant(tx)
  const own = (await lockLots(tx, [subscriptionId])).filter((lot) => lot.subscriptionId === subscriptionId && lot.unit === unit)
  const debts = debtsPaidBy(own, amount)
  await updateAmounts(tx, [...debts.lots])
  await applyRule(tx, topUp, own, now)
  const [id] = await insertBalanceLots(tx, [
    {
      accountId: subscription.accountId,
      subscriptionId,
      poolId: topUp.poolId ?? null,
      unit,
      currency: unit === 'money' ? (currency as Currency) : null,
      source: topUp.source ?? 'top-up',
      priority: topUp.priority ?? 0,
      step: topUp.step ?? 1n,
      isBlocking: topUp.isBlocking ?? false,
      granted: amount,
      available: amount - debts.paid,
      debited: debts.paid,
      validFrom: now,
      validTo,
      rollover: topUp.rollover ?? null,
    },
  ])
  if (unit === 'money')
    await post(tx, {
      bookedOn: dateIn(now, timeZone),
      description: `Top-up of ${subscription.number}`,
      sourceKind: 'prepaid-top-up',
      sourceId: id!,
      lines: [{ debit: 'receivables', credit: 'prepaid-balances', amount: money(amount, currency), accountId: subscription.accountId }],
    })
  return id!
}

async function applyRule(tx: Tx, { rule, validTo }: BalanceTopUp, own: readonly StoredLot[], now: Temporal.Instant): Promise<void> {
  const valid = own.filter((lot) => lot.available > 0n && (lot.validTo === null || Temporal.Instant.compare(lot.validTo, now) > 0))
  if (rule === 'reset')
    await endLots(
      tx,
      valid.map((lot) => ({ ...lot, validTo: now, rollover: null })),
      now,
    )
  if (rule === 'extend')
    await updateAmounts(
      tx,
      valid.filter((lot) => endsBefore(lot, validTo)).map((lot) => ({ ...lot, validTo })),
    )
}

const endsBefore = (lot: BalanceLot, validTo: Temporal.Instant | null) =>
  lot.validTo !== null && (validTo === null || Temporal.Instant.compare(lot.validTo, validTo) < 0)

/** Lets subscriptions draw on the lots of a pool. @returns id of the pool, for top-ups */
export async function openPool(tx: Tx, subscriptionIds: readonly string[]): Promise<string> {
  const poolId = crypto.randomUUID()
  await insertPoolMembers(tx, poolId, subscriptionIds)
  return poolId
}

/** What a subscription may draw on, with what was used and what expired; oldest first. */
export const balancesOf = readBalanceLots
