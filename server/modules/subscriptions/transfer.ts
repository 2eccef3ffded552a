import type { Tx } from '#kernel/db.ts'
import { customerArchived, readAccountsOf, readCustomer } from '#modules/customers'
import { readVersions } from '#modules/catalog'
import { dayOfChange } from './day-of-change.ts'
import { sameAccount } from './errors.ts'
import { type Agreed, agreedMember, announce } from './events.ts'
import { lockSubscription } from './read-subscription.ts'
import { updateSubscriptions } from './store.ts'
import { chooseAccount, requireSameCurrency } from './subscribe.ts'
import { requireAllowed, type Subscription } from './subscription.ts'

/**
 * Gives a subscription to another customer, or to another account of the same one, with its logins, its add-ons and its blocks, but that
 * billing lifts those for a debt of somebody else. What was billed stays with the account that it was billed to; the bill day stays too,
 * so that no day is billed twice or not at all.
 */
export async function transfer(
  tx: Tx,
  id: string,
  to: { readonly customerId: string; readonly accountId?: string | undefined },
  now: Temporal.Instant,
  agreed?: Agreed,
): Promise<Subscription> {
  const subscription = await lockSubscription(tx, id)
  requireAllowed(subscription, 'transfer')
  const customer = await readCustomer(tx, to.customerId)
  if (customer.state === 'archived') throw customerArchived(customer.number)
  const account = chooseAccount(await readAccountsOf(tx, [customer.id]), to.accountId)
  if (account.id === subscription.accountId) throw sameAccount(subscription.number)
  requireSameCurrency((await readVersions(tx, [subscription.offerVersionId])).get(subscription.offerVersionId)!, account)

  const on = await dayOfChange(tx, subscription, now)
  const given = { ...subscription, customerId: customer.id, accountId: account.id }
  await updateSubscriptions(tx, [given])
  const { customerId: fromCustomerId, accountId: fromAccountId } = subscription
  await announce(tx, 'subscription.transferred.v1', [given], () => ({ fromCustomerId, fromAccountId, on, ...agreedMember(agreed) }))
  return given
}
