/**
 * Everything that answers an Access-Request, in memory: 100,000 logins take about 60 MB. It is read in pages at start, follows the
 * event log, and goes on answering while the database is away.
 */
import { X509Certificate } from 'node:crypto'
import { type Db, type Scope, scopeOfAllTenants, transact, type Tx } from '#kernel/db.ts'
import type { Clock } from '#kernel/time.ts'
import { type Secret, sharedSecret } from '#protocols/radius'
import type { Certificate } from './certificate.ts'
import type { OfferVersion, SubscriptionFacts } from './facts.ts'
import { canonicalUsername, type LoginKind } from './login.ts'
import { readTrustedCertificates } from './nas-certificate-store.ts'
import { openOrNote } from './open-or-note.ts'
import { type DirectoryRow, factsIn, readDirectoryOf, readDirectoryPage, readOfferVersions } from './directory-store.ts'
import { readEnabledNas, type SealedNas } from './nas-store.ts'

export const loginPurpose = 'login.password'
export const nasPurpose = 'nas.secret'

export interface KnownNas extends SealedNas {
  /** Who vouches for its name on TLS, beside those of the installation. */
  readonly authorities: readonly X509Certificate[]
  /** What its packets are signed and its passwords are hidden with; on TLS the same for everyone (RFC 6614 §2.3). */
  readonly secret: Secret
  /** What Class is signed with: that of its own wherever its packets come from. */
  readonly classKey: Secret
  /** When its last packet came, whichever way; 0 before the first. */
  readonly heard: { atMs: number }
}

const radsec = sharedSecret('radsec')

export interface KnownSubscription extends Omit<SubscriptionFacts, 'bytesLeft'> {
  /** Counted down between two readings of the database. */
  bytesLeft: number | null
  readonly id: string
  readonly tenantId: string
  readonly customerId: string
}

export interface KnownLogin {
  readonly id: string
  readonly username: string
  readonly kind: LoginKind
  readonly password: string
  readonly changedAtMs: number
  readonly framedAddress: string | null
  readonly subscription: KnownSubscription
  /** Computed at the first MS-CHAP login. */
  ntHash: Buffer | null
}

/** Half a day without the database: longer than any repair should take, shorter than what a cancelled customer may be given. */
const answersWithoutDatabaseMs = 12 * 3_600_000

const pageRows = 1_000 // packets wait while a page is taken in: about 10 ms
const firstId = '00000000-0000-0000-0000-000000000000'

export class Directory {
  readonly #db: Db
  readonly #clock: Clock
  readonly #logins = new Map<string, Map<string, KnownLogin>>() // tenant -> user name -> login
  readonly #loginsById = new Map<string, KnownLogin>()
  readonly #loginIdsOf = new Map<string, string | string[]>() // subscription -> logins; nearly all have one
  readonly #versions = new Map<string, OfferVersion>()
  #confirmedAtMs = performance.now()
  #nasByAddress = new Map<string, KnownNas[]>()
  #nasByCertificate = new Map<string, KnownNas[]>() // by fingerprint and by name, with the secret of TLS
  #nasByIssued = new Map<string, KnownNas[]>() // by fingerprint of a certificate of ours, with the same
  #nasById = new Map<string, KnownNas>()

  constructor(db: Db, clock: Clock) {
    this.#db = db
    this.#clock = clock
  }

  get size(): number {
    return this.#loginsById.size
  }

  /** Says that nothing has changed beyond what is here, as the database just told. */
  confirm(): void {
    this.#confirmedAtMs = performance.now()
  }

  /** Whether the database has been away for so long that answers from memory are no longer given. */
  get isOutdated(): boolean {
    return performance.now() - this.#confirmedAtMs > answersWithoutDatabaseMs
  }

  findLogin(tenantId: string, username: string): KnownLogin | undefined {
    return this.#logins.get(tenantId)?.get(canonicalUsername(username))
  }

  loginById(id: string): KnownLogin | undefined {
    return this.#loginsById.get(id)
  }

  /** Counts what flowed and is booked, so that a login right after it is told what is left now. The next reading says it exactly. */
  countBytes(subscriptionId: string, bytes: number): void {
    for (const id of this.#loginIds(subscriptionId)) {
      const { subscription } = this.#loginsById.get(id)!
      if (subscription.bytesLeft !== null) subscription.bytesLeft -= bytes
    }
  }

  nasById(id: string): KnownNas | undefined {
    return this.#nasById.get(id)
  }

