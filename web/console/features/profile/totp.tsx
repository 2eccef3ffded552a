import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#api'
import { useDeed } from '#console/deed.ts'
import { useI18n } from '#i18n'
import { Button } from '#ui/button.tsx'
import { useConfirm } from '#ui/confirm.tsx'
import { CopyField } from '#ui/copy-field.tsx'
import { CodeField } from '#ui/fields.tsx'
import { Form, FormPart } from '#ui/form.tsx'
import { IconKey, IconTrash } from '#ui/icons.ts'
import { Card } from '#ui/page.tsx'
import { ErrorBanner, SkeletonLines } from '#ui/states.tsx'
import { useToast } from '#ui/toast.tsx'
import { secondFactorsQuery } from './queries.ts'

interface Begun {
  readonly secret: string
  /** A picture as data: URL. */
  readonly qr: string
}

export function Totp() {
  const { t } = useI18n()
  const { data, error } = useQuery(secondFactorsQuery)
  return (
    <Card title={t('profile.totp')}>
      {error && <ErrorBanner error={error} />}
      {data ? data.totp ? <InForce /> : <SetUpTotp /> : !error && <SkeletonLines lines={2} />}
    </Card>
  )
}

function InForce() {
  const { t } = useI18n()
  const { busy, run } = useDeed()
  const confirm = useConfirm()
  const remove = async () => {
    const question = {
      title: t('profile.totp.remove.title'),
      text: t('profile.totp.remove.text'),
      action: t('profile.totp.remove'),
      tone: 'danger' as const,
    }
    if (await confirm(question))
      await run({ act: () => api.delete('/me/totp'), done: t('profile.totp.removed'), stale: [secondFactorsQuery.queryKey] })
  }
  return (
    <FormPart>
      <p>{t('profile.totp.on')}</p>
      <div>
        <Button icon={IconTrash} busy={busy} onClick={() => void remove()}>
          {t('profile.totp.remove')}
        </Button>
      </div>
    </FormPart>
  )
}

function SetUpTotp() {
  const { t } = useI18n()
  const [begun, setBegun] = useState<Begun>()
  const [error, setError] = useState<unknown>()
  const begin = () => api.post<Begun>('/me/totp', {}).then(setBegun, setError)
  if (begun) return <ConfirmTotp begun={begun} onCancel={() => setBegun(undefined)} />
  return (
    <FormPart>
      {error !== undefined && <ErrorBanner error={error} />}
      <p>{t('profile.totp.off')}</p>
      <div>
        <Button icon={IconKey} onClick={() => void begin()}>
          {t('profile.totp.begin')}
        </Button>
      </div>
    </FormPart>
  )
}

const qrPixels = 180

function ConfirmTotp({ begun: { secret, qr }, onCancel }: { begun: Begun; onCancel: () => void }) {
  const { t } = useI18n()
  const queries = useQueryClient()
  const toast = useToast()
  const confirm = async ({ code }: { code: string }, key: string) => {
    await api.post('/me/totp/confirmation', { code }, { key })
    await queries.invalidateQueries({ queryKey: secondFactorsQuery.queryKey })
    toast({ text: t('profile.totp.confirmed') })
  }
  return (
    <Form initial={{ code: '' }} submitLabel={t('profile.totp.confirm')} onCancel={onCancel} guard={false} onSubmit={confirm}>
      <p>{t('profile.totp.scan')}</p>
      <img src={qr} alt={t('profile.totp.scan')} width={qrPixels} height={qrPixels} />
      <div>
        {t('profile.totp.secret')} <CopyField value={secret} label={t('profile.totp.secret')} />
      </div>
      <CodeField name="code" label={t('secondFactor.code')} required autoFocus />
    </Form>
  )
}
