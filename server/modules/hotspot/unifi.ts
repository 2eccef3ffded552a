/** Tells a UniFi controller to let a guest in: the private but stable API of the Network application. */
import { once } from 'node:events'
import { type IncomingHttpHeaders, type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { text } from 'node:stream/consumers'
import { always, judgedAddresses, type Reach, type Resolve, resolveHost } from '#kernel/address.ts'
import type { HotspotCredentials } from './gateway.ts'

export interface Controller {
  /** `https://unifi.example:8443`, or a console, whose API has a prefix. */
  readonly url: string
  readonly site: string
  readonly credentials: HotspotCredentials
}

export interface Authorisation {
  readonly mac: string
  readonly minutes: number
  readonly uploadKbps: number
  readonly downloadKbps: number
  /** The access point; naming it makes it quicker. */
  readonly accessPoint: string | null
}

const answerMs = 8_000

interface Session {
  /** Before the paths of the Network application. */
  readonly prefix: string
  readonly headers: Readonly<Record<string, string>>
}

/** By controller and credentials, for as long as the process runs: controllers allow few logins in a minute. */
const sessions = new Map<string, Promise<Session>>()

/** @throws AddressRefused; Error with what the controller said */
export async function authoriseGuest(controller: Controller, guest: Authorisation, reach: Reach, resolve = resolveHost): Promise<void> {
  const way = { reach, resolve }
  const kept = await authorise(controller, guest, way)
  const answer = kept.status === signedOut ? await authorise(controller, guest, way) : kept
  const meta = metaOf(answer.body)
  if (!isDone(answer) || meta?.rc !== 'ok') throw new Error(`The controller does not let the guest in: ${meta?.msg ?? answer.status}`)
}

const signedOut = 401
const isDone = ({ status }: Answer) => status >= 200 && status < 300

/** What the controller says of it; undefined where something else answers at its address. */
function metaOf(body: string): { readonly rc?: string; readonly msg?: string } | undefined {
  try {
    return (JSON.parse(body) as { meta?: { rc?: string; msg?: string } }).meta
  } catch {
    return undefined
  }
}

/** Asks within the session that there is, or a new one. Where the controller knows it no more, it is forgotten. */
async function authorise(controller: Controller, guest: Authorisation, way: Way): Promise<Answer> {
  const key = JSON.stringify([controller.url, controller.credentials])
  const session = sessions.get(key) ?? signIn(controller, way)
  sessions.set(key, session)
  const forget = () => sessions.get(key) === session && sessions.delete(key)
  const { prefix, headers } = await session.catch((error: unknown) => {
    forget()
    throw error
  })
  const answer = await ask(`${baseOf(controller)}${prefix}/api/s/${encodeURIComponent(controller.site)}/cmd/stamgr`, way, {
    method: 'POST',
    headers,
    body: JSON.stringify({
      cmd: 'authorize-guest',
      mac: guest.mac,
      minutes: guest.minutes,
      up: guest.uploadKbps,
      down: guest.downloadKbps,
      ...(guest.accessPoint && { ap_mac: guest.accessPoint }),
    }),
  })
  if (answer.status === signedOut) forget()
  return answer
}

async function signIn(controller: Controller, way: Way): Promise<Session> {
  const base = baseOf(controller)
  // The Network application on its own redirects its root; a console answers there itself.
  const isConsole = (await ask(base, way, {})).status === 200
  const answer = await ask(`${base}${isConsole ? '/api/auth/login' : '/api/login'}`, way, {
    method: 'POST',
    body: JSON.stringify(controller.credentials),
  })
  if (!isDone(answer)) throw new Error(`The controller refuses the login: ${answer.status}`)
  const cookie = (answer.headers['set-cookie'] ?? []).map((one) => one.split(';')[0]).join('; ')
  const csrf = answer.headers['x-csrf-token']
  return { prefix: isConsole ? '/proxy/network' : '', headers: { cookie, ...(typeof csrf === 'string' && { 'x-csrf-token': csrf }) } }
}

/** Name or address of a controller; one of IPv6 without its brackets. */
export const hostOf = (url: string) => new URL(url).hostname.replaceAll(/[[\]]/g, '')

const baseOf = ({ url }: Controller) => url.replace(/\/+$/, '')

interface Asked {
  readonly method?: 'GET' | 'POST'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

interface Way {
  readonly reach: Reach
  readonly resolve: Resolve
}

/** Connects to the addresses that were judged, each time anew; follows nobody elsewhere. @throws AddressRefused; Error where nothing answers */
async function ask(url: string, way: Way, { method = 'GET', headers = {}, body }: Asked): Promise<Answer> {
  const target = new URL(url)
  const addresses = await judgedAddresses(hostOf(url), way.reach, way.resolve)
  const options = {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    signal: AbortSignal.timeout(answerMs),
    agent: false,
    lookup: always(addresses),
  }
  const request = (target.protocol === 'https:' ? requestHttps : requestHttp)(target, options)
  request.end(body)
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  return { status: response.statusCode ?? 0, headers: response.headers, body: await text(response) }
}
