import { useI18n } from '#i18n'
import type { Phase, Terms } from './queries.ts'

export interface TermsFact {
  readonly name: string
  readonly text: string
}

/** Terms in people's words, always in the same order, so that two versions can be compared line by line. */
export function useTermsFacts(): (terms: Terms) => readonly TermsFact[] {
  const { t, format } = useI18n()
  const rates = (download: string | null, upload: string | null) =>
    download && upload ? t('plan.speed', { download: format.rate(download), upload: format.rate(upload) }) : t('plan.nothing')
  const listOf = (texts: readonly string[]) => (texts.length === 0 ? t('plan.nothing') : texts.join(', '))
  const phase = (one: Phase) =>
    one.kind === 'trial'
      ? t('plan.phase.trialText', { count: one.days })
      : t('plan.phase.discountText', { percent: one.percentOff, count: one.cycles })
  return (terms) => [
    {
      name: t('plan.recurring'),
      text: t(`plan.every.${terms.cycle.unit}`, { price: format.money(terms.recurring), count: terms.cycle.count }),
    },
    {
      name: t('plan.pass'),
      text: terms.pass === null ? t('plan.nothing') : `${format.number(terms.pass.count)} ${t(`plan.pass.unit.${terms.pass.unit}`)}`,
    },
    { name: t('plan.billedIn'), text: t(`plan.billedIn.${terms.billedIn}`) },
    { name: t('plan.alignment'), text: t(`plan.alignment.${terms.alignment}`) },
    { name: t('plan.setup'), text: format.money(terms.setup) },
    {
      name: t('plan.charges'),
      text: listOf(terms.charges.map((charge) => (charge.price ? `${charge.name} ${format.money(charge.price)}` : charge.name))),
    },
    { name: t('plan.phases'), text: listOf(terms.phases.map(phase)) },
    {
      name: t('plan.commitment.cycles'),
      text: terms.commitment === null ? t('plan.nothing') : format.number(terms.commitment.cycles),
    },
    { name: t('plan.tax'), text: t(terms.pricesIncludeTax ? 'plan.tax.included' : 'plan.tax.added') },
    { name: t('plan.speeds'), text: rates(terms.downloadBps, terms.uploadBps) },
    { name: t('plan.quota'), text: terms.quotaBytes === null ? t('plan.unlimited') : format.bytes(terms.quotaBytes) },
    { name: t('plan.quotaPolicy'), text: t(`plan.quotaPolicy.${terms.quotaPolicy}`) },
    {
      name: t('plan.tiers'),
      text: listOf(terms.fupTiers.map((tier) => `${format.bytes(tier.usedBytes)}: ${rates(tier.downloadBps, tier.uploadBps)}`)),
    },
    { name: t('plan.windows'), text: listOf(terms.freeWindows.map((window) => `${window.from}–${window.to}`)) },
    {
      name: t('plan.speedWindows'),
      text: listOf(terms.speedWindows.map((window) => `${window.from}–${window.to}: ${rates(window.downloadBps, window.uploadBps)}`)),
    },
    { name: t('plan.rollover'), text: terms.rollover === null ? t('plan.nothing') : format.number(terms.rollover.cycles) },
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
