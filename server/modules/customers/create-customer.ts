import pg from 'pg'
import type { Tx } from '#kernel/db.ts'
import { emitAll } from '#kernel/events.ts'
import { withCheckedTaxNumbers } from './check-tax-number.ts'
import type { CreatedCustomer, CustomerDraft } from './customer.ts'
import { assigneeUnknown, beyondScope, locationUnknown } from './errors.ts'
import { insertCustomers } from './store.ts'

/** Creates a customer and the account it is billed on. @throws customers.location_unknown, customers.assignee_unknown, customers.beyond_scope, customers.tax_number_wrong */
export async function createCustomer(tx: Tx, draft: CustomerDraft): Promise<CreatedCustomer> {
  const [created] = await createCustomers(tx, [draft])
  return created!
}

const chunkSize = 2_000 // bounds the parameter of one statement to about a megabyte

/** Creates any number of customers by sets, each with its account. @returns them in the order given */
export async function createCustomers(tx: Tx, drafts: readonly CustomerDraft[]): Promise<CreatedCustomer[]> {
  const all: CreatedCustomer[] = []
  for (let from = 0; from < drafts.length; from += chunkSize) all.push(...(await createChunk(tx, drafts.slice(from, from + chunkSize))))
  return all
}

async function createChunk(tx: Tx, drafts: readonly CustomerDraft[]): Promise<CreatedCustomer[]> {
  const created = await insertCustomers(tx, await withCheckedTaxNumbers(tx, drafts)).catch((error: unknown) => {
    throw explain(error)
  })
  await emitAll(
    tx,
    created.map(({ tenantId, customerId, accountId, number, name }) => ({
      tenantId,
      type: 'customer.created.v1',
      subject: customerId,
      payload: { customerId, accountId, number, name },
    })),
  )
  return created.map(({ customerId, accountId, number }) => ({ customerId, accountId, number }))
}

/** What the database refuses of a customer's place or person, in words. */
export function explain(error: unknown): unknown {
  if (!(error instanceof pg.DatabaseError)) return error
  if (error.code === '42501') return beyondScope()
  if (error.code !== '23503') return error
  if (error.constraint?.includes('location')) return locationUnknown()
  return error.constraint?.includes('assigned') ? assigneeUnknown() : error
}
