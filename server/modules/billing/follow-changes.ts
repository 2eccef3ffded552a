import type { Tx } from '#kernel/db.ts'
import { type Event, subscriber } from '#kernel/events.ts'
import { dateIn, later } from '#kernel/time.ts'
import { markCredited, readSubscription, type Subscription } from '#modules/subscriptions'
import { readTenant } from '#modules/tenants'
import { readRules } from './bill-run-store.ts'
import { markUsageBilled, markUseBilled } from './bill-usage.ts'
import { markDraftBilled } from './billed-store.ts'
import { creditUnused, type CreditableLine, type CreditKind } from './credit.ts'
import { issueCreditNotes } from './credit-notes.ts'
import { readUnusedLines } from './credit-note-store.ts'
import { onTerms, readFacts, subscriptionRefs, subscriptionTerms } from './facts-store.ts'
import { unbilledBefore, unbilledUpTo } from './final-use.ts'
import { draftInvoice, type LineDraft } from './invoice.ts'
import { leavingFee } from './leaving-fee.ts'
import { addPendingCharges, type NewPendingCharge, pendingOf } from './pending-charges.ts'
import { lockWaitingPeriods, type WaitingOf } from './pending-store.ts'
import { firstFreeDay, servedUntil } from './proration.ts'
import { toldNow } from './agreement-store.ts'
import { billAccount } from './run-bills.ts'
import { liftUnpaid } from './run-dunning.ts'
import { type BillingSettings, waitsForNext } from './settings.ts'
import { readSettings } from './settings-store.ts'
import { giveBackWaiting } from './waiting-periods.ts'

/** When a change was made, and when its money moves. */
interface Moment {
  readonly now: Temporal.Instant
  readonly today: Temporal.PlainDate
  readonly timeZone: string
  readonly settings: BillingSettings
}

type Follow = (tx: Tx, subscription: Subscription, event: Event, moment: Moment) => Promise<unknown>

const dayOf = (value: unknown) => Temporal.PlainDate.from(String(value))

/**
 * What a change of a subscription does to money. All of it follows from one move: what was billed from a day on is taken back, and
 * billed again from that day as things are now. So it comes to the same in whatever order changes and bill runs were, and days that
 * were billed meanwhile are not lost.
 *
 *   billed         ├──────────── old plan ────────────┤
 *   changed                     on
 *   taken back                   ├──── credit note ───┤
 *   billed again                 ├───── new plan ─────┤
 */
const follows: Readonly<Record<string, Follow>> = {
  'subscription.plan_changed.v1': followPlanChange,
  'subscription.transferred.v1': followTransfer,
  'subscription.paused.v1': followPause,
  'subscription.resumed.v1': (tx, { accountId }, _, { today }) => billAccount(tx, accountId, today),
  'subscription.item_added.v1': (tx, { accountId }, _, { today }) => billAccount(tx, accountId, today),
  'subscription.item_removed.v1': followRemoval,
  'subscription.ended.v1': followEnd,
}

export const followChanges = subscriber({
  name: 'billing.follow-changes',
  types: Object.keys(follows),
  async handle(tx, events, { clock }) {
    const left = events.filter(({ payload }) => !agreedIn(payload).isFollowed)
    for (const event of left) await follow(tx, event, clock.now())
  },
})

/** Agreed with a change whose money is moved in its own transaction, so that nothing comes between what was quoted and what is posted. */
export const followedNow = { isFollowed: true } as const

/** Does at once what changes of this transaction do to money. */
export async function followNow(tx: Tx, subscriptionId: string, now: Temporal.Instant): Promise<void> {
  for (const event of await toldNow(tx, subscriptionId, Object.keys(follows))) await follow(tx, event, now)
}

async function follow(tx: Tx, event: Event, now: Temporal.Instant): Promise<void> {
  const { timeZone } = await readTenant(tx)
  const { isFollowed: _, ...policy } = agreedIn(event.payload)
  const settings = { ...(await readSettings(tx)), ...policy }
  const subscription = await readSubscription(tx, String(event.payload.subscriptionId))
  await follows[event.type]!(tx, subscription, event, { now, today: dateIn(now, timeZone), timeZone, settings })
}

