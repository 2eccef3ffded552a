import { queryOptions, useQuery } from '@tanstack/react-query'
import { api } from '#api'
import { useI18n } from '#i18n'
import { ChoiceField } from '#ui/choice-field.tsx'
import { TextField } from '#ui/fields.tsx'
import { useField } from '#ui/form.tsx'
import { SelectField } from '#ui/select-field.tsx'

/** Values of a form that asks for a customer and one of its accounts. */
export interface ChosenCustomer extends Readonly<Record<string, unknown>> {
  readonly search: string
  readonly customerId: string | undefined
  readonly accountId: string | undefined
}

export const nobodyChosen: ChosenCustomer = { search: '', customerId: undefined, accountId: undefined }

export interface CustomerAccounts {
  readonly name: string
  readonly accounts: readonly { readonly id: string; readonly number: string }[]
}

export const customerAccountsQuery = (customerId: string) =>
  queryOptions({
    queryKey: ['customer', customerId, 'accounts'],
    queryFn: ({ signal }) => api.get<CustomerAccounts>(`/customers/${customerId}`, {}, signal),
  })

interface Found {
  readonly items: readonly { readonly id: string; readonly number: string; readonly name: string }[]
}

const choicesMax = 6

/** Customers whose name, number or phone begins so. */
const foundQuery = (typed: string) =>
  queryOptions({
    queryKey: ['customer', 'found', typed],
    queryFn: async ({ signal }) => (await api.get<Found>('/lists/customers/rows', { q: typed, limit: choicesMax }, signal)).items,
    placeholderData: (before) => before,
  })

/** Finds a customer while somebody types; of those with several accounts, one is chosen. @param label what is asked */
export function CustomerChoice({ label }: { label: string }) {
  const { t } = useI18n()
  return (
    <>
      <TextField name="search" label={label} hint={t('customerChoice.hint')} autoFocus />
      <FoundChoice />
      <AccountChoice />
    </>
  )
}

const typedMin = 2 // letters that say whom

function FoundChoice() {
  const { t } = useI18n()
  const { value: search } = useField<string>('search')
  const typed = search.trim()
  const { data } = useQuery({ ...foundQuery(typed), enabled: typed.length >= typedMin })
  if (typed.length < typedMin || !data) return null
  if (data.length === 0) return <p>{t('common.nothingFound')}</p>
  return (
    <ChoiceField
      name="customerId"
      label={t('customerChoice.customer')}
      choices={data.map(({ id, name, number }) => ({ value: id, label: name, detail: number }))}
    />
  )
}

/** Asked only where there is more than one. */
function AccountChoice() {
  const { t } = useI18n()
  const { value: customerId } = useField<string | undefined>('customerId')
  const { data } = useQuery({ ...customerAccountsQuery(customerId ?? ''), enabled: customerId !== undefined })
  if (!data || data.accounts.length < 2) return null
  return (
    <SelectField
      name="accountId"
      label={t('column.account')}
      options={data.accounts.map(({ id, number }) => ({ value: id, label: number }))}
      required
    />
  )
}
