import { Problem } from '#kernel/problem.ts'
import type { Deed, State } from './subscription.ts'

export const subscriptionNotFound = () => new Problem('subscriptions.not_found', 404, 'This subscription does not exist.')

const doing: Record<Deed, string> = {
  activate: 'activated',
  pause: 'paused',
  resume: 'resumed',
  block: 'blocked',
  unblock: 'unblocked',
  changePlan: 'moved to another plan',
  cancel: 'cancelled',
  end: 'ended',
}

export const moveNotAllowed = (number: string, state: State, deed: Deed) =>
  new Problem('subscriptions.move_not_allowed', 409, `Subscription ${number} is ${state}, so it cannot be ${doing[deed]}.`)

export const accountUnknown = () =>
  new Problem('subscriptions.account_unknown', 422, 'This billing account is not one of the customer. Choose one that is.', {
    pointer: '/accountId',
  })

export const locationUnknown = () =>
  new Problem('subscriptions.location_unknown', 422, 'This location does not exist. Choose one of your locations.', {
    pointer: '/locationId',
  })

export const currencyMismatch = (plan: string, planCurrency: string, accountCurrency: string) =>
  new Problem(
    'subscriptions.currency_mismatch',
    409,
    `Plan ${plan} is priced in ${planCurrency}, the account is billed in ${accountCurrency}. Choose another plan or account.`,
  )

export const samePlan = (number: string, plan: string) =>
  new Problem('subscriptions.same_plan', 409, `Subscription ${number} has the present terms of ${plan} already.`)

export const endNotPlanned = (number: string) =>
  new Problem('subscriptions.end_not_planned', 409, `Subscription ${number} is not going to end, so there is nothing to take back.`)

export const customerInService = (number: string, count: number) =>
  new Problem(
    'customers.in_service',
    409,
    `Customer ${number} has ${count} ${count === 1 ? 'subscription' : 'subscriptions'} in force. End ${count === 1 ? 'it' : 'them'} first.`,
  )
