import { randomBytes } from 'node:crypto'
import { type Socket, createSocket } from 'node:dgram'
import { once } from 'node:events'
import { type AttributePair, type Code, type Packet, type Secret, decode, encodeRequest, replyFault } from '#protocols/radius'

export interface Retry {
  readonly timeoutMs: number
  /** Sendings in all. */
  readonly tries: number
}

/** RouterOS: `/radius set timeout=300ms`, three sendings. */
export const routerOsRetry: Retry = { timeoutMs: 300, tries: 3 }

/** Asks one port of a server; retransmits the same octets until a trusted reply comes or the tries are over. */
export interface Exchange {
  /**
   * @param attributes may depend on the request's authenticator, as a hidden password does
   * @returns undefined when no trusted reply came
   */
  ask(code: Code, attributes: (authenticator: Uint8Array) => readonly AttributePair[]): Promise<Packet | undefined>
  close(): void
}

interface Pending {
  readonly request: Packet
  readonly settle: (reply: Packet | undefined) => void
  timer: NodeJS.Timeout
  triesLeft: number
}

interface Waiting {
  readonly code: Code
  readonly attributes: (authenticator: Uint8Array) => readonly AttributePair[]
  readonly settle: (reply: Packet | undefined) => void
}

export async function openExchange(options: {
  host: string
  port: number
  secret: Secret
  retry: Retry
  address?: string
}): Promise<Exchange> {
  const { host, port, secret, retry } = options
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4')
  // One entry per identifier: a port of ours can have 256 questions open, the rest waits.
  const pending = new Map<number, Pending>()
  const waiting: Waiting[] = []
  let lastIdentifier = -1
  let isClosed = false

  if (options.address) socket.bind(0, options.address)
  socket.connect(port, host)
  await once(socket, 'connect')
  // A server that is not there yet answers with ICMP; for RADIUS that is the same as silence.
  socket.on('error', () => {})
  socket.on('message', (datagram) => receive(datagram))

  function ask(code: Code, attributes: Waiting['attributes']): Promise<Packet | undefined> {
    return new Promise((settle) => {
      if (isClosed) return settle(undefined)
      waiting.push({ code, attributes, settle })
      sendWaiting()
    })
  }

  function sendWaiting(): void {
    while (pending.size < 256 && waiting.length > 0) send(waiting.shift()!)
  }

  function send({ code, attributes, settle }: Waiting): void {
    const identifier = freeIdentifier()
    const authenticator = randomBytes(16)
    const isAccess = code === 'Access-Request' || code === 'Status-Server'
    const request = encodeRequest({ code, identifier, ...(isAccess && { authenticator }), attributes: attributes(authenticator) }, secret)
    const entry: Pending = { request, settle, triesLeft: retry.tries, timer: setInterval(() => transmit(entry), retry.timeoutMs) }
    pending.set(identifier, entry)
    transmit(entry)
  }

  function freeIdentifier(): number {
    do lastIdentifier = (lastIdentifier + 1) & 255
    while (pending.has(lastIdentifier))
    return lastIdentifier
  }

  function transmit(entry: Pending): void {
    if (entry.triesLeft-- > 0) sendQuietly(socket, entry.request.bytes)
    else finish(entry, undefined)
  }

  function receive(datagram: Buffer): void {
    const reply = decode(datagram)
    if (typeof reply === 'string') return
    const entry = pending.get(reply.identifier)
    if (!entry || replyFault(reply, entry.request, secret, { messageAuthenticatorRequired: false })) return
    finish(entry, reply)
  }

  function finish(entry: Pending, reply: Packet | undefined): void {
    clearInterval(entry.timer)
    pending.delete(entry.request.identifier)
    entry.settle(reply)
    sendWaiting()
  }

  function close(): void {
    isClosed = true
    for (const { settle } of waiting.splice(0)) settle(undefined)
    for (const entry of pending.values()) finish(entry, undefined)
    socket.close()
  }

  return { ask, close }
}

/** The same silence for errors of sending as for lost datagrams. */
function sendQuietly(socket: Socket, bytes: Uint8Array): void {
  socket.send(bytes, () => {})
}
