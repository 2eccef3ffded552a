import type { Tx } from '#kernel/db.ts'
import { sealSecret } from '#kernel/vault.ts'
import { partsOf } from '#protocols/smpp'
import { readTenant } from '#modules/tenants'
import { callingCodesOf } from './calling-codes.ts'
import { notRetryable, notSetUp } from './errors.ts'
import { textPurpose } from './sender.ts'
import { covered, isAllowed, type SmsKind, type SmsReason, type SmsSettings } from './sms.ts'
import { countParts, insertSms, lockRetryable, lockSettings, readSettings, requeue } from './store.ts'

export interface SmsDraft {
  readonly to: string // E.164
  readonly kind: SmsKind
  readonly text: string
  /** A part of the text that nobody else may read, such as a one-time code. */
  readonly secret?: string
  /** Nobody wants it later. */
  readonly usefulUntil?: Temporal.Instant
}

export interface QueuedSms {
  readonly id: string
  /** Why it is kept and not sent; null: it is on its way. */
  readonly refusal: SmsReason | null
}

/** Whether messages can be sent at all. */
export const canSendSms = async (tx: Tx): Promise<boolean> => (await readSettings(tx)) !== undefined

/**
 * Lets a short message be sent when this transaction commits. One that would go where none may go, or that is one too many in this
 * hour, is kept as refused, so that staff see it.
 * @throws sms.not_set_up
 */
export async function queueSms(tx: Tx, { to, kind, text, secret, usefulUntil }: SmsDraft, now: Temporal.Instant): Promise<QueuedSms> {
  const settings = await lockSettings(tx)
  if (!settings) throw notSetUp()
  const parts = partsOf(text, 0).length
  const refusal = await refusalOf(tx, settings, { destination: to, parts }, now)
  const textSealed = await sealSecret(tx, text, textPurpose)
  const id = await insertSms(
    tx,
    { destination: to, kind, textShown: covered(text, secret), textSealed, parts, usefulUntil: usefulUntil ?? null, refusal },
    now,
  )
  return { id, refusal }
}

/** Sends again what failed or was refused, each as if it were new: it counts in this hour. @returns those that are not sent, and why */
export async function retrySms(
  tx: Tx,
  ids: readonly string[],
  now: Temporal.Instant,
): Promise<{ id: string; code: string; detail: string }[]> {
  const settings = await lockSettings(tx)
  if (!settings) throw notSetUp()
  const failed: { id: string; code: string; detail: string }[] = []
  const retryable = new Map((await lockRetryable(tx, ids, now)).map((sms) => [sms.id, sms]))
  for (const id of ids) {
    const sms = retryable.get(id)
    const refusal = sms && (await refusalOf(tx, settings, sms, now))
    if (!sms) failed.push({ id, ...notRetryable })
    else if (refusal) failed.push({ id, code: `sms.${refusal.replaceAll('-', '_')}`, detail: refusals[refusal] })
    else await requeue(tx, sms, now)
  }
  return failed
}

const refusals = {
  'destination-not-allowed': 'No messages go to this country. Allow its prefix in the settings.',
  'hourly-limit': 'As many messages as may be sent in an hour were sent. Wait, or raise the limit in the settings.',
} as const

async function refusalOf(
  tx: Tx,
  settings: SmsSettings,
  { destination, parts }: { readonly destination: string; readonly parts: number },
  now: Temporal.Instant,
): Promise<keyof typeof refusals | null> {
  const prefixes = settings.prefixes.length > 0 ? settings.prefixes : callingCodesOf((await readTenant(tx)).country)
  if (!isAllowed(destination, prefixes)) return 'destination-not-allowed'
  const sent = await countParts(tx, now.subtract({ hours: 1 }))
  return sent + parts > settings.partsPerHourMax ? 'hourly-limit' : null
}
