/** The joining of a router: the script is made, fetched once, and the router says that it is there. */

export const uses = ['hotspot', 'pppoe'] as const
export type Use = (typeof uses)[number]

export interface EnrolmentDraft {
  /** Of the NAS that comes of it. */
  readonly name: string
  readonly locationId: string | null
  readonly uses: readonly Use[]
  /** Of the router, where subscribers are. */
  readonly interface: string
  readonly gardenHosts: readonly string[]
  readonly coaPort: number
  readonly hasTunnel: boolean
}

export const enrolmentStates = ['waiting', 'fetched', 'joined', 'expired', 'cancelled'] as const
export type EnrolmentState = (typeof enrolmentStates)[number]

export interface Enrolment extends Omit<EnrolmentDraft, 'hasTunnel'> {
  readonly id: string
  readonly tunnelAddress: string | null
  readonly expiresAt: Temporal.Instant
  readonly fetchedAt: Temporal.Instant | null
  readonly fetchedFrom: string | null
  readonly joinedAt: Temporal.Instant | null
  readonly nasId: string | null
  readonly fault: string | null
  readonly cancelledAt: Temporal.Instant | null
}

/** Long enough to drive to a roof, short enough that a command in somebody's chat is soon worth nothing. */
export const scriptHours = 24

/** A script that was fetched does not expire: the router may take its time to run it. */
export function stateOf(enrolment: Enrolment, now: Temporal.Instant): EnrolmentState {
  if (enrolment.cancelledAt) return 'cancelled'
  if (enrolment.joinedAt) return 'joined'
  if (enrolment.fetchedAt) return 'fetched'
  return Temporal.Instant.compare(now, enrolment.expiresAt) < 0 ? 'waiting' : 'expired'
}

/** What is typed at the router's terminal. RouterOS checks the certificate of a server only when it is told to. */
export function joinCommand(publicUrl: string, token: string): string {
  const check = publicUrl.startsWith('https:') ? ' check-certificate=yes-without-crl' : ''
  return `/tool fetch url="${publicUrl}/join/${token}" dst-path=trunkline.rsc${check}; /import trunkline.rsc; /file remove trunkline.rsc`
}

/** What a router says about itself when it checks in. */
export interface CheckIn {
  readonly token: string
  readonly identity: string
  readonly firmware: string
  readonly board: string
  readonly apiPort: number | null
  /** SHA-256 of the certificate of its API; null without one. */
  readonly fingerprint: string | null
  readonly wireguardPublicKey: string | null
}

const lineMax = 200

/** Lines of `name=value`, because old routers cannot write anything else reliably. @returns undefined for what is no check-in */
export function parseCheckIn(body: string): CheckIn | undefined {
  const values = new Map(
    body
      .split(/\r?\n/)
      .map((line) => line.slice(0, lineMax))
      .map((line): [string, string] => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1).trim()]),
  )
  const token = values.get('token')
  const identity = values.get('identity')
  if (!token || !identity) return undefined
  const port = Number(values.get('api-port'))
  const fingerprint = values.get('fingerprint')?.replaceAll(':', '').toLowerCase() ?? ''
  const key = values.get('wireguard') ?? ''
  return {
    token,
    identity,
    firmware: values.get('version') ?? '',
    board: values.get('board') ?? '',
    apiPort: Number.isInteger(port) && port > 0 && port < 65_536 ? port : null,
    fingerprint: /^[0-9a-f]{64}$/.test(fingerprint) ? fingerprint : null,
    wireguardPublicKey: /^[A-Za-z0-9+/]{43}=$/.test(key) ? key : null,
  }
}
