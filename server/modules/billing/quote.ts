import { createHash } from 'node:crypto'
import { stringify, type Tx } from '#kernel/db.ts'
import { add, compare, type Money, subtract, sum, zero } from '#kernel/money.ts'
import { dateIn, earlier, later } from '#kernel/time.ts'
import {
  billDayOf,
  completeTerms,
  type OfferTerms,
  readCoupon,
  readVersions,
  sharesBillDay,
  type Technology,
  type TermsDraft,
  versionInForce,
} from '#modules/catalog'
import { readAccountsOf } from '#modules/customers'
import { canJoin, chooseAccount, isFor, readItems, readSubscription, type Subscription } from '#modules/subscriptions'
import { readTenant } from '#modules/tenants'
import { readRules } from './bill-run-store.ts'
import { creditUnused, type CreditableLine, type CreditNoteDraft, draftCreditNotes } from './credit.ts'
import { readUnusedLines } from './credit-note-store.ts'
import type { Discount } from './discount.ts'
import { accountUnknown, couponStandsAlone, itemUnknown } from './errors.ts'
import { passCharge } from './pass-charge.ts'
import { pendingOf } from './pending-charges.ts'
import { unbilledBefore, unbilledUse } from './final-use.ts'
import { type AccountParty, offerTechnology, readAccountFacts, readFacts, subscriptionRefs, versionIn } from './facts-store.ts'
import { afterDraft, type ForecastInvoice, nextInvoices } from './forecast.ts'
import { type AccountFacts, type Holding, planOf } from './holding.ts'
import { type BillingRules, draftInvoice, type LineDraft } from './invoice.ts'
import { firstFreeDay, servedUntil } from './proration.ts'
import type { BillingSettings, CancellationRefund, ChangeCredit } from './settings.ts'
import { readSettings } from './settings-store.ts'
import { leavingFee } from './leaving-fee.ts'
import { readLosses } from './write-off-store.ts'

/** What somebody thinks of doing. */
export type QuoteAsk =
  | {
      readonly kind: 'subscription'
      readonly customerId: string
      readonly accountId?: string | undefined
      readonly offerId: string
      readonly startOn?: Temporal.PlainDate | undefined
      readonly addOns?: readonly { readonly offerId: string; readonly quantity: number }[] | undefined
      readonly coupons?: readonly string[] | undefined // codes
    }
  /** Terms that are not saved, for somebody near the seller whose account is billed on a day. */
  | {
      readonly kind: 'terms'
      readonly name: string
      readonly technology: Technology
      readonly terms: TermsDraft
      readonly startOn?: Temporal.PlainDate | undefined
      readonly billDay?: number | undefined
    }
  | ChangeAsk

/** A change of what somebody has, today. */
export type ChangeAsk =
  | {
      readonly kind: 'plan-change'
      readonly subscriptionId: string
      readonly offerId: string
      readonly changeCredit?: ChangeCredit | undefined // another policy than the usual one, this time
    }
  | { readonly kind: 'add-on'; readonly subscriptionId: string; readonly offerId: string; readonly quantity: number }
  | { readonly kind: 'quantity'; readonly subscriptionId: string; readonly itemId: string; readonly quantity: number }
  | { readonly kind: 'removal'; readonly subscriptionId: string; readonly itemId: string }
  | {
      readonly kind: 'transfer'
      readonly subscriptionId: string
      readonly customerId: string
      readonly accountId?: string | undefined
    }
  | { readonly kind: 'pause'; readonly subscriptionId: string; readonly until?: Temporal.PlainDate | null | undefined }
  | {
      readonly kind: 'cancellation'
      readonly subscriptionId: string
      readonly refundOnCancellation?: CancellationRefund | undefined // likewise
    }

/** What it would cost: every line, before anybody agrees. */
export interface Quote {
  readonly on: Temporal.PlainDate
  readonly credits: readonly CreditNoteDraft[]
  /** Made at once, or with the next one where changes wait; then those that follow. */
  readonly invoices: readonly ForecastInvoice[]
  /** What is to be paid now, less what is given back: negative where more is given back. */
  readonly due: Money
  /** How what is given back comes back, beyond what it pays. */
  readonly comesBackAs: CancellationRefund
  /** The same for the same lines and sums: who agrees, agrees to these. */
  readonly fingerprint: string
}

const invoicesShown = 3

