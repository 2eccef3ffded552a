import type { Tx } from '#kernel/db.ts'
import { sealSecret } from '#kernel/vault.ts'
import { notSetUp } from './errors.ts'
import { textPurpose } from './sender.ts'
import { insertSms, readSettings } from './store.ts'

export interface SmsDraft {
  readonly to: string // E.164
  /** What it is for, as lists show it: the text itself is shown nowhere. */
  readonly kind: string
  readonly text: string
}

/** Whether messages can be sent at all. */
export const canSendSms = async (tx: Tx): Promise<boolean> => (await readSettings(tx)) !== undefined

/** Lets a short message be sent when this transaction commits. @throws sms.not_set_up */
export async function queueSms(tx: Tx, { to, kind, text }: SmsDraft, now: Temporal.Instant): Promise<string> {
  if (!(await canSendSms(tx))) throw notSetUp()
  return insertSms(tx, { destination: to, kind, textSealed: await sealSecret(tx, text, textPurpose) }, now)
}
