/** A server that knows users of other operators: asked by UDP or TLS, watched while it is silent. */
import { randomBytes } from 'node:crypto'
import dgram from 'node:dgram'
import net from 'node:net'
import tls from 'node:tls'
import { log } from '#kernel/telemetry.ts'
import { decode, encodeRequest, type Packet, type Secret, sharedSecret, takeFrames } from '#protocols/radius'
import { OpenQuestions } from './open-questions.ts'
import type { HomeServerDraft } from './realm.ts'

export type HomeServerKind = 'auth' | 'acct'

export interface HomeServerOptions extends HomeServerDraft {
  /** By UDP; by TLS it is "radsec" for everyone. */
  readonly secret: Secret
  readonly timeoutMs: number
  readonly requireMessageAuthenticator: boolean
  /** Our certificate, and who vouches for that of the server. */
  readonly tls: tls.SecureContextOptions | null
}

interface Link {
  readonly questions: OpenQuestions
  close(): void
}

const silencesMax = 2 // in a row: then it counts as dead
const watchEveryMs = 5_000
const reviveAfterMs = 60_000 // servers that know no Status-Server get another chance
const radsec = sharedSecret('radsec')

export class HomeServerClient {
  readonly #options: HomeServerOptions
  readonly #links = new Map<HomeServerKind, Link>()
  #silences = 0
  #watch: NodeJS.Timeout | undefined
  #deadSinceMs = 0

  constructor(options: HomeServerOptions) {
    this.#options = options
  }

  get secret(): Secret {
    return this.#options.transport === 'tls' ? radsec : this.#options.secret
  }

  get isAlive(): boolean {
    return this.#silences < silencesMax || performance.now() - this.#deadSinceMs > reviveAfterMs
  }

  /** @returns undefined when no answer came in time that can be trusted */
  async ask(kind: HomeServerKind, make: (identifier: number) => Packet): Promise<Packet | undefined> {
    const reply = await this.#ask(kind, make, kind === 'auth')
    if (reply) this.#isHeard()
    else if (++this.#silences === silencesMax) this.#isSilent()
    return reply
  }

  close(): void {
    clearInterval(this.#watch)
    for (const link of this.#links.values()) link.close()
    this.#links.clear()
  }

  #ask(kind: HomeServerKind, make: (identifier: number) => Packet, isAccess: boolean): Promise<Packet | undefined> {
    const { timeoutMs, transport, requireMessageAuthenticator } = this.#options
    const messageAuthenticatorRequired = isAccess && requireMessageAuthenticator && transport === 'udp'
    return this.#link(kind).questions.ask(make, { secret: this.secret, timeoutMs, messageAuthenticatorRequired })
  }

  #isHeard(): void {
    if (this.#silences >= silencesMax) log.info({ address: this.#options.address }, 'home server answers again')
    this.#silences = 0
    clearInterval(this.#watch)
    this.#watch = undefined
  }

  /** From now on it is asked how it is: RFC 5997. */
  #isSilent(): void {
    log.warn({ address: this.#options.address }, 'home server does not answer')
    this.#deadSinceMs = performance.now()
    this.#watch ??= setInterval(() => {
      const status = (identifier: number) =>
        encodeRequest({ code: 'Status-Server', identifier, authenticator: randomBytes(16), attributes: [] }, this.secret)
      void this.#ask('auth', status, false).then((reply) => reply && this.#isHeard())
    }, watchEveryMs)
  }

  #link(kind: HomeServerKind): Link {
    const one = this.#options.transport === 'tls' ? 'auth' : kind // a TLS connection takes everything
    let link = this.#links.get(one)
    if (!link) {
      const forget = () => this.#links.delete(one)
      this.#links.set(one, (link = this.#options.transport === 'tls' ? tlsLink(this.#options, forget) : udpLink(this.#options, kind)))
    }
    return link
  }
}

/** A socket that hears nobody but this server. */
function udpLink({ address, authPort, acctPort }: HomeServerOptions, kind: HomeServerKind): Link {
  const socket = dgram.createSocket(net.isIPv6(address) ? 'udp6' : 'udp4')
  const questions = new OpenQuestions((bytes) => {
    if (isConnected) socket.send(bytes, () => {})
    else waiting.push(bytes)
  })
  const waiting: Buffer[] = []
  let isConnected = false
  socket.on('error', () => {}) // refused by ICMP: the same as silence
  socket.on('message', (datagram) => {
    const reply = decode(datagram)
    if (typeof reply !== 'string') questions.answered(reply)
  })
  socket.connect(kind === 'auth' ? authPort : acctPort, address, () => {
    isConnected = true
    for (const bytes of waiting.splice(0)) socket.send(bytes, () => {})
  })
  return {
    questions,
    close() {
      questions.giveUp()
      socket.close()
    },
  }
}

/** @param onEnd the next question opens another one */
function tlsLink({ address, authPort, certificateName, authority, tls: context }: HomeServerOptions, onEnd: () => void): Link {
  const name = certificateName ?? address
  const socket = tls.connect({
    host: address,
    port: authPort,
    ca: [], // without a list of ours every public authority of the world would vouch for it
    ...context,
    ...(authority !== null && { ca: [authority] }),
    rejectUnauthorized: true,
    ...(net.isIP(name) === 0 && { servername: name }),
    checkServerIdentity: (_host, certificate) => tls.checkServerIdentity(name, certificate),
  })
  const questions = new OpenQuestions((bytes) => void socket.write(bytes)) // kept until the handshake is done
  let rest: Buffer = Buffer.alloc(0)
  socket.setKeepAlive(true, 60_000)
  socket.on('error', ({ message }) => log.warn({ address, why: message }, 'connection to home server')) // the error holds a whole certificate
  socket.on('close', () => {
    onEnd()
    questions.giveUp()
  })
  socket.on('data', (octets: Buffer) => {
    const frames = takeFrames(Buffer.concat([rest, octets]))
    rest = frames.rest
    for (const bytes of frames.packets) {
      const reply = decode(bytes)
      if (typeof reply === 'string') return void socket.destroy()
      questions.answered(reply)
    }
    if (frames.isBroken) socket.destroy()
  })
  return { questions, close: () => socket.destroy() }
}