/** What was agreed when the change was made: other policies than the usual. */
const agreedIn = ({ agreed }: Event['payload']) => (agreed ?? {}) as Partial<BillingSettings> & { readonly isFollowed?: true } // as `agree` wrote it

/** The day of the change has the price of the new plan, or the next day is its first. */
async function followPlanChange(tx: Tx, subscription: Subscription, { payload }: Event, moment: Moment): Promise<void> {
  const on = dayOf(payload.on)
  const from = moment.settings.changeDay === 'new-plan' ? on : on.add({ days: 1 })
  const old = { versionId: String(payload.fromVersionId), billDay: Number(payload.fromBillDay) }
  await chargeOldTerms(tx, subscription, from, old, moment)
  await again(tx, subscription, from, 'change', moment)
}

/** Takes back what was billed from a day on, and bills it again as it is now. */
async function again(tx: Tx, subscription: Subscription, from: Temporal.PlainDate, kind: CreditKind, moment: Moment): Promise<void> {
  const unused = await readUnusedLines(tx, subscription.id, from)
  const givesBack = kind !== 'change' || moment.settings.changeCredit === 'credit'
  const ahead = await lockWaitingPeriods(tx, wholeOf(subscription), from)
  const billDays = [...unused.map(({ to }) => to!), ...ahead.map(({ billOn }) => billOn)]
  if (billDays.length > 0) {
    if (givesBack) {
      await giveBackWaiting(tx, ahead, from, moment.settings.dayCount)
      await credit(tx, unused, from, kind, moment)
    }
    await markCredited(tx, [{ id: subscription.id, from }])
  }
  const parts = kind === 'change' && moment.settings.changeCredit === 'full-price' ? 'whole' : 'prorated'
  if (waitsForNext(subscription, moment.settings, billDays.length > 0))
    await postpone(tx, subscription, billDays.reduce(later), { ...moment, parts })
  else await billAccount(tx, subscription.accountId, moment.today, { parts })
}

const wholeOf = ({ id }: Subscription) => ({ subscriptionId: id, itemId: null })

const giveBack = async (tx: Tx, of: WaitingOf, from: Temporal.PlainDate, { settings }: Moment) =>
  giveBackWaiting(tx, await lockWaitingPeriods(tx, of, from), from, settings.dayCount)

const credit = (tx: Tx, unused: readonly CreditableLine[], from: Temporal.PlainDate, kind: CreditKind, { now, settings }: Moment) =>
  issueCreditNotes(
    tx,
    unused.flatMap((line) => creditUnused(line, from, settings.dayCount) ?? []),
    { kind, reason: '', now, ...(kind === 'cancellation' && { comesBackAs: settings.refundOnCancellation }) },
  )

/** Leaves what a change charges for the next invoice: that of the day up to which the old plan was billed. */
async function postpone(
  tx: Tx,
  subscription: Subscription,
  billOn: Temporal.PlainDate,
  { today, parts }: Moment & { readonly parts: 'whole' | 'prorated' },
): Promise<void> {
  const rules = { ...(await readRules(tx, today)), parts, minimumMinor: 0n }
  const facts = (await readFacts(tx, await subscriptionRefs(tx, subscription.id), rules)).get(subscription.accountId)
  if (!facts || facts.holdings.length === 0) return
  const draft = draftInvoice(facts, rules)
  await addPendingCharges(
    tx,
    (draft.invoice?.lines ?? []).flatMap((line) => waiting(line, subscription, billOn)),
  )
  await markDraftBilled(tx, draft)
  await markUsageBilled(tx, [{ facts, draft }])
}

const waiting = (line: LineDraft, { accountId }: Subscription, billOn: Temporal.PlainDate): NewPendingCharge[] =>
  pendingOf(line).map((charge) => ({ ...charge, accountId, billOn }))

/** Behind the end of service, or before a pause, an invoice may be a small one. */
const nothingWaits = { minimumMinor: 0n } as const

/** Days and use before a transfer are charged to who had them; from then on all of it is the new holder's. */
async function followTransfer(tx: Tx, subscription: Subscription, { payload }: Event, moment: Moment): Promise<void> {
  const on = dayOf(payload.on)
  const before = { ...subscription, accountId: String(payload.fromAccountId) }
  await chargeUpTo(tx, before, on, moment)
  await billAccount(tx, before.accountId, moment.today, nothingWaits)
  await again(tx, subscription, on, 'transfer', moment)
  const isOther = payload.fromCustomerId !== subscription.customerId // whose debt it is not; another account of the debtor changes nothing
  if (isOther) await liftUnpaid(tx, [subscription.accountId], moment.now)
}

