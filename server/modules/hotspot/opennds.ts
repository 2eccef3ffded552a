/**
 * The words of openNDS, which forwards guests to an authentication service (FAS) of somebody else: docs/source/fas.rst of the project.
 *
 *   level 1  what is said is written in base64       the browser comes back with a hash that only both know     the gateway's own limits
 *   level 2  what is said is encrypted               the same                                                   the same
 *   level 3  as level 2                              its daemon `authmon` asks whom to let in, with what        limits of each guest
 *   level 4  as level 1                              the same                                                   the same
 */
import { createDecipheriv, randomBytes } from 'node:crypto'
import { sha256 } from '#kernel/crypto.ts'

export const openndsLevels = [1, 2, 3, 4] as const
export type OpenndsLevel = (typeof openndsLevels)[number]

/** What a business and its gateways have in common. */
export interface Opennds {
  readonly level: OpenndsLevel
  readonly key: string
}

export const isEncrypted = (level: OpenndsLevel): boolean => level === 2 || level === 3
/** Whether the gateway asks by itself whom to let in; then no browser is ever given what opens the door. */
export const hasAuthmon = (level: OpenndsLevel): boolean => level >= 3

// ---- the redirect --------------------------------------------------------------------------------------------------------

/** Long enough for any address that a gateway of 16 KB sends on. */
const sealedMax = 12_000

/**
 * What a gateway says of a guest, by name. The first of a name counts: what guests can put into it comes behind what tells them apart.
 * @returns undefined where it was not written for this level and key
 */
export function openRedirect(query: URLSearchParams, { level, key }: Opennds): ReadonlyMap<string, string> | undefined {
  const sealed = base64In(query.get('fas'))
  if (sealed === undefined || sealed.length > sealedMax) return undefined
  const text = isEncrypted(level) ? decrypted(sealed, query.get('iv') ?? '', key) : sealed.toString('utf8')
  const fields = new Map<string, string>()
  for (const part of text?.split(', ') ?? []) {
    const at = part.indexOf('=')
    const name = part.slice(0, at)
    if (at > 0 && !fields.has(name)) fields.set(name, part.slice(at + 1))
  }
  return fields.has('hid') ? fields : undefined
}

const keyBytes = 32

/** As PHP's `openssl_encrypt` makes it: base64 of its own around the bytes, and a key that is filled with zeros or cut to what the cipher takes. */
function decrypted(sealed: Buffer, iv: string, key: string): string | undefined {
  if (!/^[0-9a-f]{16}$/.test(iv)) return undefined // its sixteen characters are the bytes
  const bytes = Buffer.alloc(keyBytes)
  bytes.write(key)
  const decipher = createDecipheriv('aes-256-cbc', bytes, Buffer.from(iv, 'latin1'))
  try {
    return Buffer.concat([decipher.update(Buffer.from(sealed.toString('latin1'), 'base64')), decipher.final()]).toString('utf8')
  } catch {
    return undefined // of another key, or altered
  }
}

/** A plus that was not escaped arrives as a space. */
function base64In(text: string | null): Buffer | undefined {
  const standard = text?.replaceAll(' ', '+')
  return standard && /^[A-Za-z0-9+/]+={0,2}$/.test(standard) ? Buffer.from(standard, 'base64') : undefined
}

/** As long as the cipher takes, in characters that PHP and a shell leave as they are. */
export const newOpenndsKey = (): string => randomBytes(keyBytes / 2).toString('hex')

/** What the browser shows the gateway: the hashed id of the guest with the key, which never leaves both. */
export const returnHash = (hid: string, key: string): string => sha256(hid.trim() + key.trim())

/** The name by which `authmon` asks: of the gateway's name as the gateway writes it, escaped. */
export const gatewayHashOf = (escapedName: string): string => sha256(escapedName)

// ---- authmon -------------------------------------------------------------------------------------------------------------

/** What one guest may do. Zero is no limit. */
export interface OpenndsLimits {
  readonly minutes: number
  readonly uploadKbps: number
  readonly downloadKbps: number
  /** KiB in one direction. */
  readonly uploadKib: number
  readonly downloadKib: number
}

interface Profile {
  readonly sessionSeconds: number
  readonly uploadBps: number
  readonly downloadBps: number
  readonly sessionBytes: number | null
}

/** Directions are counted apart there, so each is told all that is left. */
export function limitsOf({ sessionSeconds, uploadBps, downloadBps, sessionBytes }: Profile): OpenndsLimits {
  const kib = sessionBytes === null ? 0 : Math.max(1, Math.ceil(sessionBytes / 1024))
  const kbps = (bps: number) => Math.max(1, Math.round(bps / 1000))
  return {
    minutes: Math.max(1, Math.ceil(sessionSeconds / 60)),
    uploadKbps: kbps(uploadBps),
    downloadKbps: kbps(downloadBps),
    uploadKib: kib,
    downloadKib: kib,
  }
}

export interface Listed extends OpenndsLimits {
  readonly mac: string
  /** Comes back when the session is over. */
  readonly custom: string
}

