import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { stringify } from '#kernel/db.ts'
import { emit } from '#kernel/events.ts'
import { type AnyJob, job, type JobContext } from '#kernel/jobs.ts'
import { readTenant } from '#modules/tenants'
import { playSimulation } from './play-simulation.ts'
import type { Played, Player, PlayRequest, Refused, Simulation } from './simulation.ts'
import { addAffected, findSimulation, markDone, markFailed, markRunning, recordDays } from './store.ts'

/** Longer ones hold up those of other tenants. */
const limitMs = 30 * 60_000
/** Between looks at whether somebody cancelled it. */
const lookMs = 500
const attemptsMax = 3

const tookTooLong = `It took more than ${limitMs / 60_000} minutes and was ended. Choose fewer days.`

/** The jobs, with who plays in this program. */
export const jobsWith = (player: Player): AnyJob[] => [
  job({
    name: playSimulation,
    input: z.object({ simulationId: z.uuid() }),
    attemptsMax,
    async run(context, { simulationId }) {
      const simulation = await context.transact((tx) => findSimulation(tx, simulationId))
      if (!simulation || simulation.finishedAt) return
      await context.transact((tx) => markRunning(tx, simulation.id))
      try {
        const played = await playWatched(player, context, simulation)
        if (played) await finish(context, simulation, played)
      } catch (error) {
        if (context.attempt < attemptsMax) throw error
        await finish(context, simulation, { refused: 'It ended before it was done, each time it was tried. The jobs screen says why.' })
      }
    },
  }),
  job({ name: 'simulations.sweep', input: z.object({}), schedule: '47 3 * * *', run: () => player.sweep() }),
]

/** Plays, while telling how far it is. @returns undefined where it was cancelled */
async function playWatched(player: Player, context: JobContext, simulation: Simulation): Promise<Played | Refused | undefined> {
  const cancelled = new AbortController()
  const late = AbortSignal.timeout(limitMs)
  let daysDone = 0
  const { slug } = await context.transact(readTenant)
  const alternative = JSON.parse(stringify(simulation.alternative)) as PlayRequest['alternative']
  const playing = player.play(
    { tenant: slug, from: simulation.from.toString(), to: simulation.to.toString(), alternative },
    { signal: AbortSignal.any([cancelled.signal, late]), onDay: (done) => (daysDone = done) },
  )
  const ended = playing.then(
    () => true,
    () => true,
  )
  while (!(await Promise.race([ended, sleep(lookMs, false)]))) {
    if (!(await tell(context, simulation, daysDone))) cancelled.abort()
    if (cancelled.signal.aborted) break
  }
  return playing.catch((error: unknown) => {
    if (cancelled.signal.aborted) return
    if (late.aborted) return { refused: tookTooLong }
    throw error
  })
}

/** @returns whether it is still wanted */
async function tell({ transact, progress }: JobContext, { id, daysTotal }: Simulation, daysDone: number): Promise<boolean> {
  await progress(daysDone, daysTotal)
  return transact((tx) => recordDays(tx, id, daysDone))
}

async function finish({ transact, platform }: JobContext, { id, name }: Simulation, played: Played | Refused): Promise<void> {
  const now = platform.clock.now()
  await transact(async (tx) => {
    const isRefused = 'refused' in played
    const isFirst = isRefused ? await markFailed(tx, id, played.refused, now) : await markDone(tx, id, played, now)
    if (!isFirst) return // cancelled at the last moment
    if (!isRefused) await addAffected(tx, id, played.affected)
    await emit(tx, 'simulation.finished.v1', { simulationId: id, name, state: isRefused ? 'failed' : 'done' }, id)
  })
}
