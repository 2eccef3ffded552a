import { systemClock } from '#kernel/time.ts'
import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { callbackify } from 'node:util'
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'
import { inboxServer } from './inbox.ts'
import { type Message, parseMessage } from './message.ts'

export interface Mailbox {
  /** For the SMTP settings of whoever sends. */
  readonly port: number
  readonly webUrl: string
  /** Newest last. */
  readonly messages: readonly Message[]
  /** The first message to this address whose subject matches; one that came before counts. Rejects after `timeoutMs`. */
  waitFor(to: string, subject: string | RegExp, timeoutMs?: number): Promise<Message>
  close(): Promise<void>
}

export interface MailboxOptions {
  /** 0, the default, takes a free one. */
  readonly port?: number
  readonly webPort?: number
}

/** Older messages are forgotten, so that a demo can run for weeks. */
const messagesMax = 1000
const messageBytesMax = 25 * 1024 * 1024

/** A mail server that takes everything, delivers nothing and shows it in a browser. */
export async function createMailbox({ port = 0, webPort = 0 }: MailboxOptions = {}): Promise<Mailbox> {
  const messages: Message[] = []
  const arrivals = new EventTarget()
  let lastId = 0

  function keep(message: Message): void {
    messages.push(message)
    if (messages.length > messagesMax) messages.shift()
    arrivals.dispatchEvent(new Event('message'))
  }

  async function waitFor(to: string, subject: string | RegExp, timeoutMs = 60_000): Promise<Message> {
    const signal = AbortSignal.timeout(timeoutMs)
    for (;;) {
      const found = messages.find((message) => message.to.includes(to) && matches(message.subject, subject))
      if (found) return found
      await once(arrivals, 'message', { signal }).catch(() => {
        throw new Error(`No mail to ${to} about ${subject} in ${timeoutMs} ms; there is ${JSON.stringify(messages.map(summaryOf))}`)
      })
    }
  }

  const smtp = new SMTPServer({
    authOptional: true,
    disableReverseLookup: true,
    disabledCommands: ['STARTTLS'], // it has no certificate anyone would trust
    size: messageBytesMax,
    onAuth: (_auth, _session, done) => done(null, { user: 'anyone' }),
    onData: callbackify(async (stream: SMTPServerDataStream, session: SMTPServerSession) => keep(await read(stream, session, ++lastId))),
  })
  const web = inboxServer(messages)
  smtp.listen(port, '127.0.0.1')
  web.listen(webPort, '127.0.0.1')
  await Promise.all([once(smtp.server, 'listening'), once(web, 'listening')])

  async function close(): Promise<void> {
    web.closeAllConnections()
    await Promise.all([new Promise<void>((resolve) => smtp.close(resolve)), new Promise((resolve) => web.close(resolve))])
  }

  return { port: portOf(smtp.server), webUrl: `http://127.0.0.1:${portOf(web)}`, messages, waitFor, close }
}

async function read(stream: SMTPServerDataStream, { envelope }: SMTPServerSession, id: number): Promise<Message> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk)
  if (stream.sizeExceeded) throw Object.assign(new Error('The message is too large.'), { responseCode: 552 })
  const raw = Buffer.concat(chunks).toString('latin1')
  const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address
  const to = envelope.rcptTo.map(({ address }) => address)
  return { id, from, to, receivedAt: systemClock.now(), raw, ...parseMessage(raw) }
}

function matches(subject: string, wanted: string | RegExp): boolean {
  return typeof wanted === 'string' ? subject.includes(wanted) : wanted.test(subject)
}

function summaryOf({ to, subject }: Message) {
  return { to, subject }
}

function portOf(server: Pick<Server, 'address'>): number {
  return (server.address() as AddressInfo).port // it listens on TCP
}
