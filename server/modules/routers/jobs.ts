import { mkdir, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { transact } from '#kernel/db.ts'
import { type AnyJob, job } from '#kernel/jobs.ts'
import { log } from '#kernel/telemetry.ts'
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

/** At once: nearly all answer within a second, and one that is silent takes some. */
const looksAtOnce = 16

/** All in one job, so that routers that are away do not keep everything else waiting. */
export const lookAround: AnyJob = job({
  name: 'routers.look-around',
  input: z.object({}),
  schedule: '*/5 * * * *',
  attemptsMax: 2,
  async run({ platform, scope, transact: inScope, progress }) {
    const routers = await inScope(async (tx) => {
      await takeReadings(tx, platform.clock.now())
      return readNasToLookAt(tx)
    })
    let done = 0
    const waiting = routers.values() // shared, so that each look takes the next
    const lookOn = async () => {
      for (const { tenantId, nasId } of waiting) {
        const ofTenant = { ...scope, tenants: [tenantId] }
        await lookAtRouter(platform, (work) => transact(platform.db, ofTenant, work), nasId).catch((error: unknown) =>
          log.error({ nasId, err: error }, 'router could not be looked at'),
        )
        await progress(++done, routers.length)
      }
    }
    await Promise.all(Array.from({ length: looksAtOnce }, lookOn))
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
