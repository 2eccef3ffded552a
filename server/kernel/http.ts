import { createHash } from 'node:crypto'
import { once as happens } from 'node:events'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import cookie from '@fastify/cookie'
import type { z } from 'zod'
import { isDatabaseAway, type Scope, sql, stringify, transact, type Tx } from './db.ts'
import { pageHeaders } from './page.ts'
import { Problem, told, toProblemDocument } from './problem.ts'
import { type Bucket, networkOf, takeToken } from './rate-limit.ts'
import { histogram, log, span } from './telemetry.ts'
import type { Platform } from './platform.ts'
import type { RowScope } from './row-scope.ts'
import { openSecret, sealSecret } from './vault.ts'

/** Whoever sends a request, once it is known. */
export interface Principal {
  readonly tenantId: string
  readonly actor: string // `staff:<id>`, `key:<id>`
  readonly staffId: string | null
  readonly sessionId: string | null
  readonly permissions: ReadonlySet<string>
  /** Which customers a person sees; absent: all. */
  readonly rows?: RowScope | undefined
  readonly timeZone: string
  readonly currency: string
  readonly locale: string
  /** Expected in `x-csrf-token` of requests that change something; null where no cookie is used. */
  readonly csrf: string | null
}

export type Authenticate = (request: FastifyRequest, platform: Platform) => Promise<Principal | null>

export interface Context<P, Q, B> {
  readonly tx: Tx
  readonly principal: Principal
  readonly params: P
  readonly query: Q
  readonly body: B
  readonly now: Temporal.Instant
  readonly platform: Platform
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  /** Value of If-Match without quotes. */
  readonly ifMatch: string | null
}

export const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

/**
 * A route as a value: the server mounts it, OpenAPI lists it, tests walk it.
 * `permission`: a permission's name; 'session' for anyone signed in; 'public' for anyone (no transaction, no principal: such a
 * route opens its own).
 */
export interface Route<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType> {
  readonly method: (typeof methods)[number]
  readonly path: string // below /api/v1, e.g. `/customers/:id`; a path that starts with `//` is mounted at the root
  readonly summary: string
  readonly tag: string
  readonly permission: string
  readonly params?: P
  readonly query?: Q
  readonly body?: B
  readonly response?: R // none: 204, or a raw answer through `reply`
  readonly status?: number
  /** What the answer is when it is not JSON, e.g. `application/pdf`. */
  readonly produces?: string
  /** Requests a minute from one address, or network of IPv6, for doors that are guessed at. */
  readonly perMinute?: number
  /** Largest body in bytes; default 1 MiB. */
  readonly bodyBytesMax?: number
  /** Keeps the body as it came (a Buffer), for webhooks whose signature covers the bytes. */
  readonly rawBody?: boolean
  /** Its body or answer holds a secret: what is kept of them for a repeated Idempotency-Key is sealed. */
  readonly confidential?: boolean
  /** Shows people what went wrong, where the route is a page of theirs; without it a problem is JSON. It asks nothing of the database. */
  readonly problemPage?: (problem: Problem, request: FastifyRequest) => string
  /** The tag of the answer, from its value; sent as ETag and compared with If-None-Match. */
  readonly etag?: (result: z.output<R>) => string
  handle(context: Context<z.output<P>, z.output<Q>, z.output<B>>): Promise<z.output<R> | void>
}
export type AnyRoute = Route<z.ZodType, z.ZodType, z.ZodType, z.ZodType>

// The erased form is only called with values that its own schemas parsed.
export const route = <
  P extends z.ZodType = z.ZodUndefined,
  Q extends z.ZodType = z.ZodUndefined,
  B extends z.ZodType = z.ZodUndefined,
  R extends z.ZodType = z.ZodUndefined,
>(
  declaration: Route<P, Q, B, R>,
): AnyRoute => declaration as unknown as AnyRoute

export const apiPrefix = '/api/v1'
export const urlOf = (path: string) => (path.startsWith('//') ? path.slice(1) : apiPrefix + path)