  allNas(): Iterable<KnownNas> {
    return this.#nasById.values()
  }

  /** The NAS a packet comes from. Several may share an address: then NAS-Identifier says which, or the one without takes it. */
  findNas(address: string, identifierOf: () => string | undefined): KnownNas | undefined {
    return chooseNas(this.#nasByAddress.get(address), identifierOf)
  }

  isNasAddress(address: string): boolean {
    return this.#nasByAddress.has(address)
  }

  /** The NAS that shows a certificate; where several share one, NAS-Identifier decides as above. */
  findNasByCertificate(certificate: Certificate, identifierOf: () => string | undefined): KnownNas | undefined {
    return chooseNas(this.#withCertificate(certificate), identifierOf)
  }

  isNasCertificate(certificate: Certificate): boolean {
    return this.#withCertificate(certificate) !== undefined
  }

  /** What we issued comes first: whoever pins another's certificate does not get its packets. */
  #withCertificate(certificate: Certificate): readonly KnownNas[] | undefined {
    const { fingerprint, names, claimedNames } = certificate
    const own = this.#nasByIssued.get(fingerprint) ?? this.#nasByCertificate.get(fingerprint)
    if (own) return own
    const name = names.find((one) => this.#nasByCertificate.has(one))
    if (name !== undefined) return this.#nasByCertificate.get(name)
    const claimed = claimedNames.flatMap((one) => this.#nasByCertificate.get(one) ?? [])
    const vouched = claimed.filter(({ authorities }) => authorities.some(certificate.isSignedBy))
    return vouched.length > 0 ? vouched : undefined
  }

  /** Reads everything anew, page by page; what is gone from the database goes from memory. */
  async load(): Promise<void> {
    await this.refreshNas()
    const scope = await scopeOfAllTenants(this.#db, 'radius')
    // Only what was known before can be gone: a login made meanwhile may be behind the page where it would have been found.
    const gone = new Set(this.#loginsById.keys())
    for (let afterId: string | undefined = firstId; afterId;) {
      const page: DirectoryRow[] = await this.#take(scope, (tx) => readDirectoryPage(tx, afterId!, pageRows, this.#clock.now()))
      for (const row of page) gone.delete(row.login_id)
      afterId = page.length === pageRows ? page.at(-1)!.login_id : undefined
    }
    for (const id of gone) this.#forgetLogin(id)
  }

  /** Takes over what changed about some subscriptions: their state, blocks, quota, offer, logins. */
  async refresh(subscriptionIds: readonly string[]): Promise<void> {
    const scope = await scopeOfAllTenants(this.#db, 'radius')
    const rows = await this.#take(scope, (tx) => readDirectoryOf(tx, subscriptionIds, this.#clock.now()))
    const found = new Set(rows.map((row) => row.login_id))
    for (const subscriptionId of subscriptionIds) for (const id of this.#loginIds(subscriptionId)) if (!found.has(id)) this.#forgetLogin(id)
  }

  async refreshNas(): Promise<void> {
    const scope = await scopeOfAllTenants(this.#db, 'radius')
    const issuedFor = new Map<string, string>() // fingerprint -> NAS
    const known = await transact(this.#db, scope, async (tx) => {
      const rows = await readEnabledNas(tx)
      const trusted = Map.groupBy(await readTrustedCertificates(tx, this.#clock.now()), ({ nasId }) => nasId)
      const secrets = await openOrNote(
        tx,
        'nas',
        rows.map(({ id, tenantId, secretSealed, secretUnreadable }) => ({ id, tenantId, sealed: secretSealed, isNoted: secretUnreadable })),
        nasPurpose,
      )
      return rows.flatMap((row, index): KnownNas[] => {
        const text = secrets[index]
        if (text === undefined) return []
        const secret = sharedSecret(text)
        const heard = this.#nasById.get(row.id)?.heard ?? { atMs: 0 }
        const own = trusted.get(row.id) ?? []
        const authorities = own.filter(({ kind }) => kind === 'authority').map(({ certificate }) => new X509Certificate(certificate))
        for (const { kind, fingerprint } of own) if (kind === 'issued') issuedFor.set(fingerprint, row.id)
        return [{ ...row, secret, classKey: secret, heard, authorities }]
      })
    })
    this.#nasById = new Map(known.map((nas) => [nas.id, nas]))
    this.#nasByAddress = groupByEach(known, (nas) => [nas.address])
    const onTls = known.map((nas) => ({ ...nas, secret: radsec }))
    this.#nasByCertificate = groupByEach(onTls, (nas) => [nas.certificateFingerprint, nas.certificateName])
    const onTlsById = new Map(onTls.map((nas) => [nas.id, nas]))
    this.#nasByIssued = new Map([...issuedFor].map(([fingerprint, nasId]) => [fingerprint, [onTlsById.get(nasId)!]]))
  }

  async #take(scope: Scope, read: (tx: Tx) => Promise<DirectoryRow[]>): Promise<DirectoryRow[]> {
    return transact(this.#db, scope, async (tx) => {
      const rows = await read(tx)
      const unknown = new Set(rows.map((row) => row.offer_version_id).filter((id) => !this.#versions.has(id)))
      if (unknown.size > 0) for (const version of await readOfferVersions(tx, [...unknown])) this.#versions.set(version.id, version)
      // Opening a secret costs more than everything else here, so it is done only where the password may have changed.
      const changed = rows.filter((row) => this.#loginsById.get(row.login_id)?.changedAtMs !== row.changed_at_ms)
      const passwords = await openOrNote(
        tx,
        'login',
        changed.map((row) => ({ id: row.login_id, tenantId: row.tenant_id, sealed: row.password_sealed, isNoted: row.is_unreadable })),
        loginPurpose,
      )
      const passwordOf = new Map(changed.map((row, index) => [row.login_id, passwords[index]]))
      for (const row of rows) {
        const isUnreadable = passwordOf.has(row.login_id) && passwordOf.get(row.login_id) === undefined
        if (isUnreadable) this.#forgetLogin(row.login_id)
        else this.#put(row, passwordOf.get(row.login_id))
      }
      return rows
    })
  }

  #put(row: DirectoryRow, newPassword: string | undefined): void {
    const before = this.#loginsById.get(row.login_id)
    if (before && before.username !== row.username) this.#forget(before)
    const subscription: KnownSubscription = {
      id: row.subscription_id,
      tenantId: row.tenant_id,
      customerId: row.customer_id,
      ...factsIn(row, this.#versions.get(row.offer_version_id)!),
    }
    const login: KnownLogin = {
      id: row.login_id,
      username: row.username,
      kind: row.kind,
      password: newPassword ?? before!.password,
      changedAtMs: row.changed_at_ms,
      framedAddress: row.framed_address,
      subscription,
      ntHash: newPassword === undefined ? before!.ntHash : null,
    }
    let ofTenant = this.#logins.get(row.tenant_id)
    if (!ofTenant) this.#logins.set(row.tenant_id, (ofTenant = new Map()))
    ofTenant.set(login.username, login)
    this.#loginsById.set(login.id, login)
    const ids = this.#loginIds(subscription.id)
    if (!ids.includes(login.id)) this.#loginIdsOf.set(subscription.id, ids.length === 0 ? login.id : [...ids, login.id])
  }

  #forgetLogin(id: string): void {
    const login = this.#loginsById.get(id)
    if (login) this.#forget(login)
  }

  #forget(login: KnownLogin): void {
    this.#loginsById.delete(login.id)
    this.#logins.get(login.subscription.tenantId)?.delete(login.username)
    const left = this.#loginIds(login.subscription.id).filter((id) => id !== login.id)
    if (left.length === 0) this.#loginIdsOf.delete(login.subscription.id)
    else this.#loginIdsOf.set(login.subscription.id, left)
  }

  #loginIds(subscriptionId: string): readonly string[] {
    const ids = this.#loginIdsOf.get(subscriptionId) ?? []
    return typeof ids === 'string' ? [ids] : ids
  }
}

function chooseNas(candidates: readonly KnownNas[] | undefined, identifierOf: () => string | undefined): KnownNas | undefined {
  if (!candidates) return undefined
  if (candidates.length === 1 && candidates[0]!.identifier === null) return candidates[0]
  const identifier = identifierOf()
  return candidates.find((one) => one.identifier === identifier) ?? candidates.find((one) => one.identifier === null)
}

/** Groups by every key an item has. */
function groupByEach<T>(items: readonly T[], keysOf: (item: T) => readonly (string | null)[]): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items)
    for (const key of keysOf(item)) {
      if (key === null) continue
      const group = groups.get(key)
      if (group) group.push(item)
      else groups.set(key, [item])
    }
  return groups
}
