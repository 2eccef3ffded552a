import { Problem, told } from '#kernel/problem.ts'
import type { RequestDeed, RequestState } from './change-request.ts'
import type { Deed, State } from './subscription.ts'

export const subscriptionNotFound = () => new Problem('subscriptions.not_found', 404, 'This subscription does not exist.')

const doing: Record<Deed, string> = {
  activate: 'activated',
  pause: 'paused',
  resume: 'resumed',
  block: 'blocked',
  unblock: 'unblocked',
  changePlan: 'moved to another plan',
  changeItems: 'given or taken an add-on',
  discount: 'given a discount',
  transfer: 'given to somebody else',
  cancel: 'cancelled',
  end: 'ended',
}

export const moveNotAllowed = (number: string, state: State, deed: Deed) =>
  new Problem(
    'subscriptions.move_not_allowed',
    409,
    told`Subscription ${{ number }} is ${{ state }}, so it cannot be ${{ deed: doing[deed] }}.`,
  )

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
    told`Plan ${{ plan }} is priced in ${{ planCurrency }}, the account is billed in ${{ accountCurrency }}. Choose another plan or account.`,
  )

export const samePlan = (number: string, plan: string) =>
  new Problem('subscriptions.same_plan', 409, told`Subscription ${{ number }} has the present terms of ${{ plan }} already.`)

export const endNotPlanned = (number: string) =>
  new Problem('subscriptions.end_not_planned', 409, told`Subscription ${{ number }} is not going to end, so there is nothing to take back.`)

export const notAPass = (number: string) =>
  new Problem('subscriptions.not_a_pass', 409, told`Subscription ${{ number }} is not a pass that is running. Begin another.`)

export const customerInService = (number: string, count: number) =>
  new Problem(
    'customers.in_service',
    409,
    told`Customer ${{ number }} has ${{ count }} ${{ subscriptions: count === 1 ? 'subscription' : 'subscriptions' }} in force. End ${{ them: count === 1 ? 'it' : 'them' }} first.`,
  )

export const itemNotFound = () => new Problem('subscriptions.item_not_found', 404, 'This add-on does not exist.')

export const itemHad = (name: string, number: string) =>
  new Problem('subscriptions.item_had', 409, told`Subscription ${{ number }} has ${{ name }} already. Change its quantity instead.`)

export const itemNotFor = (name: string, number: string) =>
  new Problem(
    'subscriptions.item_not_for_plan',
    409,
    told`${{ name }} is not for the plan of subscription ${{ number }}. Choose another add-on.`,
  )

export const itemOver = (number: string) =>
  new Problem('subscriptions.item_over', 409, told`Subscription ${{ number }} does not have this add-on any more.`)

export const couponRepeated = (number: string, code: string) =>
  new Problem('subscriptions.coupon_repeated', 409, told`Subscription ${{ number }} has had coupon ${{ code }} already.`, {
    pointer: '/code',
  })

export const notStackable = (number: string, name: string) =>
  new Problem(
    'subscriptions.discount_not_stackable',
    409,
    told`${{ name }} does not go together with the other discounts of subscription ${{ number }}.`,
  )

export const discountNotFound = () => new Problem('subscriptions.discount_not_found', 404, 'This discount does not exist.')

export const sameAccount = (number: string) =>
  new Problem('subscriptions.same_account', 409, told`Subscription ${{ number }} is billed to this account already.`, {
    pointer: '/customerId',
  })

export const resumeTooEarly = () =>
  new Problem('subscriptions.resume_too_early', 422, 'Service comes back tomorrow at the earliest. Choose a later day.', {
    pointer: '/until',
  })

export const requestNotFound = () => new Problem('subscriptions.request_not_found', 404, 'This request does not exist.')

export const requestWaiting = (number: string) =>
  new Problem(
    'subscriptions.request_waiting',
    409,
    told`Subscription ${{ number }} has a request of this kind already. Decide it or withdraw it first.`,
  )

const deciding: Record<RequestDeed, string> = {
  approve: 'approved',
  decline: 'declined',
  withdraw: 'withdrawn',
  carryOut: 'carried out',
  consent: 'consented to anew',
}

export const requestMoveNotAllowed = (state: RequestState, deed: RequestDeed) =>
  new Problem(
    'subscriptions.request_move_not_allowed',
    409,
    told`This request is ${{ state }}, so it cannot be ${{ deed: deciding[deed] }}.`,
  )

export const versionNotOfPlan = (pointer: string) =>
  new Problem('subscriptions.version_not_of_plan', 422, 'This is not an older version of the plan. Choose one that is.', { pointer })

export const migrationRunning = (plan: string) =>
  new Problem(
    'subscriptions.migration_running',
    409,
    told`Subscribers of ${{ plan }} are being moved already. Wait for it, or stop it first.`,
  )

export const migrationInArrears = (plan: string) =>
  new Problem(
    'subscriptions.migration_in_arrears',
    409,
    told`${{ plan }} is billed when a cycle is over, so the running one would be billed at the new price. Change these subscriptions one by one.`,
  )

export const migrationNotFound = () => new Problem('subscriptions.migration_not_found', 404, 'This migration does not exist.')

export const migrationOver = () => new Problem('subscriptions.migration_over', 409, 'This migration is over, so there is nothing to stop.')

export const notPrepaid = (number: string) =>
  new Problem('subscriptions.not_prepaid', 409, told`Subscription ${{ number }} is billed afterwards, so there is nothing to renew.`)

export const prepaidInArrears = (name: string) =>
  new Problem(
    'subscriptions.prepaid_in_arrears',
    422,
    told`${{ name }} is billed when a cycle is over, so it cannot be paid before. Choose another plan.`,
    {
      pointer: '/prepaid',
    },
  )

export const recoveryNotFound = () => new Problem('subscriptions.recovery_not_found', 404, 'There is no such task.')

export const staffUnknown = () =>
  new Problem('subscriptions.staff_unknown', 422, 'Nobody of the staff has this id. Choose a colleague.', { pointer: '/ownerId' })
