import { useQuery } from '@tanstack/react-query'
import { useI18n } from '#i18n'
import { ChoiceField } from '#ui/choice-field.tsx'
import { TextField } from '#ui/fields.tsx'
import { Form, useField } from '#ui/form.tsx'
import { SelectField } from '#ui/select-field.tsx'
import type { SubscriptionDeeds } from './deeds.ts'
import { useFinish } from './finish.ts'
import { recipientQuery, recipientsQuery } from './queries.ts'

interface TransferValues extends Readonly<Record<string, unknown>> {
  readonly search: string
  readonly customerId: string | undefined
  readonly accountId: string | undefined
}

const nobody: TransferValues = { search: '', customerId: undefined, accountId: undefined }

/** Gives the subscription to another customer, or to another account. */
export function TransferDialog({ deeds }: { deeds: SubscriptionDeeds }) {
  const { t } = useI18n()
  const finish = useFinish(deeds)
  return (
    <Form
      initial={nobody}
      submitLabel={t('subscription.transfer')}
      onCancel={deeds.close}
      guard={false}
      onSubmit={({ customerId, accountId }, key) =>
        finish('transfer', { customerId, ...(accountId && { accountId }) }, key, t('deed.transferred'))
      }
    >
      <p>{t('dialog.transfer.text')}</p>
      <TextField name="search" label={t('transfer.search')} hint={t('transfer.search.hint')} autoFocus />
      <RecipientChoice />
      <AccountChoice />
    </Form>
  )
}

const typedMin = 2 // letters that say whom

function RecipientChoice() {
  const { t } = useI18n()
  const { value: search } = useField<string>('search')
  const typed = search.trim()
  const { data } = useQuery({ ...recipientsQuery(typed), enabled: typed.length >= typedMin })
  if (typed.length < typedMin || !data) return null
  if (data.length === 0) return <p>{t('common.nothingFound')}</p>
  return (
    <ChoiceField
      name="customerId"
      label={t('transfer.to')}
      choices={data.map(({ id, name, number }) => ({ value: id, label: name, detail: number }))}
    />
  )
}

/** Asked only where there is more than one. */
function AccountChoice() {
  const { t } = useI18n()
  const { value: customerId } = useField<string | undefined>('customerId')
  const { data } = useQuery({ ...recipientQuery(customerId ?? ''), enabled: customerId !== undefined })
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
