import { useQuery } from '@tanstack/react-query'
import { useCan } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Button } from '#ui/button.tsx'
import { IconCheck, IconClose, IconStethoscope } from '#ui/icons.ts'
import { ErrorBanner, SkeletonLines } from '#ui/states.tsx'
import { InstantText } from '#ui/text.tsx'
import type { SubscriptionDeeds } from './deeds.ts'
import styles from './diagnosis.module.css'
import { type Diagnosis, type Finding, diagnosisQuery, loginsQuery, openSessionsQuery } from './queries.ts'

export interface DiagnosisProps {
  readonly deeds: SubscriptionDeeds
  /** Opens the payment dialog. */
  readonly onPay: () => void
}

/** "Why offline?": every station from invoice to router, which of them holds the customer up, and the smallest change that helps. */
export function WhyOffline({ deeds, onPay }: DiagnosisProps) {
  const { t } = useI18n()
  const { data, error } = useQuery(diagnosisQuery(deeds.subscription.id))
  if (error) return <ErrorBanner error={error} />
  if (!data) return <SkeletonLines lines={3} />
  return (
    <section className={styles.panel} data-verdict={data.verdict} aria-label={t('diagnosis.title')}>
      <header className={styles.head}>
        <IconStethoscope size={20} stroke={1.7} />
        <h3>{t(`diagnosis.verdict.${data.verdict}`)}</h3>
      </header>
      <ol className={styles.chain}>
        {data.findings.map((finding) => (
          <Station key={finding.topic} finding={finding} />
        ))}
      </ol>
      {data.remedy && <Remedy remedy={data.remedy} deeds={deeds} onPay={onPay} />}
    </section>
  )
}

function Station({ finding }: { finding: Finding }) {
  const { t, label, say } = useI18n()
  const text = useFindingText()
  const { topic, isFine, code, at } = finding
  return (
    <li data-fine={isFine}>
      <span className={styles.mark}>{isFine ? <IconCheck size={14} stroke={2.4} /> : <IconClose size={14} stroke={2.4} />}</span>
      <span className={styles.topic}>
        {label(topic, `diagnosis.topic.${topic}`)}
        <span className="tl-hidden">{t(isFine ? 'diagnosis.fine' : 'diagnosis.wrong')}</span>
      </span>
      <span className={styles.found}>{say(`diagnosis.${topic}.${code}`, text(finding))}</span>
      {at && (
        <span className={styles.at}>
          <InstantText value={at} />
        </span>
      )}
    </li>
  )
}

/** Details of a finding in people's words: money, days, reasons. */
function useFindingText() {
  const { t, format, label } = useI18n()
  return ({ details }: Finding): Readonly<Record<string, string>> => {
    const { minor, currency, dueOn, reason, reasons, kind, cause } = details
    return {
      nas: t('diagnosis.someRouter'),
      reason: t('diagnosis.noReason'),
      cause: t('diagnosis.noReason'),
      ...details,
      ...(minor && currency && { amount: format.money({ minor, currency }) }),
      ...(dueOn && { dueOn: format.date(dueOn) }),
      ...(reason && { reason: label(reason, `reason.${reason}`) }),
      ...(reasons && {
        reasons: reasons
          .split(' ')
          .map((one) => label(one, `reason.${one}`))
          .join(', '),
      }),
      ...(kind && { kind: label(kind, `command.${kind}`) }),
      ...(cause && { cause: label(cause, `cause.${cause}`) }),
    }
  }
}

function Remedy({ remedy, deeds, onPay }: DiagnosisProps & { remedy: NonNullable<Diagnosis['remedy']> }) {
  const { t, format, say } = useI18n()
  const button = useRemedyButton(remedy, deeds, onPay)
  const params = { amount: remedy.amount ? format.money(remedy.amount) : '', invoices: remedy.invoiceNumbers.join(', ') }
  return (
    <div className={styles.remedy}>
      <div>
        <strong>{t('remedy.title')}</strong>
        <p>{say(`remedy.${remedy.action}`, params)}</p>
      </div>
      {button && (
        <Button kind="primary" busy={deeds.busy} onClick={button.run}>
          {say(`remedy.${remedy.action}.button`, params)}
        </Button>
      )}
    </div>
  )
}

/** The button of a remedy; none where the change is not on our side or not this person's to make. */
function useRemedyButton({ action }: NonNullable<Diagnosis['remedy']>, deeds: SubscriptionDeeds, onPay: () => void) {
  const can = useCan()
  const { subscription, open } = deeds
  const { data: logins = [] } = useQuery({ ...loginsQuery(subscription.id), enabled: action === 'reset-password' && can('access.read') })
  const { data: sessions = [] } = useQuery({ ...openSessionsQuery(subscription.id), enabled: action === 'disconnect-others' })
  const offered = (permission: string, run: () => void) => (can(permission) ? { run } : undefined)
  const [login] = logins
  switch (action) {
    case 'pay':
      return offered('payments.receive', onPay)
    case 'lift-block':
      return offered('subscriptions.write', () => deeds.lift(subscription.blockReasons))
    case 'activate':
      return offered('subscriptions.write', deeds.activate)
    case 'resume':
      return offered('subscriptions.write', deeds.resume)
    case 'top-up':
      return offered('charging.write', () => open('top-up'))
    case 'create-login':
      return offered('access.write', () => open('login'))
    case 'reset-password':
      return login && offered('access.write', () => deeds.resetPassword(login.id))
    case 'disconnect-others':
      return offered('access.write', () => deeds.disconnect(sessions))
    case 'renew': // a new subscription, from the customer's page
    case 'check-line': // at the customer's home
      return undefined
    default:
      return action satisfies never
  }
}
