import { hash } from 'node:crypto'
import type { Decimal } from '#kernel/money.ts'
import { type Unrated, unratedReasons } from './rating/rate-usage.ts'
import type { Measure } from './rating/tariff.ts'

/** A call, a stretch of data or messages, as a source told it. */
export interface UsageRecord {
  readonly source: string // carrier, switch
  readonly key: string // natural key within the source: number, start, other party, charging id, direction
  readonly subscriptionId: string | null // whom it was guided to
  readonly measure: Measure
  readonly otherParty: string
  readonly startedAt: Temporal.Instant
  readonly quantity: number
}

export interface RatedRecord extends UsageRecord {
  readonly id: string
  readonly content: string
  readonly zone: string
  readonly cost: Decimal
}

export const usageFaults = [
  'no-subscription',
  'wrong-quantity',
  'wrong-measure',
  'in-the-future',
  'too-late',
  'conflict',
  'no-tariff',
  ...unratedReasons,
] as const

/** Why a record was not taken: a code, the field it is about, and what to do. */
export interface UsageFault {
  readonly code: (typeof usageFaults)[number]
  readonly field: keyof UsageRecord
  readonly fix: string
}

/** How old a record may be, and how far ahead the clock of its source. */
export interface MediationRules {
  readonly lookBackDays: number
  readonly clockToleranceSeconds: number
}

/** What is wrong with a record before it is rated; undefined when nothing is. */
export function faultIn(record: UsageRecord, measure: Measure, rules: MediationRules, now: Temporal.Instant): UsageFault | undefined {
  const ageMs = now.epochMilliseconds - record.startedAt.epochMilliseconds
  if (record.subscriptionId === null)
    return { code: 'no-subscription', field: 'subscriptionId', fix: 'Assign the number to a subscription, then take the record again.' }
  if (!Number.isSafeInteger(record.quantity) || record.quantity < 0)
    return { code: 'wrong-quantity', field: 'quantity', fix: 'Give a whole number that is not negative.' }
  if (record.measure !== measure)
    return { code: 'wrong-measure', field: 'measure', fix: `This tariff prices ${measure}. Choose another tariff.` }
  if (-ageMs > rules.clockToleranceSeconds * 1_000)
    return { code: 'in-the-future', field: 'startedAt', fix: 'Set the clock of the source, then take the file again.' }
  if (ageMs > rules.lookBackDays * 86_400_000)
    return { code: 'too-late', field: 'startedAt', fix: 'Decide by the policy for late usage whether it is still charged.' }
  return undefined
}

export const noTariff: UsageFault = {
  code: 'no-tariff',
  field: 'source',
  fix: 'Make a tariff for this source and measure that holds on this day, then take the record again.',
}

export const conflict: UsageFault = {
  code: 'conflict',
  field: 'key',
  fix: 'The same key came before with other content. Ask the source which one holds, and correct the key or drop this one.',
}

export const unratedFault = (why: Unrated): UsageFault =>
  why === 'no-zone'
    ? { code: why, field: 'otherParty', fix: 'Add the prefix of this number to a zone of the tariff.' }
    : { code: why, field: 'startedAt', fix: 'Add a window to the zone that covers this time of the week.' }

/** The same for the same source and key, always. */
export const recordIdOf = ({ source, key }: Pick<UsageRecord, 'source' | 'key'>) => asUuid(hash('sha256', `${source}\n${key}`))

/** Tells a copy from a conflict. */
export const contentOf = ({ subscriptionId, measure, otherParty, startedAt, quantity }: UsageRecord) =>
  asUuid(hash('sha256', `${subscriptionId}\n${measure}\n${otherParty}\n${startedAt.epochMilliseconds}\n${quantity}`))

const asUuid = (hex: string) => `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}` // version 8: of one's own making
