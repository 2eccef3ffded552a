/**
 * Balances as lots: money, bytes, seconds or messages with a priority and a validity. Pure: `charge-session.ts` decides with it, the
 * store keeps what was decided.
 */

export const balanceUnits = ['money', 'bytes', 'seconds', 'messages'] as const
export type BalanceUnit = (typeof balanceUnits)[number]
export type ServiceUnit = Exclude<BalanceUnit, 'money'>

/**
 * A grant and what became of it. Always `granted = available + reserved + debited + expired`, which the database checks as well.
 * `available` is negative after an overrun that nothing covered.
 */
export interface BalanceLot {
  readonly id: string
  readonly unit: BalanceUnit
  readonly priority: number // the smallest is drawn first
  readonly createdAt: Temporal.Instant
  readonly validFrom: Temporal.Instant
  readonly validTo: Temporal.Instant | null // half-open; null: without end
  readonly step: bigint // units are drawn in whole steps: 60 for a bucket of whole minutes; 1 for money
  readonly isBlocking: boolean // nothing after it is drawn, even when it is empty
  readonly granted: bigint // minor units of the account's currency, or units of service
  readonly available: bigint
  readonly reserved: bigint
  readonly debited: bigint
  readonly expired: bigint
}

/** How units of a service are paid: packages, a started one whole. */
export interface Terms {
  readonly unit: ServiceUnit
  readonly packageUnits: bigint
  readonly packageMinor: bigint | null // price of a package; null: money does not pay for it
}

/** Steps of a lot: each covers `units` of the service and takes `amount` of the lot. A pending posting while it is held. */
export interface Draw {
  readonly lotId: string
  readonly steps: bigint
  readonly units: bigint
  readonly amount: bigint
}

/**
 * The lots that pay for a service at a moment, in the order they are drawn: units of the service before money; priority, earliest
 * expiry, creation, id. A blocking lot is the last.
 */
export function payingLots(lots: readonly BalanceLot[], terms: Terms, now: Temporal.Instant): BalanceLot[] {
  const paying = lots.filter((lot) => pays(lot, terms) && isValid(lot, now)).toSorted((a, b) => inOrder(a, b, terms))
  const blocking = paying.findIndex((lot) => lot.isBlocking)
  return blocking < 0 ? paying : paying.slice(0, blocking + 1)
}

/** What lots in drawing order can cover of some units, whole steps only; less than asked where they do not suffice. */
export function drawsFor(lots: readonly BalanceLot[], terms: Terms, units: bigint): Draw[] {
  const draws: Draw[] = []
  let rest = units
  for (const lot of lots) {
    if (rest <= 0n) break
    const step = stepOf(lot, terms)
    const steps = min(stepsFor(rest, step.units), stepsIn(lot, step))
    if (steps <= 0n) continue
    draws.push({ lotId: lot.id, steps, ...step })
    rest -= steps * step.units
  }
  return draws
}

/** Steps of a lot that cover units, whether it has them or not. */
export function overdrawOf(lot: BalanceLot, terms: Terms, units: bigint): Draw {
  const step = stepOf(lot, terms)
  return { lotId: lot.id, steps: stepsFor(units, step.units), ...step }
}

/** The part of a draw that covers units; all of it where it covers less. */
export function takeOf(draw: Draw, units: bigint): Draw {
  return { ...draw, steps: min(draw.steps, stepsFor(units, draw.units)) }
}

export const unitsOf = (draws: readonly Draw[]): bigint => draws.reduce((sum, draw) => sum + draw.steps * draw.units, 0n)
export const amountOfDraw = (draw: Draw): bigint => draw.steps * draw.amount

/** A movement of an amount between the states of a lot. */
export type Movement = 'reserve' | 'release' | 'debit-reserved' | 'debit-available' | 'expire'

