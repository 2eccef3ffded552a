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

/** @throws Error with what the controller said */
export async function authoriseGuest({ url, site, credentials }: Controller, guest: Authorisation): Promise<void> {
  const base = url.replace(/\/+$/, '')
  // The Network application on its own redirects its root; a console answers there itself.
  const isConsole = (await ask(base, { redirect: 'manual' })).status === 200
  const prefix = isConsole ? '/proxy/network' : ''
  const signedIn = await ask(`${base}${isConsole ? '/api/auth/login' : '/api/login'}`, {
    method: 'POST',
    body: JSON.stringify(credentials),
  })
  if (!signedIn.ok) throw new Error(`The controller refuses the login: ${signedIn.status}`)
  const cookie = signedIn.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
  const csrf = signedIn.headers.get('x-csrf-token')
  const answer = await ask(`${base}${prefix}/api/s/${encodeURIComponent(site)}/cmd/stamgr`, {
    method: 'POST',
    headers: { cookie, ...(csrf && { 'x-csrf-token': csrf }) },
    body: JSON.stringify({
      cmd: 'authorize-guest',
      mac: guest.mac,
      minutes: guest.minutes,
      up: guest.uploadKbps,
      down: guest.downloadKbps,
      ...(guest.accessPoint && { ap_mac: guest.accessPoint }),
    }),
  })
  const { meta } = (await answer.json().catch(() => ({}))) as { meta?: { rc?: string; msg?: string } }
  if (!answer.ok || meta?.rc !== 'ok') throw new Error(`The controller does not let the guest in: ${meta?.msg ?? answer.status}`)
}

function ask(url: string, init: RequestInit): Promise<Response> {
  const headers = { 'content-type': 'application/json', ...(init.headers as Record<string, string> | undefined) }
  return fetch(url, { redirect: 'error', ...init, headers, signal: AbortSignal.timeout(answerMs) })
}
