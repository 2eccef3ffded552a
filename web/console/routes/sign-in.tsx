import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useRouter, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { ApiProblem, api } from '#api'
import { EntrancePage } from '#console/routes/entrance-page.tsx'
import { PasskeyButton } from '#console/routes/passkey-button.tsx'
import { type Challenge, SecondFactor } from '#console/routes/second-factor.tsx'
import { type Session, remembered, sessionQuery } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Button } from '#ui/button.tsx'
import { type DemoLogin, DemoLogins } from '#ui/demo-logins.tsx'
import { PasswordField, TextField } from '#ui/fields.tsx'
import { Form } from '#ui/form.tsx'

interface Credentials {
  readonly email: string
  readonly password: string
  /** Slug; needed where the email works for several businesses. */
  readonly tenant?: string
}

interface TenantChoice {
  readonly credentials: Credentials
  readonly tenants: readonly { readonly slug: string; readonly name: string }[]
}

/** What the server wants to know beyond the password. */
type Asked = { readonly challenge: Challenge } | { readonly choice: TenantChoice }

export function SignIn() {
  const [asked, setAsked] = useState<Asked>()
  const enter = useEnter()
  const back = () => setAsked(undefined)

  const signIn = async ({ email, password, tenant }: Credentials) => {
    const credentials = { email, password, ...(tenant === undefined ? {} : { tenant }) }
    try {
      await enter(await api.post<Session>('/session', credentials))
    } catch (error) {
      const question = questionOf(error, credentials)
      if (!question) throw error
      setAsked(question)
    }
  }
  if (asked && 'challenge' in asked) return <SecondFactor challenge={asked.challenge} onEnter={enter} onBack={back} />
  if (asked) return <ChooseTenant {...asked.choice} onChoose={signIn} onBack={back} />
  return <Credentials onSignIn={signIn} onEnter={enter} />
}

function Credentials({
  onSignIn,
  onEnter,
}: {
  onSignIn: (credentials: Credentials) => Promise<void>
  onEnter: (session: Session) => Promise<void>
}) {
  const { t, label } = useI18n()
  const { data: logins = [] } = useQuery({ queryKey: ['demo', 'logins'], queryFn: demoLogins, staleTime: Infinity })
  const canUsePasskey = typeof PublicKeyCredential !== 'undefined' // only on https and localhost
  return (
    <EntrancePage title={t('signIn.title')}>
      <Form initial={{ email: '', password: '' }} submitLabel={t('signIn.submit')} submitWide guard={false} onSubmit={onSignIn}>
        <TextField name="email" type="email" label={t('signIn.email')} autoComplete="username" required autoFocus />
        <PasswordField name="password" label={t('signIn.password')} autoComplete="current-password" required />
      </Form>
      {canUsePasskey && (
        <PasskeyButton
          label={t('signIn.passkey')}
          onProof={async (response) => onEnter(await api.post<Session>('/session/passkey', { response }))}
        />
      )}
      <Link to="/forgot-password">{t('signIn.forgot')}</Link>
      <DemoLogins
        title={t('signIn.demo')}
        logins={logins.map((login) => ({ ...login, roleName: label(login.role, `role.${login.role}`) }))}
        onChoose={onSignIn}
      />
    </EntrancePage>
  )
}

function ChooseTenant({
  credentials,
  tenants,
  onChoose,
  onBack,
}: TenantChoice & { onChoose: (credentials: Credentials) => Promise<void>; onBack: () => void }) {
  const { t } = useI18n()
  return (
    <EntrancePage title={t('signIn.tenant')} text={t('signIn.tenant.text')}>
      {tenants.map(({ slug, name }) => (
        <Button key={slug} size="md" wide onClick={() => void onChoose({ ...credentials, tenant: slug })}>
          {name}
        </Button>
      ))}
      <Button kind="quiet" onClick={onBack}>
        {t('entrance.back')}
      </Button>
    </EntrancePage>
  )
}

/** Empty outside the demo. */
const demoLogins = async () => (await api.get<{ items: readonly DemoLogin[] }>('/demo/logins')).items

/** After the last proof: remember the session and go where the person wanted to. */
function useEnter() {
  const queries = useQueryClient()
  const router = useRouter()
  const { next } = useSearch({ from: '/sign-in' })
  return async (session: Session) => {
    queries.clear()
    queries.setQueryData(sessionQuery.queryKey, remembered(session))
    router.history.push(ownPath(next))
  }
}

/** Never to another site: only a path of ours. */
function ownPath(next: string | undefined): string {
  return next !== undefined && /^\/(?![/\\])/.test(next) ? next : '/'
}

function questionOf(error: unknown, credentials: Credentials): Asked | undefined {
  if (!(error instanceof ApiProblem)) return undefined
  // Each code carries these members beside the usual ones.
  if (error.code === 'identity.second_factor_required') return { challenge: error.document as unknown as Challenge }
  if (error.code === 'identity.choose_tenant')
    return { choice: { credentials, tenants: error.document['tenants'] as TenantChoice['tenants'] } }
  return undefined
}
