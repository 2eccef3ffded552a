import { useFasterText } from '#console/faster.tsx'
import { useI18n } from '#i18n'
import { priceWords } from './price-text.ts'
import type { FreeWindow, Phase, Terms } from './queries.ts'
import { useWeekdays } from './weekdays.ts'

export interface TermsFact {
  readonly name: string
  readonly text: string
}

/** Terms in people's words, always in the same order, so that two versions can be compared line by line. */
export function useTermsFacts(): (terms: Terms) => readonly TermsFact[] {
  const { t, format } = useI18n()
  const weekdays = useWeekdays()
  const fasterText = useFasterText()
  const rates = (download: string | null, upload: string | null) =>
    download && upload ? t('plan.speed', { download: format.rate(download), upload: format.rate(upload) }) : t('plan.nothing')
  const listOf = (texts: readonly string[]) => (texts.length === 0 ? t('plan.nothing') : texts.join(', '))
  const phase = (one: Phase) =>
    one.kind === 'trial'
      ? t('plan.phase.trialText', { count: one.days })
      : t('plan.phase.discountText', { percent: one.percentOff, count: one.cycles })
  const priceText = (terms: Terms) => {
    const words = priceWords(terms)
    const price = format.money(terms.recurring)
    return words.key === 'plan.once' ? t(words.key, { price }) : t(words.key, { price, count: words.count })
  }
  const daysText = (days: readonly number[]) =>
    days.length === weekdays.length ? t('plan.windows.always') : days.map((day) => weekdays[day - 1]?.label).join(' ')
  const hoursText = ({ days, from, to }: FreeWindow) => t('plan.windows.text', { days: daysText(days), from, to })
  return (terms) => {
    const { burst, guaranteed, priority, profile } = terms.quality ?? {}
    return [
      {
        name: t('plan.recurring'),
        text: priceText(terms),
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
      { name: t('plan.windows'), text: listOf(terms.freeWindows.map(hoursText)) },
      {
        name: t('plan.speedWindows'),
        text: listOf(terms.speedWindows.map((window) => `${hoursText(window)}: ${rates(window.downloadBps, window.uploadBps)}`)),
      },
      {
        name: t('plan.burst'),
        text: burst
          ? t('plan.burst.text', {
              speed: rates(burst.downloadBps, burst.uploadBps),
              time: format.duration(burst.seconds),
              percent: format.number(burst.thresholdPercent),
            })
          : t('plan.nothing'),
      },
      { name: t('plan.guaranteed'), text: guaranteed ? rates(guaranteed.downloadBps, guaranteed.uploadBps) : t('plan.nothing') },
      { name: t('plan.priority'), text: priority ? format.number(priority) : t('plan.nothing') },
      { name: t('plan.profile'), text: profile ?? t('plan.nothing') },
      { name: t('plan.boost'), text: terms.topUp?.unit === 'boost' ? fasterText(terms.topUp.faster) : t('plan.nothing') },
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
}
