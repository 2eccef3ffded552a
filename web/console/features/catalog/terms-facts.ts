import { useI18n } from '#i18n'
import type { Terms } from './queries.ts'

export interface TermsFact {
  readonly name: string
  readonly text: string
}

/** Terms in people's words, always in the same order, so that two versions can be compared line by line. */
export function useTermsFacts(): (terms: Terms) => readonly TermsFact[] {
  const { t, format } = useI18n()
  const rates = (download: string | null, upload: string | null) =>
    download && upload ? t('plan.speed', { download: format.rate(download), upload: format.rate(upload) }) : t('plan.nothing')
  return (terms) => [
    {
      name: t('plan.recurring'),
      text: t(`plan.every.${terms.cycle.unit}`, { price: format.money(terms.recurring), count: terms.cycle.count }),
    },
    { name: t('plan.setup'), text: format.money(terms.setup) },
    { name: t('plan.tax'), text: t(terms.pricesIncludeTax ? 'plan.tax.included' : 'plan.tax.added') },
    { name: t('plan.speeds'), text: rates(terms.downloadBps, terms.uploadBps) },
    { name: t('plan.quota'), text: terms.quotaBytes === null ? t('plan.unlimited') : format.bytes(terms.quotaBytes) },
    { name: t('plan.quotaPolicy'), text: t(`plan.quotaPolicy.${terms.quotaPolicy}`) },
    { name: t('plan.throttledSpeeds'), text: rates(terms.throttledDownloadBps, terms.throttledUploadBps) },
    { name: t('plan.sessionsMax'), text: format.number(terms.sessionsMax) },
    { name: t('plan.sessionLimitPolicy'), text: t(`plan.sessionLimitPolicy.${terms.sessionLimitPolicy}`) },
    { name: t('plan.addressPool'), text: terms.addressPool ?? t('plan.nothing') },
    {
      name: t('plan.idleTimeout'),
      text: terms.idleTimeoutSeconds === null ? t('plan.nothing') : format.duration(terms.idleTimeoutSeconds),
    },
  ]
}
