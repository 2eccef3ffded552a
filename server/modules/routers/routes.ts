import { isIP } from 'node:net'
import { z } from 'zod'
import { sha256 } from '#kernel/crypto.ts'
import { type Scope, scopeOfAllTenants, transact, type Tx } from '#kernel/db.ts'
import { type AnyRoute, route } from '#kernel/http.ts'
import type { Platform } from '#kernel/platform.ts'
import { Problem, told } from '#kernel/problem.ts'
import { zBigint, zId, zInstant, zText } from '#kernel/wire.ts'
import { findNas } from '#modules/access'
import { readTenant } from '#modules/tenants'
import { checkNames, checkStates } from './check-list.ts'
import { checkIn, handOutScript, type NewCommand, renewCommand, startEnrolment, withdrawEnrolment } from './enrol-router.ts'
import { type CheckIn, enrolmentStates, type Enrolment, joinCommand, parseCheckIn, stateOf, uses } from './enrolment.ts'
import { checkInRefused, enrolmentNotFound, joinRefused, scriptGone } from './errors.ts'
import { undoScript } from './join-script.ts'
import { enterManagement, lookNow, resync } from './manage-router.ts'
import { managementProtocols } from './management.ts'
import { checksOfEnrolment, readChecks } from './read-checks.ts'
import {
  findTenantOfCheckIn,
  findTenantOfScript,
  markFault,
  readEnrolment,
  readEnrolmentOfNas,
  readReadings,
  readRouter,
  readState,
  lockEnrolmentOfCheckIn,
} from './store.ts'
import { tunnelNetworkOf } from './tunnel.ts'
import { vendorConfig } from './vendor-config.ts'

const zUse = z.enum(uses)
const zHost = z.string().regex(/^(\*\.)?[\w-]+(\.[\w-]+)*$/, 'Give a host, like pay.example.com or *.example.com')
const zFingerprint = z
  .string()
  .transform((text) => text.replaceAll(/[:\s]/g, '').toLowerCase())
  .pipe(z.string().regex(/^[0-9a-f]{64}$/, 'Give the SHA-256 fingerprint, 64 hexadecimal digits'))

const zEnrolmentDraft = z.object({
  name: zText(80),
  locationId: zId.nullable().default(null),
  uses: z.array(zUse).min(1, 'Choose at least one').max(2),
  interface: z
    .string()
    .regex(/^[\w.@-]{1,60}$/, 'Give the name of an interface, like bridge or ether2')
    .default('bridge'),
  gardenHosts: z
    .array(zHost)
    .max(50)
    .default([])
    .describe('Hosts that a hotspot lets through before the login, such as those of the payment page'),
  coaPort: z.int().min(1).max(65_535).default(3799),
  hasTunnel: z.boolean().default(false).describe('Through WireGuard, for a router behind the NAT of somebody else'),
})

const zCheck = z.object({ name: z.enum(checkNames), state: z.enum(checkStates), found: z.string(), detail: z.string() })
const zEnrolment = z
  .object({
    id: zId,
    name: z.string(),
    state: z.enum(enrolmentStates),
    uses: z.array(zUse).readonly(),
    interface: z.string(),
    tunnelAddress: z.string().nullable(),
    expiresAt: zInstant,
    nasId: zId.nullable(),
    checks: z.array(zCheck).readonly(),
  })
  .meta({ id: 'RouterEnrolment' })
const zCommand = zEnrolment
  .extend({ command: z.string().describe('Typed at the terminal of the router. Shown this once') })
  .meta({ id: 'RouterCommand' })

const zManagement = z.object({
  uses: z.array(zUse).readonly(),
  address: z.string(),
  protocol: z.enum(managementProtocols),
  port: z.int(),
  username: z.string(),
  fingerprint: z.string().nullable(),
})
const zManagementDraft = z.object({
  uses: z.array(zUse).max(2).default([]),
  address: z.string().refine((text) => isIP(text) !== 0, 'Give an IP address, like 192.0.2.1'),
  protocol: z.enum(managementProtocols).default('api-ssl'),
  port: z.int().min(1).max(65_535).default(8729),
  username: zText(60),
  password: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('Absent keeps the one there is, while user, address and certificate are the same'),
  fingerprint: zFingerprint.nullable().default(null).describe('Of its certificate; null where a public authority signed it'),
})

const zRouter = z
  .object({
    nasId: zId,
    management: zManagement.nullable(),
    enrolmentId: zId.nullable(),
    identity: z.string().nullable(),
    firmware: z.string().nullable(),
    board: z.string().nullable(),
    lookedAt: zInstant.nullable(),
    checkedInAt: zInstant.nullable(),
    checks: z.array(zCheck).readonly(),
  })
  .meta({ id: 'Router' })

