/** A UDP port of RADIUS, on IPv4, IPv6 or both. */
import dgram from 'node:dgram'
import { once } from 'node:events'
import { log } from '#kernel/telemetry.ts'
import { decode, read, requestFault } from '#protocols/radius'
import { AnswerMemory } from './answer-memory.ts'
import type { Directory } from './directory.ts'
import type { NasAllowances } from './nas-allowances.ts'
import { numberOf } from './number-of.ts'
import type { Recorder } from './recorder.ts'
import { answersKeptMs, GivenAnswers } from './reply-cache.ts'
import { type Answer, RequestDesk, type Sender } from './request-desk.ts'

/** The kernel's own 208 KB hold 270 packets, which is less than a BNG sends at once after a power cut. */
const receiveBufferBytes = 8_388_608

export interface UdpDoorOptions {
  readonly host: string
  readonly port: number
  readonly directory: Directory
  readonly recorder: Recorder
  readonly answer: Answer
  readonly allowances: NasAllowances
  readonly nowMs: () => number
}

export interface Door {
  readonly port: number
  close(): Promise<void>
}

/** On "every IPv4 address" the port is opened for IPv6 too, where the machine has it. */
export async function openUdpDoor(options: UdpDoorOptions): Promise<Door> {
  const sockets = [await openOutbox(options)]
  const { port } = sockets[0]!
  if (options.host === '0.0.0.0')
    await openOutbox({ ...options, host: '::', port }).then(
      (socket) => sockets.push(socket),
      (error: unknown) => log.warn({ port, err: error }, 'RADIUS is not reachable by IPv6'),
    )
  return {
    port,
    async close() {
      await Promise.all(sockets.map((socket) => socket.close()))
    },
  }
}

async function openOutbox({ host, port, directory, recorder, answer, allowances, nowMs: now }: UdpDoorOptions): Promise<Outbox> {
  const isV6 = host.includes(':')
  const socket = dgram.createSocket({
    type: isV6 ? 'udp6' : 'udp4',
    ipv6Only: isV6,
    recvBufferSize: receiveBufferBytes,
    lookup: isV6 ? asIpv6 : asIpv4,
  })
  const outbox = new Outbox(socket)
  const senders = new Senders(outbox)
  const desk = new RequestDesk(answer, allowances)
  socket.on('message', (datagram, from) => {
    const nowMs = now()
    const known = senders.find(from)
    const address = known?.nasAddress ?? plainAddress(from.address)
    const request = decode(datagram)
    const nas = directory.findNas(address, () => (typeof request === 'string' ? undefined : read(request, 'NAS-Identifier')))
    const dropped = (reason: string) => recorder.dropped(reason, address, nas, nowMs)
    if (!nas) return dropped('unknown_nas')
    if (typeof request === 'string') return dropped(request)
    const fault = requestFault(request, nas.secret, { messageAuthenticatorRequired: nas.requireMessageAuthenticator })
    if (fault) return dropped(fault)
    nas.heard.atMs = nowMs

    const sender = known ?? senders.add(from, nowMs)
    sender.usedAtMs = nowMs
    const reason = desk.receive(request, nas, sender, nowMs)
    if (reason) dropped(reason)
  })
  const listening = once(socket, 'listening') // which may be now
  socket.bind(port, host)
  try {
    await listening
  } catch (error) {
    socket.close()
    throw error
  }
  socket.on('error', (error) => log.error({ port, err: error }, 'RADIUS socket'))
  return outbox
}

/** A port of an address. */
class UdpSender implements Sender {
  readonly given: GivenAnswers
  readonly address: string
  readonly port: number
  /** What its NAS is known by. */
  readonly nasAddress: string
  usedAtMs: number
  readonly #outbox: Outbox

  constructor({ address, port }: dgram.RemoteInfo, nowMs: number, outbox: Outbox, memory: AnswerMemory) {
    this.given = new GivenAnswers(memory)
    this.address = address
    this.port = port
    this.nasAddress = plainAddress(address)
    this.usedAtMs = nowMs
    this.#outbox = outbox
  }

  send(reply: Buffer): void {
    this.#outbox.add(reply, this)
  }
}

const sendersMax = 10_000

/** Who has sent lately. */
class Senders {
  readonly #outbox: Outbox
  /** By `numberOf` address and port. Of two with the same number the later is kept: the other is asked as if for the first time. */
  readonly #known = new Map<number, UdpSender>()
  readonly #memory = new AnswerMemory(answersKeptMs)
  #sweptAtMs = 0

  constructor(outbox: Outbox) {
    this.#outbox = outbox
  }

  find({ address, port }: dgram.RemoteInfo): UdpSender | undefined {
    const known = this.#known.get(numberOf(address, port))
    return known?.port === port && known.address === address ? known : undefined
  }

  add(from: dgram.RemoteInfo, nowMs: number): UdpSender {
    if (nowMs - this.#sweptAtMs > answersKeptMs) this.#sweep(nowMs)
    if (this.#known.size >= sendersMax) this.#forgetFirst()
    const sender = new UdpSender(from, nowMs, this.#outbox, this.#memory)
    this.#known.set(numberOf(from.address, from.port), sender)
    return sender
  }

  #sweep(nowMs: number): void {
    this.#sweptAtMs = nowMs
    for (const [number, sender] of this.#known) if (nowMs - sender.usedAtMs > answersKeptMs) this.#known.delete(number)
  }

  #forgetFirst(): void {
    for (const number of this.#known.keys()) return void this.#known.delete(number)
  }
}

/**
 * Replies leave together when the packets at hand are worked off. Each alone would wake a reader that has just gone to sleep, which costs
 * more than all the rest of a reply.
 */
class Outbox {
  readonly #socket: dgram.Socket
  #replies: { readonly bytes: Buffer; readonly to: UdpSender }[] = []
  #isClosed = false

  constructor(socket: dgram.Socket) {
    this.#socket = socket
  }

  get port(): number {
    return this.#socket.address().port
  }

  add(bytes: Buffer, to: UdpSender): void {
    if (this.#isClosed) return
    if (this.#replies.length === 0) setImmediate(() => this.#flush())
    this.#replies.push({ bytes, to })
  }

  /** What waits is sent. */
  close(): Promise<void> {
    this.#flush()
    this.#isClosed = true
    return new Promise((resolve) => this.#socket.close(() => resolve()))
  }

  #flush(): void {
    const replies = this.#replies
    this.#replies = []
    for (const { bytes, to } of replies) this.#socket.send(bytes, to.port, to.address)
  }
}

type LookedUp = (error: null, address: string, family: number) => void
/** What we send to is an address always, of the family of the socket that it came by. */
const asIpv4 = (address: string, _options: unknown, callback: LookedUp) => callback(null, address, 4)
const asIpv6 = (address: string, _options: unknown, callback: LookedUp) => callback(null, address, 6)

/** A link-local sender is `fe80::1%eth0`: its zone is no part of the address it is known by. */
const plainAddress = (address: string) => {
  const zoneAt = address.indexOf('%')
  return zoneAt < 0 ? address : address.slice(0, zoneAt)
}
