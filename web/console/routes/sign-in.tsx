import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useRouter, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { ApiProblem, api } from '#api'
import { EntrancePage } from '#console/routes/entrance-page.tsx'
import { SecondFactor, type Challenge } from '#console/routes/second-factor.tsx'
import { type Session, remembered, sessionQuery } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { DemoLogins, type DemoLogin } from '#ui/demo-logins.tsx'
import { PasswordField, TextField } from '#ui/fields.tsx'
import { Form } from '#ui/form.tsx'

export function SignIn() {
  const { t } = useI18n()
  const [challenge, setChallenge] = useState<Challenge>()
  const enter = useEnter()

  const signIn = async (credentials: { email: string; password: string }, key?: string) => {
    try {
      await enter(await api.post<Session>('/session', credentials, key === undefined ? {} : { key }))
    } catch (error) {
      const asked = challengeOf(error)
      if (!asked) throw error
      setChallenge(asked)
    }
  }
  if (challenge) return <SecondFactor challenge={challenge} onEnter={enter} onBack={() => setChallenge(undefined)} />
  return (
    <EntrancePage title={t('signIn.title')}>
      <Form initial={{ email: '', password: '' }} submitLabel={t('signIn.submit')} submitWide guard={false} onSubmit={signIn}>
        <TextField name="email" type="email" label={t('signIn.email')} autoComplete="username" required autoFocus />
        <PasswordField name="password" label={t('signIn.password')} autoComplete="current-password" required />
      </Form>
      <Link to="/forgot-password">{t('signIn.forgot')}</Link>
      <Demo onChoose={(login) => signIn(login)} />
    </EntrancePage>
  )
}

function Demo({ onChoose }: { onChoose: (login: DemoLogin) => Promise<unknown> }) {
  const { t, label } = useI18n()
  const { data = [] } = useQuery({ queryKey: ['demo', 'logins'], queryFn: demoLogins, retry: false, staleTime: Infinity })
  const named = data.map((login) => ({ ...login, roleName: label(login.role, `role.${login.role}`) }))
  return <DemoLogins title={t('signIn.demo')} logins={named} onChoose={onChoose} />
}

/** Only a demo has this route; elsewhere there is nothing to offer. */
async function demoLogins(): Promise<readonly DemoLogin[]> {
  return api.get<{ items: readonly DemoLogin[] }>('/demo/logins').then(
    ({ items }) => items,
    () => [],
  )
}

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

function challengeOf(error: unknown): Challenge | undefined {
  if (!(error instanceof ApiProblem) || error.code !== 'identity.second_factor_required') return undefined
  return error.document as unknown as Challenge // the fields that this code carries
}
