import type { MailServer } from '#kernel/mail.ts'

export const passwordPurpose = 'mail.password'

/** A tenant's own server; its password is sealed. */
export interface TenantServer extends Omit<MailServer, 'login'> {
  readonly username: string | null
  readonly passwordSealed: string | null
}

export interface MailSettings {
  /** Whom mails are from; null: the name of the tenant. */
  readonly senderName: string | null
  /** Where answers of customers go; null: to the sender. */
  readonly replyTo: string | null
  /** Null: mails leave through the installation's. */
  readonly server: TenantServer | null
}

export const usualSettings: MailSettings = { senderName: null, replyTo: null, server: null }

/** Whether a password that is kept may go to a server as it is described now: it was given for one user of one host, and not for the open. */
export const isSameLogin = (kept: TenantServer | null, next: Pick<TenantServer, 'host' | 'username' | 'security'>): kept is TenantServer =>
  kept !== null && kept.host === next.host && kept.username === next.username && (next.security !== 'none' || kept.security === 'none')
