import type { Tx } from '#kernel/db.ts'
import type { Account, Customer } from './customer.ts'
import { accountNotFound, customerNotFound } from './errors.ts'
import { findAccount, findCustomer } from './store.ts'

/** @throws customers.not_found */
export async function readCustomer(tx: Tx, id: string): Promise<Customer> {
  const customer = await findCustomer(tx, id)
  if (!customer) throw customerNotFound()
  return customer
}

/** @throws customers.account_not_found */
export async function readAccount(tx: Tx, id: string): Promise<Account> {
  const account = await findAccount(tx, id)
  if (!account) throw accountNotFound()
  return account
}