/** What was paid for the days of the pause is given back; days and use before it that are not billed yet are charged. */
async function followPause(tx: Tx, subscription: Subscription, { payload }: Event, moment: Moment): Promise<void> {
  const from = firstFreeDay(dayOf(payload.on), moment.settings.endDay)
  const unused = await readUnusedLines(tx, subscription.id, from)
  await credit(tx, unused, from, 'pause', moment)
  await giveBack(tx, wholeOf(subscription), from, moment)
  await chargeUpTo(tx, subscription, from, moment)
  await billAccount(tx, subscription.accountId, moment.today, nothingWaits)
  await markCredited(tx, [{ id: subscription.id, from }])
}

/** Charges days and use up to a day that are not billed yet to an account. */
async function chargeUpTo(tx: Tx, subscription: Subscription, day: Temporal.PlainDate, moment: Moment): Promise<void> {
  const unbilled = await unbilledUpTo(tx, subscription, day, moment)
  if (!unbilled) return
  await addPendingCharges(
    tx,
    unbilled.lines.flatMap((line) => waiting(line, subscription, moment.today)),
  )
  await markDraftBilled(tx, unbilled.draft)
  await markUseBilled(tx, subscription.id, unbilled.until)
}

async function followRemoval(tx: Tx, subscription: Subscription, { payload }: Event, moment: Moment): Promise<void> {
  const from = dayOf(payload.toOn)
  const itemId = String(payload.itemId)
  await credit(tx, await readUnusedLines(tx, subscription.id, from, itemId), from, 'change', moment)
  await giveBack(tx, { subscriptionId: subscription.id, itemId }, from, moment)
}

/** What was paid for the days behind the end is given back, what is not billed yet is, and leaving early has its fee. */
async function followEnd(tx: Tx, subscription: Subscription, { payload }: Event, moment: Moment): Promise<void> {
  if (payload.state !== 'ended') return // it was given up before it began
  const endsOn = dayOf(payload.endsOn)
  const from = payload.isDuringDay === false ? endsOn : firstFreeDay(endsOn, moment.settings.endDay)
  await credit(tx, await readUnusedLines(tx, subscription.id, from), from, 'cancellation', moment)
  await giveBack(tx, wholeOf(subscription), from, moment)
  await chargeUpTo(tx, subscription, from, moment)
  await chargeEarlyLeave(tx, subscription, endsOn, moment)
  await billAccount(tx, subscription.accountId, moment.today, nothingWaits)
}

/** Charges the days and the use before a change of plan that are not billed yet, as the plan was. */
async function chargeOldTerms(
  tx: Tx,
  subscription: Subscription,
  day: Temporal.PlainDate,
  { versionId, billDay }: { readonly versionId: string; readonly billDay: number },
  moment: Moment,
): Promise<void> {
  const until = servedUntil(subscription, day, moment)
  const rules = await readRules(tx, until)
  const facts = (await readFacts(tx, await subscriptionRefs(tx, subscription.id), rules)).get(subscription.accountId)
  const old = await subscriptionTerms(tx, { ...subscription, offerVersionId: versionId })
  if (!facts || !old) return
  const { draft, use } = await unbilledBefore(tx, facts, await onTerms(tx, old, billDay), until, rules)
  await addPendingCharges(
    tx,
    [...(draft.invoice?.lines ?? []), ...use].flatMap((line) => waiting(line, subscription, moment.today)),
  )
  await markDraftBilled(tx, draft)
  await markUseBilled(tx, subscription.id, until)
}

async function chargeEarlyLeave(
  tx: Tx,
  subscription: Subscription,
  endsOn: Temporal.PlainDate,
  { today, settings }: Moment,
): Promise<void> {
  const fees = await leavingFee(tx, subscription, endsOn, settings)
  const { accountId, id } = subscription
  await addPendingCharges(
    tx,
    fees.map((fee) => ({ ...fee, accountId, billOn: today, source: `termination-fee ${id}` })),
  )
}
