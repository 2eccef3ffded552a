/** What one accounting packet says about a session, and how several say one thing. */
import { hash } from 'node:crypto'
import { attributeNamed, FirstValues, type Packet, read, valueName } from '#protocols/radius'
import type { Directory, KnownNas } from './directory.ts'
import type { Online, Owner } from './online.ts'
import { readClass, type SessionClass } from './session-class.ts'

/**
 * Samples of one session form a lattice: counters and times only grow, so that merging is the same in any order and any number of
 * times. This is why duplicated, delayed and reordered packets change nothing.
 */
export interface Sample {
  readonly identity: string
  readonly tenantId: string
  readonly nasId: string
  readonly subscriptionId: string | null
  readonly loginId: string | null
  readonly username: string
  readonly acctSessionId: string
  readonly callingStation: string | null
  readonly calledStation: string | null
  readonly nasPort: string | null
  readonly address: string | null
  readonly address6: string | null
  /** Of the line, and what is delegated to the subscriber's router. */
  readonly prefix6: string | null
  readonly delegated6: string | null
  readonly interface6: string | null
  readonly isWalled: boolean
  readonly startedAtMs: number
  /** When it was true: receipt less Acct-Delay-Time. The router's own clock is not trusted, it may say 1970. */
  readonly atMs: number
  /** Acct-Session-Time; null from routers that do not send it. */
  readonly sessionSeconds: number | null
  /** From the beginning of the session. Numbers, because this is the hot path; exact up to 9 petabytes. */
  readonly uploadBytes: number
  readonly downloadBytes: number
  readonly endedAtMs: number | null
  readonly terminateCause: string | null
}

export const statusTypes = { start: 1, stop: 2, interim: 3, on: 7, off: 8 } as const

const delaySecondsMax = 7 * 86_400 // a router that claims more has lost its clock

/** What is in memory about who logs in and who is online. */
export interface Known {
  readonly directory: Directory
  readonly online: Online
}

/** When the event in a packet happened, in milliseconds since 1970. */
export function eventTimeMs(packet: Packet, receivedAtMs: number): number {
  return timeBefore(receivedAtMs, read(packet, 'Acct-Delay-Time'))
}

const timeBefore = (receivedAtMs: number, delaySeconds = 0) => receivedAtMs - Math.min(delaySeconds, delaySecondsMax) * 1000

