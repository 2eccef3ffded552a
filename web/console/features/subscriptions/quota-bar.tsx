import { useQuery } from '@tanstack/react-query'
import { useI18n } from '#i18n'
import { ProgressBar } from '#ui/progress-bar.tsx'
import { Skeleton } from '#ui/states.tsx'
import { quotaQuery } from './queries.ts'

/** What is used of what is granted now, and when it renews. */
export function QuotaBar({ subscriptionId }: { subscriptionId: string }) {
  const { t, format } = useI18n()
  const { data } = useQuery(quotaQuery(subscriptionId))
  if (!data) return <Skeleton height="2.25rem" />
  if (!data.limited) return null // the plan's terms say so
  const detail = t('quota.used', { used: format.bytes(data.used), granted: format.bytes(data.granted) })
  return <ProgressBar label={t('quota.title')} ratio={Number(data.used) / Math.max(1, Number(data.granted))} detail={detail} />
}

/** Every grant that is valid now, the earliest to expire first. */
export function QuotaLots({ subscriptionId }: { subscriptionId: string }) {
  const { t, format, label } = useI18n()
  const { data } = useQuery(quotaQuery(subscriptionId))
  return data?.lots.map(({ id, source, granted, used, validTo }) => (
    <ProgressBar
      key={id}
      label={t('quota.lot', { source: label(source, `quota.source.${source}`), until: format.instant(validTo) })}
      ratio={Number(used) / Math.max(1, Number(granted))}
      detail={t('quota.used', { used: format.bytes(used), granted: format.bytes(granted) })}
    />
  ))
}
