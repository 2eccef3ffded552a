/** Realms: users of other operators, whom their home server knows. Roaming. */
import type { KnownName } from '#protocols/radius'

export const transports = ['udp', 'tls'] as const
export type Transport = (typeof transports)[number]

/** A server that knows the users of a realm. */
export interface HomeServerDraft {
  readonly address: string
  readonly transport: Transport
  /** By TLS one port takes everything, and it is this one. */
  readonly authPort: number
  readonly acctPort: number
  /** By TLS: the name in its certificate. */
  readonly certificateName: string | null
  /** By TLS: PEM of who vouches for it, or of its own certificate; null: the authorities of the installation. */
  readonly authority: string | null
  /** By TLS: what we prove ourselves by, PEM with those above it; null: the certificate of the installation. */
  readonly clientCertificate: string | null
}

export interface RealmDraft {
  /** What follows the last @ of a user name, in small letters. */
  readonly name: string
  /** Whether the home server is asked for `ayesha` instead of `ayesha@roam.example`. */
  readonly stripsRealm: boolean
  readonly forwardsAccounting: boolean
  /** Refuse answers without Message-Authenticator, which could be forged on the way (CVE-2024-3596). */
  readonly requireMessageAuthenticator: boolean
  /** How long a home server may take, before the next is asked. */
  readonly timeoutMs: number
  /** Attributes of its answers that reach our routers, besides those that authentication itself needs. */
  readonly believed: readonly string[]
  readonly enabled: boolean
  /** In the order in which they are asked. */
  readonly servers: readonly HomeServerDraft[]
}

export interface HomeServer extends HomeServerDraft {
  readonly id: string
}

export interface Realm extends RealmDraft {
  readonly id: string
  readonly version: number
  readonly servers: readonly HomeServer[]
}

/** @returns what follows the last @, in small letters; undefined without one */
export function realmIn(username: string): string | undefined {
  const at = username.lastIndexOf('@')
  return at < 0 ? undefined : username.slice(at + 1).toLowerCase()
}

export const withoutRealm = (username: string): string => username.slice(0, username.lastIndexOf('@'))

/** Without these no login works, so they are believed of every home server. */
export const alwaysBelieved: readonly KnownName[] = [
  'Reply-Message',
  'State',
  'EAP-Message',
  'Class',
  'Chargeable-User-Identity',
  'Session-Timeout',
  'Idle-Timeout',
  'Termination-Action',
  'MS-CHAP-Error',
  'MS-CHAP2-Success',
  'MS-CHAP-MPPE-Keys',
  'MS-MPPE-Send-Key',
  'MS-MPPE-Recv-Key',
  'MS-MPPE-Encryption-Policy',
  'MS-MPPE-Encryption-Types',
]

/** Whoever would be believed about these could reach into our network, or is not meant by them. */
export const neverBelieved: readonly string[] = ['Message-Authenticator', 'Proxy-State', 'Acct-Interim-Interval', 'Attr-69']
