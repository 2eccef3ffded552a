import { useQueryClient } from '@tanstack/react-query'
import { api } from '#api'
import { type ChosenCustomer, CustomerChoice, customerAccountsQuery, nobodyChosen } from '#console/customer-choice.tsx'
import { useI18n } from '#i18n'
import { Form } from '#ui/form.tsx'
import { Modal } from '#ui/modal.tsx'
import { SelectField } from '#ui/select-field.tsx'
import { useToast } from '#ui/toast.tsx'
import { type Customer, customerQuery } from './queries.ts'

interface Values extends ChosenCustomer {
  readonly ownId: string
}

/** Has an account of the customer billed to another account, whose invoices carry it from then on. */
export function BillTo({ customer, open, onClose }: { customer: Customer; open: boolean; onClose: () => void }) {
  const { t } = useI18n()
  const queries = useQueryClient()
  const toast = useToast()
  const { accounts } = customer
  const save = async ({ ownId, customerId, accountId }: Values) => {
    const own = accounts.find(({ id }) => id === ownId)!
    const payer = customerId === undefined ? undefined : await queries.fetchQuery(customerAccountsQuery(customerId))
    await api.patch(`/accounts/${own.id}`, { billedToId: accountId ?? payer?.accounts[0]?.id ?? null }, { version: own.version })
    await queries.invalidateQueries({ queryKey: customerQuery(customer.id).queryKey })
    onClose()
    toast({ text: t(payer ? 'billTo.done' : 'billTo.doneItself') })
  }
  const initial: Values = { ...nobodyChosen, ownId: accounts[0]?.id ?? '' }
  return (
    <Modal open={open} onClose={onClose} title={t('billTo.title')}>
      <Form initial={initial} submitLabel={t('common.save')} onCancel={onClose} guard={false} onSubmit={save}>
        <p>{t('billTo.text')}</p>
        {accounts.length > 1 && (
          <SelectField
            name="ownId"
            label={t('customer.account')}
            options={accounts.map(({ id, number }) => ({ value: id, label: number }))}
            required
          />
        )}
        <CustomerChoice label={t('billTo.search')} />
      </Form>
    </Modal>
  )
}
