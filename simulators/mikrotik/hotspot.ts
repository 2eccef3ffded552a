/** The hotspot of the router as a phone sees it: everything leads to its login page until somebody is logged in. */
import { createHash, randomBytes } from 'node:crypto'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'

export interface HotspotHost {
  /** `http-chap`, `http-pap`, … as the profile says. */
  readonly loginBy: () => readonly string[]
  readonly identity: () => string
  /** Text of `login.html` in the profile's directory; undefined for the router's own page. */
  readonly loginPage: () => string | undefined
  readonly isAllowed: (host: string) => boolean
  readonly login: (login: HotspotLogin) => Promise<HotspotAnswer>
  readonly logout: (address: string) => Promise<void>
  readonly session: (address: string) => Readonly<Record<string, string>> | undefined
}

export interface HotspotLogin {
  readonly username: string
  readonly address: string
  readonly mac: string
  readonly proof:
    | { readonly kind: 'pap'; readonly password: string }
    | { readonly kind: 'chap'; readonly identifier: number; readonly challenge: Buffer; readonly digest: Buffer }
}

export type HotspotAnswer = { readonly isIn: true } | { readonly isIn: false; readonly error: string }

interface Visitor {
  readonly address: string
  readonly mac: string
  /** One-use, tied to the address. */
  challenge: { readonly identifier: number; readonly bytes: Buffer } | undefined
}

export interface Hotspot {
  readonly url: string
  readonly port: number
  /** Says which device has an address; others get one made from the address. */
  seat(address: string, mac: string): void
  close(): Promise<void>
}

