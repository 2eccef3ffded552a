/**
 * The gateway between a phone and the internet: what it tells the portal about a visitor, and how the visitor's browser is made to log in
 * there. Everything it tells comes through the browser, so everything is hostile.
 */
import { createHash } from 'node:crypto'
import { isIP } from 'node:net'
import { zId } from '#kernel/wire.ts'
import { canonicalUsername } from '#modules/access'
import { gatewayHashOf, hasAuthmon, type Opennds, openRedirect, returnHash } from './opennds.ts'

export const gatewayKinds = ['mikrotik', 'coova', 'cambium', 'unifi', 'opennds'] as const
export type GatewayKind = (typeof gatewayKinds)[number]

/** Whether the gateway asks RADIUS about a login; for the others we decide before the door opens. */
export const asksRadius = (gateway: GatewayKind | null): boolean => gateway !== 'unifi' && gateway !== 'opennds'

/** A visitor as the gateway describes them. */
export interface Visit {
  readonly gateway: GatewayKind | null // null: came by themselves, or from a gateway we do not know
  /** Of the visitor's device, in the writing of logins; null where the gateway does not say, or lies in an impossible way. */
  readonly mac: string | null
  readonly address: string | null
  /** Where the browser logs in; only on the gateway itself. */
  readonly loginUrl: string | null
  /** CHAP of the gateway: one-use, so that the password is not on the air. Hexadecimal. */
  readonly challenge: { readonly identifier: string; readonly bytes: string } | null
  /** Where the visitor wanted to go. */
  readonly wanted: string | null
  /** What the gateway says went wrong. */
  readonly error: string | null
  /** Parameters that the gateway wants back as they were. */
  readonly echoed: string | null
  /** Where the gateway stands; null: nobody knows. */
  readonly locationId: string | null
}

export const noVisit: Visit = {
  gateway: null,
  mac: null,
  address: null,
  loginUrl: null,
  challenge: null,
  wanted: null,
  error: null,
  echoed: null,
  locationId: null,
}

type Query = URLSearchParams

/** What staff said of their gateways. */
export interface Trusted {
  /** Names that may stand in place of an address of the gateway. */
  readonly hosts: readonly string[]
  /** Null: openNDS is not set up. */
  readonly opennds: Opennds | null
}

/**
 * Reads what a gateway sends along. Names of parameters tell which kind it is:
 * MikroTik `link-login-only` (HotSpot customisation), CoovaChilli `uamip`, Cambium `ga_srvr`, openNDS `fas`, UniFi `id`. `site` is ours, for any of them.
 */
export function readVisit(query: Query, trusted: Trusted): Visit {
  const visit = readers.find((reader) => query.has(reader.mark))?.read(query, trusted)
  return { ...noVisit, ...(visit ?? { wanted: webAddress(query.get('wanted')) }), locationId: idOf(query.get('site')) }
}