interface Question {
  readonly now: Temporal.Instant
  readonly today: Temporal.PlainDate
  readonly timeZone: string
  readonly settings: BillingSettings
  readonly rules: BillingRules
}

/** What a step would cost, by the code that bills it. Nothing is changed. */
export async function quote(tx: Tx, ask: QuoteAsk, now: Temporal.Instant): Promise<Quote> {
  const { timeZone } = await readTenant(tx)
  const today = dateIn(now, timeZone)
  const settings = { ...(await readSettings(tx)), ...policyOf(ask) }
  const quoted = await drawUp(tx, ask, { now, today, timeZone, settings, rules: await readRules(tx, today) })
  return signed(ask.kind === 'transfer' ? quoted : await lessLosses(tx, quoted))
}

type Unsigned = Omit<Quote, 'fingerprint'>

/** What is given back of a bill that was written off pays the loss: nobody has it. */
async function lessLosses(tx: Tx, quoted: Unsigned): Promise<Unsigned> {
  const losses = await readLosses(
    tx,
    quoted.credits.map(({ invoiceId }) => invoiceId),
  )
  const lost = quoted.credits.map(({ invoiceId, total }) => least(total, losses.get(invoiceId) ?? zero(total.currency)))
  return { ...quoted, due: add(quoted.due, sum(lost, quoted.due.currency)) }
}

const least = (a: Money, b: Money): Money => (compare(a, b) < 0 ? a : b)

async function drawUp(tx: Tx, ask: QuoteAsk, question: Question): Promise<Unsigned> {
  switch (ask.kind) {
    case 'subscription':
      return quoteSubscription(tx, ask, question)
    case 'terms':
      return quoteTerms(tx, ask, question)
    case 'plan-change':
      return quotePlanChange(tx, ask, question)
    case 'add-on':
      return quoteAddOn(tx, ask, question)
    case 'quantity':
      return quoteQuantity(tx, ask, question)
    case 'removal':
      return quoteRemoval(tx, ask, question)
    case 'transfer':
      return quoteTransfer(tx, ask, question)
    case 'pause':
      return quoteEnd(tx, ask.subscriptionId, { hasFee: false }, question)
    case 'cancellation':
      return quoteEnd(tx, ask.subscriptionId, { hasFee: true }, question)
    default:
      return ask satisfies never
  }
}

/** What of the settings is another for this step. */
export function policyOf(ask: QuoteAsk): Partial<Pick<BillingSettings, 'changeCredit' | 'refundOnCancellation'>> {
  if (ask.kind === 'plan-change' && ask.changeCredit) return { changeCredit: ask.changeCredit }
  if (ask.kind === 'cancellation' && ask.refundOnCancellation) return { refundOnCancellation: ask.refundOnCancellation }
  return {}
}

type Ask<K extends QuoteAsk['kind']> = Extract<QuoteAsk, { kind: K }>

async function quoteSubscription(tx: Tx, ask: Ask<'subscription'>, question: Question): Promise<Unsigned> {
  const startOn = ask.startOn ?? question.today
  const accounts = await readAccountsOf(tx, [ask.customerId])
  const chosen = ask.accountId === undefined ? accounts[0] : accounts.find(({ id }) => id === ask.accountId)
  if (!chosen) throw accountUnknown()
  const account = (await readAccountFacts(tx, [chosen.id])).get(chosen.id)!
  const version = await versionInForce(tx, ask.offerId, startOn)
  const plan = newHolding(version.offerName, await offerTechnology(tx, ask.offerId), versionIn(version, account.currency), {
    startOn,
    account,
  })
  const items: Holding[] = []
  for (const { offerId, quantity } of ask.addOns ?? []) items.push(await addOn(tx, plan, { offerId, quantity }, { on: startOn, account }))
  const discounts = await couponsOf(tx, ask, { startedOn: plan.startedOn, account })
  return forecast({ ...account, holdings: [plan, ...items], discounts: new Map([[nobody, discounts]]), pending: [] }, [], question)
}

