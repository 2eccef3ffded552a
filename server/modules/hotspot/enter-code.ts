import type { Tx } from '#kernel/db.ts'
import { openSecret } from '#kernel/vault.ts'
import { type AskedCode, askPurpose } from './ask-code.ts'
import { codeOver, numberWithoutService } from './errors.ts'
import { givePassToNumber } from './give-pass.ts'
import { type Guest, type Joined, joinPass } from './join-pass.ts'
import { digitsOf, hashOfCode, judge, type Verdict } from './one-time-code.ts'
import { countTry, findServiceOfPhone, lockCode, readSettings } from './store.ts'

export interface TypedCode {
  /** The sealed `AskedCode` of the page. */
  readonly ask: string
  readonly typed: string
  /** Id of a device that gives up its place. */
  readonly instead?: string | undefined
}

/**
 * Lets a device in by a one-time code: into the customer's own service where the number is a customer's, else into the pass that a number
 * gets. Pressed twice it is one device in one pass.
 * @returns a verdict where the code is not right: the try is to be counted, so nothing is thrown
 * @throws hotspot.number_without_service, and what `givePassToNumber` and `joinPass` throw
 */
export async function enterCode(
  tx: Tx,
  { ask, typed, instead }: TypedCode,
  guest: Guest,
  now: Temporal.Instant,
): Promise<Joined | Exclude<Verdict, 'right'>> {
  const { codeId, token } = await openAsk(tx, ask)
  const code = await lockCode(tx, codeId)
  if (!code) return 'over'
  const verdict = judge(code, hashOfCode(digitsOf(typed), token), now)
  if (verdict === 'wrong') await countTry(tx, codeId)
  if (verdict !== 'right') return verdict
  return joinPass(tx, await serviceOf(tx, code.phone, now), { ...guest, token }, now, instead)
}

async function serviceOf(tx: Tx, phone: string, now: Temporal.Instant): Promise<string> {
  const { codeOfferId, codeForCustomers } = await readSettings(tx)
  const own = codeForCustomers ? await findServiceOfPhone(tx, phone, now) : undefined
  if (own !== undefined) return own
  if (codeOfferId === null) throw numberWithoutService()
  return givePassToNumber(tx, phone, now)
}

/** @throws hotspot.code_over when it was altered or is another portal's */
async function openAsk(tx: Tx, sealed: string): Promise<AskedCode> {
  const text = await openSecret(tx, sealed, askPurpose).catch(() => undefined)
  if (text === undefined) throw codeOver()
  return JSON.parse(text) as AskedCode // sealed by us
}
