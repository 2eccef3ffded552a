/** The UDP doors of RADIUS: who may speak, what is answered, what is dropped in silence. */
import dgram from 'node:dgram'
import { once } from 'node:events'
import { log } from '#kernel/telemetry.ts'
import { decode, encodeReply, type Packet, read, requestFault } from '#protocols/radius'
import type { Accounting } from './accounting.ts'
import type { AccountingRecord } from './accounting-record.ts'
import type { AccessAnswer, Authenticator } from './authenticate.ts'
import type { Directory, KnownNas } from './directory.ts'
import type { Online } from './online.ts'
import type { Recorder } from './recorder.ts'
import { ReplyCache } from './reply-cache.ts'
import { eventTimeMs, type Known, sampleOf, statusTypes } from './sample.ts'

export interface RadiusServerOptions {
  readonly host: string
  readonly authPort: number
  readonly acctPort: number
  readonly directory: Directory
  readonly online: Online
  readonly authenticator: Authenticator
  readonly accounting: Accounting
  readonly recorder: Recorder
  readonly onReplaced: (replaced: NonNullable<AccessAnswer['replaced']>) => void
  readonly nowMs: () => number
}

export interface RadiusServer {
  readonly authPort: number
  readonly acctPort: number
  /** When all accounting that was answered so far has taken effect. */
  applied(): Promise<void>
  stop(): Promise<void>
}

/** The kernel's own 208 KB hold 270 packets, which is less than a BNG sends at once after a power cut. */
const receiveBufferBytes = 8_388_608

/** @param reply called at most once, with undefined when there will be no answer after all */
type Answer = (request: Packet, nas: KnownNas, nowMs: number, reply: (packet: Packet | undefined) => void) => string | undefined

/** Opens both ports. Every packet is answered, or dropped with a reason that is counted. */
export async function startRadiusServer(options: RadiusServerOptions): Promise<RadiusServer> {
  const { directory, authenticator, accounting, recorder } = options

  /** @returns why the packet is dropped; undefined when it is answered, now or when it is durable */
  const answerAccess: Answer = (request, nas, nowMs, reply) => {
    if (request.code === 'Status-Server') return void reply(encodeReply(request, { code: 'Access-Accept', attributes: [] }, nas.secret))
    if (request.code !== 'Access-Request') return 'wrong_port'
    if (directory.isOutdated) return 'directory_outdated' // another server of the NAS may know better
    const answer = authenticator.answer(request, nas, nowMs)
    recorder.answered(answer, nas, nowMs)
    if (answer.replaced) options.onReplaced(answer.replaced)
    return void reply(encodeReply(request, answer, nas.secret))
  }

  const answerAccounting: Answer = (request, nas, nowMs, reply) => {
    const respond = () => reply(encodeReply(request, { code: 'Accounting-Response', attributes: [] }, nas.secret))
    if (request.code === 'Status-Server') return void respond()
    if (request.code !== 'Accounting-Request') return 'wrong_port'
    const record = recordOf(request, nas, options, nowMs)
    if (record === 'nothing to store') return void respond()
    if (typeof record === 'string') return record
    const isTaken = accounting.add(record, (isDurable) => (isDurable ? respond() : reply(undefined)))
    return isTaken ? undefined : 'overload'
  }

  const listen = (port: number, answer: Answer) => openDoor(options, port, answer)
  const [auth, acct] = await Promise.all([listen(options.authPort, answerAccess), listen(options.acctPort, answerAccounting)])
  return {
    authPort: auth.address().port,
    acctPort: acct.address().port,
    applied: () => accounting.applied(),
    async stop() {
      await close(auth)
      await accounting.stop()
      await close(acct)
    },
  }
}

async function openDoor(
  { host, directory, recorder, nowMs: now }: RadiusServerOptions,
  port: number,
  answer: Answer,
): Promise<dgram.Socket> {
  const socket = dgram.createSocket({ type: host.includes(':') ? 'udp6' : 'udp4', recvBufferSize: receiveBufferBytes })
  const cache = new ReplyCache()
  socket.on('error', (error) => log.error({ port, err: error }, 'RADIUS socket'))
  socket.on('message', (datagram, from) => {
    const nowMs = now()
    const dropped = receive(datagram, from, nowMs)
    if (dropped) recorder.dropped(dropped.reason, plainAddress(from.address), dropped.nas, nowMs)
  })

  function receive(datagram: Buffer, from: dgram.RemoteInfo, nowMs: number): { reason: string; nas?: KnownNas | undefined } | undefined {
    const request = decode(datagram)
    const nas = directory.findNas(plainAddress(from.address), () =>
      typeof request === 'string' ? undefined : read(request, 'NAS-Identifier'),
    )
    if (!nas) return { reason: 'unknown_nas' }
    if (typeof request === 'string') return { reason: request, nas }
    const fault = requestFault(request, nas.secret, { messageAuthenticatorRequired: nas.requireMessageAuthenticator })
    if (fault) return { reason: fault, nas }
    nas.seenAtMs = nowMs

    const sender = `${from.address} ${from.port}`
    const known = cache.find(sender, request, nowMs)
    if (known) {
      if (known.reply) socket.send(known.reply, from.port, from.address)
      return undefined // without a reply: the first one is still being stored, and will be answered
    }
    try {
      const reason = answer(request, nas, nowMs, (reply) => {
        if (!reply) return cache.forget(sender, request)
        cache.answered(sender, request, reply.bytes)
        socket.send(reply.bytes, from.port, from.address)
      })
      if (!reason) return undefined
      cache.forget(sender, request)
      return { reason, nas }
    } catch (error) {
      // A bug must cost one packet, not the service.
      log.error({ nas: nas.name, code: request.code, err: error }, 'RADIUS request failed')
      cache.forget(sender, request)
      return { reason: 'failed', nas }
    }
  }

  socket.bind(port, host)
  await once(socket, 'listening')
  return socket
}

/** On a socket for both families IPv4 senders appear as `::ffff:192.0.2.1`. */
const plainAddress = (address: string) => (address.startsWith('::ffff:') ? address.slice(7) : address)

const close = (socket: dgram.Socket) => new Promise<void>((resolve) => socket.close(() => resolve()))

/** What an accounting packet asks to be stored; or why it cannot be. */
function recordOf(request: Packet, nas: KnownNas, known: Known, nowMs: number): AccountingRecord | string {
  const status = read(request, 'Acct-Status-Type')
  switch (status) {
    case statusTypes.start:
    case statusTypes.interim:
    case statusTypes.stop: {
      const sample = sampleOf(request, status, nas, known, nowMs)
      return sample ? { kind: 'sample', sample } : 'session_id_missing'
    }
    case statusTypes.on:
    case statusTypes.off:
      return { kind: 'nas-restart', tenantId: nas.tenantId, nasId: nas.id, atMs: eventTimeMs(request, nowMs) }
    case undefined:
      return 'status_type_missing'
    default: // tunnel and "Failed" records: nothing we keep, and silence would only make the NAS repeat them
      return 'nothing to store'
  }
}
