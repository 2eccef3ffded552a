import type { FastifyInstance } from 'fastify'
import { sql, type Db } from '#kernel/db.ts'
import { type EventType, runSubscribers, type Subscriber } from '#kernel/events.ts'
import { type AnyRoute, type Authenticate, createHttpServer, route } from '#kernel/http.ts'
import { type AnyJob, runJobs } from '#kernel/jobs.ts'
import type { AnyList } from '#kernel/lists.ts'
import { createLive } from '#kernel/live.ts'
import type { Module } from '#kernel/module.ts'
import { openApiDocument } from '#kernel/openapi.ts'
import { forgetAnswers, operationsLists, operationsPermissions, operationsRoutes, sealAudit } from '#kernel/operations.ts'
import type { FindPage, Platform } from '#kernel/platform.ts'
import { Problem } from '#kernel/problem.ts'
import { metricsText } from '#kernel/telemetry.ts'
import { serveWeb } from './web.ts'

/** Everything the modules declare, put together once. */
export interface Program {
  readonly routes: readonly AnyRoute[]
  readonly lists: readonly AnyList[]
  readonly jobs: readonly AnyJob[]
  readonly subscribers: readonly Subscriber[]
  readonly live: ReturnType<typeof createLive>
}

export function assemble(modules: readonly Module[]): Program {
  const live = createLive()
  const lists = [...modules.flatMap((module) => module.lists ?? []), ...operationsLists]
  const subscribers = modules.flatMap((module) => module.subscribers ?? [])
  const jobs = [...modules.flatMap((module) => module.jobs ?? []), sealAudit, forgetAnswers]
  const routes = [...modules.flatMap((module) => module.routes ?? []), ...operationsRoutes(lists, subscribers), live.route, ...probes]
  return { routes, lists, jobs, subscribers, live }
}

/** Every permission there is, with what it allows. */
export const permissionsOf = (modules: readonly Module[]): Readonly<Record<string, string>> =>
  Object.assign({}, operationsPermissions, ...modules.map((module) => module.permissions ?? {}))

/** Every event that is told outside, with what it says. */
export const eventsOf = (modules: readonly Module[]): Readonly<Record<string, EventType>> =>
  Object.assign({}, ...modules.map((module) => module.events ?? {}))

/** Every page that is printed by a module below the one whose it is. */
export const pagesOf = (modules: readonly Module[]): Readonly<Record<string, FindPage>> =>
  Object.assign({}, ...modules.map((module) => module.pages ?? {}))

const probes: readonly AnyRoute[] = [
  route({
    method: 'GET',
    path: '//healthz',
    summary: 'Whether the process lives',
    tag: 'platform',
    permission: 'public',
    produces: 'text/plain',
    handle: async ({ reply }) => void reply.type('text/plain').send('ok\n'),
  }),
  route({
    method: 'GET',
    path: '//readyz',
    summary: 'Whether it can do its work',
    tag: 'platform',
    permission: 'public',
    produces: 'text/plain',
    async handle({ reply, platform }) {
      if (!(await isReachable(platform.db)))
        throw new Problem('http.database_away', 503, 'The database cannot be reached.', { headers: { 'retry-after': '2' } })
      void reply.type('text/plain').send('ready\n')
    },
  }),
  route({
    method: 'GET',
    path: '//metrics',
    summary: 'Prometheus metrics',
    tag: 'platform',
    permission: 'public',
    produces: 'text/plain',
    handle: async ({ reply }) => void reply.type('text/plain; version=0.0.4').send(await metricsText()),
  }),
]

const isReachable = (db: Db) =>
  sql`select 1`.execute(db.kysely).then(
    () => true,
    () => false,
  )

/** The HTTP server of a program, with the console; not yet listening. */
export function createApi(platform: Platform, program: Program, authenticate: Authenticate): FastifyInstance {
  const app = createHttpServer(platform, program.routes, authenticate)
  let document: object | undefined
  serveWeb(app, () => (document ??= openApiDocument(program.routes)))
  return app
}

interface Part {
  readonly name: string
  stop(): Promise<unknown>
}

/** Starts what the roles ask for, in an order in which nothing receives work before it can do it. */
export async function startProgram(
  platform: Platform,
  modules: readonly Module[],
  authenticate: Authenticate,
): Promise<{ url: string | null; stop(): Promise<void> }> {
  const program = assemble(modules)
  const roles = new Set(platform.config.TRUNKLINE_ROLES)
  const parts: Part[] = []
  let url: string | null = null

  if (roles.has('worker')) {
    parts.push({ name: 'subscribers', ...(await runSubscribers(platform, program.subscribers)) })
    parts.push({ name: 'jobs', ...(await runJobs(platform, program.jobs)) })
  }
  for (const service of modules.flatMap((module) => module.services ?? []))
    if (roles.has(service.role)) parts.push({ name: service.role, ...(await service.start(platform)) })
  if (roles.has('api')) {
    parts.push({ name: 'live', ...(await program.live.start(platform)) })
    const app = createApi(platform, program, authenticate)
    url = await app.listen({ port: platform.config.PORT, host: platform.config.HOST })
    parts.push({
      name: 'api',
      stop() {
        program.live.close()
        return app.close()
      },
    })
  }
  return {
    url,
    /** Doors close first, then what works behind them; each finishes what it has in hand. */
    async stop() {
      for (const part of parts.toReversed()) await part.stop()
    },
  }
}
