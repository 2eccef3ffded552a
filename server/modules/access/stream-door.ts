/**
 * RADIUS over TCP (RFC 6613) and over TLS, "RadSec" (RFC 6614). A connection carries what a UDP port carries, packet after packet; it ends
 * at the first packet that no honest NAS sends, because behind wrong octets nothing tells where the next packet starts.
 */
import { once } from 'node:events'
import net from 'node:net'
import tls from 'node:tls'
import { gauge, log } from '#kernel/telemetry.ts'
import { decode, isRequest, type Packet, packetOctetsMax, read, requestFault, takeFrames } from '#protocols/radius'
import { AnswerMemory } from './answer-memory.ts'
import { type Certificate, certificateOf } from './certificate.ts'
import type { KnownNas } from './directory.ts'
import type { NasAllowances } from './nas-allowances.ts'
import type { NasConnections } from './nas-connections.ts'
import { OpenQuestions } from './open-questions.ts'
import type { Recorder } from './recorder.ts'
import { answersKeptMs, GivenAnswers } from './reply-cache.ts'
import { type Answer, RequestDesk } from './request-desk.ts'
import type { Door } from './udp-door.ts'

/** What one sender, or all together, may hold of us. */
export interface StreamLimits {
  /** Connections in all; the next is refused. */
  readonly connectionsMax: number
  /** Connections of one source address. */
  readonly perAddressMax: number
  /** To prove who one is, or to finish a packet that was begun. */
  readonly halfOpenMs: number
  /** Without a packet; RFC 6614 clients ask Status-Server more often than this. */
  readonly idleMs: number
}
export const usualLimits: StreamLimits = { connectionsMax: 4_000, perAddressMax: 64, halfOpenMs: 10_000, idleMs: 900_000 }

/** Unsent replies: beyond this nobody reads them. */
const unreadBytesMax = 256 * packetOctetsMax
/** As many as there are identifiers: beyond this we stop reading until some are answered. */
const unansweredMax = 256

const connectionsOpen = gauge('trunkline_radius_connections_open', 'Connections of RADIUS over TCP and TLS')

/** The sender of a connection, as far as it is known before its first packet. */
export interface Caller {
  readonly address: string
  /** Null on plain TCP. */
  readonly certificate: Certificate | null
}

export interface StreamDoorOptions {
  readonly host: string
  readonly port: number
  /** Null for plain TCP. */
  readonly tls: tls.TlsOptions | null
  readonly limits: StreamLimits
  /** Whether any NAS calls like this; all others are shown out before they say a word. */
  readonly isKnown: (caller: Caller) => boolean
  readonly findNas: (caller: Caller, identifierOf: () => string | undefined) => KnownNas | undefined
  readonly answer: Answer
  readonly allowances: NasAllowances
  readonly recorder: Pick<Recorder, 'dropped'>
  readonly connections: NasConnections
  readonly nowMs: () => number
}

export interface StreamDoor extends Door {
  /** For connections to come; those that are open stay. */
  renew(options: tls.TlsOptions): void
  /** Ends the connections of those who are no longer known, such as by a certificate that was revoked. */
  dismissStrangers(): void
}

export async function openStreamDoor(options: StreamDoorOptions): Promise<StreamDoor> {
  const { host, port, limits, recorder, nowMs } = options
  const desk = new RequestDesk(options.answer, options.allowances)
  const memory = new AnswerMemory(answersKeptMs)
  const open = new Set<net.Socket>()
  const callers = new Map<net.Socket, Caller>()
  const ofAddress = new Map<string, number>()

  /** @returns whether there is room for one more */
  function admit(socket: net.Socket): boolean {
    const address = addressOf(socket)
    const count = ofAddress.get(address) ?? 0
    if (open.size >= limits.connectionsMax || count >= limits.perAddressMax) {
      recorder.dropped('too_many_connections', address, undefined, nowMs())
      socket.destroy()
      return false
    }
    open.add(socket)
    ofAddress.set(address, count + 1)
    connectionsOpen.set(open.size)
    socket.on('error', () => {}) // a broken connection ends, that is all
    socket.once('close', () => {
      open.delete(socket)
      connectionsOpen.set(open.size)
      const left = ofAddress.get(address)! - 1
      if (left === 0) ofAddress.delete(address)
      else ofAddress.set(address, left)
    })
    return true
  }

  function converse(socket: net.Socket, certificate: Certificate | null): void {
    const caller = { address: addressOf(socket), certificate }
    if (!options.isKnown(caller)) return dismiss(socket, caller)
    callers.set(socket, caller)
    socket.once('close', () => callers.delete(socket))
    void new Conversation(socket, caller, options, desk, memory)
  }

  function dismiss(socket: net.Socket, { address }: Caller): void {
    recorder.dropped('unknown_nas', address, undefined, nowMs())
    socket.destroy()
  }

  const server = options.tls ? secureServer(options.tls) : net.createServer((socket) => admit(socket) && converse(socket, null))

  function secureServer(given: tls.TlsOptions): tls.Server {
    const secure = tls.createServer({ ...given, handshakeTimeout: limits.halfOpenMs })
    secure.on('connection', admit)
    secure.on('tlsClientError', (_error, socket) => {
      recorder.dropped('tls_handshake', addressOf(socket), undefined, nowMs())
      socket.destroy()
    })
    secure.on('secureConnection', (socket) => {
      socket.on('error', () => {})
      const certificate = certificateOf(socket, nowMs())
      if (typeof certificate !== 'string') return converse(socket, certificate)
      recorder.dropped(certificate, addressOf(socket), undefined, nowMs())
      socket.destroy()
    })
    return secure
  }

  server.listen(port, host)
  await once(server, 'listening')
  server.on('error', (error) => log.error({ port, err: error }, 'RADIUS connections'))
  return {
    port: (server.address() as net.AddressInfo).port, // it listens on TCP
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      for (const socket of open) socket.destroy()
      await closed
    },
    renew(given) {
      if (server instanceof tls.Server) server.setSecureContext(given)
    },
    dismissStrangers() {
      for (const [socket, caller] of callers) if (!options.isKnown(caller)) dismiss(socket, caller)
    },
  }
}

