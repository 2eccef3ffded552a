/** A NAS that speaks RADIUS over TCP or TLS: RFC 6613, RFC 6614. */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import net from 'node:net'
import tls from 'node:tls'
import {
  type AttributePair,
  type Code,
  type Packet,
  decode,
  encodeRequest,
  isRequest,
  replyFault,
  sharedSecret,
  takeFrames,
} from '#protocols/radius'

export interface StreamOptions {
  readonly port: number
  /** With it the connection is TLS, and the secret is "radsec". */
  readonly tls?: tls.ConnectionOptions
  /** On plain TCP. */
  readonly secret?: string
  /** Answers what the server asks: CoA-Request and Disconnect-Request. */
  readonly onRequest?: (request: Packet) => Packet | undefined
}

export interface Stream {
  /** @returns undefined when the connection ended without a trusted reply */
  ask(code: Code, attributes: (authenticator: Uint8Array) => readonly AttributePair[]): Promise<Packet | undefined>
  /** Octets as they are, right or wrong. */
  write(octets: Uint8Array): void
  readonly isOpen: boolean
  /** When the server has ended it. */
  readonly ended: Promise<unknown>
  close(): void
}

/** @throws when the server refuses the connection or the handshake */
export async function connectStream(options: StreamOptions): Promise<Stream> {
  const secret = sharedSecret(options.tls ? 'radsec' : options.secret!)
  const socket = options.tls
    ? tls.connect({ host: '127.0.0.1', port: options.port, ...options.tls })
    : net.connect({ host: '127.0.0.1', port: options.port })
  await once(socket, options.tls ? 'secureConnect' : 'connect')
  const ended = new Promise((resolve) => socket.once('close', resolve))
  const pending = new Map<number, { request: Packet; settle: (reply: Packet | undefined) => void }>()
  let rest: Buffer = Buffer.alloc(0)
  let lastIdentifier = 0

  socket.on('error', () => {}) // ended, which is told by 'close'
  socket.on('close', () => {
    for (const { settle } of pending.values()) settle(undefined)
  })
  socket.on('data', (octets: Buffer) => {
    const frames = takeFrames(Buffer.concat([rest, octets]))
    rest = frames.rest
    for (const bytes of frames.packets) receive(decode(bytes))
  })

  function receive(packet: Packet | string): void {
    if (typeof packet === 'string') return
    if (isRequest(packet.code)) {
      const reply = options.onRequest?.(packet)
      if (reply) socket.write(reply.bytes)
      return
    }
    const asked = pending.get(packet.identifier)
    if (!asked || replyFault(packet, asked.request, secret, { messageAuthenticatorRequired: false })) return
    pending.delete(packet.identifier)
    asked.settle(packet)
  }

  return {
    ask(code, attributes) {
      lastIdentifier = (lastIdentifier + 1) & 255
      const authenticator = randomBytes(16)
      const isAccess = code === 'Access-Request' || code === 'Status-Server'
      const request = encodeRequest(
        { code, identifier: lastIdentifier, ...(isAccess && { authenticator }), attributes: attributes(authenticator) },
        secret,
      )
      if (socket.destroyed) return Promise.resolve(undefined)
      return new Promise((settle) => {
        pending.set(request.identifier, { request, settle })
        socket.write(request.bytes)
      })
    },
    write: (octets) => void socket.write(octets),
    get isOpen() {
      return !socket.destroyed
    },
    ended,
    close: () => socket.destroy(),
  }
}
