import { json, type Tx } from '#kernel/db.ts'
import { enqueue } from '#kernel/jobs.ts'
import { dateIn } from '#kernel/time.ts'
import { readTenant } from '#modules/tenants'
import { type Alternative, isNothing } from './alternative.ts'
import { alreadyFinished, dayIsOver, simulationNotFound, spanInvalid, stillRunning, tooManyWaiting } from './errors.ts'
import { playSimulation } from './play-simulation.ts'
import type { Simulation } from './simulation.ts'
import {
  countUnfinished,
  deleteSimulation,
  findSimulation,
  forgetBeyond,
  insertSimulation,
  lockSimulation,
  markCancelled,
} from './store.ts'

export interface SimulationAsk {
  readonly name: string
  readonly from: Temporal.PlainDate
  readonly to: Temporal.PlainDate // included
  readonly alternative?: Alternative | undefined
}

/** A year with a little more, so that every yearly bill comes once. */
const daysMax = 400
const unfinishedMax = 3
const keptMax = 50
/** Whole databases are copied: an installation does it for one tenant after the other. */
const queue = 'simulations'

/** Asks for a simulation; a job plays it. @throws simulations.day_is_over, simulations.span_invalid, simulations.too_many_waiting */
export async function startSimulation(tx: Tx, { name, from, to, alternative }: SimulationAsk, now: Temporal.Instant): Promise<Simulation> {
  const today = dateIn(now, (await readTenant(tx)).timeZone)
  if (Temporal.PlainDate.compare(from, today) < 0) throw dayIsOver(today)
  const days = today.until(to).days + 1
  if (Temporal.PlainDate.compare(to, from) < 0 || days > daysMax) throw spanInvalid(daysMax)
  if ((await countUnfinished(tx)) >= unfinishedMax) throw tooManyWaiting(unfinishedMax)

  const changed = alternative && !isNothing(alternative) ? alternative : null
  const id = await insertSimulation(tx, { name, from, to, alternative: changed && json(changed), daysTotal: changed ? days * 2 : days })
  await forgetBeyond(tx, keptMax)
  await enqueue(tx, playSimulation, { simulationId: id }, { queue, key: `simulation:${id}` })
  return (await findSimulation(tx, id))!
}

/** One that is running notices within a second. @throws simulations.not_found, simulations.already_finished */
export async function cancelSimulation(tx: Tx, id: string, now: Temporal.Instant): Promise<Simulation> {
  const simulation = await lockSimulation(tx, id)
  if (!simulation) throw simulationNotFound()
  if (simulation.finishedAt) throw alreadyFinished()
  await markCancelled(tx, id, now)
  return (await findSimulation(tx, id))!
}

/** @throws simulations.not_found, simulations.still_running */
export async function removeSimulation(tx: Tx, id: string): Promise<void> {
  const simulation = await lockSimulation(tx, id)
  if (!simulation) throw simulationNotFound()
  if (!simulation.finishedAt) throw stillRunning()
  await deleteSimulation(tx, id)
}
