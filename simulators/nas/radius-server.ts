/** The smallest RADIUS server that a test of the NAS can talk to: three lines of policy in the test, the wire here. */
import { type Socket, createSocket } from 'node:dgram'
import { once } from 'node:events'
import {
  type AttributePair,
  type Code,
  type Packet,
  decode,
  encodeReply,
  encodeRequest,
  replyFault,
  requestFault,
  sharedSecret,
} from '#protocols/radius'

export type Answer = { readonly code: Code; readonly attributes?: readonly AttributePair[] } | undefined

export interface TestServer {
  readonly authPort: number
  readonly acctPort: number
  /** Trusted requests, in the order they came. */
  readonly received: readonly Packet[]
  /** Sends a CoA or Disconnect to a NAS. @returns its trusted reply @throws when none came within `replyMs` */
  ask(port: number, code: Code, attributes: readonly AttributePair[], replyMs?: number): Promise<Packet>
  close(): void
}

/** @param answer undefined is silence */
export async function startTestServer(secretText: string, answer: (request: Packet) => Answer): Promise<TestServer> {
  const secret = sharedSecret(secretText)
  const received: Packet[] = []
  const listen = async (): Promise<Socket> => {
    const socket = createSocket('udp4')
    socket.on('message', (datagram, from) => {
      const request = decode(Buffer.from(datagram))
      if (typeof request === 'string' || requestFault(request, secret, { messageAuthenticatorRequired: true })) return
      received.push(request)
      const reply = answer(request)
      if (reply) socket.send(encodeReply(request, { attributes: [], ...reply }, secret).bytes, from.port, from.address)
    })
    socket.bind(0, '127.0.0.1')
    await once(socket, 'listening')
    return socket
  }
  const [auth, acct] = await Promise.all([listen(), listen()])
  let identifier = 0

  async function ask(port: number, code: Code, attributes: readonly AttributePair[], replyMs = 3_000): Promise<Packet> {
    const request = encodeRequest({ code, identifier: identifier++ & 255, attributes }, secret)
    const socket = createSocket('udp4')
    try {
      socket.send(request.bytes, port, '127.0.0.1')
      const [datagram] = await once(socket, 'message', { signal: AbortSignal.timeout(replyMs) })
      const reply = decode(datagram)
      if (typeof reply === 'string' || replyFault(reply, request, secret, { messageAuthenticatorRequired: true }))
        throw new Error('bad reply')
      return reply
    } finally {
      socket.close()
    }
  }

  const close = () => {
    auth.close()
    acct.close()
  }
  return { authPort: auth.address().port, acctPort: acct.address().port, received, ask, close }
}
