/** One bound connection to a short message centre. */
import { isIP, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import tls from 'node:tls'
import { connectTo, type Reach } from '#kernel/address.ts'
import {
  bindBody,
  type Command,
  encodePdu,
  messageBody,
  messageIdBody,
  type Pdu,
  readMessage,
  readMessageId,
  type Receipt,
  receiptOf,
  type ShortMessage,
  statuses,
  takePdus,
} from '#protocols/smpp'

export interface Centre {
  readonly host: string
  readonly port: number
  /** How near it may be. */
  readonly reach: Reach
  readonly isTls: boolean
  readonly systemId: string
  readonly password: string
  readonly systemType: string
  /** Messages that may wait for their answer at a time. */
  readonly unansweredMax: number
  readonly perSecond: number
}

export type Binding = Extract<Command, 'bind_transceiver' | 'bind_transmitter' | 'bind_receiver'>

/** The centre said no. */
export class Refused extends Error {
  readonly command: Command
  readonly status: number
  constructor(command: Command, status: number) {
    super(`${command} 0x${status.toString(16).padStart(8, '0')}`)
    this.command = command
    this.status = status
  }
}

/** No answer came: whether a message was taken is not known, so it must not simply be sent again. */
export class NoAnswer extends Error {}

const connectMs = 8_000
const answerMs = 15_000
const idleMs = 30_000 // then the link is enquired

interface Waiting {
  readonly resolve: (pdu: Pdu) => void
  readonly reject: (error: Error) => void
  readonly timer: NodeJS.Timeout
}

export class SmppSession {
  readonly #socket: Socket
  readonly #centre: Centre
  readonly #onReceipt: (receipt: Receipt) => void
  readonly #waiting = new Map<number, Waiting>()
  readonly #turns: (() => void)[] = []
  #bytes: Buffer = Buffer.alloc(0)
  #sequence = 0
  #nextTurnAt = 0 // of this process's own clock, in milliseconds
  #isOpen = true
  readonly #enquiry: NodeJS.Timeout

  private constructor(socket: Socket, centre: Centre, onReceipt: (receipt: Receipt) => void) {
    this.#socket = socket
    this.#centre = centre
    this.#onReceipt = onReceipt
    socket.setNoDelay(true)
    socket.on('data', (chunk: Buffer) => this.#take(chunk))
    socket.on('error', (error) => this.#end(error))
    socket.on('close', () => this.#end(new NoAnswer('The connection was closed')))
    this.#enquiry = setInterval(() => void this.#ask('enquire_link', Buffer.alloc(0)).catch((error: Error) => this.#end(error)), idleMs)
    this.#enquiry.unref()
  }

  /** @throws Refused when the centre does not know us; AddressRefused; Error when it cannot be reached */
  static async open(centre: Centre, binding: Binding, onReceipt: (receipt: Receipt) => void): Promise<SmppSession> {
    const session = new SmppSession(await connected(centre), centre, onReceipt)
    try {
      await session.#ask(binding, bindBody(centre))
      return session
    } catch (error) {
      session.#socket.destroy()
      throw error
    }
  }

  get isOpen(): boolean {
    return this.#isOpen
  }

  /** @returns what the centre calls the message @throws Refused, NoAnswer */
  async submit(message: ShortMessage): Promise<string> {
    await this.#turn()
    while (this.#waiting.size >= this.#centre.unansweredMax) await new Promise<void>((resolve) => this.#turns.push(resolve))
    return readMessageId((await this.#ask('submit_sm', messageBody(message))).body)
  }

  async close(): Promise<void> {
    clearInterval(this.#enquiry)
    if (this.#isOpen) await this.#ask('unbind', Buffer.alloc(0)).catch(() => {})
    this.#socket.destroy()
  }

  /** Waits until the centre takes another: they come at even distances, as it counts them. */
  async #turn(): Promise<void> {
    const now = performance.now()
    const at = Math.max(now, this.#nextTurnAt)
    this.#nextTurnAt = at + 1_000 / this.#centre.perSecond
    if (at > now) await sleep(at - now)
  }

  #ask(command: Command, body: Buffer): Promise<Pdu> {
    if (!this.#isOpen) return Promise.reject(new NoAnswer('The connection is closed'))
    const sequence = (this.#sequence = (this.#sequence % 0x7fffffff) + 1)
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(sequence)
        this.#turns.shift()?.()
        reject(new NoAnswer(`The centre did not answer ${command}`))
      }, answerMs)
      timer.unref()
      this.#waiting.set(sequence, {
        timer,
        reject,
        resolve: (pdu) => (pdu.status === statuses.ok ? resolve(pdu) : reject(new Refused(command, pdu.status))),
      })
      this.#socket.write(encodePdu({ command, isResponse: false, status: 0, sequence, body }))
    })
  }

  #take(chunk: Buffer): void {
    try {
      const { pdus, unknown, rest } = takePdus(Buffer.concat([this.#bytes, chunk]))
      this.#bytes = Buffer.from(rest)
      for (const pdu of pdus) this.#taken(pdu)
      for (const sequence of unknown)
        this.#socket.write(encodePdu({ command: 'generic_nack', isResponse: false, status: 3, sequence, body: Buffer.alloc(0) }))
    } catch (error) {
      this.#end(error instanceof Error ? error : new Error(String(error)))
      this.#socket.destroy()
    }
  }

  #taken(pdu: Pdu): void {
    if (pdu.isResponse || pdu.command === 'generic_nack') {
      const waiting = this.#waiting.get(pdu.sequence)
      if (!waiting) return
      this.#waiting.delete(pdu.sequence)
      clearTimeout(waiting.timer)
      waiting.resolve(pdu)
      this.#turns.shift()?.()
      return
    }
    // Whatever it is, it is answered: a centre that waits for an answer sends nothing more.
    const body = pdu.command === 'deliver_sm' ? messageIdBody('') : Buffer.alloc(0)
    this.#socket.write(encodePdu({ command: pdu.command, isResponse: true, status: 0, sequence: pdu.sequence, body }))
    if (pdu.command === 'unbind') this.#socket.end()
    if (pdu.command !== 'deliver_sm') return
    const receipt = receiptOf(readMessage(pdu.body))
    if (receipt) this.#onReceipt(receipt)
  }

  #end(error: Error): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    clearInterval(this.#enquiry)
    for (const { reject, timer } of this.#waiting.values()) {
      clearTimeout(timer)
      reject(error instanceof NoAnswer ? error : new NoAnswer(error.message))
    }
    this.#waiting.clear()
    for (const turn of this.#turns.splice(0)) turn()
  }
}

async function connected({ host, port, reach, isTls }: Centre): Promise<Socket> {
  const socket = await connectTo({ host, port }, reach, connectMs)
  return isTls ? secured(socket, host) : socket
}

function secured(socket: Socket, host: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const secure = tls.connect({ socket, host, ...(!isIP(host) && { servername: host }) })
    const timer = setTimeout(() => secure.destroy(new Error(`${host} does not answer by TLS`)), connectMs)
    secure.once('error', (error) => {
      clearTimeout(timer)
      reject(error)
    })
    secure.once('secureConnect', () => {
      clearTimeout(timer)
      resolve(secure)
    })
  })
}
