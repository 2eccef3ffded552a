/** Sends CoA-Request and Disconnect-Request over UDP and waits for the answer: RFC 5176 §2.3, retransmitted as RFC 5080 §2.2.1 says. */
import dgram from 'node:dgram'
import { once } from 'node:events'
import { type AttributePair, decode, encodeRequest, type Packet, replyFault, type Secret } from '#protocols/radius'
import { answerIn, type CommandCode, type NasAnswer } from './network-command.ts'

export interface CoaTarget {
  readonly address: string
  readonly coaPort: number
  readonly secret: Secret
}

interface Pending {
  readonly request: Packet
  readonly target: CoaTarget
  readonly settle: (answer: NasAnswer) => void
}

const triesAfterMs = [0, 1_000, 3_000] as const
const giveUpAfterMs = 6_000

export class CoaClient {
  readonly #sockets: readonly dgram.Socket[]
  readonly #pending = new Map<string, Pending>()
  readonly #nextIdentifier = new Map<string, number>()

  private constructor(sockets: readonly dgram.Socket[]) {
    this.#sockets = sockets
    for (const socket of sockets) {
      socket.on('message', (datagram, from) => this.#receive(datagram, from))
      socket.on('error', () => {}) // an unreachable NAS shows as a timeout
    }
  }

  static async open(): Promise<CoaClient> {
    const sockets = [dgram.createSocket('udp4'), dgram.createSocket({ type: 'udp6', ipv6Only: true })]
    sockets[0]!.bind(0)
    await once(sockets[0]!, 'listening')
    return new CoaClient(sockets)
  }

  close(): void {
    for (const { settle } of this.#pending.values()) settle({ answer: 'timeout' })
    for (const socket of this.#sockets) socket.close()
  }

  /** Asks a NAS. Not more than 256 requests to one NAS can be open, since that many identifiers exist. */
  ask(target: CoaTarget, code: CommandCode, attributes: readonly AttributePair[]): Promise<NasAnswer> {
    const nas = `${target.address} ${target.coaPort}`
    const identifier = this.#freeIdentifier(nas)
    const request = encodeRequest({ code, identifier, attributes }, target.secret)
    const key = `${nas} ${identifier}`
    return new Promise((resolve) => {
      const timers = [
        ...triesAfterMs.map((ms) => setTimeout(() => this.#send(request, target), ms)),
        setTimeout(() => settle({ answer: 'timeout' }), giveUpAfterMs),
      ]
      const settle = (answer: NasAnswer) => {
        for (const timer of timers) clearTimeout(timer)
        this.#pending.delete(key)
        resolve(answer)
      }
      this.#pending.set(key, { request, target, settle })
    })
  }

  #freeIdentifier(nas: string): number {
    let identifier = this.#nextIdentifier.get(nas) ?? 0
    for (let tries = 0; this.#pending.has(`${nas} ${identifier}`); tries++) {
      if (tries === 256) throw new Error(`256 requests to ${nas} wait for an answer already`)
      identifier = (identifier + 1) & 255
    }
    this.#nextIdentifier.set(nas, (identifier + 1) & 255)
    return identifier
  }

  #send(request: Packet, { address, coaPort }: CoaTarget): void {
    this.#sockets[address.includes(':') ? 1 : 0]!.send(request.bytes, coaPort, address, () => {})
  }

  #receive(datagram: Buffer, from: dgram.RemoteInfo): void {
    const reply = decode(datagram)
    if (typeof reply === 'string') return
    const pending = this.#pending.get(`${from.address} ${from.port} ${reply.identifier}`)
    // Many routers do not sign these replies with Message-Authenticator; the Response Authenticator is checked always.
    if (!pending || replyFault(reply, pending.request, pending.target.secret, { messageAuthenticatorRequired: false })) return
    pending.settle(answerIn(reply))
  }
}
