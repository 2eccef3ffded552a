import { amountOfDraw, type BalanceLot, type Draw, drawsFor, move, overdrawOf, payingLots, takeOf, type Terms, unitsOf } from './balance.ts'

/**
 * Online charging as RFC 8506 and TS 32.299 have it: what a session may use is reserved before, debited as it is reported, and what
 * was not used flows back.
 *
 *               request                     report, no further request
 *   (nothing) ──────────▶ open ──────────────────────────────────────▶ closed
 *                          │  supervision time over: release
 *                          └──────────────────────────────────────────▶ expired
 */
export const reservationStates = ['open', 'closed', 'expired'] as const
export type ReservationState = (typeof reservationStates)[number]

/** One rating group of one session. */
export interface Reservation {
  readonly state: ReservationState
  readonly used: bigint // units reported since the start
  readonly paidAhead: bigint // of a package or step that is paid and not used up: packages count for the whole session
  readonly unpaid: bigint // used, but no lot could be debited: seen by people, never dropped
  readonly holds: readonly Draw[]
}

export const newReservation: Reservation = { state: 'open', used: 0n, paidAhead: 0n, unpaid: 0n, holds: [] }

/** What a rating group reports and asks for. */
export interface GroupRequest {
  readonly used: bigint // since the report before
  readonly requested: bigint | null // null: nothing more is wanted, the group is over
  readonly terms: Terms
}

export const outcomes = ['granted', 'out-of-credit', 'settled'] as const
export type Outcome = (typeof outcomes)[number]

export interface GroupAnswer {
  readonly outcome: Outcome
  readonly granted: bigint // units that may be used from now on
  readonly isFinal: boolean // no more than this can be granted: the final unit indication
  readonly debits: readonly Draw[]
}

export interface Charged {
  readonly lots: readonly BalanceLot[]
  readonly reservation: Reservation
  readonly answer: GroupAnswer
}

/** Debits what was used, gives back what was held, and holds anew what is asked for. */
export function chargeGroup(lots: readonly BalanceLot[], reservation: Reservation, request: GroupRequest, now: Temporal.Instant): Charged {
  const settled = debitUsed(lots, reservation, request, now)
  const released = { lots: move(settled.lots, 'release', settled.reservation.holds), reservation: { ...settled.reservation, holds: [] } }
  if (request.requested === null) {
    const answer: GroupAnswer = { outcome: 'settled', granted: 0n, isFinal: true, debits: settled.debits }
    return { ...released, reservation: { ...released.reservation, state: 'closed' }, answer }
  }
  const held = holdNext(released.lots, released.reservation, { ...request, requested: request.requested }, now)
  return { ...held, answer: { ...held.answer, debits: settled.debits } }
}

/** Charges at once what is used once: a message, a purchase. Nothing changes where the balance does not cover all of it. */
export function chargeEvent(lots: readonly BalanceLot[], request: GroupRequest & { requested: bigint }, now: Temporal.Instant): Charged {
  const draws = drawsFor(payingLots(lots, request.terms, now), request.terms, request.requested)
  if (unitsOf(draws) < request.requested) {
    const answer: GroupAnswer = { outcome: 'out-of-credit', granted: 0n, isFinal: true, debits: [] }
    return { lots, reservation: { ...newReservation, state: 'closed' }, answer }
  }
  return {
    lots: move(lots, 'debit-available', draws),
    reservation: { ...newReservation, state: 'closed', used: request.requested },
    answer: { outcome: 'granted', granted: request.requested, isFinal: true, debits: draws },
  }
}

/** Lets go of what a session holds that was not heard for too long: what it used is charged up to its last report. */
export function expireReservation(lots: readonly BalanceLot[], reservation: Reservation): { lots: BalanceLot[]; reservation: Reservation } {
  return { lots: move(lots, 'release', reservation.holds), reservation: { ...reservation, state: 'expired', holds: [] } }
}

/**
 * Use is paid from what is paid ahead, then from the holds, then from other lots; what nothing covers makes the last paying lot
 * negative. Packages are counted over the whole session: 700 and then 400 of packages of 1,000 are two packages, 700 and 300 are one.
 */
function debitUsed(lots: readonly BalanceLot[], reservation: Reservation, { used, terms }: GroupRequest, now: Temporal.Instant) {
  const fromHolds = splitHolds(reservation.holds, used - reservation.paidAhead)
  let after = move(lots, 'debit-reserved', fromHolds.taken)
  const paying = payingLots(after, terms, now)
  let covered = reservation.paidAhead + unitsOf(fromHolds.taken)

  const others = used > covered ? drawsFor(paying, terms, used - covered) : []
  after = move(after, 'debit-available', others)
  covered += unitsOf(others)

  const last = paying.at(-1) ?? lots.find((lot) => lot.id === reservation.holds.at(-1)?.lotId)
  const overdraw = used > covered && last ? [overdrawOf(last, terms, used - covered)] : []
  after = move(after, 'debit-available', overdraw)
  covered += unitsOf(overdraw)

  return {
    lots: after,
    reservation: {
      ...reservation,
      used: reservation.used + used,
      paidAhead: covered > used ? covered - used : 0n,
      unpaid: reservation.unpaid + (used > covered ? used - covered : 0n),
      holds: fromHolds.left,
    },
    debits: [...fromHolds.taken, ...others, ...overdraw],
  }
}

/** Divides holds, in their order, into those steps that cover the units and those left. */
function splitHolds(holds: readonly Draw[], units: bigint): { taken: Draw[]; left: Draw[] } {
  const taken: Draw[] = []
  const left: Draw[] = []
  let rest = units
  for (const hold of holds) {
    const take = takeOf(hold, rest)
    if (take.steps > 0n) taken.push(take)
    if (take.steps < hold.steps) left.push({ ...hold, steps: hold.steps - take.steps })
    rest -= take.steps * take.units
  }
  return { taken, left }
}

/** Holds whole packages for what is asked beyond what is paid ahead: all of them, as many as can be paid, or none. */
function holdNext(
  lots: readonly BalanceLot[],
  reservation: Reservation,
  { requested, terms }: GroupRequest & { requested: bigint },
  now: Temporal.Instant,
): Charged {
  const wanted = wholePackages(requested - reservation.paidAhead, terms, 'up')
  const paying = payingLots(lots, terms, now)
  const affordable = wholePackages(unitsOf(drawsFor(paying, terms, wanted)), terms, 'down')
  const isShort = affordable < wanted
  const holds = drawsFor(paying, terms, isShort ? affordable : wanted)
  const granted = reservation.paidAhead + unitsOf(holds)
  return {
    lots: move(lots, 'reserve', holds),
    reservation: { ...reservation, holds },
    answer: { outcome: granted > 0n ? 'granted' : 'out-of-credit', granted, isFinal: isShort, debits: [] },
  }
}

function wholePackages(units: bigint, { packageUnits }: Terms, direction: 'up' | 'down'): bigint {
  if (units <= 0n) return 0n
  return ((units + (direction === 'up' ? packageUnits - 1n : 0n)) / packageUnits) * packageUnits
}

/** What draws take of money or units, in all. */
export const totalOf = (draws: readonly Draw[]): bigint => draws.reduce((sum, draw) => sum + amountOfDraw(draw), 0n)
