import { eventsSince, type Event, tail } from './events.ts'
import { route } from './http.ts'
import { stringify, transact } from './db.ts'
import type { Platform } from './platform.ts'
import { z } from 'zod'

interface Viewer {
  readonly tenantId: string
  readonly topics: readonly string[]
  /** Is told that something happened, not to whom: it does not see every customer. */
  readonly isScoped: boolean
  send(text: string): void
  end(): void
}

const heartbeatMs = 20_000 // below the idle timeout of common proxies
const backlogMax = 500

/** Live updates: the event log, sent to whoever watches (server-sent events). One reader of the log serves all viewers. */
export function createLive() {
  const viewers = new Set<Viewer>()

  const live = route({
    method: 'GET',
    path: '/live',
    summary: 'Stream of events as they happen (server-sent events)',
    tag: 'platform',
    permission: 'session',
    produces: 'text/event-stream',
    query: z.object({
      topics: z.string().max(500).optional().describe('Type prefixes with commas, e.g. `session.,invoice.`; default all'),
    }),
    async handle({ request, reply, query, principal, platform }) {
      const topics = query.topics?.split(',').filter(Boolean) ?? []
      reply.hijack()
      const { raw } = reply
      raw.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
        connection: 'keep-alive',
      })
      raw.write('retry: 1000\n\n')
      const viewer: Viewer = {
        tenantId: principal.tenantId,
        topics,
        isScoped: principal.rows !== undefined,
        send: (text) => void raw.write(text),
        end: () => void raw.end(),
      }
      const from = request.headers['last-event-id']
      if (typeof from === 'string' && /^\d{1,18}$/.test(from)) await catchUp(platform, viewer, BigInt(from))
      viewers.add(viewer)
      const heartbeat = setInterval(() => raw.write(': \n\n'), heartbeatMs)
      raw.on('close', () => {
        clearInterval(heartbeat)
        viewers.delete(viewer)
      })
    },
  })

  return {
    route: live,
    async start(platform: Platform) {
      const follower = await tail(platform, (events) => {
        for (const viewer of viewers) for (const event of events) if (concerns(viewer, event)) viewer.send(frame(viewer, event))
      })
      return { stop: () => follower.stop() }
    },
    /** Ends every stream, so that a stopping server does not wait for them. */
    close() {
      for (const viewer of viewers) viewer.end()
    },
  }
}

const concerns = (viewer: Viewer, event: Event) =>
  event.tenantId === viewer.tenantId && (viewer.topics.length === 0 || viewer.topics.some((topic) => event.type.startsWith(topic)))

async function catchUp(platform: Platform, viewer: Viewer, id: bigint): Promise<void> {
  const missed = await transact(platform.db, { tenants: [viewer.tenantId], actor: 'live', requestId: '' }, (tx) =>
    eventsSince(tx, id, backlogMax),
  )
  for (const event of missed) if (concerns(viewer, event)) viewer.send(frame(viewer, event))
}

function frame({ isScoped }: Viewer, { id, type, at, ...rest }: Event): string {
  const { subject, actor, payload } = isScoped ? { subject: null, actor: '', payload: {} } : rest
  return `id: ${id}\ndata: ${stringify({ id, type, subject, at, actor, payload })}\n\n`
}
