// How people pay. Late payers make dunning and suspension arise as they do in life.
import type { Random } from './random.ts'

export const habits = ['early', 'prompt', 'late', 'very-late'] as const
export type Habit = (typeof habits)[number]

export interface Payer {
  readonly habit: Habit
  /** From this day on bills are not paid any more. */
  readonly lapsesOn: Temporal.PlainDate | null
}

const habitWeights: readonly (readonly [Habit, number])[] = [
  ['early', 24],
  ['prompt', 50],
  ['late', 21],
  ['very-late', 7],
]
const lapsesPerYear = 0.28

export function payer(random: Random, since: Temporal.PlainDate, today: Temporal.PlainDate): Payer {
  const habit = random.weighted(habitWeights)
  const days = since.until(today).days
  const lapses = days > 60 && random.chance((lapsesPerYear * days) / 365)
  return { habit, lapsesOn: lapses ? since.add({ days: random.int(45, days) }) : null }
}

/** Days after an invoice is due at which it is paid; before it, where negative. */
const delayDays = { early: [-6, -2], prompt: [-2, 0], late: [1, 9], 'very-late': [6, 26] } as const

/** When an invoice will be paid; never, where the payer has lapsed. */
export function payDay(random: Random, { habit, lapsesOn }: Payer, dueOn: Temporal.PlainDate): Temporal.PlainDate | null {
  const [least, most] = delayDays[habit]
  const day = dueOn.add({ days: random.int(least, most) })
  return lapsesOn && Temporal.PlainDate.compare(day, lapsesOn) >= 0 ? null : day
}
