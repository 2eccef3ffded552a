import { createHash } from 'node:crypto'
import { stringify, type Tx } from '#kernel/db.ts'
import { add, compare, type Currency, type Money, subtract, sum, zero } from '#kernel/money.ts'
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
import { readWaitingPeriods } from './pending-store.ts'
import { unbilledBefore, unbilledUpTo } from './final-use.ts'
import { type AccountParty, offerTechnology, readAccountFacts, readFacts, subscriptionRefs, versionIn } from './facts-store.ts'
import { afterDraft, type ForecastInvoice, nextInvoices } from './forecast.ts'
import { type AccountFacts, type Holding, planOf } from './holding.ts'
import { type BillingRules, draftInvoice, type InvoiceDraft, type LineDraft } from './invoice.ts'
import { firstFreeDay, servedUntil } from './proration.ts'
import { type BillingSettings, type CancellationRefund, type ChangeCredit, waitsForNext } from './settings.ts'
import { readSettings } from './settings-store.ts'
import { leavingFee } from './leaving-fee.ts'
import { type TakenOff, takeOff } from './waiting-periods.ts'
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
  /** What is taken off charges that wait for the next invoice. It is no part of what is due, because nobody was billed for it. */
  readonly takenOff: TakenOff | null
  /** Made at once; then those that follow, the next of them with what waits for it. */
  readonly invoices: readonly ForecastInvoice[]
  /** What is to be paid now, less what is given back: negative where more is given back. */
  readonly due: Money
  /** Of a transfer: whose it was. What is given back and taken off is theirs. */
  readonly former: FormerHolder | null
  /** Nothing of the running periods is billed until service resumes; they are shown as if that were today. */
  readonly isPaused: boolean
  /** How what is given back comes back, beyond what it pays. */
  readonly comesBackAs: CancellationRefund
  /** The same for the same lines and sums: who agrees, agrees to these. */
  readonly fingerprint: string
}

/** The account that has a subscription until its transfer. */
export interface FormerHolder {
  readonly accountId: string // that is billed
  readonly invoice: InvoiceDraft | null // of days and use before the transfer, made at once
  readonly due: Money // to be paid for it, less what is given back
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
  return signed(await lessLosses(tx, quoted))
}

type Unsigned = Omit<Quote, 'fingerprint'>

/** What is given back of a bill that was written off pays the loss: nobody has it. */
async function lessLosses(tx: Tx, quoted: Unsigned): Promise<Unsigned> {
  const losses = await readLosses(
    tx,
    quoted.credits.map(({ invoiceId }) => invoiceId),
  )
  const lost = sum(
    quoted.credits.map(({ invoiceId, total }) => least(total, losses.get(invoiceId) ?? zero(total.currency))),
    quoted.due.currency,
  )
  const { former } = quoted
  return former ? { ...quoted, former: { ...former, due: add(former.due, lost) } } : { ...quoted, due: add(quoted.due, lost) }
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
  return forecast({ ...account, holdings: [plan, ...items], discounts: new Map([[nobody, discounts]]), pending: [] }, nothingBack, question)
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
  return forecast({ ...nothing, holdings: [holding] }, nothingBack, question)
}

/** A pass is paid at once, and no bill follows. */
function quotePass(
  nothing: AccountFacts,
  offer: { name: string; terms: OfferTerms },
  on: Temporal.PlainDate,
  question: Question,
): Unsigned {
  const charge = { ...passCharge(offer, nothing.accountId, on), id: nobody, from: null, to: null } // its hours are no days of a bill
  return forecast({ ...nothing, pending: [charge] }, nothingBack, { ...question, rules: { ...question.rules, asOf: on, minimumMinor: 0n } })
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
  const { subscription, facts, account, on, isPaused } = await standing(tx, ask.subscriptionId, question)
  const version = versionIn(await versionInForce(tx, ask.offerId, on), account.currency)
  const from = settings.changeDay === 'new-plan' ? on : on.add({ days: 1 })
  const technology = await offerTechnology(tx, ask.offerId)
  const unfit = await itemsNotFor(tx, subscription, ask.offerId)
  const holdings = facts.holdings.map((holding): Holding => {
    const moved = { ...holding, revision: holding.revision + 1, billedUntil: earlier(holding.billedUntil, from) }
    if (holding.itemId !== null) return unfit.has(holding.itemId) ? { ...moved, endsOn: on } : moved
    return {
      ...moved,
      billedUntil: later(isPaused ? on : from, holding.chargedFrom), // the day on which it resumes is of the new plan
      usage: [],
      billDay: sharesBillDay(holding.cycle, version.cycle) ? holding.billDay : billDayOf(version, on, account.billDay),
      cycle: version.cycle,
      billedIn: version.billedIn,
      plan: planOf(version.offerName, technology, version),
    }
  })
  const { back, waits } = await chargedAhead(tx, { subscription, facts }, from, question)
  const old = facts.holdings.find(({ itemId }) => itemId === null)!
  const { draft, use } = await unbilledBefore(tx, facts, old, servedUntil(subscription, from, question), question.rules)
  const pending = [...(draft.invoice?.lines ?? []), ...use].flatMap(pendingOf)
  const rules: BillingRules = { ...question.rules, parts: settings.changeCredit === 'full-price' ? 'whole' : 'prorated' }
  const given = settings.changeCredit === 'credit' ? back : nothingBack
  return forecast({ ...facts, holdings, pending }, given, { ...question, rules }, { waits, isPaused })
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
  const { facts, account, on, isPaused } = await standing(tx, ask.subscriptionId, question)
  const plan = facts.holdings.find(({ itemId }) => itemId === null)!
  const holdings = [...facts.holdings, await addOn(tx, plan, ask, { on, account })]
  return forecast({ ...facts, holdings }, nothingBack, question, { isPaused })
}

