import { useQuery } from '@tanstack/react-query'
import { useCan } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Button, IconButton } from '#ui/button.tsx'
import { useConfirm } from '#ui/confirm.tsx'
import { CopyField } from '#ui/copy-field.tsx'
import { IconKey, IconTrash } from '#ui/icons.ts'
import { Skeleton } from '#ui/states.tsx'
import type { SubscriptionDeeds } from './deeds.ts'
import { DeviceCertificate } from './device-certificate.tsx'
import { type Login, loginsQuery } from './queries.ts'
import styles from './service-card.module.css'

/** What the customer logs in with. Nobody can read a password; a new one is shown once. */
export function Logins({ deeds }: { deeds: SubscriptionDeeds }) {
  const { t } = useI18n()
  const can = useCan()
  const { data } = useQuery(loginsQuery(deeds.subscription.id))
  if (!data) return <Skeleton height="2rem" />
  if (data.length === 0)
    return (
      <p className={styles.quiet}>
        {t('login.none')}{' '}
        {can('access.write') && (
          <Button kind="quiet" icon={IconKey} onClick={() => deeds.open('login')}>
            {t('login.add')}
          </Button>
        )}
      </p>
    )
  return (
    <ul className={styles.sessions}>
      {data.map((login) => (
        <LoginLine key={login.id} login={login} deeds={deeds} />
      ))}
    </ul>
  )
}

function LoginLine({ login, deeds }: { login: Login; deeds: SubscriptionDeeds }) {
  const { t } = useI18n()
  const can = useCan()
  const confirm = useConfirm()
  const { id, username, kind, framedAddress } = login
  const reset = async () => {
    const question = { title: t('login.reset.title', { username }), text: t('login.reset.text'), action: t('login.reset') }
    if (await confirm(question)) deeds.resetPassword(id)
  }
  const remove = async () => {
    const question = {
      title: t('login.remove.title', { username }),
      text: t('login.remove.text'),
      action: t('login.remove'),
      tone: 'danger' as const,
    }
    if (await confirm(question)) deeds.removeLogin(id)
  }
  return (
    <li>
      <div>
        <CopyField value={username} label={t('login.username')} />{' '}
        <span className={styles.quiet}>{[t(`login.${kind}`), framedAddress].filter(Boolean).join(' · ')}</span>
      </div>
      {can('access.write') && (
        <span className={styles.buttons}>
          {kind !== 'voucher' && (
            <Button kind="quiet" icon={IconKey} busy={deeds.busy} onClick={() => void reset()}>
              {t('login.reset')}
            </Button>
          )}
          {kind !== 'mac' && kind !== 'voucher' && <DeviceCertificate login={login} />}
          <IconButton label={t('login.remove.title', { username })} icon={IconTrash} onClick={() => void remove()} />
        </span>
      )}
    </li>
  )
}
