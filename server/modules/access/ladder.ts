/** The rungs above RADIUS. Who knows the other ways to a router takes the steps; what is wanted and what came of it is kept here. */
import type { Tx } from '#kernel/db.ts'
import { endStep, queueStep } from './command-store.ts'
import { type CommandKind, type CommandState, nextStep, type Rung } from './network-command.ts'
import { tellSettled } from './tell-settled.ts'

export { type StepToTake, takeStep } from './command-store.ts'

/**
 * Puts what came to nothing on the next rung, if the session is still open.
 * @returns id and rung of the step; undefined where there is none, or where RADIUS takes it itself
 */
export async function climb(
  tx: Tx,
  failed: { readonly commandId: string; readonly kind: CommandKind; readonly via: Rung; readonly state: CommandState },
): Promise<{ readonly commandId: string; readonly via: Rung } | undefined> {
  const step = nextStep(failed)
  if (!step) return undefined
  const commandId = await queueStep(tx, failed.commandId, step)
  return commandId === undefined || step.via === 'radius' ? undefined : { commandId, via: step.via }
}

/** @param state `confirmed` only when the router was seen without the session, or stopping its traffic */
export async function reportStep(
  tx: Tx,
  commandId: string,
  state: 'confirmed' | 'refused' | 'timeout' | 'escalated',
  detail: string | null,
): Promise<void> {
  const settled = await endStep(tx, commandId, state, detail)
  if (settled) await tellSettled(tx, [settled])
}
