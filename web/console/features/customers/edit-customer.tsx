import { useQueryClient } from '@tanstack/react-query'
import { ApiProblem, api } from '#api'
import { useI18n } from '#i18n'
import { Form } from '#ui/form.tsx'
import { Drawer } from '#ui/modal.tsx'
import { useToast } from '#ui/toast.tsx'
import { CustomerFields, type CustomerValues, draftOf, valuesOf } from './customer-fields.tsx'
import { type Customer, customerQuery } from './queries.ts'

/** Changes a customer as it was seen; whoever was slower than somebody else is told, and finds their change on opening it again. */
export function EditCustomer({ customer, open, onClose }: { customer: Customer; open: boolean; onClose: () => void }) {
  const { t } = useI18n()
  const queries = useQueryClient()
  const toast = useToast()
  const { queryKey } = customerQuery(customer.id)
  const save = async (values: CustomerValues) => {
    try {
      await api.patch(`/customers/${customer.id}`, draftOf(values), { version: customer.version })
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 412) void queries.invalidateQueries({ queryKey, exact: true })
      throw error
    }
    await queries.invalidateQueries({ queryKey })
    onClose()
    toast({ text: t('customer.saved') })
  }
  return (
    <Drawer open={open} onClose={onClose} title={t('customer.edit')} wide>
      <Form initial={valuesOf(customer)} submitLabel={t('common.save')} onCancel={onClose} guard={false} onSubmit={save}>
        <CustomerFields />
      </Form>
    </Drawer>
  )
}