const readers: readonly { readonly mark: string; read(query: Query, trusted: Trusted): Omit<Visit, 'locationId'> | undefined }[] = [
  {
    mark: 'link-login-only',
    read: (query, { hosts }) => {
      const [identifier, bytes] = [fromOctal(query.get('chap-id')), fromOctal(query.get('chap-challenge'))]
      return {
        gateway: 'mikrotik',
        mac: macOf(query.get('mac')),
        address: addressOf(query.get('ip')),
        loginUrl: gatewayUrl(query.get('link-login-only'), hosts),
        challenge:
          identifier.length === 1 && bytes.length === 16 ? { identifier: identifier.toString('hex'), bytes: bytes.toString('hex') } : null,
        wanted: webAddress(query.get('link-orig')),
        error: shortText(query.get('error')),
        echoed: null,
      }
    },
  },
  {
    mark: 'uamip',
    read: (query, { hosts }) => {
      const port = Number(query.get('uamport') ?? 3990)
      const host = query.get('uamip') ?? ''
      const bytes = /^[0-9a-f]{32}$/i.test(query.get('challenge') ?? '') ? query.get('challenge')!.toLowerCase() : null
      return {
        gateway: 'coova',
        mac: macOf(query.get('mac')),
        address: addressOf(query.get('ip')),
        loginUrl: Number.isInteger(port) && port > 0 && port < 65_536 ? gatewayUrl(`http://${host}:${port}/logon`, hosts) : null,
        challenge: bytes === null ? null : { identifier: '00', bytes },
        wanted: webAddress(query.get('userurl')),
        error: query.get('res') === 'failed' ? (shortText(query.get('reply')) ?? 'failed') : null,
        echoed: null,
      }
    },
  },
  {
    mark: 'ga_srvr',
    read: (query, { hosts }) => ({
      gateway: 'cambium',
      mac: macOf(query.get('ga_cmac')),
      address: null,
      loginUrl: gatewayUrl(`http://${query.get('ga_srvr') ?? ''}:880/cgi-bin/hotspot_login.cgi`, hosts),
      challenge: null,
      wanted: webAddress(query.get('ga_orig_url')),
      error: shortText(query.get('ga_error_code')),
      echoed: query.toString(), // `ga_Qv` has to go back as it came
    }),
  },
  {
    mark: 'fas',
    read: (query, { hosts, opennds }) => {
      const said = opennds && openRedirect(query, opennds)
      if (!said) return undefined
      const hid = said.get('hid') ?? ''
      const name = said.get('gatewayname') ?? ''
      const authDir = said.get('authdir') ?? 'opennds_auth'
      if (!/^[0-9a-f]{64}$/.test(hid) || !/^[\w.~%-]{1,768}$/.test(name)) return undefined
      const door = /^\w{1,64}$/.test(authDir) ? gatewayUrl(`http://${said.get('gatewayaddress') ?? ''}/${authDir}/`, hosts) : null
      return {
        ...noVisit,
        gateway: 'opennds',
        mac: macOf(said.get('clientmac') ?? null),
        address: addressOf(said.get('clientip') ?? null),
        wanted: webAddress(unescaped(said.get('originurl'))),
        ...(hasAuthmon(opennds.level) ? { echoed: name } : { loginUrl: door, echoed: door && returnHash(hid, opennds.key) }),
      }
    },
  },
  {
    mark: 'id',
    read: (query) => ({
      ...noVisit,
      gateway: 'unifi',
      mac: macOf(query.get('id')),
      wanted: webAddress(query.get('url')),
      echoed: macOf(query.get('ap')), // naming the access point makes it quicker; a guest at a cable has none
    }),
  },
]

export interface HotspotCredentials {
  readonly username: string
  readonly password: string
}

/** What the visitor's browser does next. A server cannot log a browser in: the request has to come from the visitor's address. */
export type Entry =
  | { readonly kind: 'go'; readonly url: string }
  | { readonly kind: 'post'; readonly url: string; readonly fields: Readonly<Record<string, string>> }
  /** The gateway's controller is told by us. */
  | { readonly kind: 'controller'; readonly mac: string }
  /** The gateway asks us within seconds whom to let in. */
  | { readonly kind: 'authmon'; readonly gatewayHash: string; readonly gatewayName: string; readonly mac: string }
  | { readonly kind: 'none' }

/** @param uamSecret shared with a CoovaChilli gateway, which wants the challenge mixed with it */
export function entryOf(visit: Visit, { username, password }: HotspotCredentials, uamSecret: string): Entry {
  switch (visit.gateway) {
    case 'mikrotik':
      return visit.loginUrl === null
        ? { kind: 'none' }
        : {
            kind: 'go',
            url: withQuery(visit.loginUrl, {
              username,
              password: visit.challenge ? chapPassword(visit.challenge, password) : password,
              ...(visit.wanted !== null && { dst: visit.wanted }),
            }),
          }
    case 'coova':
      return visit.loginUrl === null || visit.challenge === null
        ? { kind: 'none' }
        : {
            kind: 'go',
            url: withQuery(visit.loginUrl, {
              username,
              response: uamResponse(visit.challenge.bytes, password, uamSecret),
              ...(visit.wanted !== null && { userurl: visit.wanted }),
            }),
          }
    case 'cambium':
      return visit.loginUrl === null
        ? { kind: 'none' }
        : { kind: 'post', url: `${visit.loginUrl}?${visit.echoed ?? ''}`, fields: { ga_user: username, ga_pass: password } }
    case 'unifi':
      return visit.mac === null ? { kind: 'none' } : { kind: 'controller', mac: visit.mac }
    case 'opennds':
      return openndsEntry(visit)
    case null:
      return { kind: 'none' }
  }
  return visit.gateway satisfies never
}

