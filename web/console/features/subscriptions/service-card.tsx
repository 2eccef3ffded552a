import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Can, useCan } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Button, Buttons } from '#ui/button.tsx'
import { IconStethoscope } from '#ui/icons.ts'
import { StatusBadge } from '#ui/status-badge.tsx'
import { SubscriptionActions } from './actions.tsx'
import { standingOf } from './boosts.tsx'
import { useSubscriptionDeeds } from './deeds.ts'
import { WhyOffline } from './diagnosis.tsx'
import { SubscriptionDialogs } from './dialogs.tsx'
import { Logins } from './logins.tsx'
import { type SubscriptionRow, boostsQuery, openSessionsQuery, quotaQuery } from './queries.ts'
import { QuotaBar } from './quota-bar.tsx'
import styles from './service-card.module.css'
import { OpenSessions } from './sessions.tsx'
import { UsageChart } from './usage-chart.tsx'

export interface ServiceCardProps {
  readonly subscription: SubscriptionRow
  readonly onPay: () => void
}

/** One service of a customer: what it is, how it does, who is online, and what keeps it away. */
export function ServiceCard({ subscription, onPay }: ServiceCardProps) {
  const { t } = useI18n()
  const deeds = useSubscriptionDeeds(subscription)
  const diagnosis = useDiagnosis(subscription)
  const { id, number, planName } = subscription
  return (
    <section className={styles.card} aria-label={`${planName} ${number}`}>
      <header className={styles.head}>
        <div className={styles.heading}>
          <h2>
            <Link to="/subscriptions/$id" params={{ id }}>
              {planName}
            </Link>
          </h2>
          <Standing subscription={subscription} />
          <span className={styles.quiet}>{number}</span>
        </div>
        <SubscriptionActions deeds={deeds} />
      </header>
      <div className={styles.body}>
        <div className={styles.facts}>
          <Terms subscription={subscription} />
          <QuotaBar subscriptionId={id} />
          <Can permission="access.read">
            <RunningBoost subscriptionId={id} />
            <OpenSessions deeds={deeds} />
            <Logins deeds={deeds} />
          </Can>
          {diagnosis.possible && !diagnosis.shown && (
            <Buttons>
              <Button icon={IconStethoscope} onClick={diagnosis.ask}>
                {t(diagnosis.question)}
              </Button>
            </Buttons>
          )}
        </div>
        <UsageChart subscriptionId={id} />
      </div>
      {diagnosis.possible && diagnosis.shown && <WhyOffline deeds={deeds} onPay={onPay} />}
      <SubscriptionDialogs deeds={deeds} />
    </section>
  )
}

/** State, and every reason for which service is withheld. */
export function Standing({ subscription: { state, blockReasons } }: { subscription: SubscriptionRow }) {
  const { label } = useI18n()
  return (
    <>
      <StatusBadge value={state} />
      {blockReasons.map((reason) => (
        <span key={reason} className={styles.reason}>
          {label(reason, `reason.${reason}`)}
        </span>
      ))}
    </>
  )
}

/** Speed, price and the days that matter, in one line. */
function Terms({ subscription }: { subscription: SubscriptionRow }) {
  const { t, format } = useI18n()
  const { id, download, upload, price, billedUntil, endsOn } = subscription
  const { data: quota } = useQuery(quotaQuery(id))
  return (
    <p>
      <strong>{t('plan.speed', { download: format.rate(download), upload: format.rate(upload) })}</strong> · {format.money(price)}
      {quota && !quota.limited && <span className={styles.quiet}> · {t('plan.unlimited')}</span>}
      {billedUntil && <span className={styles.quiet}> · {t('subscription.billedUntil', { day: format.date(billedUntil) })}</span>}
      {endsOn && <span className={styles.quiet}> · {t('subscription.endsOn', { day: format.date(endsOn) })}</span>}
    </p>
  )
}

function RunningBoost({ subscriptionId }: { subscriptionId: string }) {
  const { t, format } = useI18n()
  const { data } = useQuery(boostsQuery(subscriptionId))
  const running = data?.find((boost) => standingOf(boost) === 'running')
  if (!running) return null
  const { downloadBps, uploadBps, untilAt } = running
  const speed = t('plan.speed', { download: format.rate(downloadBps), upload: format.rate(uploadBps) })
  return <p>{t('boosts.running', { speed, until: format.instant(untilAt) })}</p>
}

const over: readonly string[] = ['ended', 'cancelled']

/** "Why offline?" opens by itself where service is withheld; else whoever asks sees the same chain. */
function useDiagnosis({ id, state }: SubscriptionRow) {
  const can = useCan()
  const { data: sessions } = useQuery({ ...openSessionsQuery(id), enabled: can('access.read') })
  const [asked, setAsked] = useState(false)
  const isOffline = sessions?.length === 0
  return {
    possible: sessions !== undefined && !over.includes(state),
    shown: asked || (isOffline && state !== 'active'),
    question: isOffline ? 'diagnosis.ask' : 'diagnosis.askOnline',
    ask: () => setAsked(true),
  } as const
}
