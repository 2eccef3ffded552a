import { z } from 'zod'
import { hostFault } from '#kernel/address.ts'
import { scopeOfAllTenants, transact, type Tx } from '#kernel/db.ts'
import { type AnyRoute, route } from '#kernel/http.ts'
import type { Platform } from '#kernel/platform.ts'
import { dateIn } from '#kernel/time.ts'
import { sealSecret } from '#kernel/vault.ts'
import { zId, zText } from '#kernel/wire.ts'
import { pageHosts } from '#modules/payments'
import { routerReach } from '#modules/routers'
import { canSendSms } from '#modules/sms'
import { problemPageOf, readTenant, scopeOfSlug } from '#modules/tenants'
import { controllerPasswordMissing, controllerRefused, openndsOff } from './errors.ts'
import { loginPage, walledGarden } from './gateway-files.ts'
import { authmonAsks, type AuthmonAsk } from './open-gateway.ts'
import { newOpenndsKey, openndsLevels, openndsSetup } from './opennds.ts'
import { languageCookieName, openndsPurpose, Portal, uamPurpose, unifiPurpose } from './portal.ts'
import { readLinks } from './sponsor-store.ts'
import { countAllCodes, findTenantBySite, leftAt, readSettings, writeSettings } from './store.ts'
import { hostOf } from './unifi.ts'
import { words } from './words.ts'

const zSlug = z.object({ slug: z.string().max(60) })
const zVisit = z.string().min(1).max(6_000)
const zShowing = z.string().min(1).max(1_000)
const zTyped = z.string().trim().min(1).max(100)

/** A page of the portal: for anybody, by a form of a browser that may have no script. */
const perMinute = 600 // everybody behind a gateway comes from one address
const problemPage = problemPageOf(words, languageCookieName)

/** As `authmon` of openNDS sends it; see opennds.ts. */
const zAuthmon = z.object({
  auth_get: z.enum(authmonAsks),
  gatewayhash: z.string().regex(/^[0-9a-f]{64}$/),
  payload: z.string().max(12_000).default('none').describe('In base64'),
})
const askOf = ({ auth_get: ask, gatewayhash: gatewayHash, payload }: z.infer<typeof zAuthmon>): AuthmonAsk => ({
  ask,
  gatewayHash,
  payload,
})

const zSettings = z
  .object({
    welcome: z.string().max(200),
    offerIds: z.array(zId).max(30).readonly(),
    gatewayId: zId.nullable().describe('Of payments; null: only vouchers are taken'),
    trialOfferId: zId.nullable(),
    trialEveryHours: z.int().min(1).max(8_760).describe('For the pass by one-time code too'),
    codeOfferId: zId.nullable().describe('A pass for whoever types a one-time code that was sent to their telephone'),
    codeForCustomers: z.boolean().describe('The same code lets customers into the hotspot service that they have'),
    codesPerHourMax: z.int().min(1).max(10_000),
    codesThisHour: z.int().describe('Asked for in the last hour'),
    canSendCodes: z.boolean().describe('Whether an SMS provider is connected'),
    paymentOfferId: zId.nullable().describe('Minutes of internet for whoever has to reach their bank'),
    gatewayHosts: z
      .array(
        z
          .string()
          .trim()
          .toLowerCase()
          .regex(/^[a-z0-9.-]{1,253}$/, 'Give a name like wifi.example.com'),
      )
      .max(50)
      .readonly(),
    hasUamSecret: z.boolean(),
    unifiUrl: z.url({ protocol: /^https?$/ }).nullable(),
    unifiSite: zText(60).nullable(),
    unifiUsername: zText(100).nullable(),
    hasUnifiPassword: z.boolean(),
    openndsLevel: z.literal(openndsLevels).nullable().describe('fas_secure_enabled of openNDS gateways; null: there are none'),
    hasOpenndsKey: z.boolean(),
    openndsSetup: z.string().nullable().describe('What is typed at such a gateway, without the key'),
    portalUrl: z.string(),
  })
  .meta({ id: 'HotspotSettings' })

const portalOf = async (tx: Tx, { publicUrl }: Platform) => `${publicUrl}/portal/${(await readTenant(tx)).slug}`

/** Whom guests reach before they are let in. */
async function hostsOf(tx: Tx, { publicUrl, clock }: Platform): Promise<string[]> {
  const { gatewayId } = await readSettings(tx)
  const today = dateIn(clock.now(), (await readTenant(tx)).timeZone)
  const sponsors = (await readLinks(tx, today)).map((link) => new URL(link).hostname)
  const payment = gatewayId === null ? [] : await pageHosts(tx)
  return [...new Set([new URL(publicUrl).hostname, ...payment, ...sponsors])]
}

