import { useState } from 'react'
import { api } from '#api'
import { EntrancePage } from '#console/routes/entrance-page.tsx'
import { PasskeyButton } from '#console/routes/passkey-button.tsx'
import type { Session } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Button } from '#ui/button.tsx'
import { CodeField, TextField } from '#ui/fields.tsx'
import { Form } from '#ui/form.tsx'

export interface Challenge {
  readonly challengeId: string
  readonly methods: readonly ('totp' | 'passkey' | 'recovery-code')[]
}

export interface SecondFactorProps {
  readonly challenge: Challenge
  readonly onEnter: (session: Session) => Promise<void>
  readonly onBack: () => void
}

export function SecondFactor({ challenge, onEnter, onBack }: SecondFactorProps) {
  const { t } = useI18n()
  const { challengeId, methods } = challenge
  const [recovering, setRecovering] = useState(false)
  const withCode = methods.includes('totp') && !recovering
  const prove = async (proof: object) => onEnter(await api.post<Session>('/session/second-factor', { challengeId, ...proof }))
  return (
    <EntrancePage
      title={t('secondFactor.title')}
      text={t(recovering ? 'secondFactor.recovery' : withCode ? 'secondFactor.totp' : 'secondFactor.passkey')}
    >
      {recovering && (
        <Form
          initial={{ code: '' }}
          submitLabel={t('secondFactor.submit')}
          submitWide
          guard={false}
          onSubmit={({ code }) => prove({ method: 'recovery-code', code })}
        >
          <TextField name="code" label={t('secondFactor.recoveryCode')} required autoFocus />
        </Form>
      )}
      {withCode && (
        <Form
          initial={{ code: '' }}
          submitLabel={t('secondFactor.submit')}
          submitWide
          guard={false}
          onSubmit={({ code }) => prove({ method: 'totp', code })}
        >
          <CodeField name="code" label={t('secondFactor.code')} required autoFocus />
        </Form>
      )}
      {methods.includes('passkey') && (
        <PasskeyButton label={t('secondFactor.usePasskey')} onProof={(response) => prove({ method: 'passkey', response })} />
      )}
      {methods.includes('recovery-code') && (
        <Button kind="quiet" onClick={() => setRecovering(!recovering)}>
          {t(recovering ? 'secondFactor.useApp' : 'secondFactor.useRecovery')}
        </Button>
      )}
      <Button kind="quiet" onClick={onBack}>
        {t('entrance.back')}
      </Button>
    </EntrancePage>
  )
}
