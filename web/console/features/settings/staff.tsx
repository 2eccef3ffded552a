import { useState } from 'react'
import { api } from '#api'
import { ListPart } from '#console/list-screen.tsx'
import { Can } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Button } from '#ui/button.tsx'
import type { Row } from '#ui/data-table/list.ts'
import { TextField } from '#ui/fields.tsx'
import { Form } from '#ui/form.tsx'
import { IconUserPlus } from '#ui/icons.ts'
import { Modal } from '#ui/modal.tsx'
import { useSave } from './save.ts'
import { StaffActions } from './staff-actions.tsx'
import { PasswordLink, RolesField } from './staff-parts.tsx'

const staffActions = ({ id }: Row) => <StaffActions key={id} id={id} />

export const Staff = () => <ListPart name="staff" emptyAction={<InviteStaff />} rowActions={staffActions} />

const nobody = { name: '', email: '', roles: ['support'] }

export function InviteStaff() {
  const { t } = useI18n()
  const save = useSave([['staff']])
  const [open, setOpen] = useState(false)
  const [url, setUrl] = useState<string>()
  const close = () => {
    setOpen(false)
    setUrl(undefined)
  }
  const invite = async (values: typeof nobody, key: string) => {
    const invitation = await save(() => api.post<{ url: string }>('/staff', values, { key }))
    setUrl(invitation.url)
  }
  return (
    <Can permission="staff.write">
      <Button kind="primary" icon={IconUserPlus} onClick={() => setOpen(true)}>
        {t('settings.staff.invite')}
      </Button>
      <Modal open={open} onClose={close} title={t('settings.staff.invite')}>
        {url === undefined ? (
          <Form initial={nobody} submitLabel={t('settings.staff.invite')} onCancel={close} guard={false} onSubmit={invite}>
            <TextField name="name" label={t('settings.staff.name')} required autoFocus />
            <TextField name="email" type="email" label={t('settings.staff.email')} required />
            <RolesField />
          </Form>
        ) : (
          <PasswordLink url={url} text={t('settings.staff.link.text')} />
        )}
      </Modal>
    </Can>
  )
}
