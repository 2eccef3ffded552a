import type { Tx } from '#kernel/db.ts'
import { money } from '#kernel/money.ts'
import { dateIn } from '#kernel/time.ts'
import { type EntryLine, post } from '#modules/ledger'
import {
  lockLots,
  lockLotsById,
  lockReservations,
  readAnswers,
  type RequestKey,
  storeCharged,
  type StoredLot,
  type StoredReservation,
} from './balance-store.ts'
import { amountOfDraw, type Draw } from './rating/balance.ts'
import { chargeEvent, type Charged, chargeGroup, type GroupRequest, newReservation, type Outcome } from './rating/charge-session.ts'

/** CC-Request-Type of RFC 8506. An event is charged at once and holds nothing. */
export const requestKinds = ['initial', 'update', 'final', 'event'] as const
export type RequestKind = (typeof requestKinds)[number]

export interface ChargingRequest {
  readonly sessionKey: string
  readonly number: number // of the session, unique: the same number again is the same request
  readonly kind: RequestKind
  readonly subscriptionId: string
  readonly validitySeconds: number // a client reports within this time
  readonly groups: readonly (GroupRequest & { readonly ratingGroup: number })[]
}

export interface GrantAnswer {
  readonly ratingGroup: number
  readonly outcome: Outcome
  readonly granted: bigint
  readonly isFinal: boolean
}

/** `unknown-session`: an update or an end of a session that never began, or is over. Nothing was changed. */
export type ChargingAnswer =
  | { readonly result: 'answered'; readonly groups: readonly GrantAnswer[] }
  | { readonly result: 'unknown-session' }

/** A client that is unheard for two validity times is gone: the usual supervision time Tcc of RFC 8506 §13. */
const supervisionFactor = 2

/**
 * Answers requests of one tenant, in their order, in one transaction and a fixed number of statements. Each is charged exactly once:
 * one that was answered before gets that answer again. Money that was used becomes revenue in the same transaction.
 */
export async function chargeOnline(tx: Tx, requests: readonly ChargingRequest[], now: Temporal.Instant): Promise<ChargingAnswer[]> {
  const { lots, reservations } = await lockBook(tx, requests)
  const known = await readAnswers(tx, requests)
  const answers = new Map(known.answers.map((kept) => [keyOf(kept), parseAnswer(kept.answer)]))

  const book = new Book(lots, reservations, now)
  const fresh = requests.filter((request) => {
    if (answers.has(keyOf(request))) return false
    answers.set(keyOf(request), book.charge(request))
    return true
  })
  if (fresh.length > 0) {
    const entryId = await postUse(tx, book, dateIn(now, known.timeZone))
    const kept = fresh.map((request) => ({ ...request, answer: answerText(answers.get(keyOf(request))!) }))
    await storeCharged(tx, { lots: book.changedLots(), reservations: book.changedReservations(), answers: kept, entryId }, now)
  }
  return requests.map((request) => answers.get(keyOf(request))!)
}

/** Locks sessions and what they may draw on: lots before sessions, always, so that callers wait for each other and never deadlock. */
export async function lockBook(tx: Tx, sessions: readonly { readonly sessionKey: string; readonly subscriptionId: string }[]) {
  const lots = await lockLots(tx, unique(sessions.map((session) => session.subscriptionId)))
  const reservations = await lockReservations(tx, unique(sessions.map((session) => session.sessionKey)))
  const known = new Set(lots.map((lot) => lot.id))
  const held = unique(reservations.flatMap((reservation) => reservation.holds.map((hold) => hold.lotId)))
  const left = held.filter((id) => !known.has(id)) // of a pool that was left while a session held something of it
  return { lots: left.length === 0 ? lots : [...lots, ...(await lockLotsById(tx, left))], reservations }
}

/** The lots and sessions of a transaction, and what its requests make of them. */
class Book {
  readonly #lots: Map<string, StoredLot>
  readonly #lotsOf: ReadonlyMap<string, readonly string[]> // by subscription, with those of its pools
  readonly #reservations: Map<string, StoredReservation>
  readonly #changedLots = new Set<string>()
  readonly #changedReservations = new Set<string>()
  readonly #now: Temporal.Instant
  /** Money debited, for the ledger. */
  readonly debits: { readonly lot: StoredLot; readonly minor: bigint }[] = []

  constructor(lots: readonly StoredLot[], reservations: readonly StoredReservation[], now: Temporal.Instant) {
    this.#lots = new Map(lots.map((lot) => [lot.id, lot]))
    this.#lotsOf = bySubscription(lots)
    this.#reservations = new Map(reservations.map((reservation) => [groupKey(reservation), reservation]))
    this.#now = now
  }

