import { atMoment, type Tx } from '#kernel/db.ts'
import { Problem } from '#kernel/problem.ts'
import { createCustomer, type CustomerDraft } from '#modules/customers'
import { activate, subscribe, type SubscriptionDraft } from '#modules/subscriptions'
import { createLogin, type Credentials, type LoginDraft } from './create-login.ts'
import type { Login } from './login.ts'

/** What a new customer is connected with; what is left out can be added later. */
export interface Connection {
  readonly customer: CustomerDraft
  readonly subscription?: (Omit<SubscriptionDraft, 'customerId' | 'accountId'> & { readonly activate: boolean }) | undefined
  readonly login?: Omit<LoginDraft, 'subscriptionId'> | undefined
}

export interface Connected {
  readonly customerId: string
  readonly accountId: string
  readonly number: string
  readonly subscriptionId: string | null
  readonly login: (Login & Credentials) | null
}

/** A customer, its plan and its login at once: either all of it is there afterwards, or nothing. */
export async function connectCustomer(tx: Tx, { customer, subscription, login }: Connection, now: Temporal.Instant): Promise<Connected> {
  await atMoment(tx, now) // one moment for all of it: nobody has a plan before they are a customer
  const created = await pointingInto('/customer', createCustomer(tx, customer))
  if (!subscription) return { ...created, subscriptionId: null, login: null }
  const { id } = await pointingInto('/subscription', subscribe(tx, { ...subscription, customerId: created.customerId }))
  if (subscription.activate) await activate(tx, id, now)
  const made = login ? await pointingInto('/login', createLogin(tx, { ...login, subscriptionId: id })) : null
  return { ...created, subscriptionId: id, login: made }
}

/** A problem of one part points into that part of the request. */
async function pointingInto<T>(part: string, work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (!(error instanceof Problem) || error.pointer === undefined) throw error
    const { code, status, told, title, pointer, headers, extensions } = error
    throw new Problem(code, status, told, { title, pointer: part + pointer, headers, extensions, cause: error })
  }
}
