import type { Config } from '#kernel/config.ts'
import type { Tx } from '#kernel/db.ts'
import { type Delivery, type Mail, type MailServer, sendMail } from '#kernel/mail.ts'
import { openSecret } from '#kernel/vault.ts'
import { readTenant } from '#modules/tenants'
import { passwordPurpose, type TenantServer } from './mail-settings.ts'
import { readSettings } from './store.ts'

/** How mails leave: whom they are from, and through which server. Read inside a transaction, used after it. */
export interface Post {
  readonly envelope: Pick<Mail, 'senderName' | 'replyTo'>
  /** Absent: the installation's. */
  readonly server: MailServer | undefined
}

export async function readPost(tx: Tx): Promise<Post> {
  const { senderName, replyTo, server } = await readSettings(tx)
  return {
    envelope: { senderName: senderName ?? (await readTenant(tx)).name, ...(replyTo !== null && { replyTo }) },
    server: server === null ? undefined : await opened(tx, server),
  }
}

async function opened(tx: Tx, { username, passwordSealed, ...server }: TenantServer): Promise<MailServer> {
  if (username === null || passwordSealed === null) return { ...server, login: null }
  return { ...server, login: { username, password: await openSecret(tx, passwordSealed, passwordPurpose) } }
}

/** Whether a mail to a customer can leave at all. */
export async function canPost(tx: Tx, config: Pick<Config, 'SMTP_URL'>): Promise<boolean> {
  return config.SMTP_URL !== undefined || (await readSettings(tx)).server !== null
}

/** Sends a mail to a customer. @throws as `sendMail` does, when it may work later */
export const post = (config: Config, { envelope, server }: Post, mail: Mail): Promise<Delivery> =>
  sendMail(config, { ...envelope, ...mail }, server)
