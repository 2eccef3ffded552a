import { useQuery } from '@tanstack/react-query'
import { ApiProblem } from '#api'
import { vendorNames } from '#console/vendor-names.ts'
import { useI18n } from '#i18n'
import { useValues } from '#ui/form.tsx'
import { Card } from '#ui/page.tsx'
import { ErrorBanner, SkeletonLines } from '#ui/states.tsx'
import { type Plan, type PlanReply, planRepliesQuery } from './queries.ts'
import styles from './router-replies.module.css'
import { speedTerms, termsDraft, type TermsValues } from './terms-draft.ts'
import { useSettled } from './settled.ts'

/** What routers would be told of the terms as they are typed. */
export function TypedReplies({ kind, under }: { readonly kind: Plan['kind']; readonly under?: string }) {
  const values = useValues<Readonly<Record<string, unknown>>>()
  const terms = (under === undefined ? values : values[under]) as TermsValues // the form of the terms holds these
  const settled = useSettled(kind === 'plan' ? speedTerms(termsDraft(terms, kind)) : undefined)
  return kind === 'plan' ? <RouterReplies terms={settled} /> : null
}

/** What the routers of each vendor in use are told of a plan: the accept, then what its other speeds change. */
export function RouterReplies({ terms }: { terms: object | undefined }) {
  const { t } = useI18n()
  const { data: replies, error } = useQuery(planRepliesQuery(terms))
  const isUnfinished = terms === undefined || (error instanceof ApiProblem && error.status < 500)
  return (
    <Card title={t('replies.title')}>
      <div className={styles.replies}>
        {isUnfinished && <p>{t('replies.unfinished')}</p>}
        {!isUnfinished && error && <ErrorBanner error={error} />}
        {!isUnfinished && !error && !replies && <SkeletonLines lines={4} />}
        {!isUnfinished && replies?.map((reply) => <Reply key={reply.vendor} reply={reply} />)}
      </div>
    </Card>
  )
}

function Reply({ reply: { vendor, routers, parts } }: { reply: PlanReply }) {
  const { t, format } = useI18n()
  const name = vendorNames[vendor] ?? t('router.vendor.generic')
  return (
    <section aria-label={name}>
      <h3>
        {name} <span className={styles.quiet}>{routers.length > 0 ? routers.join(', ') : t('replies.noRouter')}</span>
      </h3>
      {parts.map(({ source, downloadBps, uploadBps, attributes }, at) => (
        <div key={at}>
          <p className={styles.quiet}>
            {t(`replies.${source}`)} {t('plan.speed', { download: format.rate(downloadBps), upload: format.rate(uploadBps) })}
          </p>
          <pre tabIndex={0}>
            <code>{attributes.map(({ name: attribute, value }) => `${attribute} = ${value}`).join('\n')}</code>
          </pre>
        </div>
      ))}
    </section>
  )
}