const zReading = z.object({ at: zInstant, sessions: z.int(), uploadBps: zBigint, downloadBps: zBigint })

const params = z.object({ id: zId })

const shown = (enrolment: Enrolment, now: Temporal.Instant) => ({
  id: enrolment.id,
  name: enrolment.name,
  state: stateOf(enrolment, now),
  uses: enrolment.uses,
  interface: enrolment.interface,
  tunnelAddress: enrolment.tunnelAddress,
  expiresAt: enrolment.expiresAt,
  nasId: enrolment.nasId,
  checks: checksOfEnrolment(enrolment, now),
})

const withCommand = ({ enrolment, token }: NewCommand, publicUrl: string, now: Temporal.Instant) => ({
  ...shown(enrolment, now),
  command: joinCommand(publicUrl, token),
})

const requireSecrets = (permissions: ReadonlySet<string>) => {
  const permission = 'access.secrets'
  if (!permissions.has(permission))
    throw new Problem('http.forbidden', 403, told`Your role does not include "${{ permission }}". Ask an administrator to add it.`)
}

export const routes: readonly AnyRoute[] = [
  route({
    method: 'POST',
    path: '/router-enrolments',
    confidential: true,
    summary: 'Begins to add a MikroTik router: gives the command that it joins by',
    tag: 'routers',
    permission: 'access.write',
    body: zEnrolmentDraft,
    response: zCommand,
    async handle({ tx, body, platform, now, principal }) {
      requireSecrets(principal.permissions)
      return withCommand(await startEnrolment(tx, platform, body, now), platform.publicUrl, now)
    },
  }),
  route({
    method: 'GET',
    path: '/router-enrolments/:id',
    summary: 'How far a router has joined',
    tag: 'routers',
    permission: 'access.read',
    params,
    response: zEnrolment,
    async handle({ tx, params, now }) {
      const enrolment = await readEnrolment(tx, params.id)
      if (!enrolment) throw enrolmentNotFound()
      const state = shown(enrolment, now)
      return enrolment.nasId === null ? state : { ...state, checks: await readChecks(tx, enrolment.nasId, now) }
    },
  }),
  route({
    method: 'POST',
    path: '/router-enrolments/:id/command',
    confidential: true,
    summary: 'Makes another command; the former is worth nothing then',
    tag: 'routers',
    permission: 'access.write',
    params,
    response: zCommand,
    async handle({ tx, params, platform, now, principal }) {
      requireSecrets(principal.permissions)
      return withCommand(await renewCommand(tx, params.id, now), platform.publicUrl, now)
    },
  }),
  route({
    method: 'DELETE',
    path: '/router-enrolments/:id',
    summary: 'Withdraws the command of a router that has not joined',
    tag: 'routers',
    permission: 'access.write',
    params,
    handle: ({ tx, params, now }) => withdrawEnrolment(tx, params.id, now),
  }),
  route({
    method: 'GET',
    path: '/router-tunnel',
    summary: 'Whether this installation has a WireGuard server for routers',
    tag: 'routers',
    permission: 'access.read',
    response: z.object({ network: z.string().nullable() }),
    handle: async ({ platform }) => ({ network: tunnelNetworkOf(platform.config)?.network ?? null }),
  }),
  route({
    method: 'GET',
    path: '/nas/:id/router',
    summary: 'How a router is managed, what it is, and its check list',
    tag: 'routers',
    permission: 'access.read',
    params,
    response: zRouter,
    async handle({ tx, params, now }) {
      const nas = await findNas(tx, params.id)
      const [router, state, enrolment] = [await readRouter(tx, nas.id), await readState(tx, nas.id), await readEnrolmentOfNas(tx, nas.id)]
      return {
        nasId: nas.id,
        management: router ?? null,
        enrolmentId: enrolment?.id ?? null,
        identity: state?.identity ?? null,
        firmware: state?.firmware ?? null,
        board: state?.board ?? null,
        lookedAt: state?.lookedAt ?? null,
        checkedInAt: state?.checkedInAt ?? null,
        checks: await readChecks(tx, nas.id, now),
      }
    },
  }),
  route({
    method: 'PUT',
    path: '/nas/:id/management',
    confidential: true,
    summary: 'Enters how the API of a router is reached',
    tag: 'routers',
    permission: 'access.write',
    params,
    body: zManagementDraft,
    response: zManagement,
    handle({ tx, params, body, platform, principal }) {
      requireSecrets(principal.permissions)
      return enterManagement(tx, platform, params.id, body)
    },
  }),
  route({
    method: 'POST',
    path: '/nas/:id/look',
    summary: 'Looks at a router now; the answer comes as an event',
    tag: 'routers',
    permission: 'access.read',
    params,
    status: 202,
    response: z.object({}),
    async handle({ tx, params }) {
      await lookNow(tx, params.id)
      return {}
    },
  }),
  route({
    method: 'POST',
    path: '/nas/:id/resync',
    summary: 'Tells a router anew what every open session should be',
    tag: 'routers',
    permission: 'access.write',
    params,
    status: 202,
    response: z.object({ subscriptions: z.int() }),
    handle: async ({ tx, params, now }) => ({ subscriptions: await resync(tx, params.id, now) }),
  }),
  route({
    method: 'GET',
    path: '/nas/:id/readings',
    summary: 'Sessions and traffic of a router, every five minutes',
    tag: 'routers',
    permission: 'access.read',
    params,
    query: z.object({ hours: z.coerce.number().int().min(1).max(720).default(24) }),
    response: z.array(zReading),
    async handle({ tx, params, query, now }) {
      const nas = await findNas(tx, params.id)
      return readReadings(tx, nas.id, now.subtract({ hours: query.hours }))
    },
  }),
  route({
    method: 'GET',
    path: '/nas/:id/configuration',
    summary: 'What to type into the router; for MikroTik what takes everything back',
    tag: 'routers',
    permission: 'access.read',
    params,
    response: z.object({ text: z.string(), isUndo: z.boolean() }),
    async handle({ tx, params, platform }) {
      const nas = await findNas(tx, params.id)
      const text = vendorConfig(nas, {
        server: platform.config.RADIUS_ADDRESS ?? new URL(platform.publicUrl).hostname,
        authPort: platform.config.RADIUS_AUTH_PORT,
        acctPort: platform.config.RADIUS_ACCT_PORT,
        portalUrl: `${platform.publicUrl}/portal/${(await readTenant(tx)).slug}`,
      })
      return { text: text ?? undoScript(), isUndo: text === null }
    },
  }),
  route({
    method: 'GET',
    path: '//join/:token',
    summary: 'The script that a router joins by: once, for whoever has the token',
    tag: 'routers',
    permission: 'public',
    perMinute: 30,
    produces: 'text/plain',
    params: z.object({ token: z.string().min(20).max(100) }),
    async handle({ params, platform, request, reply }) {
      const tenantId = await acrossTenants(platform, (tx) => findTenantOfScript(tx, sha256(params.token)))
      if (!tenantId) throw scriptGone()
      const script = await transact(platform.db, scopeOf(tenantId), (tx) =>
        handOutScript(tx, platform, params.token, plainAddress(request.ip)),
      )
      void reply.type('text/plain; charset=utf-8').header('cache-control', 'no-store').send(script)
    },
  }),
  route({
    method: 'POST',
    path: '//join/check-in',
    summary: 'A router says that it is there',
    tag: 'routers',
    permission: 'public',
    perMinute: 120,
    rawBody: true,
    bodyBytesMax: 4_096,
    status: 204,
    async handle({ body, platform, request, now }) {
      const said = parseCheckIn((body as unknown as Buffer).toString())
      const tenantId = said && (await acrossTenants(platform, (tx) => findTenantOfCheckIn(tx, sha256(said.token))))
      if (!tenantId) throw checkInRefused()
      await takeCheckIn(platform, scopeOf(tenantId), said, plainAddress(request.ip), now)
    },
  }),
]