const movements = {
  reserve: { available: -1n, reserved: 1n, debited: 0n, expired: 0n },
  release: { available: 1n, reserved: -1n, debited: 0n, expired: 0n },
  'debit-reserved': { available: 0n, reserved: -1n, debited: 1n, expired: 0n },
  'debit-available': { available: -1n, reserved: 0n, debited: 1n, expired: 0n },
  expire: { available: -1n, reserved: 0n, debited: 0n, expired: 1n },
} as const satisfies Record<Movement, unknown>

export function move(lots: readonly BalanceLot[], movement: Movement, draws: readonly Draw[]): BalanceLot[] {
  if (draws.length === 0) return [...lots]
  const by = movements[movement]
  return lots.map((lot) => {
    const amount = draws.filter(({ lotId }) => lotId === lot.id).reduce((sum, draw) => sum + amountOfDraw(draw), 0n)
    if (amount === 0n) return lot
    return {
      ...lot,
      available: lot.available + by.available * amount,
      reserved: lot.reserved + by.reserved * amount,
      debited: lot.debited + by.debited * amount,
      expired: lot.expired + by.expired * amount,
    }
  })
}

export interface Rollover {
  readonly max: bigint // no more than this goes into the next lot
  readonly days: number // how long what went over is valid
}

/** What is left of a lot whose validity is over expires; up to a limit it may go into a lot that follows. Reserved amounts wait for their session. */
export function expiryOf(lot: BalanceLot, rollover: Rollover | null, now: Temporal.Instant): { lot: BalanceLot; carried: bigint } {
  const isOver = lot.validTo !== null && Temporal.Instant.compare(lot.validTo, now) <= 0
  if (!isOver || lot.available <= 0n) return { lot, carried: 0n }
  const left = lot.available
  const carried = rollover ? min(left, rollover.max) : 0n
  return { lot: { ...lot, available: 0n, expired: lot.expired + left }, carried }
}

/**
 * Pays what overruns left below zero, the oldest lot first, out of an amount that comes in.
 * @returns the lots that were paid, and how much of the amount that took
 */
export function debtsPaidBy<L extends BalanceLot>(lots: readonly L[], amount: bigint): { lots: L[]; paid: bigint } {
  let paid = 0n
  const settled = lots
    .filter((lot) => lot.available < 0n)
    .map((lot) => {
      const part = min(-lot.available, amount - paid)
      paid += part
      return { ...lot, available: lot.available + part, debited: lot.debited - part }
    })
  return { lots: settled, paid }
}

function isValid({ validFrom, validTo }: BalanceLot, now: Temporal.Instant): boolean {
  return Temporal.Instant.compare(validFrom, now) <= 0 && (validTo === null || Temporal.Instant.compare(now, validTo) < 0)
}

const pays = (lot: BalanceLot, terms: Terms) => (lot.unit === 'money' ? terms.packageMinor !== null : lot.unit === terms.unit)

function stepOf(lot: BalanceLot, terms: Terms): { units: bigint; amount: bigint } {
  return lot.unit === 'money' ? { units: terms.packageUnits, amount: terms.packageMinor ?? 0n } : { units: lot.step, amount: lot.step }
}

/** Whole steps that a lot still has; as many as anybody wants where a step costs nothing. */
function stepsIn(lot: BalanceLot, step: { units: bigint; amount: bigint }): bigint {
  if (step.amount === 0n) return 1n << 62n
  return lot.available > 0n ? lot.available / step.amount : 0n
}

/** A started step counts. */
const stepsFor = (units: bigint, step: bigint) => (units <= 0n ? 0n : (units + step - 1n) / step)
const min = (a: bigint, b: bigint) => (a < b ? a : b)

function inOrder(a: BalanceLot, b: BalanceLot, terms: Terms): number {
  return (
    Number(a.unit !== terms.unit) - Number(b.unit !== terms.unit) ||
    a.priority - b.priority ||
    compareExpiry(a.validTo, b.validTo) ||
    Temporal.Instant.compare(a.createdAt, b.createdAt) ||
    (a.id < b.id ? -1 : Number(a.id > b.id))
  )
}

function compareExpiry(a: Temporal.Instant | null, b: Temporal.Instant | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  return Temporal.Instant.compare(a, b)
}
