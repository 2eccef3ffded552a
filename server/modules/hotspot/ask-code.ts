import { sha256 } from '#kernel/crypto.ts'
import type { Tx } from '#kernel/db.ts'
import { emit } from '#kernel/events.ts'
import { sealSecret } from '#kernel/vault.ts'
import { canSendSms, queueSms } from '#modules/sms'
import { codesOff, tooManyCodes } from './errors.ts'
import type { Guest } from './join-pass.ts'
import { againSeconds, codeMinutes, hashOfCode, newCode, perHourMax } from './one-time-code.ts'
import { countCodes, findCodeAsked, insertCode, readSettings, type Settings } from './store.ts'

export const askPurpose = 'hotspot.code'

/** A code that was asked for, as it travels through the page: sealed, with the token, so that a browser without cookies types it too. */
export interface AskedCode {
  readonly codeId: string
  readonly token: string
}

export interface CodeAsk {
  readonly phone: string // E.164
  readonly guest: Guest & { readonly token: string }
  /** What tells the one who asks from others. */
  readonly guests: readonly string[]
  readonly textOf: (code: string) => string
}

/** Whether the portal lets anybody in by a code. */
export const sendsCodes = async (tx: Tx, { codeOfferId, codeForCustomers }: Settings): Promise<boolean> =>
  (codeOfferId !== null || codeForCustomers) && (await canSendSms(tx))

/**
 * Sends a code to a number, whether or not anybody here knows it. One that was asked for a moment ago is not sent again.
 * @returns the sealed `AskedCode`; null where the message was refused, which is kept all the same and counts
 * @throws hotspot.codes_off, hotspot.too_many_codes
 */
export async function askCode(tx: Tx, { phone, guest, guests, textOf }: CodeAsk, now: Temporal.Instant): Promise<string | null> {
  const { token } = guest
  const settings = await readSettings(tx)
  if (guest.visit.gateway === null || !(await sendsCodes(tx, settings))) throw codesOff()
  const asked = await countCodes(tx, { phone, guests }, now.subtract({ hours: 1 }))
  const seal = (codeId: string) => sealSecret(tx, JSON.stringify({ codeId, token } satisfies AskedCode), askPurpose)
  const before = await findCodeAsked(tx, phone, sha256(token), now.subtract({ seconds: againSeconds }))
  if (before !== undefined) return seal(before)
  if (asked.forPhone >= perHourMax.phone || asked.byGuests >= perHourMax.guest || asked.byAnybody >= settings.codesPerHourMax)
    throw tooManyCodes()
  const code = newCode()
  const usefulUntil = now.add({ minutes: codeMinutes })
  const sms = await queueSms(tx, { to: phone, kind: 'one-time-code', text: textOf(code), secret: code, usefulUntil }, now)
  const codeHash = hashOfCode(code, token)
  const isLimit = asked.byAnybody + 1 >= settings.codesPerHourMax && !asked.limitIsTold // once an hour, however many are refused
  const codeId = await insertCode(tx, { phone, guests, tokenHash: sha256(token), codeHash, smsId: sms.id, isLimit }, now)
  if (isLimit) await emit(tx, 'hotspot.code_limit_reached.v1', { codesPerHourMax: settings.codesPerHourMax }, codeId)
  return sms.refusal === null ? seal(codeId) : null
}