/** One connection. */
class Conversation {
  readonly #socket: net.Socket
  readonly #caller: Caller
  readonly #options: StreamDoorOptions
  readonly #desk: RequestDesk
  readonly #given: GivenAnswers
  readonly #questions = new OpenQuestions((bytes) => this.#write(bytes))
  #rest: Buffer = Buffer.alloc(0)
  #halfOpen: NodeJS.Timeout | undefined
  #unanswered = 0
  #nas: KnownNas | undefined

  constructor(socket: net.Socket, caller: Caller, options: StreamDoorOptions, desk: RequestDesk, memory: AnswerMemory) {
    this.#given = new GivenAnswers(memory)
    this.#socket = socket
    this.#caller = caller
    this.#options = options
    this.#desk = desk
    socket.setNoDelay()
    socket.setKeepAlive(true, 60_000)
    socket.setTimeout(options.limits.idleMs, () => socket.destroy())
    socket.on('data', (octets: Buffer) => this.#take(octets))
    socket.once('close', () => {
      clearTimeout(this.#halfOpen)
      options.connections.leave(this.#questions)
      this.#questions.giveUp()
    })
  }

  #take(octets: Buffer): void {
    const { packets, rest, isBroken } = takeFrames(this.#rest.length > 0 ? Buffer.concat([this.#rest, octets]) : octets)
    this.#rest = rest
    for (const bytes of packets) {
      const fatal = this.#receive(bytes)
      if (fatal) return this.#end(fatal)
    }
    if (isBroken) return this.#end('length_wrong')
    if (packets.length > 0 || rest.length === 0) {
      clearTimeout(this.#halfOpen)
      this.#halfOpen = undefined
    }
    if (rest.length > 0) this.#halfOpen ??= setTimeout(() => this.#end('half_open'), this.#options.limits.halfOpenMs)
  }

  /** @returns why the connection cannot go on (RFC 6613 §2.6.4) */
  #receive(bytes: Buffer): string | undefined {
    const { findNas, nowMs: now, connections } = this.#options
    const packet = decode(bytes)
    if (packet === 'unknown_code') return void this.#dropped(packet)
    if (typeof packet === 'string') return packet
    if (!isRequest(packet.code)) return void this.#questions.answered(packet)
    const nas = findNas(this.#caller, () => read(packet, 'NAS-Identifier'))
    if (!nas) return 'unknown_nas'

    this.#nas = nas
    const fault = requestFault(packet, nas.secret, {
      messageAuthenticatorRequired: nas.requireMessageAuthenticator,
      isEncrypted: this.#caller.certificate !== null,
    })
    if (fault) return fault
    const nowMs = now()
    nas.heard.atMs = nowMs
    connections.join(nas, this.#questions)
    this.#ask(packet, nas, nowMs)
    return undefined
  }

  #ask(request: Packet, nas: KnownNas, nowMs: number): void {
    if (++this.#unanswered >= unansweredMax) this.#socket.pause()
    const sender = { given: this.#given, send: (reply: Buffer) => this.#write(reply), settled: () => this.#settled() }
    const reason = this.#desk.receive(request, nas, sender, nowMs)
    if (reason) this.#dropped(reason)
  }

  #settled(): void {
    if (--this.#unanswered < unansweredMax && this.#socket.isPaused()) this.#socket.resume()
  }

  #write(bytes: Buffer): void {
    if (this.#socket.destroyed) return
    this.#socket.write(bytes)
    if (this.#socket.writableLength > unreadBytesMax) this.#end('replies_unread')
  }

  #dropped(reason: string): void {
    this.#options.recorder.dropped(reason, this.#caller.address, this.#nas, this.#options.nowMs())
  }

  #end(reason: string): void {
    this.#dropped(reason)
    this.#socket.destroy()
  }
}

/** On a port for both families IPv4 senders appear as `::ffff:192.0.2.1`. Of one who is gone already nothing is known. */
function addressOf({ remoteAddress = '::' }: net.Socket): string {
  return remoteAddress.startsWith('::ffff:') ? remoteAddress.slice(7) : remoteAddress
}