  charge(request: ChargingRequest): ChargingAnswer {
    const isKnown = this.#openGroups(request.sessionKey).length > 0
    if ((request.kind === 'update' || request.kind === 'final') && !isKnown) return { result: 'unknown-session' }
    const asked = request.groups.map((group) => this.#chargeGroup(request, group))
    // The end of a session ends those groups, too, that had nothing left to report.
    if (request.kind === 'final') for (const group of this.#openGroups(request.sessionKey)) this.#close(request, group)
    return { result: 'answered', groups: asked }
  }

  changedLots(): StoredLot[] {
    return [...this.#changedLots].map((id) => this.#lots.get(id)!)
  }

  changedReservations(): StoredReservation[] {
    return [...this.#changedReservations].map((key) => this.#reservations.get(key)!)
  }

  #openGroups(sessionKey: string): StoredReservation[] {
    return [...this.#reservations.values()].filter((group) => group.sessionKey === sessionKey && group.state === 'open')
  }

  #chargeGroup(request: ChargingRequest, group: ChargingRequest['groups'][number]): GrantAnswer {
    const { ratingGroup } = group
    const kept = this.#reservations.get(groupKey({ ...request, ratingGroup }))
    const before = kept?.state === 'open' ? kept : newReservation
    const lots = this.#lotsFor(request.subscriptionId, before.holds)
    const isEvent = request.kind === 'event' && group.requested !== null
    const charged = isEvent
      ? chargeEvent(lots, { ...group, requested: group.requested! }, this.#now)
      : chargeGroup(lots, before, request.kind === 'final' ? { ...group, requested: null } : group, this.#now)
    // An event is charged beside what the session holds.
    this.#keep(request, ratingGroup, isEvent && before === kept ? { ...charged, reservation: before } : charged)
    return { ratingGroup, outcome: charged.answer.outcome, granted: charged.answer.granted, isFinal: charged.answer.isFinal }
  }

  #close(request: ChargingRequest, group: StoredReservation): void {
    const nothing: GroupRequest = { used: 0n, requested: null, terms: { unit: 'bytes', packageUnits: 1n, packageMinor: null } }
    this.#keep(request, group.ratingGroup, chargeGroup(this.#lotsFor(request.subscriptionId, group.holds), group, nothing, this.#now))
  }

  #lotsFor(subscriptionId: string, holds: readonly Draw[]): StoredLot[] {
    const ids = new Set([...(this.#lotsOf.get(subscriptionId) ?? []), ...holds.map((hold) => hold.lotId)])
    return [...ids].map((id) => this.#lots.get(id)!)
  }

  #keep(request: ChargingRequest, ratingGroup: number, { lots, reservation, answer }: Charged): void {
    for (const lot of lots) {
      const before = this.#lots.get(lot.id)!
      if (before === lot) continue
      this.#lots.set(lot.id, { ...before, ...lot })
      this.#changedLots.add(lot.id)
    }
    for (const draw of answer.debits) {
      const lot = this.#lots.get(draw.lotId)!
      if (lot.unit === 'money') this.debits.push({ lot, minor: amountOfDraw(draw) })
    }
    const { sessionKey, subscriptionId } = request
    const expiresAt = this.#now.add({ seconds: request.validitySeconds * supervisionFactor })
    const key = groupKey({ sessionKey, ratingGroup })
    this.#reservations.set(key, { ...reservation, sessionKey, ratingGroup, subscriptionId, expiresAt })
    this.#changedReservations.add(key)
  }
}

/** Books the money that was used: one entry for the transaction, one posting for each account. @returns its id */
async function postUse(tx: Tx, { debits }: Book, bookedOn: Temporal.PlainDate): Promise<string | null> {
  const lines: EntryLine[] = debits
    .filter(({ minor }) => minor !== 0n)
    .map(({ lot, minor }) => ({
      debit: 'prepaid-balances',
      credit: 'revenue',
      amount: money(minor, lot.currency!),
      accountId: lot.accountId,
    }))
  if (lines.length === 0) return null
  const sourceId = crypto.randomUUID()
  return post(tx, { bookedOn, description: 'Prepaid use', sourceKind: 'prepaid-use', sourceId, lines })
}

function bySubscription(lots: readonly StoredLot[]): Map<string, string[]> {
  const ids = new Map<string, string[]>()
  for (const lot of lots)
    for (const subscriptionId of new Set([lot.subscriptionId, ...lot.members])) {
      const own = ids.get(subscriptionId)
      if (own) own.push(lot.id)
      else ids.set(subscriptionId, [lot.id])
    }
  return ids
}

const unique = (values: readonly string[]) => [...new Set(values)]
const keyOf = ({ sessionKey, number }: RequestKey) => `${number} ${sessionKey}`
const groupKey = ({ sessionKey, ratingGroup }: { sessionKey: string; ratingGroup: number }) => `${ratingGroup} ${sessionKey}`

const answerText = (answer: ChargingAnswer): string =>
  JSON.stringify(answer, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value))

/** The inverse of `answerText`; only this module writes answers. */
function parseAnswer(kept: unknown): ChargingAnswer {
  const answer = kept as
    | { result: 'unknown-session' }
    | { result: 'answered'; groups: (Omit<GrantAnswer, 'granted'> & { granted: string })[] }
  if (answer.result === 'unknown-session') return answer
  return { result: 'answered', groups: answer.groups.map((group) => ({ ...group, granted: BigInt(group.granted) })) }
}
