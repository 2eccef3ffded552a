import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#api'
import { locationsQuery } from '#console/choices.ts'
import { Can } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Button } from '#ui/button.tsx'
import { NumberField, TextField } from '#ui/fields.tsx'
import { FieldRow, Form } from '#ui/form.tsx'
import { IconAdd } from '#ui/icons.ts'
import { Modal } from '#ui/modal.tsx'
import { SelectField } from '#ui/select-field.tsx'
import { useToast } from '#ui/toast.tsx'
import { type PoolUse, poolKinds } from './queries.ts'

interface PoolValues extends Readonly<Record<string, unknown>> {
  readonly name: string
  readonly kind: PoolUse['kind']
  readonly prefix: string
  readonly unitLength?: number
  readonly locationId?: string
}

export function AddPool() {
  const { t } = useI18n()
  const [open, setOpen] = useState(false)
  return (
    <Can permission="addresses.write">
      <Button kind="primary" icon={IconAdd} onClick={() => setOpen(true)}>
        {t('addressPool.add')}
      </Button>
      {open && <PoolDialog onClose={() => setOpen(false)} />}
    </Can>
  )
}

function PoolDialog({ onClose }: { onClose: () => void }) {
  const { t } = useI18n()
  const queries = useQueryClient()
  const toast = useToast()
  const { data: locations = [] } = useQuery(locationsQuery)
  const add = async (values: PoolValues, key: string) => {
    await api.post('/address-pools', values, { key })
    await queries.invalidateQueries({ queryKey: ['address_pool'] })
    onClose()
    toast({ text: t('addressPool.saved', { name: values.name }) })
  }
  return (
    <Modal open onClose={onClose} title={t('addressPool.add')}>
      <Form
        initial={{ name: '', kind: 'dynamic', prefix: '' } as PoolValues}
        submitLabel={t('addressPool.add')}
        onCancel={onClose}
        guard={false}
        onSubmit={add}
      >
        <TextField name="name" label={t('addressPool.name')} hint={t('addressPool.name.hint')} required autoFocus />
        <SelectField
          name="kind"
          label={t('addressPool.kind')}
          options={poolKinds.map((kind) => ({ value: kind, label: t(`addressPool.kind.${kind}`) }))}
          required
        />
        <FieldRow>
          <TextField name="prefix" label={t('addressPool.prefix')} placeholder="100.64.0.0/22" required />
          <NumberField name="unitLength" label={t('addressPool.unitLength')} hint={t('addressPool.unitLength.hint')} min={1} max={128} />
        </FieldRow>
        <SelectField
          name="locationId"
          label={t('addressPool.location')}
          options={locations.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Form>
    </Modal>
  )
}
