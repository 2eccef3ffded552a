import { api } from '#api'
import { EntrancePage } from '#console/routes/entrance-page.tsx'
import { PasskeyButton } from '#console/routes/passkey-button.tsx'
import type { Session } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Button } from '#ui/button.tsx'
import { CodeField } from '#ui/fields.tsx'
import { Form } from '#ui/form.tsx'

export interface Challenge {
  readonly challengeId: string
  readonly methods: readonly ('totp' | 'passkey')[]
}

export interface SecondFactorProps {
  readonly challenge: Challenge
  readonly onEnter: (session: Session) => Promise<void>
  readonly onBack: () => void
}

export function SecondFactor({ challenge, onEnter, onBack }: SecondFactorProps) {
  const { t } = useI18n()
  const { challengeId, methods } = challenge
  const withCode = methods.includes('totp')
  const prove = async (proof: object) => onEnter(await api.post<Session>('/session/second-factor', { challengeId, ...proof }))
  return (
    <EntrancePage title={t('secondFactor.title')} text={t(withCode ? 'secondFactor.totp' : 'secondFactor.passkey')}>
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
      <Button kind="quiet" onClick={onBack}>
        {t('entrance.back')}
      </Button>
    </EntrancePage>
  )
}