/** What coupons would take off, if they can be redeemed together. */
async function couponsOf(
  tx: Tx,
  { coupons = [], offerId }: Ask<'subscription'>,
  { startedOn, account }: { readonly startedOn: Temporal.PlainDate; readonly account: AccountParty },
): Promise<Discount[]> {
  const discounts: Discount[] = []
  for (const code of coupons) {
    const coupon = await readCoupon(tx, code, { offerId, currency: account.currency, on: startedOn })
    if (!canJoin(coupon, discounts)) throw couponStandsAlone(coupon.code)
    discounts.push({
      id: coupon.id,
      percentOff: coupon.reduction.kind === 'percent' ? coupon.reduction.percentOff : null,
      amountOff: coupon.reduction.kind === 'amount' ? coupon.reduction.amountOff : null,
      fromOn: startedOn,
      cyclesLeft: coupon.cycles,
      spentUntil: null,
      stackable: coupon.stackable,
    })
  }
  return discounts
}

async function quoteTerms(tx: Tx, ask: Ask<'terms'>, question: Question): Promise<Unsigned> {
  const terms = completeTerms(ask.terms)
  const startOn = ask.startOn ?? later(question.today, terms.validFrom)
  const { currency } = terms.recurring
  const party = { region: question.rules.regime.seller.region, taxNumber: null, taxExempt: false }
  const account: AccountParty = { accountId: nobody, customerId: nobody, currency, party, billDay: ask.billDay ?? 1 }
  const nothing: AccountFacts = { ...account, holdings: [], discounts: new Map(), pending: [] }
  if (terms.pass) return quotePass(nothing, { name: ask.name, terms }, startOn, question)
  const holding = newHolding(ask.name, ask.technology, terms, { startOn, account })
  return forecast({ ...nothing, holdings: [holding] }, [], question)
}

/** A pass is paid at once, and no bill follows. */
function quotePass(
  nothing: AccountFacts,
  offer: { name: string; terms: OfferTerms },
  on: Temporal.PlainDate,
  question: Question,
): Unsigned {
  const charge = { ...passCharge(offer, nothing.accountId, on), id: nobody, from: null, to: null } // its hours are no days of a bill
  return forecast({ ...nothing, pending: [charge] }, [], { ...question, rules: { ...question.rules, asOf: on, minimumMinor: 0n } })
}

const nobody = '00000000-0000-0000-0000-000000000000'

/** A plan that somebody would have from a day on. */
function newHolding(
  name: string,
  technology: Technology,
  terms: OfferTerms,
  { startOn, account }: { readonly startOn: Temporal.PlainDate; readonly account: AccountParty },
): Holding {
  const [phase] = terms.phases
  const startedOn = phase?.kind === 'trial' ? startOn.add({ days: phase.days }) : startOn
  return {
    subscriptionId: nobody,
    itemId: null,
    revision: 0,
    quantity: 1,
    startedOn,
    chargedFrom: startedOn,
    billedUntil: startedOn,
    endsOn: null,
    billDay: billDayOf(terms, startedOn, account.billDay),
    cycle: terms.cycle,
    billedIn: terms.billedIn,
    plan: planOf(name, technology, terms),
    usage: [],
  }
}

async function addOn(
  tx: Tx,
  plan: Holding,
  { offerId, quantity }: { readonly offerId: string; readonly quantity: number },
  { on, account }: { readonly on: Temporal.PlainDate; readonly account: AccountParty },
): Promise<Holding> {
  const version = versionIn(await versionInForce(tx, offerId, on, 'add-on'), account.currency)
  const chargedFrom = later(on, plan.startedOn)
  return {
    ...plan,
    itemId: offerId,
    quantity,
    chargedFrom,
    billedUntil: chargedFrom,
    billDay: sharesBillDay(plan.cycle, version.cycle) ? plan.billDay : billDayOf(version, on, account.billDay),
    cycle: version.cycle,
    billedIn: version.billedIn,
    plan: planOf(version.offerName, await offerTechnology(tx, offerId), version),
    usage: [],
  }
}

