import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type AnyRoute, type Principal, route } from '#kernel/http.ts'
import type { Platform } from '#kernel/platform.ts'
import { zCurrency, zEmail, zId, zInstant, zText } from '#kernel/wire.ts'
import { slugOf, zCountry, zLocale, zSlug, zTimeZone } from '#modules/tenants'
import { demoLogins } from './demo-logins.ts'
import { noSession, passkeyNotFound, sessionNotFound } from './errors.ts'
import { renewRecoveryCodes } from './keep-recovery-codes.ts'
import { addPasskey, passkeyCreation, passkeyRequest, proveByPasskey, signInByPasskey } from './passkeys.ts'
import { passwordLength } from './password.ts'
import { askPasswordReset, changePassword, choosePassword } from './reset-password.ts'
import { deviceOf, documentOf, giveCookies, refuseCrossSite, type StartedSession, takeCookie } from './session.ts'
import { beginTotp, confirmTotp } from './set-up-totp.ts'
import { setUp } from './set-up.ts'
import { proveByCode, signIn } from './sign-in.ts'
import { countRecoveryCodes, deletePasskey, deleteTotp, readPasskeysOf } from './factor-store.ts'
import { readSession, readSessionsOf, revokeSession } from './session-store.ts'
import { readStaff, updateStaff } from './store.ts'

const guessesPerMinute = 30 // from one address; an office behind one address still signs in

export const zPassword = z.string().min(1).max(passwordLength.max)
const zToken = z.string().min(20).max(100)
const zCode = z
  .string()
  .transform((typed) => typed.replaceAll(/\s/g, ''))
  .pipe(z.string().regex(/^\d{6}$/, 'Give the six digits of the app'))

const zSession = z
  .object({
    staff: z.object({ id: zId, name: z.string(), email: z.string(), locale: z.string(), roles: z.array(z.string()) }),
    tenant: z.object({
      id: zId,
      name: z.string(),
      slug: z.string(),
      currency: z.string(),
      timeZone: z.string(),
      locale: z.string(),
      country: z.string(),
      brand: z.object({ color: z.string(), logoUrl: z.string().nullable() }),
    }),
    permissions: z.array(z.string()),
    csrf: z.string(),
    demo: z.boolean(),
  })
  .meta({ id: 'Session' })

// Browsers make these by the WebAuthn standard and the library checks every member; here only their outline is.
const zAttestation = z
  .looseObject({ id: z.string().max(2_000), response: z.looseObject({}) })
  .transform((given) => given as unknown as RegistrationResponseJSON)
const zAssertion = z
  .looseObject({ id: z.string().max(2_000), response: z.looseObject({}) })
  .transform((given) => given as unknown as AuthenticationResponseJSON)

/** Who is signed in as a person. @throws identity.no_session for an API key */
function personOf(principal: Principal): { staffId: string; sessionId: string | null } {
  if (!principal.staffId) throw noSession()
  return { staffId: principal.staffId, sessionId: principal.sessionId }
}

function welcome(started: StartedSession, request: FastifyRequest, reply: FastifyReply, platform: Platform) {
  giveCookies(request, reply, started)
  return documentOf(started.view, platform)
}

