import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#api'
import { Can } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Button } from '#ui/button.tsx'
import { NumberField } from '#ui/fields.tsx'
import { Form } from '#ui/form.tsx'
import { IconClock } from '#ui/icons.ts'
import { Modal } from '#ui/modal.tsx'
import { SkeletonLines } from '#ui/states.tsx'
import { settingsQuery } from './queries.ts'
import { useSaved } from './saved.ts'

/** How long logs of NATs are kept, which laws decide. */
export function Retention() {
  const { t } = useI18n()
  const [open, setOpen] = useState(false)
  const close = () => setOpen(false)
  return (
    <Can permission="addresses.write">
      <Button icon={IconClock} onClick={() => setOpen(true)}>
        {t('natLog.retention')}
      </Button>
      <Modal open={open} onClose={close} title={t('natLog.retention')}>
        <RetentionForm onClose={close} />
      </Modal>
    </Can>
  )
}

function RetentionForm({ onClose }: { onClose: () => void }) {
  const { t } = useI18n()
  const { data } = useQuery({ ...settingsQuery, staleTime: 0 })
  const saved = useSaved('address_setting')
  if (!data) return <SkeletonLines lines={3} />
  const save = async (values: typeof data) => {
    await api.put('/address-settings', values)
    await saved(t('natLog.retention.saved'))
    onClose()
  }
  return (
    <Form initial={{ ...data }} submitLabel={t('common.save')} onCancel={onClose} guard={false} onSubmit={save}>
      <p>{t('natLog.retention.text')}</p>
      <NumberField
        name="mappingRetentionDays"
        label={t('natLog.retention.days')}
        hint={t('natLog.retention.hint')}
        min={1}
        max={3_650}
        required
        autoFocus
      />
    </Form>
  )
}