export async function openHotspot(host: HotspotHost, port: number): Promise<Hotspot> {
  const visitors = new Map<string, Visitor>()
  const server = http.createServer((request, response) => {
    const servlet = new Servlet(host, visitorOf(request), request, response)
    void servlet.serve()
  })
  server.listen(port)
  await once(server, 'listening')
  const bound = (server.address() as AddressInfo).port

  function visitorOf(request: http.IncomingMessage): Visitor {
    const address = (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '').replace(/^::1$/, '127.0.0.1')
    const known = visitors.get(address) ?? { address, mac: macOf(address), challenge: undefined }
    visitors.set(address, known)
    return known
  }

  return {
    url: `http://127.0.0.1:${bound}`,
    port: bound,
    seat: (address, mac) => void visitors.set(address, { address, mac, challenge: undefined }),
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Locally administered, from the address. */
const macOf = (address: string) =>
  `02:54:${address
    .split('.')
    .map((part) => Number(part).toString(16).padStart(2, '0').toUpperCase())
    .join(':')}`

const bodyMax = 8_192

class Servlet {
  readonly #host: HotspotHost
  readonly #visitor: Visitor
  readonly #request: http.IncomingMessage
  readonly #response: http.ServerResponse
  readonly #own: string

  constructor(host: HotspotHost, visitor: Visitor, request: http.IncomingMessage, response: http.ServerResponse) {
    this.#host = host
    this.#visitor = visitor
    this.#request = request
    this.#response = response
    this.#own = `http://127.0.0.1:${(request.socket.address() as AddressInfo).port}`
  }

  async serve(): Promise<void> {
    const target = this.#request.headers.host ?? ''
    const isOwn = `http://${target}` === this.#own || target.startsWith('localhost:')
    const url = new URL(this.#request.url ?? '/', isOwn ? this.#own : `http://${target}`)
    if (!isOwn) return this.#elsewhere(url)
    switch (url.pathname) {
      case '/login':
        return this.#login(url)
      case '/status':
        return this.#status()
      case '/logout':
        await this.#host.logout(this.#visitor.address)
        return this.#page(200, '<h1>You are logged out</h1><a href="/login">Log in again</a>')
      default:
        return this.#redirect(this.#host.session(this.#visitor.address) ? '/status' : '/login')
    }
  }

  /** What a device asks of the internet: let through, or led to the login page. */
  #elsewhere(url: URL): void {
    const isIn = this.#host.session(this.#visitor.address) !== undefined
    if (isIn || this.#host.isAllowed(url.hostname)) return this.#page(200, `<h1>${isIn ? 'The internet' : 'Walled garden'}</h1>`)
    this.#redirect(`${this.#own}/login?dst=${encodeURIComponent(url.href)}`)
  }

  async #login(url: URL): Promise<void> {
    const form = new URLSearchParams(url.search)
    if (this.#request.method === 'POST') for (const [name, value] of new URLSearchParams(await this.#body())) form.set(name, value)
    const [username, password] = [form.get('username'), form.get('password')]
    if (username === null || password === null) return this.#loginPage(form.get('dst') ?? '', '')
    const proof = this.#proofOf(password)
    if (!proof) return this.#loginPage(form.get('dst') ?? '', 'web browser did not send challenge response (try again, enable JavaScript)')
    const answer = await this.#host.login({ username, address: this.#visitor.address, mac: this.#visitor.mac, proof })
    if (!answer.isIn) return this.#loginPage(form.get('dst') ?? '', answer.error)
    this.#redirect(form.get('dst') || '/status')
  }

  /** A challenge is used once. What is no digest is a password, where the profile takes those. */
  #proofOf(password: string): HotspotLogin['proof'] | undefined {
    const { challenge } = this.#visitor
    this.#visitor.challenge = undefined
    if (challenge && /^[0-9a-f]{32}$/.test(password))
      return { kind: 'chap', identifier: challenge.identifier, challenge: challenge.bytes, digest: Buffer.from(password, 'hex') }
    return this.#host.loginBy().includes('http-pap') ? { kind: 'pap', password } : undefined
  }

  #loginPage(destination: string, error: string): void {
    const isChap = this.#host.loginBy().includes('http-chap')
    this.#visitor.challenge = isChap ? { identifier: randomBytes(1)[0]!, bytes: randomBytes(16) } : undefined
    const variables: Record<string, string> = {
      mac: this.#visitor.mac,
      ip: this.#visitor.address,
      username: '',
      error,
      identity: this.#host.identity(),
      'server-name': 'trunkline',
      'server-address': new URL(this.#own).host,
      'link-login': `${this.#own}/login?dst=${encodeURIComponent(destination)}`,
      'link-login-only': `${this.#own}/login`,
      'link-orig': destination,
      'link-status': `${this.#own}/status`,
      'link-logout': `${this.#own}/logout`,
      'logged-in': 'no',
      'chap-id': isChap ? octal(Buffer.from([this.#visitor.challenge!.identifier])) : '',
      'chap-challenge': isChap ? octal(this.#visitor.challenge!.bytes) : '',
    }
    this.#page(200, substitute(this.#host.loginPage() ?? ownPage, variables))
  }

  #status(): void {
    const session = this.#host.session(this.#visitor.address)
    if (!session) return this.#redirect('/login')
    const facts = Object.entries(session).map(([name, value]) => `<dt>${escape(name)}</dt><dd>${escape(value)}</dd>`)
    this.#page(200, `<h1>Logged in</h1><dl>${facts.join('')}</dl><a href="/logout">Log out</a>`)
  }

  async #body(): Promise<string> {
    let text = ''
    for await (const chunk of this.#request) if ((text += String(chunk)).length > bodyMax) return ''
    return text
  }

  #redirect(location: string): void {
    this.#response.writeHead(302, { location, 'cache-control': 'no-store' }).end()
  }

  #page(status: number, html: string): void {
    this.#response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }).end(html)
  }
}

/** What the router's own page does in its browser, for tests without one: hex MD5 of id, password and challenge. */
export const chapDigest = (identifier: Buffer, password: string, challenge: Buffer): string =>
  createHash('md5').update(identifier).update(password).update(challenge).digest('hex')

/** `\371\015`, as the router prints octets into its pages. */
const octal = (bytes: Buffer) => [...bytes].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('')

const escape = (text: string) => text.replaceAll(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)

/**
 * The template language of the servlet: `$(name)`, `$(name-esc)` for URLs, `$(if name)…$(elif a == b)…$(else)…$(endif)`.
 * Conditions do not nest here.
 */
export function substitute(page: string, variables: Readonly<Record<string, string>>): string {
  const holds = (condition: string) => {
    const [, name = '', , wanted] = /^([\w-]+)(\s*==\s*"?([^"]*)"?)?$/.exec(condition.trim()) ?? []
    return wanted === undefined ? (variables[name] ?? '') !== '' : variables[name] === wanted
  }
  const chosen = page.replaceAll(/\$\(if ([^)]+)\)([\s\S]*?)\$\(endif\)/g, (_, first: string, rest: string) => {
    const branches = `$(elif ${first})${rest}`.split(/(?=\$\((?:elif [^)]+|else)\))/)
    const branch = branches.find((one) => one.startsWith('$(else)') || holds(/^\$\(elif ([^)]+)\)/.exec(one)![1]!))
    return branch?.replace(/^\$\([^)]+\)/, '') ?? ''
  })
  return chosen.replaceAll(/\$\(([\w-]+)\)/g, (_, name: string) =>
    name.endsWith('-esc') ? encodeURIComponent(variables[name.slice(0, -4)] ?? '') : (variables[name] ?? ''),
  )
}

const ownPage = `<!doctype html><title>$(identity)</title><h1>$(identity)</h1><p>$(error)</p>
<form action="$(link-login-only)" method="post">
<input type="hidden" name="dst" value="$(link-orig)">
<input name="username"><input name="password" type="password"><button>Log in</button></form>
$(if chap-id)<p data-chap-id="$(chap-id)" data-chap-challenge="$(chap-challenge)"></p>$(endif)`