export const routes: readonly AnyRoute[] = [
  route({
    method: 'GET',
    path: '//portal/:slug',
    summary: 'The captive portal: where gateways send whoever is not logged in',
    tag: 'hotspot',
    permission: 'public',
    perMinute,
    params: zSlug,
    produces: 'text/html',
    problemPage,
    async handle({ params, platform, request, reply }) {
      const portal = await Portal.open(platform, request, reply, params.slug)
      const query = new URL(request.url, 'http://portal').searchParams
      const ask = zAuthmon.safeParse(Object.fromEntries(query)) // openNDS without PHP asks so
      return ask.success ? portal.authmon(askOf(ask.data)) : portal.home(query)
    },
  }),
  route({
    method: 'POST',
    path: '//portal/:slug',
    summary: 'What an openNDS gateway asks: whom to let in, and tells: whom it has let in or put off',
    tag: 'hotspot',
    permission: 'public',
    perMinute,
    params: zSlug,
    body: zAuthmon,
    produces: 'text/plain',
    handle: async ({ params, body, platform, request, reply }) =>
      (await Portal.open(platform, request, reply, params.slug)).authmon(askOf(body)),
  }),
  route({
    method: 'GET',
    path: '//portal/:slug/openings/:id',
    summary: 'Where a guest waits until an openNDS gateway has let them in',
    tag: 'hotspot',
    permission: 'public',
    perMinute,
    params: zSlug.extend({ id: zId }),
    produces: 'text/html',
    problemPage,
    handle: async ({ params, platform, request, reply }) => (await Portal.open(platform, request, reply, params.slug)).opening(params.id),
  }),
  route({
    method: 'POST',
    path: '//portal/:slug/voucher',
    summary: 'Lets a device in by a voucher',
    tag: 'hotspot',
    permission: 'public',
    perMinute,
    params: zSlug,
    body: z.object({ visit: zVisit, code: z.string().max(60), instead: zId.optional() }),
    produces: 'text/html',
    problemPage,
    handle: async ({ params, body, platform, request, reply }) => (await Portal.open(platform, request, reply, params.slug)).voucher(body),
  }),
  route({
    method: 'POST',
    path: '//portal/:slug/again',
    summary: 'Lets a browser in that has a pass',
    tag: 'hotspot',
    permission: 'public',
    perMinute,
    params: zSlug,
    body: z.object({ visit: zVisit }),
    produces: 'text/html',
    problemPage,
    handle: async ({ params, body, platform, request, reply }) => (await Portal.open(platform, request, reply, params.slug)).again(body),
  }),
  route({
    method: 'POST',
    path: '//portal/:slug/trial',
    summary: 'Lets a device in for nothing, once in a while',
    tag: 'hotspot',
    permission: 'public',
    perMinute,
    params: zSlug,
    body: z.object({ visit: zVisit }),
    produces: 'text/html',
    problemPage,
    handle: async ({ params, body, platform, request, reply }) =>
      (await Portal.open(platform, request, reply, params.slug)).give(body, 'trial'),
  }),
  route({
    method: 'POST',
    path: '//portal/:slug/sponsors',
    summary: 'Begins to show what a sponsor says; leads to the page that does',
    tag: 'hotspot',
    permission: 'public',
    perMinute,
    params: zSlug,
    body: z.object({ visit: zVisit, campaignId: zId }),
    produces: 'text/html',
    problemPage,
    handle: async ({ params, body, platform, request, reply }) => (await Portal.open(platform, request, reply, params.slug)).show(body),
  }),
  route({
    method: 'GET',
    path: '//portal/:slug/showings',
    summary: 'What a sponsor says, for as long as it is to be looked at; then the button that lets in',
    tag: 'hotspot',
    permission: 'public',
    perMinute,
    params: zSlug,
    query: z.object({ visit: zVisit, showing: zShowing }),
    produces: 'text/html',
    problemPage,
    handle: async ({ params, query, platform, request, reply }) => (await Portal.open(platform, request, reply, params.slug)).watch(query),
  }),
  route({
    method: 'POST',
    path: '//portal/:slug/showings',
    summary: 'Lets a device in that has looked to the end',
    tag: 'hotspot',
    permission: 'public',
    perMinute,
    params: zSlug,
    body: z.object({
      visit: zVisit,
      showing: zShowing,
      answer: z.coerce.number().int().min(0).max(20).optional().describe('Place of the answer, from 0'),
    }),
    produces: 'text/html',
    problemPage,
    handle: async ({ params, body, platform, request, reply }) => (await Portal.open(platform, request, reply, params.slug)).watched(body),
  }),
  route({
    method: 'POST',
    path: '//portal/:slug/codes',
    summary: 'Sends a one-time code by SMS, the same whether or not the number is known',
    tag: 'hotspot',
    permission: 'public',
    perMinute,
    params: zSlug,
    body: z.object({ visit: zVisit, phone: z.string().max(60).describe('With the code of the country, or as it is dialled at home') }),
    produces: 'text/html',
    problemPage,
    handle: async ({ params, body, platform, request, reply }) => (await Portal.open(platform, request, reply, params.slug)).askCode(body),
  }),
  route({
    method: 'POST',
    path: '//portal/:slug/code-entries',
    summary: 'Lets a device in by a one-time code',
    tag: 'hotspot',
    permission: 'public',
    perMinute,
    params: zSlug,
    body: z.object({
      visit: zVisit,
      ask: z.string().max(1_000),
      phone: z.string().max(60).describe('For the page only: the code knows its number'),
      code: z.string().max(60),
      instead: zId.optional(),
    }),
    produces: 'text/html',
    problemPage,
    handle: async ({ params, body, platform, request, reply }) =>
      (await Portal.open(platform, request, reply, params.slug)).enterCode(body),
  }),
  route({
    method: 'POST',
    path: '//portal/:slug/sign-in',
    summary: 'Logs in with a user name of the operator',
    tag: 'hotspot',
    permission: 'public',
    perMinute,
    params: zSlug,
    body: z.object({ visit: zVisit, username: zTyped, password: zTyped }),
    produces: 'text/html',
    problemPage,
    handle: async ({ params, body, platform, request, reply }) => (await Portal.open(platform, request, reply, params.slug)).signIn(body),
  }),
  route({
    method: 'POST',
    path: '//portal/:slug/purchases',
    summary: 'Begins to buy a pass',
    tag: 'hotspot',
    permission: 'public',
    perMinute,
    params: zSlug,
    body: z.object({
      visit: zVisit,
      offerId: zId,
      phone: z.string().max(60).describe('With the code of the country; blank: none'),
      email: z.string().max(254).default(''),
    }),
    produces: 'text/html',
    problemPage,
    handle: async ({ params, body, platform, request, reply }) => (await Portal.open(platform, request, reply, params.slug)).purchase(body),
  }),
  route({
    method: 'GET',
    path: '//portal/:slug/purchases/:id',
    summary: 'Where a purchase stands; once it is paid, the way in',
    tag: 'hotspot',
    permission: 'public',
    perMinute,
    params: zSlug.extend({ id: zId }),
    produces: 'text/html',
    problemPage,
    handle: async ({ params, platform, request, reply }) => (await Portal.open(platform, request, reply, params.slug)).purchased(params.id),
  }),
  route({
    method: 'POST',
    path: '//portal/:slug/purchases/:id/way-out',
    summary: 'Minutes of internet to reach the page of the bank',
    tag: 'hotspot',
    permission: 'public',
    perMinute,
    params: zSlug.extend({ id: zId }),
    produces: 'text/html',
    problemPage,
    handle: async ({ params, platform, request, reply }) => (await Portal.open(platform, request, reply, params.slug)).wayOut(params.id),
  }),
  route({
    method: 'GET',
    path: '//portal/:slug/login.html',
    summary: 'The page that a MikroTik hotspot shows: it leads to the portal',
    tag: 'hotspot',
    permission: 'public',
    perMinute,
    params: zSlug,
    query: z.object({ site: zId.optional().describe('Location at which the router stands') }),
    produces: 'text/html',
    problemPage,
    async handle({ params, query, platform, reply }) {
      reply.type('text/html; charset=utf-8').send(loginPage(`${platform.publicUrl}/portal/${params.slug}`, query.site))
    },
  }),
  route({
    method: 'GET',
    path: '//portal/:slug/captive',
    summary: 'The captive portal API (RFC 8908): whether the asking device is let out, and for how long',
    tag: 'hotspot',
    permission: 'public',
    perMinute,
    params: zSlug,
    produces: 'application/captive+json',
    async handle({ params, platform, request, reply }) {
      const scope = await scopeOfSlug(platform.db, params.slug, { actor: 'customer:guest', requestId: String(request.id) })
      const now = platform.clock.now()
      const left = scope && (await transact(platform.db, scope, (tx) => leftAt(tx, request.ip, now)))
      const portal = `${platform.publicUrl}/portal/${params.slug}`
      const answer = left
        ? {
            captive: false,
            'venue-info-url': portal,
            'can-extend-session': true,
            ...(left.endsAt && { 'seconds-remaining': Math.max(0, Math.floor(left.endsAt.since(now).total('seconds'))) }),
            ...(left.bytes !== null && { 'bytes-remaining': Number(left.bytes) }),
          }
        : { captive: true, 'user-portal-url': portal }
      reply
        .headers({ 'cache-control': 'private, no-store', 'content-type': 'application/captive+json' })
        .send(Buffer.from(JSON.stringify(answer)))
    },
  }),
  route({
    method: 'GET',
    path: '//guest/s/:site/',
    summary: 'Where UniFi sends guests; leads to the portal of the business whose site it is',
    tag: 'hotspot',
    permission: 'public',
    perMinute,
    params: z.object({ site: z.string().max(60) }),
    produces: 'text/html',
    problemPage,
    async handle({ params, platform, request, reply }) {
      const everybody = await scopeOfAllTenants(platform.db, 'customer:guest', String(request.id))
      const slug = await transact(platform.db, everybody, (tx) => findTenantBySite(tx, params.site))
      const query = new URL(request.url, 'http://portal').search
      if (slug === undefined) reply.code(404).type('text/plain').send('No portal for this site.')
      else reply.redirect(`/portal/${slug}${query}`, 302)
    },
  }),
  route({
    method: 'GET',
    path: '/hotspot-settings',
    summary: 'How the captive portal looks and what it offers',
    tag: 'hotspot',
    permission: 'hotspot.configure',
    response: zSettings,
    async handle({ tx, platform, now }) {
      const { uamSecretSealed, unifiPasswordSealed, openndsKeySealed, ...settings } = await readSettings(tx)
      const portalUrl = await portalOf(tx, platform)
      return {
        ...settings,
        hasUamSecret: uamSecretSealed !== null,
        hasUnifiPassword: unifiPasswordSealed !== null,
        codesThisHour: await countAllCodes(tx, now.subtract({ hours: 1 })),
        hasOpenndsKey: openndsKeySealed !== null,
        openndsSetup:
          settings.openndsLevel && openndsSetup(portalUrl, { level: settings.openndsLevel, key: null }, await hostsOf(tx, platform)),
        canSendCodes: await canSendSms(tx),
        portalUrl,
      }
    },
  }),
  route({
    method: 'PUT',
    path: '/hotspot-settings',
    summary: 'Changes the captive portal; what is left out stays',
    tag: 'hotspot',
    permission: 'hotspot.configure',
    confidential: true,
    body: zSettings
      .omit({
        codesThisHour: true,
        canSendCodes: true,
        hasUamSecret: true,
        hasUnifiPassword: true,
        hasOpenndsKey: true,
        openndsSetup: true,
        portalUrl: true,
      })
      .extend({ uamSecret: zText(100).nullable(), unifiPassword: zText(200).nullable() })
      .partial(),
    async handle({ tx, body, platform }) {
      const { uamSecret, unifiPassword, ...changed } = body
      if (changed.unifiUrl && hostFault(hostOf(changed.unifiUrl), routerReach(platform.config))) throw controllerRefused()
      const before = await readSettings(tx)
      const isElsewhere = typeof changed.unifiUrl === 'string' && changed.unifiUrl !== before.unifiUrl
      // Else whoever may change the address would be sent the password that is kept.
      if (isElsewhere && unifiPassword === undefined && before.unifiPasswordSealed !== null) throw controllerPasswordMissing()
      const sealed = async (given: string | null | undefined, kept: string | null, purpose: string) =>
        given === undefined ? kept : given === null ? null : sealSecret(tx, given, purpose)
      const defined = Object.fromEntries(Object.entries(changed).filter(([, value]) => value !== undefined))
      await writeSettings(tx, {
        ...before,
        ...defined,
        uamSecretSealed: await sealed(uamSecret, before.uamSecretSealed, uamPurpose),
        unifiPasswordSealed: await sealed(unifiPassword, before.unifiPasswordSealed, unifiPurpose),
      })
    },
  }),
  route({
    method: 'POST',
    path: '/hotspot-settings/opennds-key',
    summary: 'Makes a new key for openNDS gateways and tells it once, in the lines that are typed there; the key before works no more',
    tag: 'hotspot',
    permission: 'hotspot.configure',
    confidential: true,
    response: z.object({ setup: z.string() }),
    async handle({ tx, platform }) {
      const settings = await readSettings(tx)
      if (settings.openndsLevel === null) throw openndsOff()
      const key = newOpenndsKey()
      await writeSettings(tx, { ...settings, openndsKeySealed: await sealSecret(tx, key, openndsPurpose) })
      return {
        setup: openndsSetup(await portalOf(tx, platform), { level: settings.openndsLevel, key }, await hostsOf(tx, platform)),
      }
    },
  }),
  route({
    method: 'GET',
    path: '/hotspot-settings/walled-garden',
    summary: 'What gateways have to let through before anybody has logged in, in the words of each',
    tag: 'hotspot',
    permission: 'hotspot.configure',
    response: z.object({
      hosts: z.array(z.string()),
      mikrotik: z.string(),
      coova: z.string(),
      unifi: z.string(),
      cambium: z.string(),
      opennds: z.string(),
    }),
    async handle({ tx, platform }) {
      return walledGarden(await hostsOf(tx, platform))
    },
  }),
]
