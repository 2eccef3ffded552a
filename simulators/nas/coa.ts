import type { RemoteInfo, Socket } from 'node:dgram'
import {
  type AttributePair,
  type Packet,
  type Secret,
  authenticatorOf,
  decode,
  encodeReply,
  has,
  read,
  requestFault,
  valueNumber,
} from '#protocols/radius'
import type { Session } from './session.ts'

/** How a NAS takes CoA-Request and Disconnect-Request. hostapd ends the session first, and answers when that has been told; of `mute` the answers are lost. */
export const coaBehaviours = ['obey', 'stop-first', 'mute', 'ack-and-ignore', 'nak-503', 'silent'] as const
export type CoaBehaviour = (typeof coaBehaviours)[number]

export interface CoaContext {
  readonly secret: Secret
  readonly now: () => Temporal.Instant
  readonly behaviour: () => CoaBehaviour
  readonly sessions: () => Iterable<Session>
  readonly isAddressedTo: (request: Packet) => boolean
  readonly obey: (request: Packet, session: Session) => void
}

/** RFC 5176 §6.3: older requests are replays. */
const replaySecondsMax = 300
/** Retransmissions come within seconds; more than this many requests do not come in between. */
const repliesKept = 256
/** Longer than a Stop takes to be confirmed. */
const stopMs = 300

type ErrorCause = Parameters<typeof valueNumber<'Error-Cause'>>[1]

/** Answers the dynamic authorization requests that arrive at a socket: RFC 5176. */
export function answerCoa(socket: Socket, context: CoaContext): void {
  const replies = new Map<string, Packet>()
  socket.on('message', (datagram, from) => {
    const request = decode(datagram)
    if (typeof request === 'string' || !isTrusted(request, context)) return
    const key = `${from.address}:${from.port}:${request.identifier}:${authenticatorOf(request).toString('hex')}`
    // A request sent again gets the first answer again: the session it ended is not to be looked for a second time.
    const reply = replies.get(key) ?? answer(request, context)
    if (!reply) return
    replies.set(key, reply)
    if (replies.size > repliesKept) replies.delete(replies.keys().next().value!)
    if (context.behaviour() === 'mute') return
    setTimeout(() => send(socket, reply, from), context.behaviour() === 'stop-first' ? stopMs : 0)
  })
}

function isTrusted(request: Packet, { secret, now }: CoaContext): boolean {
  if (request.code !== 'CoA-Request' && request.code !== 'Disconnect-Request') return false
  if (requestFault(request, secret, { messageAuthenticatorRequired: false })) return false
  const sentAt = read(request, 'Event-Timestamp')
  return sentAt === undefined || Math.abs(now().epochMilliseconds / 1000 - sentAt) <= replaySecondsMax
}

function answer(request: Packet, context: CoaContext): Packet | undefined {
  const behaviour = context.behaviour()
  if (behaviour === 'silent') return undefined
  if (behaviour === 'nak-503') return nak(request, 'Session-Context-Not-Found', context.secret)
  if (!context.isAddressedTo(request)) return nak(request, 'NAS-Identification-Mismatch', context.secret)
  if (!identifying.some((name) => has(request, name))) return nak(request, 'Missing-Attribute', context.secret)
  const session = [...context.sessions()].find((candidate) => isMeant(candidate, request))
  if (!session) return nak(request, 'Session-Context-Not-Found', context.secret)
  if (behaviour !== 'ack-and-ignore') context.obey(request, session)
  return encodeReply(request, { code: request.code === 'CoA-Request' ? 'CoA-ACK' : 'Disconnect-ACK', attributes: [] }, context.secret)
}

const identifying = ['User-Name', 'Acct-Session-Id', 'Framed-IP-Address', 'Calling-Station-Id'] as const

/** All identifiers that are given must agree. */
function isMeant(session: Session, request: Packet): boolean {
  const known = [session.username, session.id, session.framedIp, session.callingStationId]
  return identifying.every((name, index) => !has(request, name) || read(request, name) === known[index])
}

function nak(request: Packet, cause: ErrorCause, secret: Secret): Packet {
  const attributes: AttributePair[] = [['Error-Cause', valueNumber('Error-Cause', cause)]]
  return encodeReply(request, { code: request.code === 'CoA-Request' ? 'CoA-NAK' : 'Disconnect-NAK', attributes }, secret)
}

function send(socket: Socket, reply: Packet, to: RemoteInfo): void {
  socket.send(reply.bytes, to.port, to.address, () => {})
}
