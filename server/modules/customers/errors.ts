import { type FieldError, Problem, told } from '#kernel/problem.ts'

export const customerNotFound = () =>
  new Problem('customers.not_found', 404, 'This customer does not exist. Search for the name, number or phone instead.')

export const accountNotFound = () => new Problem('customers.account_not_found', 404, 'This billing account does not exist.')

export const payerUnknown = () =>
  new Problem('customers.payer_unknown', 422, 'This billing account does not exist. Choose the account that is to pay.', {
    pointer: '/billedToId',
  })

export const payerCurrency = (number: string, currency: string) =>
  new Problem(
    'customers.payer_currency',
    422,
    told`Account ${{ number }} pays in ${{ currency }}. Choose one in the currency of this account.`,
    {
      pointer: '/billedToId',
    },
  )

export const payerNested = () =>
  new Problem(
    'customers.payer_nested',
    422,
    'An account that is billed to another, or to itself, cannot pay for others. Choose the one that pays.',
    {
      pointer: '/billedToId',
    },
  )

export const noteNotFound = () => new Problem('customers.note_not_found', 404, 'This note does not exist any more.')

export const locationUnknown = () =>
  new Problem('customers.location_unknown', 422, 'This location does not exist. Choose one of your locations.', { pointer: '/locationId' })

export const assigneeUnknown = () =>
  new Problem('customers.assignee_unknown', 422, 'Nobody of the staff is that. Choose somebody else.', { pointer: '/assignedTo' })
export const beyondScope = () =>
  new Problem(
    'customers.beyond_scope',
    403,
    'You would not see this customer any more. Choose a location where you work, or keep it assigned to you.',
    {
      pointer: '/locationId',
    },
  )

export const customerArchived = (number: string) =>
  new Problem('customers.archived', 409, told`Customer ${{ number }} is archived. Take it out of the archive first.`)

export const tooManyTags = (max: number) =>
  new Problem('customers.too_many_tags', 422, told`A customer takes at most ${{ max }} tags. Remove some first.`, { pointer: '/tags' })

export const importUnreadable = (detail: string) => new Problem('customers.import_unreadable', 422, detail, { pointer: '/csv' })

export const importInvalid = (count: number, errors: readonly FieldError[]) =>
  new Problem(
    'customers.import_invalid',
    422,
    told`${{ count }} ${{ values: count === 1 ? 'value is' : 'values are' }} wrong, so nothing was imported. Correct the file and import it again.`,
    { errors },
  )

export const taxNumberWrong = (fault: string) => new Problem('customers.tax_number_wrong', 422, fault, { pointer: '/taxNumber' })