/** RFC 2866 §5.5 makes Acct-Session-Id unique per NAS only, and routers reuse it for the next user after a boot. */
export function sessionIdentity(nasId: string, acctSessionId: string, username: string): string {
  const hex = hash('md5', `${nasId}\n${acctSessionId}\n${username}`)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

const giga = 2 ** 32
const octets = (low: number | undefined, gigawords: number | undefined) =>
  Math.min((low ?? 0) + (gigawords ?? 0) * giga, Number.MAX_SAFE_INTEGER)

/** What is read of each packet, looked up once. */
const wanted = {
  username: attributeNamed('User-Name'),
  address: attributeNamed('Framed-IP-Address'),
  class: attributeNamed('Class'),
  calledStation: attributeNamed('Called-Station-Id'),
  callingStation: attributeNamed('Calling-Station-Id'),
  delaySeconds: attributeNamed('Acct-Delay-Time'),
  uploadOctets: attributeNamed('Acct-Input-Octets'),
  downloadOctets: attributeNamed('Acct-Output-Octets'),
  sessionId: attributeNamed('Acct-Session-Id'),
  sessionSeconds: attributeNamed('Acct-Session-Time'),
  terminateCause: attributeNamed('Acct-Terminate-Cause'),
  uploadGigawords: attributeNamed('Acct-Input-Gigawords'),
  downloadGigawords: attributeNamed('Acct-Output-Gigawords'),
  nasPort: attributeNamed('NAS-Port-Id'),
  interface6: attributeNamed('Framed-Interface-Id'),
  prefix6: attributeNamed('Framed-IPv6-Prefix'),
  delegated6: attributeNamed('Delegated-IPv6-Prefix'),
  address6: attributeNamed('Framed-IPv6-Address'),
}

/** Of the packet that is being read. */
const values = new FirstValues()

/** @returns undefined when the packet lacks what names a session */
export function sampleOf(
  packet: Packet,
  statusType: number,
  nas: KnownNas,
  { directory, online }: Known,
  receivedAtMs: number,
): Sample | undefined {
  values.of(packet)
  const acctSessionId = values.read(wanted.sessionId)
  if (!acctSessionId) return undefined
  const username = values.read(wanted.username) ?? ''
  const named = online.findNamed(nas.id, acctSessionId, username)
  const identity = named?.identity ?? sessionIdentity(nas.id, acctSessionId, username)
  const session = named ?? online.find(identity)
  const given = readClass(values.read(wanted.class), nas.classKey)
  // A session keeps the subscription that it began with.
  const owner = session?.owner ?? ownerOf(nas, username, given, directory)

  const atMs = timeBefore(receivedAtMs, values.read(wanted.delaySeconds))
  const isStop = statusType === statusTypes.stop
  const sessionSeconds = values.read(wanted.sessionSeconds) ?? (statusType === statusTypes.start ? 0 : null)
  return {
    identity,
    tenantId: nas.tenantId,
    nasId: nas.id,
    subscriptionId: owner?.subscriptionId ?? null,
    loginId: owner?.loginId ?? null,
    username,
    acctSessionId,
    callingStation: values.read(wanted.callingStation) ?? null,
    calledStation: values.read(wanted.calledStation) ?? null,
    nasPort: values.read(wanted.nasPort) ?? null,
    address: values.read(wanted.address) ?? null,
    address6: values.read(wanted.address6) ?? null,
    prefix6: values.read(wanted.prefix6) ?? null,
    delegated6: values.read(wanted.delegated6) ?? null,
    interface6: values.read(wanted.interface6) ?? null,
    isWalled: given?.isWalled ?? false,
    startedAtMs: atMs - (sessionSeconds ?? 0) * 1000,
    atMs,
    sessionSeconds,
    uploadBytes: octets(values.read(wanted.uploadOctets), values.read(wanted.uploadGigawords)),
    downloadBytes: octets(values.read(wanted.downloadOctets), values.read(wanted.downloadGigawords)),
    endedAtMs: isStop ? atMs : null,
    terminateCause: isStop ? valueName('Acct-Terminate-Cause', values.read(wanted.terminateCause) ?? 0) : null,
  }
}

function ownerOf(nas: KnownNas, username: string, given: SessionClass | undefined, directory: Directory): Owner | null {
  const named = given && directory.loginById(given.loginId)
  const login = named?.subscription.tenantId === nas.tenantId ? named : directory.findLogin(nas.tenantId, username)
  return login ? { subscriptionId: login.subscription.id, loginId: login.id } : null
}

/** Two samples of one session as one; order does not matter. */
export function mergeSamples(a: Sample, b: Sample): Sample {
  const [earlier, later] = a.atMs <= b.atMs ? [a, b] : [b, a]
  const stop = b.endedAtMs === null || (a.endedAtMs !== null && a.endedAtMs <= b.endedAtMs) ? a : b // of two Stops the first counts
  return {
    ...later,
    subscriptionId: later.subscriptionId ?? earlier.subscriptionId,
    loginId: later.loginId ?? earlier.loginId,
    callingStation: later.callingStation ?? earlier.callingStation,
    calledStation: later.calledStation ?? earlier.calledStation,
    nasPort: later.nasPort ?? earlier.nasPort,
    address: later.address ?? earlier.address,
    address6: later.address6 ?? earlier.address6,
    prefix6: later.prefix6 ?? earlier.prefix6,
    delegated6: later.delegated6 ?? earlier.delegated6,
    interface6: later.interface6 ?? earlier.interface6,
    isWalled: earlier.isWalled || later.isWalled,
    startedAtMs: Math.min(a.startedAtMs, b.startedAtMs),
    sessionSeconds:
      a.sessionSeconds === null || b.sessionSeconds === null
        ? (a.sessionSeconds ?? b.sessionSeconds)
        : Math.max(a.sessionSeconds, b.sessionSeconds),
    uploadBytes: Math.max(a.uploadBytes, b.uploadBytes),
    downloadBytes: Math.max(a.downloadBytes, b.downloadBytes),
    endedAtMs: stop.endedAtMs,
    terminateCause: stop.terminateCause,
  }
}
