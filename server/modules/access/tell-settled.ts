/** Commands that are at their end: how long the network took is measured, and what came to nothing is told, so that another way is tried. */
import type { Tx } from '#kernel/db.ts'
import { emitAll } from '#kernel/events.ts'
import { histogram } from '#kernel/telemetry.ts'
import type { SettledCommand } from './command-store.ts'

const converged = histogram(
  'trunkline_network_convergence_seconds',
  'From the wish that a session ends or changes to its proof, by the way that worked',
  ['kind', 'via'],
  [0.1, 0.5, 1, 5, 10, 30, 60, 300, 900, 3600],
)

export async function tellSettled(tx: Tx, commands: readonly SettledCommand[]): Promise<void> {
  for (const { kind, via, convergedSeconds } of commands) if (convergedSeconds !== null) converged.observe({ kind, via }, convergedSeconds)
  await emitAll(
    tx,
    commands
      .filter(({ state }) => state !== 'confirmed')
      .map(({ id, tenantId, sessionId, subscriptionId, nasId, kind, via, reason, state }) => ({
        tenantId,
        type: 'network_command.answered.v1',
        subject: subscriptionId ?? sessionId,
        payload: { commandId: id, sessionId, subscriptionId, nasId, kind, via, reason, state, errorCause: null },
      })),
  )
}
