/** Tells a UniFi controller to let a guest in: the private but stable API of the Network application. */
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

/** @throws Error with what the controller said */
export async function authoriseGuest(controller: Controller, guest: Authorisation): Promise<void> {
  const kept = await authorise(controller, guest)
  const answer = kept.status === signedOut ? await authorise(controller, guest) : kept
  const { meta } = (await answer.json().catch(() => ({}))) as { meta?: { rc?: string; msg?: string } }
  if (!answer.ok || meta?.rc !== 'ok') throw new Error(`The controller does not let the guest in: ${meta?.msg ?? answer.status}`)
}

const signedOut = 401

/** Asks within the session that there is, or a new one. Where the controller knows it no more, it is forgotten. */
async function authorise(controller: Controller, guest: Authorisation): Promise<Response> {
  const key = JSON.stringify([controller.url, controller.credentials])
  const session = sessions.get(key) ?? signIn(controller)
  sessions.set(key, session)
  const forget = () => sessions.get(key) === session && sessions.delete(key)
  const { prefix, headers } = await session.catch((error: unknown) => {
    forget()
    throw error
  })
  const answer = await ask(`${baseOf(controller)}${prefix}/api/s/${encodeURIComponent(controller.site)}/cmd/stamgr`, {
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

async function signIn(controller: Controller): Promise<Session> {
  const base = baseOf(controller)
  // The Network application on its own redirects its root; a console answers there itself.
  const isConsole = (await ask(base, { redirect: 'manual' })).status === 200
  const answer = await ask(`${base}${isConsole ? '/api/auth/login' : '/api/login'}`, {
    method: 'POST',
    body: JSON.stringify(controller.credentials),
  })
  if (!answer.ok) throw new Error(`The controller refuses the login: ${answer.status}`)
  const cookie = answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
  const csrf = answer.headers.get('x-csrf-token')
  return { prefix: isConsole ? '/proxy/network' : '', headers: { cookie, ...(csrf && { 'x-csrf-token': csrf }) } }
}

const baseOf = ({ url }: Controller) => url.replace(/\/+$/, '')

function ask(url: string, init: RequestInit): Promise<Response> {
  const headers = { 'content-type': 'application/json', ...(init.headers as Record<string, string> | undefined) }
  return fetch(url, { redirect: 'error', ...init, headers, signal: AbortSignal.timeout(answerMs) })
}
