import pg from 'pg'
import type { Tx } from '#kernel/db.ts'
import { emitAll } from '#kernel/events.ts'
import { withCheckedTaxNumbers } from './check-tax-number.ts'
import type { CreatedCustomer, CustomerDraft } from './customer.ts'
import { locationUnknown } from './errors.ts'
import { insertCustomers } from './store.ts'

/** Creates a customer and the account it is billed on. @throws customers.location_unknown, customers.tax_number_wrong */
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
    throw isUnknownLocation(error) ? locationUnknown() : error
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

export const isUnknownLocation = (error: unknown) =>
  error instanceof pg.DatabaseError && error.code === '23503' && (error.constraint?.includes('location') ?? false)
