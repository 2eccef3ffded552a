import type { FastifyRequest } from 'fastify'
import { sha256 } from '#kernel/crypto.ts'
import { scopeOfAllTenants, transact, type Tx } from '#kernel/db.ts'
import type { Authenticate, Principal } from '#kernel/http.ts'
import type { Platform } from '#kernel/platform.ts'
import { expand } from './role.ts'
import { expiryOf, principalOf, sessionCookie } from './session.ts'
import { findApiKey, touchApiKey } from './api-key-store.ts'
import { findSession, touchSession } from './session-store.ts'

const rememberedMs = 800 // revoking must work within a second, in every process
const rememberedMax = 20_000
const seenEverySeconds = 60 // how exact "last seen" is; each is a write
const keySeenEverySeconds = 3_600

interface Remembered {
  readonly principal: Principal
  readonly untilMs: number
}

/** Tells who sends a request, by session cookie or API key; remembers it for less than a second. */
export function authenticator(): Authenticate {
  const known = new Map<string, Remembered>()
  return async (request, platform) => {
    const credential = credentialOf(request)
    if (!credential) return null
    const now = platform.clock.now()
    const hash = sha256(credential.token)
    const remembered = known.get(hash)
    if (remembered && remembered.untilMs > now.epochMilliseconds) return remembered.principal

    const principal = await lookUp(platform, credential.kind, hash, now, request.id)
    if (!principal) {
      known.delete(hash)
      return null
    }
    if (known.size >= rememberedMax) known.clear() // forgetting costs one look-up each
    known.set(hash, { principal, untilMs: now.epochMilliseconds + rememberedMs })
    return principal
  }
}

interface Credential {
  readonly kind: 'session' | 'key'
  readonly token: string
}

function credentialOf(request: FastifyRequest): Credential | null {
  const bearer = /^Bearer (tlk_[\w-]{20,100})$/.exec(request.headers.authorization ?? '')?.[1]
  if (bearer) return { kind: 'key', token: bearer }
  const cookie = request.cookies[sessionCookie]
  return cookie ? { kind: 'session', token: cookie } : null
}

async function lookUp(
  platform: Platform,
  kind: Credential['kind'],
  hash: string,
  now: Temporal.Instant,
  requestId: string,
): Promise<Principal | null> {
  const scope = await scopeOfAllTenants(platform.db, 'authenticate', requestId)
  return transact(platform.db, scope, (tx) =>
    kind === 'key' ? keyPrincipal(tx, platform, hash, now) : sessionPrincipal(tx, platform, hash, now),
  )
}

async function sessionPrincipal(tx: Tx, platform: Platform, hash: string, now: Temporal.Instant): Promise<Principal | null> {
  const view = await findSession(tx, hash, now)
  if (!view) return null
  if (isOlder(view.seenAt, seenEverySeconds, now)) await touchSession(tx, view.id, now, expiryOf(view.createdAt, now))
  return principalOf(view, platform)
}

async function keyPrincipal(tx: Tx, platform: Platform, hash: string, now: Temporal.Instant): Promise<Principal | null> {
  const key = await findApiKey(tx, hash, now)
  if (!key) return null
  if (!key.usedAt || isOlder(key.usedAt, keySeenEverySeconds, now)) await touchApiKey(tx, key.id, now)
  return {
    tenantId: key.tenantId,
    actor: `key:${key.id}`,
    staffId: null,
    sessionId: null,
    permissions: expand(key.permissions, Object.keys(platform.permissions)),
    rows: key.rows,
    timeZone: key.timeZone,
    currency: key.currency,
    locale: key.locale,
    csrf: null,
  }
}

const isOlder = (at: Temporal.Instant, seconds: number, now: Temporal.Instant) => Temporal.Instant.compare(at.add({ seconds }), now) < 0
