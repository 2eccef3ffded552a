import { useQuery } from '@tanstack/react-query'
import { policies, type Policy } from '#console/billing-settings.ts'
import { useSession } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Line, Lines } from '#ui/lines.tsx'
import { Card } from '#ui/page.tsx'
import { type Alternative, pricedPlansQuery } from './queries.ts'
import { useStageText } from './stage-text.ts'

/** What the alternative changes, in words. */
export function Changes({ alternative }: { alternative: Alternative | null }) {
  const { t } = useI18n()
  const sentences = useSentences(alternative ?? {})
  return (
    <Card title={t('simulation.changes')}>
      {sentences.length === 0 ? (
        <p>{t('simulation.changes.none')}</p>
      ) : (
        <Lines>
          {sentences.map((sentence) => (
            <Line key={sentence} title={sentence} />
          ))}
        </Lines>
      )}
    </Card>
  )
}

function useSentences({ prices = [], taxes = [], dunning = [], billing = {} }: Alternative): string[] {
  const { t, format } = useI18n()
  const { tenant } = useSession()
  const { data: plans = [] } = useQuery({ ...pricedPlansQuery, enabled: prices.length > 0 })
  const stageText = useStageText()
  const { label } = useI18n()
  const money = (minor: string) => format.money({ minor, currency: tenant.currency })
  const policy = (name: string, value: string) => `${name}: ${value}`
  const amounts = [
    ...(billing.minimumMinor === undefined ? [] : [policy(t('policy.minimum'), money(billing.minimumMinor))]),
    ...(billing.lateFeeMinor === undefined ? [] : [policy(t('policy.lateFee'), money(billing.lateFeeMinor))]),
    ...(billing.lateFeePercent === undefined ? [] : [policy(t('policy.lateFeePercent'), `${format.number(billing.lateFeePercent)} %`)]),
  ]
  const chosen = (Object.keys(policies) as Policy[]).flatMap((key) => {
    const value = billing[key]
    return value === undefined ? [] : [policy(t(`policy.${key}`), label(value, `policy.${key}.${value}`))]
  })
  return [
    ...prices.map(({ offerId, recurring }) => {
      const plan = plans.find(({ id }) => id === offerId)?.name ?? '…'
      return t('simulation.change.price', { plan, price: format.money(recurring) })
    }),
    ...taxes.map(({ code, percent }) => t('simulation.change.tax', { tax: code, percent: format.number(percent) })),
    ...dunning.map(stageText),
    ...chosen,
    ...amounts,
  ]
}
