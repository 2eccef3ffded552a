import { Problem } from '#kernel/problem.ts'

export const customerNotFound = () =>
  new Problem('insight.customer_not_found', 404, 'This customer does not exist. Search the list of customers for the right one.')
