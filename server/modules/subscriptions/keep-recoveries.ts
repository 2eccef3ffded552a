import pg from 'pg'
import type { Tx } from '#kernel/db.ts'
import { subscriber } from '#kernel/events.ts'
import { requireVersion } from '#kernel/http.ts'
import type { DeviceRecovery } from './device-recovery.ts'
import { dropRecoveries, lockRecovery, openRecovery, updateRecovery } from './device-recovery-store.ts'
import { recoveryNotFound, staffUnknown } from './errors.ts'

export type RecoveryPatch = { readonly [K in 'state' | 'ownerId' | 'note']?: DeviceRecovery[K] | undefined }

/** Gives a task to somebody, closes or opens it. @throws subscriptions.recovery_not_found, subscriptions.staff_unknown */
export async function changeRecovery(tx: Tx, id: string, patch: RecoveryPatch, ifMatch: string | null): Promise<DeviceRecovery> {
  const recovery = await lockRecovery(tx, id)
  if (!recovery) throw recoveryNotFound()
  requireVersion(ifMatch, recovery.version)
  const { state = recovery.state, ownerId = recovery.ownerId, note = recovery.note } = patch
  return updateRecovery(tx, { id, state, ownerId, note }).catch((error: unknown) => {
    throw error instanceof pg.DatabaseError && error.code === '23503' ? staffUnknown() : error
  })
}

/** Dunning asks for what was lent when it ends service, and whoever pays after all keeps service and what belongs to it. */
export const followRecoveries = subscriber({
  name: 'subscriptions.device-recoveries',
  types: ['device_recovery.requested.v1', 'subscription.end_planned.v1'],
  async handle(tx, events) {
    for (const { type, payload } of events) {
      const id = String(payload.subscriptionId)
      if (type === 'device_recovery.requested.v1') await openRecovery(tx, id, Temporal.PlainDate.from(String(payload.endsOn)))
      else if (payload.endsOn === null) await dropRecoveries(tx, [id])
    }
  },
})
