import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#api'
import { locationsQuery, routersQuery } from '#console/choices.ts'
import { Can, useCan } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Button } from '#ui/button.tsx'
import { NumberField, TextField } from '#ui/fields.tsx'
import { FieldRow, Form } from '#ui/form.tsx'
import { IconAdd, IconEdit } from '#ui/icons.ts'
import { Drawer } from '#ui/modal.tsx'
import { SelectField } from '#ui/select-field.tsx'
import { type PoolUse, poolKinds } from './queries.ts'
import { useSaved } from './saved.ts'

interface PoolValues extends Readonly<Record<string, unknown>> {
  readonly name: string
  readonly kind: PoolUse['kind']
  readonly prefix: string
  readonly unitLength?: number | undefined
  readonly locationId?: string | undefined
  readonly nasId?: string | undefined
  readonly note: string
}

const freshPool: PoolValues = { name: '', kind: 'dynamic', prefix: '', note: '' }

const valuesOf = ({ name, kind, prefix, unitLength, locationId, nasId, note }: PoolUse): PoolValues => ({
  name,
  kind,
  prefix,
  unitLength,
  note,
  locationId: locationId ?? undefined,
  nasId: nasId ?? undefined,
})

/** What the server takes: what a pool can lack is null, not empty. */
const draftOf = (values: PoolValues) => ({ ...values, locationId: values.locationId || null, nasId: values.nasId || null })

export function AddPool() {
  const { t } = useI18n()
  const [open, setOpen] = useState(false)
  const close = () => setOpen(false)
  const saved = useSaved('address_pool')
  const add = async (values: PoolValues, key: string) => {
    await api.post('/address-pools', draftOf(values), { key })
    await saved(t('addressPool.saved', { name: values.name }))
    close()
  }
  return (
    <Can permission="addresses.write">
      <Button kind="primary" icon={IconAdd} onClick={() => setOpen(true)}>
        {t('addressPool.add')}
      </Button>
      <Drawer open={open} onClose={close} title={t('addressPool.add')}>
        <Form initial={freshPool} submitLabel={t('addressPool.add')} onCancel={close} guard={false} onSubmit={add}>
          <PoolFields />
        </Form>
      </Drawer>
    </Can>
  )
}

export function EditPool({ pool }: { pool: PoolUse }) {
  const { t } = useI18n()
  const [open, setOpen] = useState(false)
  const close = () => setOpen(false)
  const saved = useSaved('address_pool')
  const change = async (values: PoolValues) => {
    await api.put(`/address-pools/${pool.id}`, draftOf(values), { version: pool.version })
    await saved(t('addressPool.saved', { name: values.name }))
    close()
  }
  return (
    <Can permission="addresses.write">
      <Button size="sm" icon={IconEdit} onClick={() => setOpen(true)}>
        {t('addressPool.edit')}
      </Button>
      <Drawer open={open} onClose={close} title={t('addressPool.edit.title', { name: pool.name })}>
        <Form initial={valuesOf(pool)} submitLabel={t('common.save')} onCancel={close} guard={false} onSubmit={change}>
          <PoolFields />
        </Form>
      </Drawer>
    </Can>
  )
}

function PoolFields() {
  const { t } = useI18n()
  const can = useCan()
  const { data: locations = [] } = useQuery(locationsQuery)
  const { data: routers = [] } = useQuery({ ...routersQuery, enabled: can('access.read') })
  return (
    <>
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
        name="nasId"
        label={t('addressPool.router')}
        hint={t('addressPool.router.hint')}
        options={routers.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <SelectField
        name="locationId"
        label={t('addressPool.location')}
        options={locations.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <TextField name="note" label={t('addressPool.note')} />
    </>
  )
}
