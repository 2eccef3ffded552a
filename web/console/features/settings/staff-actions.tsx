import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#api'
import { useDeed } from '#console/deed.ts'
import { Can } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Button, Buttons } from '#ui/button.tsx'
import { useConfirm } from '#ui/confirm.tsx'
import { TextField } from '#ui/fields.tsx'
import { Form } from '#ui/form.tsx'
import { IconBlock, IconEdit, IconKey, IconLink, IconPlay } from '#ui/icons.ts'
import { Modal } from '#ui/modal.tsx'
import { Skeleton } from '#ui/states.tsx'
import { type StaffMember, staffQuery } from './queries.ts'
import { useSave } from './save.ts'
import { LocationsField, PasswordLink, RolesField } from './staff-parts.tsx'

export function StaffActions({ id }: { id: string }) {
  const { data } = useQuery(staffQuery(id))
  return <Can permission="staff.write">{data ? <ActionsFor member={data} /> : <Skeleton height="2.25rem" />}</Can>
}

const stale = [['staff']]

function ActionsFor({ member }: { member: StaffMember }) {
  const { t } = useI18n()
  const { busy, run } = useDeed()
  const confirm = useConfirm()
  const [editing, setEditing] = useState(false)
  const [url, setUrl] = useState<string>()
  const { id, name, state, version, hasTotp } = member
  const setState = (next: 'active' | 'disabled', done: string) =>
    run({ act: () => api.patch(`/staff/${id}`, { state: next }, { version }), done, stale })
  const disable = async () => {
    const question = {
      title: t('settings.staff.disable.title', { name }),
      text: t('settings.staff.disable.text'),
      action: t('settings.staff.disable'),
      tone: 'danger' as const,
    }
    if (await confirm(question)) await setState('disabled', t('settings.staff.disabled'))
  }
  const removeFactors = async () => {
    const question = {
      title: t('settings.staff.removeFactors.title', { name }),
      text: t('settings.staff.removeFactors.text'),
      action: t('settings.staff.removeFactors'),
      tone: 'danger' as const,
    }
    if (await confirm(question))
      await run({ act: () => api.delete(`/staff/${id}/second-factors`), done: t('settings.staff.factorsRemoved'), stale })
  }
  const makeLink = async () => setUrl((await api.post<{ url: string }>(`/staff/${id}/link`, {})).url)
  return (
    <>
      <Buttons>
        <Button icon={IconEdit} onClick={() => setEditing(true)}>
          {t('settings.staff.edit')}
        </Button>
        {state !== 'disabled' && (
          <Button icon={IconLink} busy={busy} onClick={() => void run({ act: makeLink, done: t('settings.staff.link'), stale: [] })}>
            {t('settings.staff.newLink')}
          </Button>
        )}
        {hasTotp && (
          <Button icon={IconKey} busy={busy} onClick={() => void removeFactors()}>
            {t('settings.staff.removeFactors')}
          </Button>
        )}
        {state === 'disabled' ? (
          <Button icon={IconPlay} busy={busy} onClick={() => void setState('active', t('settings.staff.enabled'))}>
            {t('settings.staff.enable')}
          </Button>
        ) : (
          <Button icon={IconBlock} busy={busy} onClick={() => void disable()}>
            {t('settings.staff.disable')}
          </Button>
        )}
      </Buttons>
      <Modal open={editing} onClose={() => setEditing(false)} title={name}>
        <EditStaff key={version} member={member} onClose={() => setEditing(false)} />
      </Modal>
      <Modal open={url !== undefined} onClose={() => setUrl(undefined)} title={name}>
        {url !== undefined && <PasswordLink url={url} text={t('settings.staff.newLink.text')} />}
      </Modal>
    </>
  )
}

function EditStaff({ member: { id, name, roles, locationIds, version }, onClose }: { member: StaffMember; onClose: () => void }) {
  const { t } = useI18n()
  const save = useSave(stale)
  const initial = { name, roles, locationIds }
  const change = async (values: typeof initial) => {
    await save(() => api.patch(`/staff/${id}`, values, { version }))
    onClose()
  }
  return (
    <Form initial={initial} submitLabel={t('common.save')} onCancel={onClose} guard={false} onSubmit={change}>
      <TextField name="name" label={t('settings.staff.name')} required />
      <RolesField />
      <LocationsField />
    </Form>
  )
}
