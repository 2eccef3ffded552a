/** The binary API over TCP or TLS: one command after the other, each with its own time to be answered. */
import { createHash, type X509Certificate } from 'node:crypto'
import net from 'node:net'
import tls from 'node:tls'
import {
  challengeResponse,
  type Command,
  commandWords,
  encodeSentence,
  loginWords,
  parseReply,
  type Reply,
  type Row,
  RouterOsFormatError,
  SentenceReader,
} from '#protocols/routeros'
import { answerMs, answerOctetsMax, connectMs, type Printing, type RouterConnection, RouterFault, rowsMax } from './connection.ts'
import type { Management } from './management.ts'

interface Waiting {
  readonly take: (reply: Reply) => void
  readonly fail: (fault: RouterFault) => void
}

/** @throws RouterFault */
export async function openApiConnection(management: Management): Promise<RouterConnection> {
  const connection = new ApiConnection(await connect(management))
  try {
    await connection.logIn(management)
    return connection
  } catch (error) {
    connection.close()
    throw error
  }
}

/** SHA-256 of a certificate, as RouterOS shows it: small letters, no colons. */
export const fingerprintOf = (certificate: X509Certificate): string => createHash('sha256').update(certificate.raw).digest('hex')

function connect({ address, port, protocol, fingerprint }: Management): Promise<net.Socket> {
  return new Promise((resolve, reject) => {
    // The certificate of a router is its own: it is known by its fingerprint, which is compared before the first word is sent.
    const socket =
      protocol === 'api-ssl' ? tls.connect({ host: address, port, rejectUnauthorized: fingerprint === null }) : net.connect(port, address)
    const fail = (fault: RouterFault) => {
      clearTimeout(timer)
      socket.destroy()
      reject(fault)
    }
    const timer = setTimeout(() => fail(new RouterFault('timeout', `${address}:${port} did not answer`)), connectMs)
    socket.once('error', (error: NodeJS.ErrnoException) =>
      fail(new RouterFault(isOfCertificate(error) ? 'certificate' : 'unreachable', error.message)),
    )
    socket.once(protocol === 'api-ssl' ? 'secureConnect' : 'connect', () => {
      if (socket instanceof tls.TLSSocket && fingerprint !== null && fingerprintIn(socket) !== fingerprint)
        return fail(new RouterFault('certificate', 'The certificate of the router is another one than before'))
      clearTimeout(timer)
      resolve(socket)
    })
  })
}

function fingerprintIn(socket: tls.TLSSocket): string | undefined {
  const certificate = socket.getPeerX509Certificate()
  return certificate && fingerprintOf(certificate)
}

export const isOfCertificate = (error: NodeJS.ErrnoException) => /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME/.test(error.code ?? '')

class ApiConnection implements RouterConnection {
  readonly #socket: net.Socket
  readonly #reader = new SentenceReader()
  #waiting: Waiting | undefined
  #octets = 0
  #fault: RouterFault | undefined

  constructor(socket: net.Socket) {
    this.#socket = socket
    socket.on('data', (chunk: Buffer) => this.#receive(chunk))
    socket.on('error', (error) => this.#end(new RouterFault('unreachable', error.message)))
    socket.on('close', () => this.#end(new RouterFault('unreachable', 'The router closed the connection')))
  }

  close(): void {
    this.#socket.destroy()
  }

  /** Older routers answer the first try with a challenge. @throws RouterFault */
  async logIn({ username, password }: Management): Promise<void> {
    const done = await this.#ask(loginWords(username, password)).catch(asLogin)
    const challenge = done.at(-1)?.attributes['ret']
    if (challenge === undefined) return
    await this.#ask(['/login', `=name=${username}`, `=response=${challengeResponse(password, challenge)}`]).catch(asLogin)
  }

  async print(menu: string, { properties, where = {} }: Printing): Promise<Row[]> {
    const queries = Object.entries(where).map(([name, value]) => `${name}=${value}`)
    const replies = await this.#command({ path: `${menu}/print`, properties, queries })
    return replies.filter((reply) => reply.kind === 're').map((reply) => reply.attributes)
  }

  async add(menu: string, values: Row): Promise<string> {
    const replies = await this.#command({ path: `${menu}/add`, attributes: values })
    return replies.at(-1)?.attributes['ret'] ?? ''
  }

  async set(menu: string, id: string | null, values: Row): Promise<void> {
    await this.#command({ path: `${menu}/set`, attributes: { ...(id !== null && { '.id': id }), ...values } })
  }

  async remove(menu: string, id: string): Promise<void> {
    await this.#command({ path: `${menu}/remove`, attributes: { '.id': id } }).catch((error: unknown) => {
      if (!(error instanceof RouterFault && /no such item/.test(error.message))) throw error
    })
  }

  #command(command: Command): Promise<Reply[]> {
    return this.#ask(commandWords(command))
  }

  /** Resolves with all replies up to `!done`. @throws RouterFault with what the first `!trap` says */
  #ask(words: readonly string[]): Promise<Reply[]> {
    if (this.#fault) return Promise.reject(this.#fault)
    if (this.#waiting) throw new Error('One command at a time')
    return new Promise((resolve, reject) => {
      const replies: Reply[] = []
      let trap: string | undefined
      const settle = (settled: () => void) => {
        clearTimeout(timer)
        this.#waiting = undefined
        settled()
      }
      const fail = (fault: RouterFault) => settle(() => reject(fault))
      const timer = setTimeout(() => {
        this.#end(new RouterFault('timeout', 'The router did not answer in time'))
        this.close() // what comes later would be taken for the answer to something else
      }, answerMs)
      this.#octets = 0
      this.#waiting = {
        fail,
        take: (reply) => {
          if (reply.kind === 'fatal') return fail(new RouterFault('refused', reply.message ?? 'The router ended the conversation'))
          if (reply.kind === 'trap') trap ??= reply.message ?? 'The router refused'
          replies.push(reply)
          if (replies.length > rowsMax) return this.#end(new RouterFault('format', 'The answer has too many rows'))
          if (reply.kind !== 'done') return undefined
          return trap === undefined ? settle(() => resolve(replies)) : fail(new RouterFault('refused', trap))
        },
      }
      this.#socket.write(encodeSentence(words))
    })
  }

  #receive(chunk: Buffer): void {
    try {
      this.#octets += chunk.length
      if (this.#octets > answerOctetsMax) throw new RouterOsFormatError('The answer is too long')
      for (const words of this.#reader.push(chunk)) this.#waiting?.take(parseReply(words))
    } catch (error) {
      if (!(error instanceof RouterOsFormatError)) throw error
      this.#end(new RouterFault('format', error.message))
      this.close()
    }
  }

  #end(fault: RouterFault): void {
    this.#fault ??= fault
    this.#waiting?.fail(this.#fault)
  }
}

function asLogin(error: unknown): never {
  if (error instanceof RouterFault && error.kind === 'refused') throw new RouterFault('login', error.message)
  throw error
}
