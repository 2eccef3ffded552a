import { callbackify } from 'node:util'
import nodemailer from 'nodemailer'
import type SMTPTransport from 'nodemailer/lib/smtp-transport'
import { AddressRefused, connectTo, messagingReach, messagingRemedy, type Reach } from './address.ts'
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
  /** Whom it is from; absent: as MAIL_FROM says. The address is the server's, which holds those who send through it to theirs. */
  readonly senderName?: string
  /** Where answers go; absent: to the sender. */
  readonly replyTo?: string
  readonly attachments?: readonly Attachment[]
}

/** How a connection to a mail server is kept private: TLS from the start (port 465), by STARTTLS or not at all, or not. */
export const mailSecurities = ['tls', 'starttls', 'none'] as const

/** A mail server other than the installation's. */
export interface MailServer {
  readonly host: string
  readonly port: number
  readonly security: (typeof mailSecurities)[number]
  /** Null: it asks nobody who they are. */
  readonly login: { readonly username: string; readonly password: string } | null
  /** The address it sends from. */
  readonly senderAddress: string
}

/** What became of a mail. A failure is one that trying again will not mend. `response`: what the server answered. */
export type Delivery =
  | { readonly state: 'sent'; readonly response: string }
  | { readonly state: 'skipped' | 'failed'; readonly reason: string }

const timeoutMs = 15_000

/**
 * Hands a mail to a server; absent: to that of SMTP_URL.
 * @throws when it may work later: the server is away, busy or refuses for now (4xx)
 */
export async function sendMail(
  config: Pick<Config, 'SMTP_URL' | 'MAIL_FROM' | 'MESSAGING_PRIVATE_ADDRESSES'>,
  mail: Mail,
  server?: MailServer,
): Promise<Delivery> {
  const connection = server ? transportTo(server, messagingReach(config)) : config.SMTP_URL && { url: config.SMTP_URL }
  if (!connection) return { state: 'skipped', reason: 'No mail server is configured. Set SMTP_URL to send mail.' }
  const transport = nodemailer.createTransport({
    ...connection,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
  })
  try {
    const { senderName, attachments = [], ...rest } = mail
    const usual = server?.senderAddress ?? config.MAIL_FROM
    const from = senderName === undefined ? usual : { name: senderName, address: addressOf(usual) }
    const { response } = await transport.sendMail({ ...rest, from, attachments: attachments.map(toPart) })
    return { state: 'sent', response }
  } catch (error) {
    if (error instanceof AddressRefused) return { state: 'failed', reason: `${error.message} ${messagingRemedy}` }
    const { responseCode = 0 } = error as { responseCode?: number } // set by nodemailer on answers of the server
    if (responseCode >= 500) return { state: 'failed', reason: (error as Error).message }
    throw error
  } finally {
    transport.close()
  }
}

/** STARTTLS is required where it is chosen: a server, or somebody on the way, that says it has none gets no password. */
const transportTo = ({ host, port, security, login }: MailServer, reach: Reach): SMTPTransport.Options => ({
  host,
  port,
  secure: security === 'tls',
  requireTLS: security === 'starttls',
  ignoreTLS: security === 'none',
  getSocket: callbackify(async (_options: object) => ({ connection: await connectTo({ host, port }, reach, timeoutMs) })),
  ...(login && { auth: { user: login.username, pass: login.password } }),
})

/** `Trunkline <no-reply@localhost>` → `no-reply@localhost` */
const addressOf = (sender: string) => /<([^<>]+)>\s*$/.exec(sender)?.[1] ?? sender

const toPart = ({ name, contentType, bytes }: Attachment) => ({ filename: name, contentType, content: Buffer.from(bytes) })
