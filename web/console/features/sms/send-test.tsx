import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#api'
import { useLive } from '#console/live.ts'
import { useSession } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Button, Buttons } from '#ui/button.tsx'
import { DescriptionList } from '#ui/description-list.tsx'
import { TextAreaField, TextField } from '#ui/fields.tsx'
import { Form, FormPart } from '#ui/form.tsx'
import { IconSend } from '#ui/icons.ts'
import { Modal } from '#ui/modal.tsx'
import { ErrorState, SkeletonLines } from '#ui/states.tsx'
import { StatusBadge } from '#ui/status-badge.tsx'
import { shortMessageQuery } from './queries.ts'

/** Sends a message and says what the provider answers, as it answers. */
export function SendTest() {
  const { t } = useI18n()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button icon={IconSend} onClick={() => setOpen(true)}>
        {t('sms.test')}
      </Button>
      {open && <TestDialog onClose={() => setOpen(false)} />}
    </>
  )
}

function TestDialog({ onClose }: { onClose: () => void }) {
  const { t } = useI18n()
  const { tenant } = useSession()
  const [sentId, setSentId] = useState<string>()
  const initial = { to: '', text: t('sms.test.sample', { name: tenant.name }) }
  const send = async (values: typeof initial, key: string) =>
    setSentId((await api.post<{ id: string }>('/short-messages', values, { key })).id)
  return (
    <Modal open onClose={onClose} title={t('sms.test')}>
      {sentId === undefined ? (
        <Form initial={initial} submitLabel={t('sms.test.send')} onCancel={onClose} guard={false} onSubmit={send}>
          <TextField name="to" type="tel" label={t('sms.test.to')} hint={t('sms.test.to.hint')} required autoFocus />
          <TextAreaField name="text" label={t('sms.test.text')} required />
        </Form>
      ) : (
        <FormPart>
          <Outcome id={sentId} />
          <Buttons>
            <Button onClick={() => setSentId(undefined)}>{t('sms.test.again')}</Button>
          </Buttons>
        </FormPart>
      )}
    </Modal>
  )
}

function Outcome({ id }: { id: string }) {
  const { t, label } = useI18n()
  const { data, error } = useQuery(shortMessageQuery(id))
  useLive(['sms'])
  if (error) return <ErrorState error={error} />
  if (!data) return <SkeletonLines lines={3} />
  const { state, reason, detail, messageIds, destination } = data
  return (
    <div role="status">
      <FormPart>
        <DescriptionList
          facts={[
            [t('sms.test.to'), destination],
            [t('column.state'), <StatusBadge key="state" value={state} />],
          ]}
        />
        <p>{t(`sms.outcome.${state}`)}</p>
        <DescriptionList
          facts={[
            ...(reason === null ? [] : [[t('list.short-messages.reason'), label(reason, `value.reason.${reason}`)] as const]),
            ...(detail === null ? [] : [[t('sms.said'), <code key="detail">{detail}</code>] as const]),
            ...(messageIds.length === 0 ? [] : [[t('sms.ids'), <code key="ids">{messageIds.join(', ')}</code>] as const]),
          ]}
        />
      </FormPart>
    </div>
  )
}
