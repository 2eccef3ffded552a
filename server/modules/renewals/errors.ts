import { Problem, told } from '#kernel/problem.ts'

export const notDue = (number: string, until: string) =>
  new Problem('renewals.not_due', 409, told`Subscription ${{ number }} is paid until ${{ until }}. It can be renewed on that day.`)

export const notPaid = (number: string) =>
  new Problem(
    'renewals.not_paid',
    409,
    told`The credit of the account does not cover another cycle of ${{ number }}, and no saved method can be charged. Take a payment first.`,
  )

export const creditTooSmall = (name: string) =>
  new Problem(
    'renewals.credit_too_small',
    409,
    told`The credit of the account does not cover ${{ name }}. Take a payment, or put it on an invoice.`,
  )

export const moneyUsedElsewhere = () =>
  new Problem('renewals.money_used_elsewhere', 409, 'The money that came paid something else that was open. The rest is kept as credit.')
