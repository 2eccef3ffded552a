import { subscriber } from '#kernel/events.ts'
import { liftUnpaid } from './run-dunning.ts'

/** An account that is billed to another from now on, or to itself, is not withheld any more for what the one before did not pay. */
export const followPayers = subscriber({
  name: 'billing.follow-payers',
  types: ['customer.changed.v1'],
  async handle(tx, events, { clock }) {
    const accountIds = events.flatMap(({ payload: { accountId, fields } }) =>
      typeof accountId === 'string' && Array.isArray(fields) && fields.includes('billedToId') ? [accountId] : [],
    )
    if (accountIds.length > 0) await liftUnpaid(tx, accountIds, clock.now())
  },
})