/** The item ends and another begins, on the terms it had. */
async function quoteQuantity(tx: Tx, ask: Ask<'quantity'>, question: Question): Promise<Unsigned> {
  const { subscription, facts, on, isPaused } = await standing(tx, ask.subscriptionId, question)
  const item = itemOf(facts, ask.itemId)
  const chargedFrom = later(on, item.startedOn)
  const begun: Holding = { ...item, itemId: nobody, quantity: ask.quantity, chargedFrom, billedUntil: chargedFrom, endsOn: null }
  const { back } = await chargedAhead(tx, { subscription, facts }, on, question, ask.itemId)
  return forecast(withoutItem(facts, ask.itemId, on, [begun]), back, question, { isPaused })
}

async function quoteRemoval(tx: Tx, ask: Ask<'removal'>, question: Question): Promise<Unsigned> {
  const { subscription, facts, on, isPaused } = await standing(tx, ask.subscriptionId, question)
  itemOf(facts, ask.itemId)
  const { back } = await chargedAhead(tx, { subscription, facts }, on, question, ask.itemId)
  return forecast(withoutItem(facts, ask.itemId, on), back, question, { isPaused })
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

/**
 * Days from today on are given back to whom they were billed, and billed to the other account; what was had before and is not billed
 * yet is charged to whose it was.
 */
async function quoteTransfer(tx: Tx, ask: Ask<'transfer'>, question: Question): Promise<Unsigned> {
  const { subscription, facts, on, isPaused } = await standing(tx, ask.subscriptionId, question)
  const { id } = chooseAccount(await readAccountsOf(tx, [ask.customerId]), ask.accountId)
  const account = (await readAccountFacts(tx, [id])).get(id)!
  const holdings = facts.holdings.map((holding) => ({
    ...holding,
    revision: holding.revision + 1,
    billedUntil: later(on, holding.chargedFrom),
    usage: [],
  }))
  const { back, waits } = await chargedAhead(tx, { subscription, facts }, on, question)
  const former = await formerHolder(tx, { subscription, facts }, on, back, question)
  return forecast({ ...facts, ...account, holdings }, back, question, { former, waits, isPaused })
}

async function formerHolder(
  tx: Tx,
  { subscription, facts }: Held,
  on: Temporal.PlainDate,
  { credits }: Back,
  question: Question,
): Promise<FormerHolder> {
  const unbilled = await unbilledUpTo(tx, subscription, on, question)
  const charged = { ...facts, holdings: [], pending: (unbilled?.lines ?? []).flatMap(pendingOf) }
  const { invoice = null } = draftInvoice(charged, { ...question.rules, minimumMinor: 0n })
  const due = subtract(invoice?.total ?? zero(facts.currency), totalOf(credits, facts.currency))
  return { accountId: facts.accountId, invoice, due }
}

/** A pause or an end today: unused days come back, unbilled ones are charged, and leaving early may have its fee. */
async function quoteEnd(tx: Tx, subscriptionId: string, { hasFee }: { readonly hasFee: boolean }, question: Question): Promise<Unsigned> {
  const { subscription, facts, on } = await standing(tx, subscriptionId, question)
  const endsOn = firstFreeDay(on, question.settings.endDay)
  const { back } = await chargedAhead(tx, { subscription, facts }, endsOn, question)
  const unbilled = await unbilledUpTo(tx, subscription, endsOn, question)
  const fee = hasFee ? await leavingFee(tx, subscription, on, question.settings) : []
  const pending = [...(unbilled?.lines ?? []).flatMap(pendingOf), ...fee]
  const rules = { ...question.rules, minimumMinor: 0n }
  const comesBackAs = hasFee ? question.settings.refundOnCancellation : 'credit'
  return forecast({ ...facts, holdings: [], pending }, back, { ...question, rules }, { comesBackAs })
}

/** A subscription as it stands, alone: what else the account has is not part of the question. */
async function standing(tx: Tx, subscriptionId: string, { today, rules }: Question) {
  const subscription = await readSubscription(tx, subscriptionId)
  const facts = (await readFacts(tx, await subscriptionRefs(tx, subscriptionId), rules)).get(subscription.accountId)!
  const account = (await readAccountFacts(tx, [subscription.accountId])).get(subscription.accountId)!
  return { subscription, facts, account, on: later(subscription.startedOn ?? today, today), isPaused: subscription.pausedAt !== null }
}

type Held = Pick<Awaited<ReturnType<typeof standing>>, 'subscription' | 'facts'>

/** What a change gives back to whom it was charged. */
type Back = Pick<Quote, 'credits' | 'takenOff'>

const nothingBack: Back = { credits: [], takenOff: null }

/** What was charged for days from a day on, on invoices or for the next one: of a subscription, or of one add-on of it. */
async function chargedAhead(
  tx: Tx,
  { subscription, facts }: Held,
  from: Temporal.PlainDate,
  { settings, rules }: Question,
  itemId: string | null = null,
): Promise<{ readonly back: Back; readonly waits: boolean }> {
  const unused = await readUnusedLines(tx, subscription.id, from, itemId)
  const waiting = await readWaitingPeriods(tx, { subscriptionId: subscription.id, itemId }, from)
  return {
    back: { credits: notesOf(unused, from, settings), takenOff: takeOff(waiting, from, settings.dayCount, { facts, rules }) },
    waits: waitsForNext(subscription, settings, unused.length + waiting.length > 0),
  }
}

const notesOf = (lines: readonly CreditableLine[], from: Temporal.PlainDate, { dayCount }: BillingSettings) =>
  draftCreditNotes(lines.flatMap((line) => creditUnused(line, from, dayCount) ?? []))

interface Circumstances {
  readonly former: FormerHolder | null // to whom credits go, where that is not who is charged
  readonly comesBackAs: CancellationRefund
  readonly waits: boolean // whether what is charged waits for the next invoice
  readonly isPaused: boolean
}

function forecast(
  facts: AccountFacts,
  { credits, takenOff }: Back,
  { today, rules }: Question,
  { former = null, comesBackAs = 'credit', waits = false, isPaused = false }: Partial<Circumstances> = {},
): Unsigned {
  const first = draftInvoice(waits || isPaused ? { ...facts, holdings: [] } : facts, rules)
  const atOnce = first.invoice ? [{ on: rules.asOf, invoice: first.invoice }] : []
  const left = afterDraft(isPaused ? resumed(facts, today) : facts, first)
  const followCount = invoicesShown - (waits ? 1 : atOnce.length) // so that the last is of the same cycle whether changes wait or not: terms are compared by it
  const follow = nextInvoices(waits ? postponed(left, rules) : left, { ...rules, parts: 'prorated' }, followCount)
  const charged = totalOf(
    atOnce.map(({ invoice }) => invoice),
    facts.currency,
  )
  return {
    on: today,
    credits,
    takenOff,
    invoices: [...atOnce, ...follow],
    due: former ? charged : subtract(charged, totalOf(credits, facts.currency)),
    former,
    isPaused,
    comesBackAs,
  }
}

const totalOf = (documents: readonly Pick<InvoiceDraft, 'total'>[], currency: Currency): Money =>
  sum(
    documents.map(({ total }) => total),
    currency,
  )

/** Leaves what is charged now for the next invoice. */
function postponed(facts: AccountFacts, rules: BillingRules): AccountFacts {
  const draft = draftInvoice({ ...facts, pending: [] }, { ...rules, minimumMinor: 0n })
  return { ...afterDraft(facts, draft), pending: [...facts.pending, ...(draft.invoice?.lines ?? []).flatMap(pendingOf)] }
}

/** As things are when service resumes on a day: days of the pause are not charged, and add-ons of which nothing was charged begin then. */
function resumed(facts: AccountFacts, on: Temporal.PlainDate): AccountFacts {
  const beginning = (holding: Holding): Holding => {
    const billedUntil = later(holding.billedUntil, on)
    const isNew = holding.itemId !== null && holding.billedUntil.equals(holding.chargedFrom)
    return { ...holding, billedUntil, chargedFrom: isNew ? billedUntil : holding.chargedFrom }
  }
  return { ...facts, holdings: facts.holdings.map(beginning) }
}

/** Ids of what does not exist yet are not part of what somebody agrees to. */
function signed(quoted: Unsigned): Quote {
  const { former } = quoted
  const said = stringify({
    ...quoted,
    credits: quoted.credits.map(({ lines, ...note }) => ({ ...note, lines: lines.map(shown) })),
    former: former && { ...former, invoice: former.invoice && shownInvoice(former.invoice) },
    invoices: quoted.invoices.map(({ on, invoice }) => ({ on, ...shownInvoice(invoice) })),
  })
  return { ...quoted, fingerprint: createHash('sha256').update(said).digest('base64url') }
}

const shownInvoice = ({ lines, total }: InvoiceDraft) => ({ total, lines: lines.map(shown) })

const shown = ({ description, from, to, net, tax }: Pick<LineDraft, 'description' | 'from' | 'to' | 'net' | 'tax'>) => ({
  description,
  from,
  to,
  net,
  tax,
})