/** SQLSTATE for a NUL in text, which a door that takes any text is sent sooner or later. */
const characterNotInRepertoire = '22021'
const bodyBytesMax = 1_048_576
const requestSeconds = histogram(
  'trunkline_http_request_seconds',
  'Time to answer an HTTP request',
  ['method', 'route', 'status'],
  [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
)

/** The HTTP server with every route mounted; not yet listening. */
export function createHttpServer(platform: Platform, routes: readonly AnyRoute[], authenticate: Authenticate): FastifyInstance {
  const app = fastify({
    logger: false,
    trustProxy: platform.config.TRUST_PROXY,
    bodyLimit: bodyBytesMax,
    requestIdHeader: false,
    genReqId: (request) => acceptedRequestId(request.headers['x-request-id']) ?? crypto.randomUUID(),
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200 },
  })
  app.register(cookie)
  // Bodies stay bytes until the route is known: webhooks sign bytes, and JSON is parsed once.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  app.setErrorHandler((error, request, reply) => sendProblem(reply, request, error))
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({
      'x-request-id': request.id,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'x-frame-options': 'DENY',
    })
  })
  app.addHook('onResponse', async (request, reply) => {
    const routeUrl = request.routeOptions.url ?? 'none'
    requestSeconds.observe({ method: request.method, route: routeUrl, status: String(reply.statusCode) }, reply.elapsedTime / 1000)
    log.debug(
      { requestId: request.id, method: request.method, url: pathOf(request), status: reply.statusCode, ms: Math.round(reply.elapsedTime) },
      'request',
    )
  })
  const buckets = new Map<string, Bucket>()
  for (const one of routes)
    app.route({
      method: one.method,
      url: urlOf(one.path),
      ...(one.bodyBytesMax && { bodyLimit: one.bodyBytesMax }),
      ...(one.problemPage && { errorHandler: (error, request, reply) => sendProblem(reply, request, error, one.problemPage) }),
      handler: (request, reply) =>
        span(`${one.method} ${one.path}`, { 'http.route': one.path }, () => answer(platform, one, authenticate, buckets, request, reply)),
    })
  return app
}

export const nothingHere = (method: string, url: string) =>
  new Problem('http.not_found', 404, told`Nothing answers ${{ method }} ${{ path: url.split('?')[0] }}. See /api/docs for every route.`)

/** For logs: links that open something carry what opens it behind the question mark. */
const pathOf = ({ url }: FastifyRequest) => url.split('?', 1)[0]

const acceptedRequestId = (header: unknown) => (typeof header === 'string' && /^[\w.-]{8,64}$/.test(header) ? header : undefined)

async function answer(
  platform: Platform,
  route: AnyRoute,
  authenticate: Authenticate,
  buckets: Map<string, Bucket>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const now = platform.clock.now()
  if (route.perMinute) limit(buckets, `${route.method} ${route.path} ${networkOf(request.ip)}`, route.perMinute / 60, route.perMinute, now)
  const principal = route.permission === 'public' ? null : await admit(platform, route, authenticate, request)
  if (principal) limit(buckets, principal.actor, platform.config.RATE_LIMIT_PER_SECOND, platform.config.RATE_LIMIT_PER_SECOND * 2, now)

  const input = parseRequest(route, request)
  const context = { ...input, now, platform, request, reply, ifMatch: ifMatchOf(request) }
  if (!principal) {
    // A public route has neither transaction nor principal: it opens its own once it knows the tenant.
    const result = await route.handle({ ...context, tx: undefined as unknown as Tx, principal: undefined as unknown as Principal })
    return send(route, request, reply, result)
  }
  const scope: Scope = { tenants: [principal.tenantId], actor: principal.actor, requestId: request.id, rows: principal.rows }
  const key = request.headers['idempotency-key']
  if (route.method !== 'POST' || typeof key !== 'string') {
    const result = await transact(platform.db, scope, (tx) => route.handle({ ...context, tx, principal }))
    return send(route, request, reply, result)
  }
  const given = await transact(platform.db, scope, (tx) => once(tx, route, key, request, () => route.handle({ ...context, tx, principal })))
  return given.replayed
    ? reply.code(given.status).header('idempotency-replayed', 'true').type('application/json; charset=utf-8').send(given.body)
    : send(route, request, reply, given.result)
}

