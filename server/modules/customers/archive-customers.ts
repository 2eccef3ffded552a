import type { Tx } from '#kernel/db.ts'
import { emitAll } from '#kernel/events.ts'
import type { State } from './customer.ts'
import { moveCustomers } from './store.ts'

/** Takes customers out of everyday lists. That nothing is in service any more is for the caller to see to. */
export const archiveCustomers = (tx: Tx, ids: readonly string[]): Promise<void> => move(tx, ids, 'archived')

export const unarchiveCustomers = (tx: Tx, ids: readonly string[]): Promise<void> => move(tx, ids, 'active')

async function move(tx: Tx, ids: readonly string[], state: State): Promise<void> {
  const moved = await moveCustomers(tx, ids, state)
  await emitAll(
    tx,
    moved.map(({ id, tenantId }) => ({
      tenantId,
      type: 'customer.changed.v1',
      subject: id,
      payload: { customerId: id, fields: ['state'] },
    })),
  )
}
