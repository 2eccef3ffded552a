import { Problem } from '#kernel/problem.ts'

export const alreadyReversed = () =>
  new Problem('ledger.already_reversed', 409, 'This entry was reversed before. Book a new entry instead of reversing it again.')

export const entryNotFound = () => new Problem('ledger.not_found', 404, 'There is no such entry in the books.')