/** @throws 401, 403, or 403 for a missing CSRF token */
async function admit(platform: Platform, route: AnyRoute, authenticate: Authenticate, request: FastifyRequest): Promise<Principal> {
  const principal = await authenticate(request, platform)
  if (!principal) throw new Problem('http.unauthenticated', 401, 'Sign in first, or send an API key as "Authorization: Bearer …".')
  if (principal.csrf && route.method !== 'GET' && request.headers['x-csrf-token'] !== principal.csrf)
    throw new Problem('http.csrf', 403, 'The request lacks the x-csrf-token of this session. Reload the page and try again.')
  if (route.permission !== 'session' && !principal.permissions.has(route.permission))
    throw new Problem(
      'http.forbidden',
      403,
      told`Your role does not include "${{ permission: route.permission }}". Ask an administrator to add it.`,
    )
  return principal
}

function limit(buckets: Map<string, Bucket>, key: string, perSecond: number, burst: number, now: Temporal.Instant): void {
  const waitSeconds = takeToken(buckets, key, perSecond, burst, now.epochMilliseconds)
  if (waitSeconds > 0)
    throw new Problem('http.too_many_requests', 429, told`Too many requests. Try again in ${{ seconds: Math.ceil(waitSeconds) }} s.`, {
      headers: { 'retry-after': String(Math.ceil(waitSeconds)) },
    })
}