/** With an address of the gateway the browser goes there itself; else its `authmon` asks. Without `redir` openNDS 9 crashes. */
function openndsEntry({ loginUrl, echoed, mac, wanted }: Visit): Entry {
  if (echoed === null || mac === null) return { kind: 'none' }
  if (loginUrl !== null) return { kind: 'go', url: withQuery(loginUrl, { tok: echoed, redir: wanted ?? new URL('/', loginUrl).href }) }
  return { kind: 'authmon', gatewayHash: gatewayHashOf(echoed), gatewayName: unescaped(echoed)?.trim() || echoed, mac }
}

const md5 = (...parts: (Buffer | string)[]) => parts.reduce((hash, part) => hash.update(part), createHash('md5')).digest()

/** RFC 1994 §4.1: the identifier, the password, the challenge; the router sends the same to RADIUS. */
export const chapPassword = ({ identifier, bytes }: NonNullable<Visit['challenge']>, password: string): string =>
  md5(Buffer.from(identifier, 'hex'), password, Buffer.from(bytes, 'hex')).toString('hex')

/** CoovaChilli mixes the challenge with a secret that it shares with the portal, then does CHAP with identifier 0. */
export function uamResponse(challenge: string, password: string, uamSecret: string): string {
  const bytes = Buffer.from(challenge, 'hex')
  const mixed = uamSecret === '' ? bytes : md5(bytes, uamSecret)
  return md5(Buffer.from([0]), password, mixed).toString('hex')
}

/** RouterOS prints bytes in octal: `\371`. What has no such escapes is taken as it came, a character for a byte. */
export function fromOctal(text: string | null): Buffer {
  if (!text) return Buffer.alloc(0)
  const parts = [...text.matchAll(/\\([0-3][0-7]{2})|([\s\S])/g)]
  return Buffer.from(parts.map(([, octal, plain]) => (octal ? Number.parseInt(octal, 8) : plain!.charCodeAt(0) & 0xff)))
}

const macPattern = /^(?:[0-9a-f]{2}[:-]?){5}[0-9a-f]{2}$/i
const macOf = (text: string | null) => (text !== null && macPattern.test(text.trim()) ? canonicalUsername(text) : null)
const idOf = (text: string | null) => (text !== null && zId.safeParse(text).success ? text : null)
const addressOf = (text: string | null) => (text !== null && isIP(text) !== 0 ? text : null)

const textMax = 200
/** Shown to people, so without control characters; it is escaped where it is shown. */
// eslint-disable-next-line no-control-regex
const shortText = (text: string | null) => (text ? text.replaceAll(/[\u0000-\u001f\u007f]/g, ' ').slice(0, textMax) : null)

function parsed(text: string | null): URL | undefined {
  return text !== null && text.length <= 2_000 && URL.canParse(text) ? new URL(text) : undefined
}

/** An address on the web, for the way back; never a script. */
function webAddress(text: string | null): string | null {
  const url = parsed(text)
  return url && (url.protocol === 'http:' || url.protocol === 'https:') && url.username === '' ? url.href : null
}

/**
 * The password of a pass goes to this address, so it has to be a gateway: an address of a private network, where nobody on the internet
 * can wait for it, or a name that staff gave.
 */
function gatewayUrl(text: string | null, hosts: readonly string[]): string | null {
  const url = parsed(text)
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:') || url.username !== '') return null
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase()
  const isGateway = isIP(host) === 0 ? hosts.some((one) => one.toLowerCase() === host) : isPrivate(host)
  if (!isGateway) return null
  url.search = ''
  url.hash = ''
  return url.href
}

function unescaped(text: string | undefined): string | null {
  try {
    return text === undefined ? null : decodeURIComponent(text)
  } catch {
    return null // no escapes of UTF-8
  }
}

/** RFC 1918, shared (RFC 6598), unique local (RFC 4193), and this machine, where tests and demonstrations run. */
const isPrivate = (address: string) =>
  /^(10\.|127\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/.test(address) ||
  /^(::1$|f[cd][0-9a-f]{2}:)/i.test(address)

function withQuery(address: string, parameters: Readonly<Record<string, string>>): string {
  const url = new URL(address)
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  return url.href
}