const acrossTenants = async <T>(platform: Platform, work: (tx: Tx) => Promise<T>) =>
  transact(platform.db, await scopeOfAllTenants(platform.db, 'router'), work)

const scopeOf = (tenantId: string): Scope => ({ tenants: [tenantId], actor: 'router', requestId: '' })

/** As routers and packets write it. */
const plainAddress = (address: string) => address.replace(/^::ffff:/, '')

/** Alone at its address if it can be, else told apart by its name; each try in a transaction of its own, because a refusal ends one. */
async function takeCheckIn(platform: Platform, scope: Scope, said: CheckIn, from: string, now: Temporal.Instant): Promise<void> {
  for (const identifier of [null, said.identity]) {
    const refusal = await transact(platform.db, scope, (tx) => checkIn(tx, { checkIn: said, from, identifier, now })).then(
      () => undefined,
      (error: unknown) => error,
    )
    if (refusal === undefined) return
    if (!(refusal instanceof Problem) || refusal.code !== 'access.nas_address_taken') throw refusal
  }
  await transact(platform.db, scope, async (tx) => {
    const enrolment = await lockEnrolmentOfCheckIn(tx, sha256(said.token))
    if (enrolment) await markFault(tx, enrolment.id, 'address-taken')
  })
  throw joinRefused()
}
