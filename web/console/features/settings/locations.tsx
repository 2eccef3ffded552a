import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#api'
import { useDeed } from '#console/deed.ts'
import { ListPart } from '#console/list-screen.tsx'
import { Can } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Button, Buttons } from '#ui/button.tsx'
import { useConfirm } from '#ui/confirm.tsx'
import type { Row } from '#ui/data-table/list.ts'
import { NumberField, TextAreaField, TextField } from '#ui/fields.tsx'
import { FieldRow, Form } from '#ui/form.tsx'
import { IconAdd, IconEdit, IconTrash } from '#ui/icons.ts'
import { Modal } from '#ui/modal.tsx'
import { ErrorState, SkeletonLines } from '#ui/states.tsx'
import { type Location, locationQuery } from './queries.ts'
import { useSave } from './save.ts'

const locationActions = (row: Row) => <LocationActions key={row.id} location={row} />

export const Locations = () => <ListPart name="locations" emptyAction={<AddLocation />} rowActions={locationActions} />

export function AddLocation() {
  const { t } = useI18n()
  const save = useSave([['location']])
  const [open, setOpen] = useState(false)
  const close = () => setOpen(false)
  const add = async (values: LocationValues, key: string) => {
    await save(() => api.post('/locations', draftOf(values), { key }))
    close()
  }
  return (
    <Can permission="tenant.write">
      <Button kind="primary" icon={IconAdd} onClick={() => setOpen(true)}>
        {t('settings.location.add')}
      </Button>
      <Modal open={open} onClose={close} title={t('settings.location.add')}>
        <LocationForm initial={noLocation} onSubmit={add} onCancel={close} />
      </Modal>
    </Can>
  )
}

function LocationActions({ location: { id, name } }: { location: Row }) {
  const { t } = useI18n()
  const { busy, run } = useDeed()
  const confirm = useConfirm()
  const [editing, setEditing] = useState(false)
  const remove = async () => {
    const question = {
      title: t('settings.location.delete.title', { name: String(name) }),
      text: t('settings.location.delete.text'),
      action: t('settings.location.delete'),
      tone: 'danger' as const,
    }
    if (await confirm(question))
      await run({ act: () => api.delete(`/locations/${id}`), done: t('settings.location.deleted'), stale: [['location', 'rows']] })
  }
  return (
    <Can permission="tenant.write">
      <Buttons>
        <Button icon={IconEdit} onClick={() => setEditing(true)}>
          {t('settings.location.edit')}
        </Button>
        <Button icon={IconTrash} busy={busy} onClick={() => void remove()}>
          {t('settings.location.delete')}
        </Button>
      </Buttons>
      <Modal open={editing} onClose={() => setEditing(false)} title={t('settings.location.edit')}>
        <EditLocation id={id} onClose={() => setEditing(false)} />
      </Modal>
    </Can>
  )
}

function EditLocation({ id, onClose }: { id: string; onClose: () => void }) {
  const { data, error } = useQuery(locationQuery(id))
  const save = useSave([['location']])
  if (error) return <ErrorState error={error} />
  if (!data) return <SkeletonLines />
  const change = async (values: LocationValues) => {
    await save(() => api.patch(`/locations/${id}`, draftOf(values), { version: data.version }))
    onClose()
  }
  return <LocationForm key={data.version} initial={valuesOf(data)} onSubmit={change} onCancel={onClose} />
}

interface LocationValues extends Readonly<Record<string, unknown>> {
  readonly name: string
  readonly address: string
  readonly branchCode: string
  readonly taxNumber: string
  readonly position: { readonly latitude?: number | undefined; readonly longitude?: number | undefined }
}

const noLocation: LocationValues = { name: '', address: '', branchCode: '', taxNumber: '', position: {} }
const valuesOf = ({ name, address, branchCode, taxNumber, position }: Location): LocationValues => ({
  name,
  address,
  branchCode: branchCode ?? '',
  taxNumber,
  position: position ?? {},
})

function draftOf({ branchCode, position, ...said }: LocationValues) {
  const isNowhere = position.latitude === undefined && position.longitude === undefined
  return { ...said, branchCode: branchCode.trim().toUpperCase() || null, position: isNowhere ? null : position }
}

interface LocationFormProps {
  readonly initial: LocationValues
  readonly onSubmit: (values: LocationValues, key: string) => Promise<void>
  readonly onCancel: () => void
}

function LocationForm({ initial, onSubmit, onCancel }: LocationFormProps) {
  const { t } = useI18n()
  return (
    <Form initial={initial} submitLabel={t('common.save')} onCancel={onCancel} guard={false} onSubmit={onSubmit}>
      <TextField name="name" label={t('settings.location.name')} required autoFocus />
      <TextAreaField name="address" label={t('settings.location.address')} />
      <FieldRow>
        <TextField name="branchCode" label={t('settings.location.branchCode')} hint={t('settings.location.branchCode.hint')} />
        <TextField name="taxNumber" label={t('settings.location.taxNumber')} hint={t('settings.location.taxNumber.hint')} />
      </FieldRow>
      <FieldRow>
        <NumberField
          name="position.latitude"
          label={t('settings.location.latitude')}
          hint={t('settings.location.position')}
          min={-90}
          max={90}
        />
        <NumberField
          name="position.longitude"
          label={t('settings.location.longitude')}
          hint={t('settings.location.position')}
          min={-180}
          max={180}
        />
      </FieldRow>
    </Form>
  )
}
