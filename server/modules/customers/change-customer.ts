import type { Tx } from '#kernel/db.ts'
import { emit } from '#kernel/events.ts'
import { withCheckedTaxNumbers } from './check-tax-number.ts'
import { explain } from './create-customer.ts'
import type { Account, AccountChange, Customer, CustomerPatch } from './customer.ts'
import { accountNotFound, customerNotFound, payerCurrency, payerNested, payerUnknown } from './errors.ts'
import { insertAccount, lockAccount, lockCustomer, paysForOthers, updateAccount, updateCustomer } from './store.ts'

/** Locks the row until the transaction ends. @throws customers.not_found */
export async function holdCustomer(tx: Tx, id: string): Promise<Customer> {
  const customer = await lockCustomer(tx, id)
  if (!customer) throw customerNotFound()
  return customer
}

/** Locks the row until the transaction ends. @throws customers.account_not_found */
export async function holdAccount(tx: Tx, id: string): Promise<Account> {
  const account = await lockAccount(tx, id)
  if (!account) throw accountNotFound()
  return account
}

/** Changes what the patch names and leaves the rest; fields of one's own are changed one by one, null removes. */
export async function changeCustomer(tx: Tx, customer: Customer, patch: CustomerPatch): Promise<Customer> {
  const [checked] = await withCheckedTaxNumbers(tx, [patch])
  const custom = patch.custom && withoutNulls({ ...customer.custom, ...patch.custom })
  const changed = await updateCustomer(tx, customer.id, { ...checked, custom }).catch((error: unknown) => {
    throw explain(error)
  })
  await emit(tx, 'customer.changed.v1', { customerId: customer.id, fields: Object.keys(patch) }, customer.id)
  return changed
}

const withoutNulls = (fields: Customer['custom']) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null))

/** @throws customers.payer_unknown, customers.payer_currency, customers.payer_nested */
export async function changeAccount(tx: Tx, account: Account, patch: AccountChange): Promise<Account> {
  if (patch.billedToId) await requirePayer(tx, account, patch.billedToId)
  const changed = await updateAccount(tx, account.id, patch)
  await emit(
    tx,
    'customer.changed.v1',
    { customerId: account.customerId, accountId: account.id, fields: Object.keys(patch) },
    account.customerId,
  )
  return changed
}

/** Who pays for others pays for itself: both are locked, so that no two changes make a chain of it. */
async function requirePayer(tx: Tx, account: Account, payerId: string): Promise<void> {
  const payer = payerId === account.id ? account : await lockAccount(tx, payerId)
  if (!payer) throw payerUnknown()
  if (payer.currency !== account.currency) throw payerCurrency(payer.number, payer.currency)
  if (payer.id === account.id || payer.billedToId !== null || (await paysForOthers(tx, account.id))) throw payerNested()
}

/** Opens one more account, for a customer who wants separate bills. */
export async function openAccount(tx: Tx, customerId: string, terms: Parameters<typeof insertAccount>[2]): Promise<Account> {
  await holdCustomer(tx, customerId)
  return insertAccount(tx, customerId, terms)
}
