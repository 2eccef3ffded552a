import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#api'
import { useDeed } from '#console/deed.ts'
import { useI18n } from '#i18n'
import { Button, IconButton } from '#ui/button.tsx'
import { useConfirm } from '#ui/confirm.tsx'
import { TextField } from '#ui/fields.tsx'
import { Form } from '#ui/form.tsx'
import { IconAdd, IconTrash } from '#ui/icons.ts'
import { Line, Lines } from '#ui/lines.tsx'
import { Modal } from '#ui/modal.tsx'
import { Card } from '#ui/page.tsx'
import { ErrorBanner, SkeletonLines } from '#ui/states.tsx'
import { useToast } from '#ui/toast.tsx'
import { type Passkey, secondFactorsQuery } from './queries.ts'

const canUsePasskey = typeof PublicKeyCredential !== 'undefined' // only on https and localhost

export function Passkeys() {
  const { t } = useI18n()
  const { data, error } = useQuery(secondFactorsQuery)
  return (
    <Card title={t('profile.passkeys')} actions={canUsePasskey && <AddPasskey />}>
      {error && <ErrorBanner error={error} />}
      {data?.passkeys.length === 0 && <p>{t('profile.passkeys.none')}</p>}
      {!canUsePasskey && <p>{t('profile.passkeys.unsupported')}</p>}
      {data ? (
        <Lines>
          {data.passkeys.map((passkey) => (
            <PasskeyLine key={passkey.id} passkey={passkey} />
          ))}
        </Lines>
      ) : (
        !error && <SkeletonLines lines={2} />
      )}
    </Card>
  )
}

function PasskeyLine({ passkey: { id, name, usedAt } }: { passkey: Passkey }) {
  const { t, format } = useI18n()
  const { busy, run } = useDeed()
  const confirm = useConfirm()
  const remove = async () => {
    const action = t('profile.passkeys.remove', { name })
    if (await confirm({ title: action, text: t('profile.passkeys.remove.text'), action, tone: 'danger' }))
      await run({ act: () => api.delete(`/me/passkeys/${id}`), done: t('profile.passkeys.removed'), stale: [secondFactorsQuery.queryKey] })
  }
  const used = usedAt ? t('profile.passkeys.used', { when: format.instant(usedAt) }) : t('profile.passkeys.unused')
  return (
    <Line title={name} detail={used}>
      <IconButton label={t('profile.passkeys.remove', { name })} icon={IconTrash} disabled={busy} onClick={() => void remove()} />
    </Line>
  )
}

function AddPasskey() {
  const { t } = useI18n()
  const queries = useQueryClient()
  const toast = useToast()
  const [open, setOpen] = useState(false)
  const close = () => setOpen(false)
  const add = async ({ name }: { name: string }, key: string) => {
    await api.post('/me/passkeys', { name, response: await makePasskey() }, { key })
    await queries.invalidateQueries({ queryKey: secondFactorsQuery.queryKey })
    close()
    toast({ text: t('profile.passkeys.added') })
  }
  return (
    <>
      <Button icon={IconAdd} onClick={() => setOpen(true)}>
        {t('profile.passkeys.add')}
      </Button>
      <Modal open={open} onClose={close} title={t('profile.passkeys.add')}>
        <Form initial={{ name: '' }} submitLabel={t('profile.passkeys.add')} onCancel={close} guard={false} onSubmit={add}>
          <TextField name="name" label={t('profile.passkeys.name')} required autoFocus />
        </Form>
      </Modal>
    </>
  )
}

/** Asks the person's device to make a passkey. @returns what the server keeps of it */
async function makePasskey(): Promise<object> {
  const { startRegistration } = await import('@simplewebauthn/browser')
  const optionsJSON = await api.post<Parameters<typeof startRegistration>[0]['optionsJSON']>('/me/passkeys/options', {})
  return startRegistration({ optionsJSON })
}
