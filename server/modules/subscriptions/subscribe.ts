import pg from 'pg'
import type { Tx } from '#kernel/db.ts'
import { billDayOf, inCurrency, type OfferVersion, versionInForce } from '#modules/catalog'
import { type Account, customerArchived, readAccountsOf, readCustomer } from '#modules/customers'
import { accountUnknown, currencyMismatch, locationUnknown, prepaidInArrears } from './errors.ts'
import { announce } from './events.ts'
import { setAutoRenew } from './prepaid.ts'
import { beginPrepaid, insertSubscriptions, type NewSubscription, readSubscriptions } from './store.ts'
import type { Subscription } from './subscription.ts'

export interface SubscriptionDraft {
  readonly customerId: string
  readonly offerId: string
  /** The first billed day, unless service begins later. */
  readonly startOn: Temporal.PlainDate
  /** The customer's first account unless said. */
  readonly accountId?: string | undefined
  /** The account's unless said. */
  readonly billDay?: number | undefined
  readonly locationId?: string | undefined
  /** Each cycle is paid before it begins, or service expires. */
  readonly prepaid?: boolean | undefined
  /** Of a prepaid one. */
  readonly autoRenew?: boolean | undefined
}

/** Gives a customer the version of a plan that is in force on the first day. Service begins with `activate`. */
export async function subscribe(tx: Tx, draft: SubscriptionDraft): Promise<Subscription> {
  const customer = await readCustomer(tx, draft.customerId)
  if (customer.state === 'archived') throw customerArchived(customer.number)
  const account = chooseAccount(await readAccountsOf(tx, [customer.id]), draft.accountId)
  const version = await versionInForce(tx, draft.offerId, draft.startOn)
  requireSameCurrency(version, account)
  if (draft.prepaid && version.billedIn === 'arrears') throw prepaidInArrears(version.offerName)

  const [subscription] = await addSubscriptions(tx, [
    {
      ...draft,
      accountId: account.id,
      offerVersionId: version.id,
      locationId: draft.locationId ?? null,
      billDay: draft.billDay ?? billDayOf(version, draft.startOn, account.billDay),
    },
  ])
  if (!draft.prepaid) return subscription! // postpaid has nothing to renew
  await beginPrepaid(tx, [subscription!.id])
  return setAutoRenew(tx, subscription!.id, draft.autoRenew ?? false)
}

/**
 * Adds subscriptions whose parts the caller has chosen and checked, any number by one statement: imports and demonstrations.
 * @returns them in the order given
 */
export async function addSubscriptions(tx: Tx, subscriptions: readonly NewSubscription[]): Promise<Subscription[]> {
  const ids = await insertSubscriptions(tx, subscriptions).catch((error: unknown) => {
    throw isUnknownLocation(error) ? locationUnknown() : error
  })
  const byId = new Map((await readSubscriptions(tx, ids)).map((subscription) => [subscription.id, subscription]))
  const added = ids.map((id) => byId.get(id)!)
  await announce(tx, 'subscription.created.v1', added)
  return added
}

export function chooseAccount(accounts: readonly Account[], wanted: string | undefined): Account {
  const account = wanted === undefined ? accounts[0] : accounts.find((one) => one.id === wanted)
  if (!account) throw accountUnknown()
  return account
}

export function requireSameCurrency(version: OfferVersion, account: Pick<Account, 'currency'>): void {
  if (!inCurrency(version, account.currency)) throw currencyMismatch(version.offerName, version.recurring.currency, account.currency)
}

const isUnknownLocation = (error: unknown) =>
  error instanceof pg.DatabaseError && error.code === '23503' && (error.constraint?.includes('location') ?? false)
