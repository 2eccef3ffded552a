/** The binary API of the router, on TCP and on TLS. */
import { randomBytes } from 'node:crypto'
import net from 'node:net'
import tls from 'node:tls'
import {
  challengeResponse,
  encodeSentence,
  matches,
  parseCommand,
  type Row,
  RouterOsFormatError,
  SentenceReader,
} from '#protocols/routeros'
import { admit, perform, type User } from './access.ts'
import { Trap, type Tree } from './tree.ts'

export interface ApiOptions {
  readonly tree: Tree
  /** RouterOS before 6.43 asks for the digest of a challenge. */
  readonly hasOldLogin: boolean
  readonly isDeaf: () => boolean
}

/** @param certificate for `api-ssl` */
export function createApiServer(options: ApiOptions, certificate?: { readonly key: string; readonly cert: string }): net.Server {
  const serve = (socket: net.Socket) => void new Conversation(socket, options)
  return certificate ? tls.createServer(certificate, serve) : net.createServer(serve)
}

class Conversation {
  readonly #socket: net.Socket
  readonly #options: ApiOptions
  readonly #reader = new SentenceReader()
  #user: User | undefined
  #challenge = ''

  constructor(socket: net.Socket, options: ApiOptions) {
    this.#socket = socket
    this.#options = options
    socket.on('error', () => {})
    socket.on('data', (chunk: Buffer) => {
      try {
        for (const words of this.#reader.push(chunk)) if (!options.isDeaf()) this.#answer(words)
      } catch (error) {
        if (!(error instanceof RouterOsFormatError)) throw error
        socket.destroy()
      }
    })
  }

  #answer(words: readonly string[]): void {
    const command = parseCommand(words)
    const tag = command?.tag ? [`.tag=${command.tag}`] : []
    const say = (kind: string, attributes: Row = {}) =>
      void this.#socket.write(encodeSentence([kind, ...Object.entries(attributes).map(([name, value]) => `=${name}=${value}`), ...tag]))
    if (!command) return void this.#socket.end(encodeSentence(['!fatal', 'not a command']))
    try {
      if (command.path === '/login') return this.#logIn(command.attributes, say)
      if (command.path === '/quit') return void this.#socket.end(encodeSentence(['!fatal', 'session terminated on request']))
      if (!this.#user) return void this.#socket.end(encodeSentence(['!fatal', 'not logged in']))
      this.#perform(this.#user, command, say)
    } catch (error) {
      if (!(error instanceof Trap)) throw error
      say('!trap', { category: String(error.category), message: error.message })
      say('!done')
    }
  }

  #perform(user: User, command: ReturnType<typeof parseCommand> & object, say: (kind: string, attributes?: Row) => void): void {
    const [menu, verb] = [command.path.slice(0, command.path.lastIndexOf('/')), command.path.slice(command.path.lastIndexOf('/') + 1)]
    const result = perform(this.#options.tree, user, menu, verb, command.attributes)
    if (Array.isArray(result)) {
      const rows = result.filter((row) => matches(row, command.queries))
      for (const row of rows) say('!re', chosen(row, command.properties))
      if (rows.length === 0) say('!empty')
    }
    say('!done', typeof result === 'string' ? { ret: result } : {})
  }

  #logIn({ name = '', password, response }: Row, say: (kind: string, attributes?: Row) => void): void {
    const address = this.#socket.remoteAddress ?? ''
    const isOld = this.#options.hasOldLogin
    if (isOld && response === undefined) {
      this.#challenge = randomBytes(16).toString('hex')
      return say('!done', { ret: this.#challenge })
    }
    const known = this.#options.tree.find('/user', 'name', name)?.['password'] ?? ''
    const isAnswered = isOld && this.#challenge !== '' && response === challengeResponse(known, this.#challenge)
    this.#user = admit(this.#options.tree, { name, password: isAnswered ? known : (password ?? ''), address, door: 'api' })
    if (!this.#user) throw new Trap('invalid user name or password (6)')
    say('!done')
  }
}

const chosen = (row: Row, properties: readonly string[]): Row =>
  properties.length === 0 ? row : Object.fromEntries(Object.entries(row).filter(([name]) => properties.includes(name)))
