import { Problem } from '#kernel/problem.ts'

export const notDue = (number: string, until: string) =>
  new Problem('renewals.not_due', 409, `Subscription ${number} is paid until ${until}. It can be renewed on that day.`)

export const notPaid = (number: string) =>
  new Problem(
    'renewals.not_paid',
    409,
    `The credit of the account does not cover another cycle of ${number}, and no saved method can be charged. Take a payment first.`,
  )
