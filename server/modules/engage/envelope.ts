import type { Tx } from '#kernel/db.ts'
import type { Mail } from '#kernel/mail.ts'
import { readTenant } from '#modules/tenants'
import { readSettings } from './settings-store.ts'

/** Whom mails to a tenant's customers are from, and where answers go. */
export async function readEnvelope(tx: Tx): Promise<Pick<Mail, 'senderName' | 'replyTo'>> {
  const { senderName, replyTo } = await readSettings(tx)
  return { senderName: senderName ?? (await readTenant(tx)).name, ...(replyTo !== null && { replyTo }) }
}