const entrance: readonly AnyRoute[] = [
  route({
    method: 'POST',
    path: '/session',
    summary: 'Signs in by e-mail and password',
    tag: 'session',
    permission: 'public',
    perMinute: guessesPerMinute,
    body: z.object({
      email: zEmail,
      password: zPassword,
      tenant: zSlug.optional().describe('Where the e-mail works for several operators'),
    }),
    response: zSession,
    async handle({ body, request, reply, platform }) {
      refuseCrossSite(request)
      return welcome(await signIn(platform, { ...body, device: deviceOf(request) }), request, reply, platform)
    },
  }),
  route({
    method: 'POST',
    path: '/session/second-factor',
    summary: 'Completes a sign-in that asked for a second factor',
    tag: 'session',
    permission: 'public',
    perMinute: guessesPerMinute,
    body: z.discriminatedUnion('method', [
      z.object({ method: z.literal('totp'), challengeId: zToken, code: zCode }),
      z.object({ method: z.literal('recovery-code'), challengeId: zToken, code: z.string().max(60) }),
      z.object({ method: z.literal('passkey'), challengeId: zToken, response: zAssertion }),
    ]),
    response: zSession,
    async handle({ body, request, reply, platform }) {
      refuseCrossSite(request)
      const device = deviceOf(request)
      const started =
        body.method === 'passkey' ? await proveByPasskey(platform, { ...body, device }) : await proveByCode(platform, { ...body, device })
      return welcome(started, request, reply, platform)
    },
  }),
  route({
    method: 'POST',
    path: '/session/passkey-options',
    summary: 'What a browser needs to sign in with a passkey',
    tag: 'session',
    permission: 'public',
    perMinute: guessesPerMinute,
    status: 200,
    body: z.object({}),
    response: z.looseObject({}),
    handle: async ({ platform }) => ({ ...(await passkeyRequest(platform)) }),
  }),
  route({
    method: 'POST',
    path: '/session/passkey',
    summary: 'Signs in with a passkey alone',
    tag: 'session',
    permission: 'public',
    perMinute: guessesPerMinute,
    body: z.object({ response: zAssertion }),
    response: zSession,
    async handle({ body, request, reply, platform }) {
      refuseCrossSite(request)
      return welcome(await signInByPasskey(platform, body.response, deviceOf(request)), request, reply, platform)
    },
  }),
  route({
    method: 'POST',
    path: '/password-resets',
    summary: 'Asks for a link to choose a new password',
    tag: 'session',
    permission: 'public',
    perMinute: 10,
    status: 202,
    body: z.object({ email: zEmail }),
    handle: ({ body, platform }) => askPasswordReset(platform, body.email),
  }),
  route({
    method: 'POST',
    path: '/password-resets/confirm',
    summary: 'Chooses a password with the token of a link: a reset or an invitation',
    tag: 'session',
    permission: 'public',
    perMinute: guessesPerMinute,
    body: z.object({ token: zToken, password: zPassword }),
    handle: ({ body, platform }) => choosePassword(platform, body.token, body.password),
  }),
  route({
    method: 'POST',
    path: '/setup',
    summary: 'Makes the first operator and its administrator, with the token of the set-up link',
    tag: 'session',
    permission: 'public',
    perMinute: 10,
    body: z.object({
      token: zToken,
      businessName: zText(80),
      country: zCountry,
      currency: zCurrency,
      timeZone: zTimeZone,
      locale: zLocale.optional(),
      name: zText(80),
      email: zEmail,
      password: zPassword,
    }),
    response: zSession,
    async handle({ body: { token, businessName, name, email, password, ...tenant }, request, reply, platform }) {
      refuseCrossSite(request)
      const started = await setUp(platform, {
        token,
        tenant: { ...tenant, name: businessName, slug: slugOf(businessName) },
        administrator: { name, email, password },
        device: deviceOf(request),
      })
      return welcome(started, request, reply, platform)
    },
  }),
  route({
    method: 'GET',
    path: '/demo/logins',
    summary: 'Logins of the demo world; none outside it',
    tag: 'session',
    permission: 'public',
    response: z.object({
      items: z.array(
        z.object({ role: z.string(), name: z.string(), email: z.string(), password: z.string(), tenant: zSlug, tenantName: z.string() }),
      ),
    }),
    handle: async ({ platform }) => ({ items: await demoLogins(platform) }),
  }),
]

const zOwnSession = z.object({
  id: zId,
  userAgent: z.string(),
  address: z.string(),
  createdAt: zInstant,
  seenAt: zInstant,
  isCurrent: z.boolean(),
})
const zOwnPasskey = z.object({ id: zId, name: z.string(), createdAt: zInstant, usedAt: zInstant.nullable() })
const zRecoveryCodes = z.object({ recoveryCodes: z.array(z.string()).describe('Each is good once, in place of a code of the app') })
const params = z.object({ id: zId })