async function quotePlanChange(tx: Tx, ask: Ask<'plan-change'>, question: Question): Promise<Unsigned> {
  const { settings } = question
  const { subscription, facts, account, on } = await standing(tx, ask.subscriptionId, question)
  const version = versionIn(await versionInForce(tx, ask.offerId, on), account.currency)
  const from = settings.changeDay === 'new-plan' ? on : on.add({ days: 1 })
  const technology = await offerTechnology(tx, ask.offerId)
  const unfit = await itemsNotFor(tx, subscription, ask.offerId)
  const holdings = facts.holdings.map((holding): Holding => {
    const moved = { ...holding, revision: holding.revision + 1, billedUntil: earlier(holding.billedUntil, from) }
    if (holding.itemId !== null) return unfit.has(holding.itemId) ? { ...moved, endsOn: on } : moved
    return {
      ...moved,
      billedUntil: later(from, holding.chargedFrom),
      usage: [],
      billDay: sharesBillDay(holding.cycle, version.cycle) ? holding.billDay : billDayOf(version, on, account.billDay),
      cycle: version.cycle,
      billedIn: version.billedIn,
      plan: planOf(version.offerName, technology, version),
    }
  })
  const credits = settings.changeCredit === 'credit' ? await unusedFrom(tx, subscription.id, from, settings) : []
  const old = facts.holdings.find(({ itemId }) => itemId === null)!
  const { draft, use } = await unbilledBefore(tx, facts, old, servedUntil(subscription, from, question), question.rules)
  const pending = [...(draft.invoice?.lines ?? []), ...use].flatMap(pendingOf)
  const rules: BillingRules = { ...question.rules, parts: settings.changeCredit === 'full-price' ? 'whole' : 'prorated' }
  return forecast({ ...facts, holdings, pending }, credits, { ...question, rules })
}

async function itemsNotFor(tx: Tx, subscription: Subscription, offerId: string): Promise<ReadonlySet<string>> {
  const items = await readItems(tx, [subscription.id])
  const versions = await readVersions(
    tx,
    items.map((item) => item.offerVersionId),
  )
  return new Set(items.filter((item) => !isFor(versions.get(item.offerVersionId)!, offerId)).map(({ id }) => id))
}

async function quoteAddOn(tx: Tx, ask: Ask<'add-on'>, question: Question): Promise<Unsigned> {
  const { facts, account, on } = await standing(tx, ask.subscriptionId, question)
  const plan = facts.holdings.find(({ itemId }) => itemId === null)!
  return forecast({ ...facts, holdings: [...facts.holdings, await addOn(tx, plan, ask, { on, account })] }, [], question)
}

/** The item ends and another begins, on the terms it had. */
async function quoteQuantity(tx: Tx, ask: Ask<'quantity'>, question: Question): Promise<Unsigned> {
  const { facts, on } = await standing(tx, ask.subscriptionId, question)
  const item = itemOf(facts, ask.itemId)
  const chargedFrom = later(on, item.startedOn)
  const begun: Holding = { ...item, itemId: nobody, quantity: ask.quantity, chargedFrom, billedUntil: chargedFrom, endsOn: null }
  return forecast(withoutItem(facts, ask.itemId, on, [begun]), await unusedOfItem(tx, ask, on, question), question)
}

async function quoteRemoval(tx: Tx, ask: Ask<'removal'>, question: Question): Promise<Unsigned> {
  const { facts, on } = await standing(tx, ask.subscriptionId, question)
  itemOf(facts, ask.itemId)
  return forecast(withoutItem(facts, ask.itemId, on), await unusedOfItem(tx, ask, on, question), question)
}

function itemOf({ holdings }: AccountFacts, itemId: string): Holding {
  const item = holdings.find((holding) => holding.itemId === itemId)
  if (!item) throw itemUnknown()
  return item
}

const withoutItem = (facts: AccountFacts, itemId: string, on: Temporal.PlainDate, begun: readonly Holding[] = []): AccountFacts => ({
  ...facts,
  holdings: [
    ...facts.holdings.map((holding) => (holding.itemId === itemId ? { ...holding, endsOn: earlier(holding.endsOn ?? on, on) } : holding)),
    ...begun,
  ],
})

const unusedOfItem = async (
  tx: Tx,
  { subscriptionId, itemId }: Ask<'quantity'> | Ask<'removal'>,
  on: Temporal.PlainDate,
  { settings }: Question,
) => notesOf(await readUnusedLines(tx, subscriptionId, on, itemId), on, settings)

/**
 * Days from today on are given back to whom they were billed, and billed to the other account, whose bills alone are shown: what was
 * had before and is not billed yet stays with whose it was.
 */
