/** One load on one RADIUS server, with what it cost each process. */
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from '#kernel/db.ts'
import { radiusLoad, type RadiusLoadOptions, type RadiusLoadResult } from '../radius-load.ts'
import { hasFreeRadius, startFreeRadius } from '../peers/freeradius.ts'
import type { Ports } from '../../e2e/lib/trunkline.ts'
import type { Installation } from './installation.ts'
import { memoryMb, meterProcessors, type ProcessorTime, processTree } from './processes.ts'
import { type Peer, say } from './report.ts'
import { radiusSecret, subscribers } from './world.ts'

export interface RadiusFigures {
  readonly load: RadiusLoadResult
  readonly processors: ProcessorTime | undefined
  readonly rssMb: number | undefined
  /** Packets divided by the time from the first one sent until their effect was complete. */
  readonly appliedPerSecond: number
}

interface Server {
  readonly pid: number
  readonly ports: Ports
}

export async function measureRadius(
  name: string,
  server: Server,
  { postgres }: Installation,
  options: RadiusLoadOptions,
  untilApplied: () => Promise<void> = async () => {},
): Promise<RadiusFigures> {
  const roots = { server: server.pid, postgres: postgres.pid }
  let meter = meterProcessors(roots)
  const load = await radiusLoad({
    authPort: server.ports.auth,
    acctPort: server.ports.acct,
    secret: radiusSecret,
    users: subscribers,
    onWarm: () => (meter = meterProcessors(roots)),
    ...options,
  })
  const answeredAt = performance.now()
  await untilApplied()
  const appliedMs = performance.now() - answeredAt
  const appliedPerSecond = Math.round(load.totals.replies / (load.totals.seconds + appliedMs / 1000))
  const processors = meter(load.totals.measured)
  say(
    `${name}: ${Math.round(load.rps)}/s, p50 ${load.p50Ms} ms, p99 ${load.p99Ms} ms, lost ${load.lost}, applied ${Math.round(appliedMs)} ms later, µs ${JSON.stringify(processors?.microseconds)}`,
  )
  if (load.lost > 0 || load.bad > 0) throw new Error(`${name}: ${load.lost} lost, ${load.bad} wrong answers; first look for the reason`)
  return { load, processors, appliedPerSecond, rssMb: memoryMb([...processTree(server.pid), ...processTree(postgres.pid)]) }
}

/** Waits until the journal of accounting is empty. */
export async function allApplied({ db }: Installation): Promise<void> {
  const waiting = sql<{ any: boolean }>`select exists (select from accounting_journal) as any`
  while ((await waiting.execute(db.kysely)).rows[0]!.any) await sleep(5)
}

/** FreeRADIUS under the same load; its database must be filled. */
export async function measurePeer(queries: 'shipped' | 'tuned', installation: Installation, options: RadiusLoadOptions): Promise<Peer> {
  const name = `FreeRADIUS + PostgreSQL, ${queries} queries`
  const peer = await startFreeRadius(installation, queries)
  try {
    const { load } = await measureRadius(name, peer, installation, options)
    return { name, value: load.rps }
  } finally {
    await peer.stop()
  }
}

/** Says so where the peer was asked for and is not there. */
export function canMeasurePeer(): boolean {
  if (hasFreeRadius()) return true
  say('FreeRADIUS is not installed here: apt-get install freeradius freeradius-postgresql')
  return false
}