const own: readonly AnyRoute[] = [
  route({
    method: 'GET',
    path: '/session',
    summary: 'Who is signed in, for which operator, and what they may do',
    tag: 'session',
    permission: 'session',
    response: zSession,
    async handle({ tx, principal, platform }) {
      const view = principal.sessionId && (await readSession(tx, principal.sessionId))
      if (!view) throw noSession()
      return documentOf(view, platform)
    },
  }),
  route({
    method: 'DELETE',
    path: '/session',
    summary: 'Signs out',
    tag: 'session',
    permission: 'session',
    async handle({ tx, principal, request, reply, now }) {
      const { staffId, sessionId } = personOf(principal)
      if (sessionId) await revokeSession(tx, staffId, sessionId, now)
      takeCookie(request, reply)
    },
  }),
  route({
    method: 'PATCH',
    path: '/me',
    summary: 'Changes the own name or language',
    tag: 'me',
    permission: 'session',
    body: z.object({ name: zText(80), locale: zLocale.nullable() }).partial(),
    response: z.object({ name: z.string(), locale: z.string().nullable() }),
    async handle({ tx, principal, body }) {
      const { staffId } = personOf(principal)
      await updateStaff(tx, staffId, body)
      const { name, locale } = (await readStaff(tx, staffId))!
      return { name, locale }
    },
  }),
  route({
    method: 'POST',
    path: '/me/password',
    confidential: true,
    summary: 'Changes the own password and ends the other sessions',
    tag: 'me',
    permission: 'session',
    perMinute: 10,
    body: z.object({ current: zPassword, password: zPassword }),
    handle: ({ tx, principal, body, now }) => changePassword(tx, personOf(principal), body, now),
  }),
  route({
    method: 'GET',
    path: '/me/sessions',
    summary: 'Where one is signed in',
    tag: 'me',
    permission: 'session',
    response: z.object({ items: z.array(zOwnSession) }),
    async handle({ tx, principal, now }) {
      const { staffId, sessionId } = personOf(principal)
      const sessions = await readSessionsOf(tx, staffId, now)
      return { items: sessions.map((session) => ({ ...session, isCurrent: session.id === sessionId })) }
    },
  }),
  route({
    method: 'DELETE',
    path: '/me/sessions/:id',
    summary: 'Ends a session',
    tag: 'me',
    permission: 'session',
    params,
    async handle({ tx, principal, params, now }) {
      if (!(await revokeSession(tx, personOf(principal).staffId, params.id, now))) throw sessionNotFound()
    },
  }),
  route({
    method: 'GET',
    path: '/me/second-factors',
    summary: 'Whether an authenticator app is set up, how many recovery codes are left, and the own passkeys',
    tag: 'me',
    permission: 'session',
    response: z.object({ totp: z.boolean(), recoveryCodesLeft: z.int(), passkeys: z.array(zOwnPasskey) }),
    async handle({ tx, principal }) {
      const { staffId } = personOf(principal)
      const [staff, passkeys] = [await readStaff(tx, staffId), await readPasskeysOf(tx, staffId)]
      return {
        totp: staff!.hasTotp,
        recoveryCodesLeft: await countRecoveryCodes(tx, staffId),
        passkeys: passkeys.map(({ id, name, createdAt, usedAt }) => ({ id, name, createdAt, usedAt })),
      }
    },
  }),
  route({
    method: 'POST',
    path: '/me/totp',
    confidential: true,
    summary: 'Begins to set up an authenticator app',
    tag: 'me',
    permission: 'session',
    body: z.object({}),
    response: z.object({ secret: z.string(), uri: z.string(), qr: z.string().describe('PNG as data: URL') }),
    handle: ({ tx, principal }) => beginTotp(tx, personOf(principal).staffId),
  }),
  route({
    method: 'POST',
    path: '/me/totp/confirmation',
    confidential: true,
    summary: 'Confirms the authenticator app with its first code; the answer holds recovery codes, this once',
    tag: 'me',
    permission: 'session',
    perMinute: 20,
    status: 200,
    body: z.object({ code: zCode }),
    response: zRecoveryCodes,
    async handle({ tx, principal, body, now }) {
      return { recoveryCodes: await confirmTotp(tx, personOf(principal).staffId, body.code, now) }
    },
  }),
  route({
    method: 'POST',
    path: '/me/recovery-codes',
    confidential: true,
    summary: 'Makes new recovery codes; those before are good no more',
    tag: 'me',
    permission: 'session',
    perMinute: 20,
    body: z.object({}),
    response: zRecoveryCodes,
    async handle({ tx, principal }) {
      return { recoveryCodes: await renewRecoveryCodes(tx, personOf(principal).staffId) }
    },
  }),
  route({
    method: 'DELETE',
    path: '/me/totp',
    summary: 'Removes the authenticator app',
    tag: 'me',
    permission: 'session',
    handle: ({ tx, principal }) => deleteTotp(tx, personOf(principal).staffId),
  }),
  route({
    method: 'POST',
    path: '/me/passkeys/options',
    summary: 'What a browser needs to make a passkey',
    tag: 'me',
    permission: 'session',
    status: 200,
    body: z.object({}),
    response: z.looseObject({}),
    handle: async ({ tx, principal, platform }) => ({ ...(await passkeyCreation(tx, platform, personOf(principal).staffId)) }),
  }),
  route({
    method: 'POST',
    path: '/me/passkeys',
    summary: 'Adds a passkey the browser made',
    tag: 'me',
    permission: 'session',
    body: z.object({ name: zText(60), response: zAttestation }),
    response: z.object({ id: zId }),
    handle: async ({ tx, principal, body, platform }) => ({ id: await addPasskey(tx, platform, personOf(principal).staffId, body) }),
  }),
  route({
    method: 'DELETE',
    path: '/me/passkeys/:id',
    summary: 'Removes a passkey',
    tag: 'me',
    permission: 'session',
    params,
    async handle({ tx, principal, params }) {
      if (!(await deletePasskey(tx, personOf(principal).staffId, params.id))) throw passkeyNotFound()
    },
  }),
]

export const sessionRoutes: readonly AnyRoute[] = [...entrance, ...own]
