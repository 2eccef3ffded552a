import { Problem, told } from '#kernel/problem.ts'

export const alreadyReversed = () =>
  new Problem('ledger.already_reversed', 409, 'This entry was reversed before. Book a new entry instead of reversing it again.')

export const entryNotFound = () => new Problem('ledger.not_found', 404, 'There is no such entry in the books.')

export const monthClosed = (closedUntil: string) =>
  new Problem(
    'ledger.month_closed',
    409,
    told`The books are closed for every day before ${{ closedUntil }}. Book it on that day or later, or reopen the month.`,
    { pointer: '/bookedOn' },
  )

export const monthNotOver = (month: string) =>
  new Problem('ledger.month_not_over', 409, told`${{ month }} is not over. A month is closed after its last day.`, { pointer: '/month' })

export const alreadyClosed = (month: string) =>
  new Problem('ledger.already_closed', 409, told`${{ month }} is closed already.`, { pointer: '/month' })

export const notClosed = (month: string) =>
  new Problem('ledger.not_closed', 409, told`${{ month }} is open already.`, { pointer: '/month' })

export const accountNotFound = () => new Problem('ledger.account_not_found', 404, 'There is no such account in the chart.')

export const numberTaken = (number: string) =>
  new Problem('ledger.number_taken', 409, told`The chart has an account ${{ number }} already. Choose another number.`, {
    pointer: '/number',
  })

export const accountNeeded = (name: string) =>
  new Problem('ledger.account_needed', 409, told`"${{ name }}" is booked on by the program and cannot be deleted. It can be renamed.`)

export const accountUsed = (name: string) =>
  new Problem('ledger.account_used', 409, told`"${{ name }}" has entries and cannot be deleted. Rename it instead.`)

export const notBookedByHand = (name: string) =>
  new Problem(
    'ledger.not_booked_by_hand',
    422,
    told`"${{ name }}" follows invoices and payments. Adjust those instead, or book on another account.`,
    {
      pointer: '/lines',
    },
  )

export const journalUnbalanced = () =>
  new Problem('ledger.journal_unbalanced', 422, 'Debits and credits have to come to the same in every currency.', { pointer: '/lines' })

export const overrideNotAllowed = () =>
  new Problem(
    'ledger.override_not_allowed',
    403,
    'You may not book into a closed month. Ask someone with the permission ledger.override.',
    {
      pointer: '/overrideReason',
    },
  )
