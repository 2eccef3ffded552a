import { useI18n } from '#i18n'
import { DescriptionList } from '#ui/description-list.tsx'
import { Card } from '#ui/page.tsx'
import { Stat, Stats } from '#ui/stat.tsx'
import { InstantText, MoneyText, NoValue } from '#ui/text.tsx'
import { type Payment, partsOf } from './queries.ts'

export function PaymentFigures({ payment }: { payment: Payment }) {
  const { t } = useI18n()
  const { allocated, refunded } = partsOf(payment)
  return (
    <Stats>
      <Stat label={t('receipt.received')} value={<MoneyText value={payment.amount} />} />
      <Stat label={t('receipt.allocated')} value={<MoneyText value={allocated} />} />
      <Stat label={t('receipt.credit')} value={<MoneyText value={payment.unallocated} />} />
      {refunded.minor !== '0' && <Stat label={t('receipt.refunded')} value={<MoneyText value={refunded} />} />}
    </Stats>
  )
}

export function PaymentFacts({ payment: { method, reference, note, receivedAt } }: { payment: Payment }) {
  const { t, label } = useI18n()
  return (
    <Card title={t('receipt.facts')}>
      <DescriptionList
        facts={[
          [t('column.method'), label(method, `method.${method}`)],
          [t('column.reference'), reference || <NoValue key="reference" />],
          [t('column.receivedAt'), <InstantText key="received" value={receivedAt} />],
          ...(note ? [[t('column.note'), note] as const] : []),
        ]}
      />
    </Card>
  )
}
