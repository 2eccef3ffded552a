/** Keeps codes from being guessed: whoever types wrong ones waits, and a tenant that is guessed at trusts everybody less. */
import type { Tx } from '#kernel/db.ts'
import { Problem } from '#kernel/problem.ts'
import { tooManyGuesses } from './errors.ts'
import { countGuess, forgetGuesses, readGuesses, uncountGuess } from './store.ts'

const windowMinutes = 10
/** Wrong codes in ten minutes from one device or address. */
const guessesMax = 5
/** The same while the tenant as a whole saw more than `alarmAt`: an attacker with many addresses gets two tries from each, people still get in. */
const guessesMaxInAlarm = 2
const alarmAt = 200
/** From one address, behind which everybody in a place may be: the name of a device is made up as often as one likes. */
const guessesMaxBehind = 50

const everybody = 'everybody'

/** Counts an address that many share, beside the devices behind it. */
export const behind = (address: string): string => `behind ${address}`
const isShared = (guesser: string) => guesser.startsWith('behind ')

type Transact = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>

/**
 * Does something with a code for somebody who may be guessing. A try counts before it is looked at, so that many at once are not free; what was
 * no wrong code is given back. A wrong code stays counted although what was tried is undone.
 * @param guessers what tells the one who tries from others: the device, its address
 * @param wrongCode of the problem that says that it was wrong
 * @throws vouchers.too_many_guesses
 */
export async function guarded<T>(
  transact: Transact,
  guessers: readonly string[],
  now: Temporal.Instant,
  work: (tx: Tx) => Promise<T>,
  wrongCode = 'vouchers.code_unknown',
): Promise<T> {
  const windowStart = now.subtract({ minutes: windowMinutes })
  await transact(async (tx) => {
    await countGuess(tx, guessers, now, windowStart)
    await requireFew(tx, guessers, now, windowStart)
  })
  try {
    return await transact(async (tx) => {
      const done = await work(tx)
      await uncountGuess(tx, guessers, now)
      return done
    })
  } catch (error) {
    // A mistyped code cannot be one of ours, and whoever guesses computes the check: neither tells people from programs.
    const isWrong = error instanceof Problem && error.code === wrongCode
    await transact((tx) => (isWrong ? countGuess(tx, [everybody], now, windowStart) : uncountGuess(tx, guessers, now)))
    throw error
  }
}

/** @throws vouchers.too_many_guesses when the try that was just counted is one too many; it is not counted then */
async function requireFew(tx: Tx, guessers: readonly string[], now: Temporal.Instant, windowStart: Temporal.Instant): Promise<void> {
  const counted = await readGuesses(tx, [...guessers, everybody], windowStart)
  const isAlarm = counted.some(({ guesser, wrong }) => guesser === everybody && wrong >= alarmAt)
  const max = isAlarm ? guessesMaxInAlarm : guessesMax
  const maxOf = (guesser: string) => (guesser === everybody ? Infinity : isShared(guesser) ? guessesMaxBehind : max)
  const locked = counted.find(({ guesser, wrong }) => wrong > maxOf(guesser))
  if (locked) throw tooManyGuesses(Math.ceil(locked.since.add({ minutes: windowMinutes }).since(now).total('seconds')))
}

/** Forgets windows that are over. */
export const forgetOldGuesses = (tx: Tx, now: Temporal.Instant): Promise<void> =>
  forgetGuesses(tx, now.subtract({ minutes: windowMinutes }))