/** As many as `authmon` takes at once; it reads no more than a thousand characters. */
export const authListMax = 4

/**
 * Whom to let in. A guest is named by the MAC address and not by the return hash: whoever knows the name of a gateway may ask for this list,
 * and with the hash in hand a guest would open the door alone, without limits.
 */
export function authList(guests: readonly Listed[]): string {
  const line = ({ mac, minutes, uploadKbps, downloadKbps, uploadKib, downloadKib, custom }: Listed) =>
    [mac, minutes, uploadKbps, downloadKbps, uploadKib, downloadKib, custom].join(' ')
  return ['*', ...guests.slice(0, authListMax).map((guest) => encodeURIComponent(line(guest)))].join(' ')
}

/** @returns the guests that a gateway says it has let in; null where it asks for the list instead */
export function acknowledged(payload: string): string[] | null {
  const text = base64In(payload)?.toString('utf8') ?? 'none'
  return text.trim() === 'none' ? null : text.split(/[\s*]+/).filter((word) => word !== '')
}

/** What is said when a guest was put off. */
export interface Deauthed {
  readonly mac: string
  readonly uploadBytes: number
  readonly downloadBytes: number
  readonly custom: string
  /** As Acct-Terminate-Cause has it. */
  readonly because: string
}

/** RADIUS has no word for a quota that was reached: the NAS asked for the end. */
const causes: Readonly<Record<string, string>> = {
  client_deauth: 'User-Request',
  idle_deauth: 'Idle-Timeout',
  timeout_deauth: 'Session-Timeout',
  downquota_deauth: 'NAS-Request',
  upquota_deauth: 'NAS-Request',
  ndsctl_deauth: 'Admin-Reset',
  shutdown_deauth: 'NAS-Reboot',
}

/** `incoming` is what came to the guest. Older gateways write no quotation marks, some write base64 twice. */
export function readDeauthed(payload: string): Deauthed | undefined {
  const once = base64In(payload)?.toString('utf8') ?? ''
  const text = once.includes('method=') ? once : (base64In(once.trim())?.toString('utf8') ?? '')
  const fields = new Map(Array.from(text.matchAll(/(?:^|, )(\w+)="?([^",]*)"?/g), ([, name, value]) => [name!, value!]))
  const because = causes[fields.get('method') ?? '']
  const [uploadBytes, downloadBytes] = [countIn(fields.get('bytes_outgoing')), countIn(fields.get('bytes_incoming'))]
  if (because === undefined || uploadBytes === undefined || downloadBytes === undefined) return undefined
  return { mac: fields.get('clientmac') ?? '', uploadBytes, downloadBytes, custom: fields.get('custom') ?? '', because }
}

const countIn = (text: string | undefined) => {
  const count = /^\d{1,16}$/.test(text ?? '') ? Number(text) : Number.NaN
  return Number.isSafeInteger(count) ? count : undefined
}

// ---- what is typed at the gateway ----------------------------------------------------------------------------------------

/**
 * The configuration of a gateway, for the command line of OpenWrt.
 * @param portal its address; levels with `authmon` want it to begin with https
 * @param key null where it is kept and not shown again
 * @param hosts that guests reach before they are let in
 */
export function openndsSetup(
  portal: string,
  { level, key }: { level: OpenndsLevel; key: string | null },
  hosts: readonly string[],
): string {
  const { protocol, hostname, port, pathname } = new URL(portal)
  const set = (name: string, value: string) => `uci set opennds.@opennds[0].${name}='${value}'`
  const address = /^[\d.]+$/.test(hostname)
    ? [set('fasremoteip', hostname)]
    : [set('fasremotefqdn', hostname), `uci set opennds.@opennds[0].fasremoteip="$(resolveip -4 ${hostname} | head -n 1)"`]
  return [
    ...address,
    set('fasport', port || (protocol === 'https:' ? '443' : '80')),
    set('faspath', pathname),
    set('fas_secure_enabled', String(level)),
    set('faskey', key ?? '<key>'),
    ...(hasAuthmon(level) ? [set('nat_traversal_poll_interval', String(pollSeconds))] : []),
    set('allow_preemptive_authentication', '0'), // it would let in whom it remembers, and nobody would count
    set('authidletimeout', String(idleMinutes)),
    openndsGarden(hosts),
    'uci commit opennds',
    'service opennds restart',
  ].join('\n')
}

/** Each takes two requests, and everybody behind the gateway has the same address. */
const pollSeconds = 5
/** Its own two hours would keep the place of a phone that has left. */
const idleMinutes = 10

/** A name lets through what is below it too. */
export function openndsGarden(hosts: readonly string[]): string {
  const names = hosts.map((host) => host.replace(/^\*\./, ''))
  const list = (name: string, values: readonly string[]) => [
    `uci -q delete opennds.@opennds[0].${name}`,
    ...values.map((value) => `uci add_list opennds.@opennds[0].${name}='${value}'`),
  ]
  return [...list('walledgarden_fqdn_list', names), ...list('walledgarden_port_list', ['443'])].join('\n')
}
