import nodemailer from 'nodemailer'
import type { Config } from './config.ts'

export interface Attachment {
  readonly name: string
  readonly contentType: string
  readonly bytes: Uint8Array
}

export interface Mail {
  readonly to: string
  readonly subject: string
  readonly text: string
  /** Whom it is from; absent: as MAIL_FROM says. The address is always that of MAIL_FROM, which mail servers hold the installation to. */
  readonly senderName?: string
  /** Where answers go; absent: to the sender. */
  readonly replyTo?: string
  readonly attachments?: readonly Attachment[]
}

/** What became of a mail. A failure is one that trying again will not mend. */
export type Delivery = { readonly state: 'sent' } | { readonly state: 'skipped' | 'failed'; readonly reason: string }

const timeoutMs = 15_000

/** Hands a mail to the server of SMTP_URL. @throws when it may work later: the server is away, busy or refuses for now (4xx) */
export async function sendMail(config: Pick<Config, 'SMTP_URL' | 'MAIL_FROM'>, mail: Mail): Promise<Delivery> {
  if (!config.SMTP_URL) return { state: 'skipped', reason: 'No mail server is configured. Set SMTP_URL to send mail.' }
  const transport = nodemailer.createTransport({
    url: config.SMTP_URL,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
  })
  try {
    const { senderName, attachments = [], ...rest } = mail
    const from = senderName === undefined ? config.MAIL_FROM : { name: senderName, address: addressOf(config.MAIL_FROM) }
    await transport.sendMail({ ...rest, from, attachments: attachments.map(toPart) })
    return { state: 'sent' }
  } catch (error) {
    const { responseCode = 0 } = error as { responseCode?: number } // set by nodemailer on answers of the server
    if (responseCode >= 500) return { state: 'failed', reason: (error as Error).message }
    throw error
  } finally {
    transport.close()
  }
}

/** `Trunkline <no-reply@localhost>` → `no-reply@localhost` */
const addressOf = (sender: string) => /<([^<>]+)>\s*$/.exec(sender)?.[1] ?? sender

const toPart = ({ name, contentType, bytes }: Attachment) => ({ filename: name, contentType, content: Buffer.from(bytes) })
