import type { Tx } from '#kernel/db.ts'
import type { ActionFailure } from '#kernel/lists.ts'
import type { Problem } from '#kernel/problem.ts'
import { archiveCustomers, readCustomers } from '#modules/customers'
import { customerInService } from './errors.ts'
import { countInForce } from './store.ts'

/**
 * Archives customers who have nothing in force; here and not below, because only this module knows that.
 * @returns those who still have something, each with its problem
 */
export async function archiveIdleCustomers(tx: Tx, ids: readonly string[]): Promise<{ id: string; problem: Problem }[]> {
  const customers = await readCustomers(tx, ids)
  const inForce = await countInForce(tx, ids)
  await archiveCustomers(
    tx,
    ids.filter((id) => !inForce.has(id)),
  )
  return customers.flatMap(({ id, number }) => {
    const count = inForce.get(id)
    return count === undefined ? [] : [{ id, problem: customerInService(number, count) }]
  })
}

/** The same as an action of a list. */
export const archiveAction = async (tx: Tx, ids: readonly string[]): Promise<ActionFailure[]> =>
  (await archiveIdleCustomers(tx, ids)).map(({ id, problem }) => ({ id, code: problem.code, detail: problem.detail }))