async function quoteTransfer(tx: Tx, ask: Ask<'transfer'>, question: Question): Promise<Unsigned> {
  const { facts, on } = await standing(tx, ask.subscriptionId, question)
  const { id } = chooseAccount(await readAccountsOf(tx, [ask.customerId]), ask.accountId)
  const account = (await readAccountFacts(tx, [id])).get(id)!
  const holdings = facts.holdings.map((holding) => ({
    ...holding,
    revision: holding.revision + 1,
    billedUntil: later(on, holding.chargedFrom),
    usage: [],
  }))
  const credits = await unusedFrom(tx, ask.subscriptionId, on, question.settings)
  return forecast({ ...facts, ...account, holdings }, credits, question, { toOther: true })
}

/** A pause or an end today: unused days come back, unbilled ones are charged, and leaving early may have its fee. */
async function quoteEnd(tx: Tx, subscriptionId: string, { hasFee }: { readonly hasFee: boolean }, question: Question): Promise<Unsigned> {
  const { subscription, facts, on } = await standing(tx, subscriptionId, question)
  const endsOn = firstFreeDay(on, question.settings.endDay)
  const credits = await unusedFrom(tx, subscriptionId, endsOn, question.settings)
  const fee = hasFee ? await leavingFee(tx, subscription, on, question.settings) : []
  const until = servedUntil(subscription, endsOn, question)
  const holdings = facts.holdings.map((holding) => ({ ...holding, endsOn: earlier(holding.endsOn ?? until, until), usage: [] }))
  const rules = { ...question.rules, asOf: endsOn, minimumMinor: 0n }
  const comesBackAs = hasFee ? question.settings.refundOnCancellation : 'credit'
  const use = await unbilledUse(tx, facts, until, question.rules)
  return forecast({ ...facts, holdings, pending: [...use.flatMap(pendingOf), ...fee] }, credits, { ...question, rules }, { comesBackAs })
}

/** A subscription as it stands, alone: what else the account has is not part of the question. */
async function standing(tx: Tx, subscriptionId: string, { today, rules }: Question) {
  const subscription = await readSubscription(tx, subscriptionId)
  const facts = (await readFacts(tx, await subscriptionRefs(tx, subscriptionId), rules)).get(subscription.accountId)!
  const account = (await readAccountFacts(tx, [subscription.accountId])).get(subscription.accountId)!
  return { subscription, facts, account, on: later(subscription.startedOn ?? today, today) }
}

const unusedFrom = async (tx: Tx, subscriptionId: string, from: Temporal.PlainDate, settings: BillingSettings) =>
  notesOf(await readUnusedLines(tx, subscriptionId, from), from, settings)

const notesOf = (lines: readonly CreditableLine[], from: Temporal.PlainDate, { dayCount }: BillingSettings) =>
  draftCreditNotes(lines.flatMap((line) => creditUnused(line, from, dayCount) ?? []))

/** @param credits given back; `toOther` where that is another account than the one which is charged */
function forecast(
  facts: AccountFacts,
  credits: readonly CreditNoteDraft[],
  { today, rules }: Question,
  { toOther = false, comesBackAs = 'credit' }: { readonly toOther?: boolean; readonly comesBackAs?: CancellationRefund } = {},
): Unsigned {
  const first = draftInvoice(facts, rules)
  const atOnce = first.invoice ? [{ on: rules.asOf, invoice: first.invoice }] : []
  const later = nextInvoices(afterDraft(facts, first), { ...rules, parts: 'prorated' }, invoicesShown - atOnce.length)
  const given = sum(toOther ? [] : credits.map(({ total }) => total), facts.currency)
  const charged = sum(
    atOnce.map(({ invoice }) => invoice.total),
    facts.currency,
  )
  return {
    on: today,
    credits,
    invoices: [...atOnce, ...later],
    due: subtract(charged, given),
    comesBackAs,
  }
}

/** Ids of what does not exist yet are not part of what somebody agrees to. */
function signed(quoted: Unsigned): Quote {
  const said = stringify({
    ...quoted,
    credits: quoted.credits.map(({ lines, ...note }) => ({ ...note, lines: lines.map(shown) })),
    invoices: quoted.invoices.map(({ on, invoice: { lines, total } }) => ({ on, total, lines: lines.map(shown) })),
  })
  return { ...quoted, fingerprint: createHash('sha256').update(said).digest('base64url') }
}

const shown = ({ description, from, to, net, tax }: Pick<LineDraft, 'description' | 'from' | 'to' | 'net' | 'tax'>) => ({
  description,
  from,
  to,
  net,
  tax,
})
