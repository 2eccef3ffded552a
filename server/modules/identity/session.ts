import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Principal } from '#kernel/http.ts'
import type { Platform } from '#kernel/platform.ts'
import { crossSite } from './errors.ts'
import { expand, type RowScope as RowScopeName, rowsOf } from './role.ts'

export const sessionCookie = 'tl_session'
const deviceCookie = 'tl_device'

export const idleHours = 12 // a working day; each use starts it anew
export const sessionDaysMax = 30
const deviceDaysMax = 400 // browsers keep no cookie longer

/** A session as the store reads it, with all that a request needs to know about the person. */
export interface SessionView {
  readonly id: string
  readonly tenantId: string
  readonly csrf: string
  readonly createdAt: Temporal.Instant
  readonly seenAt: Temporal.Instant
  readonly staff: {
    readonly id: string
    readonly name: string
    readonly email: string
    readonly locale: string | null
    readonly roles: readonly string[]
  }
  readonly patterns: readonly string[]
  readonly rowScopes: readonly RowScopeName[] // of the roles
  readonly locationIds: readonly string[] // where this person works
  readonly tenant: {
    readonly id: string
    readonly name: string
    readonly slug: string
    readonly currency: string
    readonly timeZone: string
    readonly locale: string
    readonly country: string
    readonly brandColor: string
    readonly logoFileId: string | null
  }
}

/** Where somebody signs in from. */
export interface Device {
  readonly address: string
  readonly userAgent: string
  /** What the browser was given when it signed in before. */
  readonly token: string | null
}

export interface StartedSession {
  readonly token: string
  readonly deviceToken: string
  readonly view: SessionView
}

/** When a session used now ends by itself. */
export function expiryOf(createdAt: Temporal.Instant, now: Temporal.Instant): Temporal.Instant {
  const [idle, last] = [now.add({ hours: idleHours }), createdAt.add({ hours: sessionDaysMax * 24 })]
  return Temporal.Instant.compare(idle, last) < 0 ? idle : last
}

export function principalOf(view: SessionView, platform: Platform): Principal {
  return {
    tenantId: view.tenantId,
    actor: `staff:${view.staff.id}`,
    staffId: view.staff.id,
    sessionId: view.id,
    permissions: expand(view.patterns, Object.keys(platform.permissions)),
    rows: rowsOf(view.rowScopes, view.staff.id, view.locationIds),
    timeZone: view.tenant.timeZone,
    currency: view.tenant.currency,
    locale: view.staff.locale ?? view.tenant.locale,
    csrf: view.csrf,
  }
}

/** What the console needs to know before it draws anything. */
export function documentOf(view: SessionView, platform: Platform) {
  const { brandColor, logoFileId, ...tenant } = view.tenant
  return {
    staff: { ...view.staff, locale: view.staff.locale ?? tenant.locale, roles: [...view.staff.roles] },
    tenant: { ...tenant, brand: { color: brandColor, logoUrl: logoFileId && `/api/v1/files/${logoFileId}` } },
    permissions: [...expand(view.patterns, Object.keys(platform.permissions))],
    csrf: view.csrf,
    demo: platform.config.DEMO,
  }
}

export function deviceOf(request: FastifyRequest): Device {
  return {
    address: request.ip,
    userAgent: (request.headers['user-agent'] ?? '').slice(0, 300),
    token: request.cookies[deviceCookie] ?? null,
  }
}

export function giveCookies(request: FastifyRequest, reply: FastifyReply, started: StartedSession): void {
  const options = cookieOptions(request)
  reply.setCookie(sessionCookie, started.token, { ...options, maxAge: sessionDaysMax * 86_400 })
  reply.setCookie(deviceCookie, started.deviceToken, { ...options, maxAge: deviceDaysMax * 86_400 })
}

export function takeCookie(request: FastifyRequest, reply: FastifyReply): void {
  reply.clearCookie(sessionCookie, cookieOptions(request))
}

/** Secure wherever the browser came over https; on a plain LAN address it would drop the cookie. */
const cookieOptions = (request: FastifyRequest) =>
  ({ path: '/', httpOnly: true, sameSite: 'lax', secure: request.protocol === 'https' }) as const

/** Before there is a session there is no CSRF token: another site's form must not sign people in to its account. @throws identity.cross_site */
export function refuseCrossSite(request: FastifyRequest): void {
  if (request.headers['sec-fetch-site'] === 'cross-site') throw crossSite()
  const type = request.headers['content-type'] ?? 'application/json'
  if (!type.startsWith('application/json')) throw crossSite() // what a form can send without asking first
}
