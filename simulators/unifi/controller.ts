/** The UniFi Network application: who may use its API, and which guests are let in. */
import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import fastify, { type FastifyReply, type FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type Clock, systemClock } from '#kernel/time.ts'
import { type Hotspot, openHotspot } from './access-point.ts'

export interface UnifiOptions {
  /** On its own, or on a console. Default: application. */
  readonly kind?: 'application' | 'console'
  readonly username: string
  readonly password: string
  /** Where the access points send guests: the address of the external portal server, without a path. */
  readonly portalUrl: string
  readonly site?: string
  readonly clock?: Clock
}

/** Limits as they were asked for: kbit/s from the guest's view. */
export interface AuthorisedGuest {
  readonly mac: string
  readonly end: Temporal.Instant
  readonly up: number | null
  readonly down: number | null
  readonly accessPoint: string | null
}

export interface Habits {
  /** Further logins are refused, as by its rate limit. */
  loginsMax: number
}

export interface Unifi {
  readonly url: string
  readonly hotspot: Hotspot
  /** By MAC address, those whose time is over too. */
  readonly guests: ReadonlyMap<string, AuthorisedGuest>
  /** Successful logins to the API so far. */
  readonly logins: number
  readonly habits: Habits
  /** As after a restart: whoever was signed in has to do so again. */
  forgetSessions(): void
  close(): Promise<void>
}

const mac = z.string().regex(/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/)
const command = z.discriminatedUnion('cmd', [
  z.object({
    cmd: z.literal('authorize-guest'),
    mac,
    minutes: z.int().min(1),
    up: z.int().min(1).optional(),
    down: z.int().min(1).optional(),
    bytes: z.int().min(1).optional(), // MB
    ap_mac: mac.optional(),
  }),
  z.object({ cmd: z.literal('unauthorize-guest'), mac }),
])
const login = z.object({ username: z.string(), password: z.string(), remember: z.boolean().optional() })

const ok = (...data: object[]) => ({ meta: { rc: 'ok' }, data })

export async function createUnifi(options: UnifiOptions): Promise<Unifi> {
  const { kind = 'application', site = 'default', clock = systemClock } = options
  const isConsole = kind === 'console'
  const cookieName = isConsole ? 'TOKEN' : 'unifises'
  const prefix = isConsole ? '/proxy/network' : ''
  const sessions = new Map<string, string>() // token to what a request that changes something has to repeat
  const guests = new Map<string, AuthorisedGuest>()
  const habits: Habits = { loginsMax: Number.POSITIVE_INFINITY }
  let logins = 0

  const app = fastify()
  app.get('/', (_, reply) => (isConsole ? reply.type('text/html').send('<title>UniFi OS</title>') : reply.redirect('/manage', 302)))

  app.post(isConsole ? '/api/auth/login' : '/api/login', (request, reply) => {
    if (logins >= habits.loginsMax) return reply.code(429).send({ code: 'AUTHENTICATION_FAILED_LIMIT_REACHED' })
    const given = login.safeParse(request.body)
    const isRight = given.success && given.data.username === options.username && given.data.password === options.password
    if (!isRight)
      return isConsole ? reply.code(401).send({ code: 'AUTHENTICATION_FAILED_INVALID_CREDENTIALS' }) : refuse(reply, 400, 'Invalid')
    logins++
    const csrf = randomBytes(16).toString('hex')
    const token = isConsole ? unsignedJwt({ csrfToken: csrf }) : randomBytes(16).toString('hex')
    sessions.set(token, csrf)
    reply.header('set-cookie', `${cookieName}=${token}; path=/; httponly`)
    if (isConsole) reply.header('x-csrf-token', csrf)
    return reply.send(ok())
  })

  app.post(`${prefix}/api/s/:site/cmd/stamgr`, (request, reply) => {
    if (!isSignedIn(request)) return refuse(reply, 401, 'LoginRequired')
    if ((request.params as { site: string }).site !== site) return refuse(reply, 400, 'NoSiteContext')
    const asked = command.safeParse(request.body)
    if (!asked.success) return refuse(reply, 400, 'InvalidPayload')
    if (asked.data.cmd === 'unauthorize-guest') {
      guests.delete(asked.data.mac)
      return reply.send(ok())
    }
    const { minutes, up = null, down = null, ap_mac: accessPoint = null } = asked.data
    guests.set(asked.data.mac, { mac: asked.data.mac, end: clock.now().add({ minutes }), up, down, accessPoint })
    return reply.send(ok({ _id: randomBytes(12).toString('hex'), mac: asked.data.mac, authorized_by: 'api' }))
  })

  function isSignedIn({ headers }: FastifyRequest): boolean {
    const token = new RegExp(`${cookieName}=([^;]+)`).exec(headers.cookie ?? '')?.[1] ?? ''
    const csrf = sessions.get(token)
    return csrf !== undefined && (!isConsole || headers['x-csrf-token'] === csrf)
  }

  await app.listen({ port: 0, host: '127.0.0.1' })
  const hotspot = await openHotspot({
    portal: `${options.portalUrl}/guest/s/${site}/`,
    clock,
    isIn: (device) => Temporal.Instant.compare(guests.get(device)?.end ?? clock.now(), clock.now()) > 0,
  })
  return {
    url: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`,
    hotspot,
    guests,
    get logins() {
      return logins
    },
    habits,
    forgetSessions: () => sessions.clear(),
    async close() {
      await hotspot.close()
      await app.close()
    },
  }
}

const refuse = (reply: FastifyReply, status: number, error: string) =>
  reply.code(status).send({ meta: { rc: 'error', msg: `api.err.${error}` }, data: [] })

/** Enough of RFC 7519 for whoever looks what the payload claims. */
const unsignedJwt = (claims: object) =>
  [{ alg: 'none' }, { ...claims, jti: randomBytes(8).toString('hex') }]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .concat('')
    .join('.')