function ifMatchOf(request: FastifyRequest): string | null {
  const header = request.headers['if-match']
  return header ? header.replace(/^W\//, '').replaceAll('"', '') : null
}

function parseRequest(route: AnyRoute, request: FastifyRequest): { params: unknown; query: unknown; body: unknown } {
  return {
    params: route.params && parse(route.params, request.params, 'params'),
    query: route.query && parse(route.query, request.query, 'query'),
    body: route.rawBody ? (request.body ?? Buffer.alloc(0)) : route.body && parse(route.body, readBody(request), 'body'),
  }
}

function readBody(request: FastifyRequest): unknown {
  const bytes = request.body as Buffer | undefined
  if (!bytes || bytes.length === 0) return {}
  const type = request.headers['content-type'] ?? ''
  if (type.startsWith('application/x-www-form-urlencoded')) return Object.fromEntries(new URLSearchParams(bytes.toString('utf8')))
  if (!/^application\/([\w.-]+\+)?json\b/.test(type))
    throw new Problem('http.unsupported_media_type', 415, 'Send the body as application/json.')
  try {
    // `__proto__` as a key would otherwise reach objects that code merges.
    return JSON.parse(bytes.toString('utf8'), (key, value: unknown) => (key === '__proto__' ? undefined : value))
  } catch {
    throw new Problem('http.malformed_json', 400, 'The body is not valid JSON.')
  }
}

/** @throws 422 with a JSON Pointer for each wrong field (404 where an id in the path is no id at all) */
function parse(schema: z.ZodType, value: unknown, part: 'params' | 'query' | 'body'): unknown {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  if (part === 'params') throw new Problem('http.not_found', 404, 'There is nothing at this address. Check the id in it.')
  const errors = result.error.issues.map((issue) => ({
    pointer: `/${issue.path.map((key) => String(key).replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}`,
    detail: issue.message,
  }))
  const first = errors[0]!
  throw new Problem(
    'http.invalid',
    422,
    part === 'query' ? `Query parameter ${first.pointer.slice(1)}: ${first.detail}` : `${first.pointer}: ${first.detail}`,
    { pointer: first.pointer, errors },
  )
}

/** Makes a repeated POST with the same key give the first answer again instead of doing its effect twice. */
async function once(
  tx: Tx,
  route: AnyRoute,
  key: string,
  request: FastifyRequest,
  work: () => Promise<unknown>,
): Promise<{ replayed: true; status: number; body: string } | { replayed: false; result: unknown }> {
  if (key.length > 200) throw new Problem('http.idempotency_key_too_long', 400, 'Idempotency-Key takes at most 200 characters.')
  const hash = createHash('sha256')
    .update(`${request.method} ${request.url}\n`)
    .update((request.body as Buffer | undefined) ?? '')
    .digest('hex')
  const { keep, recall } = keeperOf(tx, route)
  // A concurrent request with the same key waits here until the first commits or rolls back.
  const inserted =
    await sql`insert into idempotency (actor, key, request_hash) values (app_actor(), ${key}, ${await keep(hash)}) on conflict do nothing`.execute(
      tx,
    )
  if (inserted.numAffectedRows === 0n) {
    const { rows } = await sql<{
      request_hash: string
      status: number
      body: string
    }>`select request_hash, status, body from idempotency where actor = app_actor() and key = ${key}`.execute(tx)
    const known = rows[0]!
    if ((await recall(known.request_hash)) !== hash)
      throw new Problem('http.idempotency_key_reused', 422, 'This Idempotency-Key was used for another request. Use a new key.')
    return { replayed: true, status: known.status, body: await recall(known.body) }
  }
  const result = await work()
  await sql`update idempotency set status = ${route.response ? (route.status ?? 201) : 204}, body = ${await keep(result === undefined ? '' : stringify(result))} where actor = app_actor() and key = ${key}`.execute(
    tx,
  )
  return { replayed: false, result }
}

/** How a request's hash and answer are kept; sealed where even a hash of what was sent would let a password be guessed. */
function keeperOf(tx: Tx, route: AnyRoute): { keep(text: string): Promise<string>; recall(kept: string): Promise<string> } {
  if (!route.confidential) return { keep: async (text) => text, recall: async (kept) => kept }
  return { keep: (text) => sealSecret(tx, text, 'http.answer'), recall: (kept) => openSecret(tx, kept, 'http.answer') }
}

function send(route: AnyRoute, request: FastifyRequest, reply: FastifyReply, result: unknown): FastifyReply {
  if (reply.sent) return reply
  if (!route.response) return result === undefined ? reply.code(route.status ?? 204).send() : reply.send(result)
  if (route.etag) {
    const tag = `"${route.etag(result)}"`
    reply.header('etag', tag)
    if (request.headers['if-none-match'] === tag) return reply.code(304).send()
  }
  return reply
    .code(route.status ?? (route.method === 'POST' ? 201 : 200))
    .type('application/json; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(stringify(result))
}

function sendProblem(reply: FastifyReply, request: FastifyRequest, error: unknown, page?: AnyRoute['problemPage']): FastifyReply {
  const problem = toProblem(error)
  if (problem.status >= 500) log.error({ requestId: request.id, method: request.method, url: pathOf(request), err: error }, problem.code)
  reply.code(problem.status).headers(problem.headers)
  return page
    ? reply.headers(pageHeaders).send(page(problem, request))
    : reply.type('application/problem+json; charset=utf-8').send(stringify(toProblemDocument(problem, request.id)))
}

function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (isDatabaseAway(error))
    return new Problem('http.database_away', 503, 'The database cannot be reached at the moment. Nothing was changed; try again shortly.', {
      headers: { 'retry-after': '2' },
    })
  const { statusCode, code } = (error ?? {}) as { statusCode?: number; code?: string }
  if (code === characterNotInRepertoire) return new Problem('http.bad_request', 400, 'Remove control characters from the text.')
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new Problem('http.too_large', 413, 'The body is too large.')
  if (statusCode && statusCode < 500) return new Problem('http.bad_request', statusCode, (error as Error).message)
  return new Problem(
    'http.internal',
    500,
    'Something went wrong on our side. Nothing was changed; the error is logged under this request id.',
  )
}

/**
 * Sends a long answer part by part, while the transaction that its parts are read in is open.
 * @throws AbortError when whoever asked has gone, so that the transaction ends too
 */
export async function sendParts(
  reply: FastifyReply,
  headers: Readonly<Record<string, string>>,
  parts: AsyncIterable<string | Uint8Array>,
): Promise<void> {
  reply.hijack()
  const response = reply.raw
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  response.writeHead(200, headers)
  for await (const part of parts) if (!response.write(part)) await happens(response, 'drain', { signal: gone.signal })
  response.end()
}

/** Fails unless If-Match names the version that the row has. @throws 428 when absent, 412 when another came first */
export function requireVersion(ifMatch: string | null, version: number): void {
  if (ifMatch === null)
    throw new Problem('http.precondition_required', 428, 'Send If-Match with the ETag you read, so that nobody overwrites a change unseen.')
  if (ifMatch !== '*' && ifMatch !== String(version))
    throw new Problem('http.precondition_failed', 412, 'Somebody changed this in the meantime. Reload it and make your change again.')
}
