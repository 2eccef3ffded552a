import { mkdir, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { transact } from '#kernel/db.ts'
import { type AnyJob, enqueue, job } from '#kernel/jobs.ts'
import { takeStepNow } from './climb-ladder.ts'
import { lookAtRouter } from './look.ts'
import { forgetReadings, readNasToLookAt, readPeers, takeReadings } from './store.ts'
import { peersText } from './tunnel.ts'

/** Repeated at the next round anyway, so a failure is not tried again for long. */
export const look: AnyJob = job({
  name: 'routers.look',
  input: z.object({ nasId: z.uuid() }),
  attemptsMax: 2,
  run: ({ platform, transact }, { nasId }) => lookAtRouter(platform, transact, nasId),
})

/** Each router in a job of its own and of its tenant, so that a silent one delays no other. */
export const lookAround: AnyJob = job({
  name: 'routers.look-around',
  input: z.object({}),
  schedule: '*/5 * * * *',
  attemptsMax: 2,
  async run({ platform, scope, transact: inScope }) {
    const all = await inScope(async (tx) => {
      await takeReadings(tx, platform.clock.now())
      return readNasToLookAt(tx)
    })
    for (const [tenantId, routers] of Map.groupBy(all, (router) => router.tenantId))
      await transact(platform.db, { ...scope, tenants: [tenantId] }, async (tx) => {
        for (const { nasId } of routers) await enqueue(tx, look.name, { nasId }, { key: `look:${nasId}`, queue: `router:${nasId}` })
      })
  },
})

export const forgetOldReadings: AnyJob = job({
  name: 'routers.forget-readings',
  input: z.object({}),
  schedule: '23 3 * * *',
  run: ({ platform, transact }) => transact((tx) => forgetReadings(tx, platform.clock.now())),
})

export const peersFile = (dataDir: string): string => path.join(dataDir, 'wireguard', 'peers.conf')

/** Writes the peers of our WireGuard server where the operator's WireGuard takes them from. */
export const writePeers: AnyJob = job({
  name: 'routers.write-peers',
  input: z.object({}),
  schedule: '* * * * *',
  attemptsMax: 2,
  async run({ platform, transact }) {
    const file = peersFile(platform.config.DATA_DIR)
    const text = peersText(await transact(readPeers))
    await mkdir(path.dirname(file), { recursive: true })
    await writeFile(`${file}.new`, text, { mode: 0o600 })
    await rename(`${file}.new`, file)
  },
})

export const jobs: readonly AnyJob[] = [look, lookAround, takeStepNow, forgetOldReadings, writePeers]
