import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#api'
import { useDeed } from '#console/deed.ts'
import { useI18n } from '#i18n'
import { Button, Buttons } from '#ui/button.tsx'
import { useConfirm } from '#ui/confirm.tsx'
import { CodeList, CopyField } from '#ui/copy-field.tsx'
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

interface RecoveryCodes {
  readonly recoveryCodes: readonly string[]
}

export function Totp() {
  const { t } = useI18n()
  const { data, error } = useQuery(secondFactorsQuery)
  const [codes, setCodes] = useState<readonly string[]>()
  return (
    <Card title={t('profile.totp')}>
      {error && <ErrorBanner error={error} />}
      {codes && <NewRecoveryCodes codes={codes} onKept={() => setCodes(undefined)} />}
      {data?.totp && !codes && <InForce recoveryCodesLeft={data.recoveryCodesLeft} onCodes={setCodes} />}
      {data?.totp === false && <SetUpTotp onCodes={setCodes} />}
      {!data && !error && <SkeletonLines lines={2} />}
    </Card>
  )
}

/** Shown this once. */
function NewRecoveryCodes({ codes, onKept }: { codes: readonly string[]; onKept: () => void }) {
  const { t } = useI18n()
  return (
    <FormPart>
      <p>{t('profile.recovery.keep')}</p>
      <CodeList codes={codes} label={t('profile.recovery')} />
      <div>
        <Button kind="primary" onClick={onKept}>
          {t('profile.recovery.kept')}
        </Button>
      </div>
    </FormPart>
  )
}

const fewCodes = 3 // time to make new ones

interface InForceProps {
  readonly recoveryCodesLeft: number
  readonly onCodes: (codes: readonly string[]) => void
}

function InForce({ recoveryCodesLeft, onCodes }: InForceProps) {
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
  const renew = async () => {
    const question = {
      title: t('profile.recovery.renew.title'),
      text: t('profile.recovery.renew.text'),
      action: t('profile.recovery.renew'),
    }
    if (await confirm(question))
      await run({
        act: async () => onCodes((await api.post<RecoveryCodes>('/me/recovery-codes', {})).recoveryCodes),
        done: t('profile.recovery.renewed'),
        stale: [secondFactorsQuery.queryKey],
      })
  }
  return (
    <FormPart>
      <p>{t('profile.totp.on')}</p>
      <p role={recoveryCodesLeft <= fewCodes ? 'alert' : undefined}>
        {t(recoveryCodesLeft <= fewCodes ? 'profile.recovery.few' : 'profile.recovery.left', { count: recoveryCodesLeft })}
      </p>
      <Buttons>
        <Button icon={IconKey} busy={busy} onClick={() => void renew()}>
          {t('profile.recovery.renew')}
        </Button>
        <Button icon={IconTrash} busy={busy} onClick={() => void remove()}>
          {t('profile.totp.remove')}
        </Button>
      </Buttons>
    </FormPart>
  )
}

function SetUpTotp({ onCodes }: Pick<InForceProps, 'onCodes'>) {
  const { t } = useI18n()
  const [begun, setBegun] = useState<Begun>()
  const [error, setError] = useState<unknown>()
  const begin = () => api.post<Begun>('/me/totp', {}).then(setBegun, setError)
  if (begun) return <ConfirmTotp begun={begun} onCodes={onCodes} onCancel={() => setBegun(undefined)} />
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

interface ConfirmTotpProps extends Pick<InForceProps, 'onCodes'> {
  readonly begun: Begun
  readonly onCancel: () => void
}

function ConfirmTotp({ begun: { secret, qr }, onCodes, onCancel }: ConfirmTotpProps) {
  const { t } = useI18n()
  const queries = useQueryClient()
  const toast = useToast()
  const confirm = async ({ code }: { code: string }, key: string) => {
    const { recoveryCodes } = await api.post<RecoveryCodes>('/me/totp/confirmation', { code }, { key })
    onCodes(recoveryCodes)
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
