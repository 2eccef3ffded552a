import { useI18n } from '#i18n'
import { DescriptionList } from '#ui/description-list.tsx'
import { Card } from '#ui/page.tsx'
import { Stat, Stats } from '#ui/stat.tsx'
import { DateText, InstantText, MoneyText } from '#ui/text.tsx'
import { usePeriod } from './invoice-lines.tsx'
import { type Invoice, leftOf } from './queries.ts'

export function InvoiceFigures({ invoice }: { invoice: Invoice }) {
  const { t, format } = useI18n()
  return (
    <Stats>
      <Stat label={t('invoice.total')} value={<MoneyText value={invoice.total} />} />
      <Stat label={t('invoice.paid')} value={<MoneyText value={invoice.paid} />} />
      <Stat
        label={t('invoice.left')}
        value={<MoneyText value={leftOf(invoice)} />}
        hint={invoice.state === 'open' && t('invoices.dueOn', { day: format.date(invoice.dueOn) })}
      />
    </Stats>
  )
}

export function InvoiceFacts({ invoice }: { invoice: Invoice }) {
  const { t, format } = useI18n()
  const period = usePeriod()
  const { issuedOn, dueOn, periodFrom, periodTo, promisedUntil, paidAt, placeOfSupply, withholdings, registration } = invoice
  return (
    <Card title={t('invoice.facts')}>
      <DescriptionList
        facts={[
          [t('invoice.issued'), <DateText key="issued" value={issuedOn} />],
          [t('invoice.due'), <DateText key="due" value={dueOn} />],
          [t('invoice.billed'), period(periodFrom, periodTo)],
          [t('column.placeOfSupply'), placeOfSupply],
          ...(registration === null ? [] : [[t('invoice.registration'), registration.reference] as const]),
          ...withholdings.map(
            ({ code, certificateNumber, amount }) =>
              [t('withholding.fact', { code, certificate: certificateNumber }), format.money(amount)] as const,
          ),
          ...(promisedUntil === null ? [] : [[t('invoice.promised'), <DateText key="promised" value={promisedUntil} />] as const]),
          ...(paidAt === null ? [] : [[t('invoice.paid'), <InstantText key="paid" value={paidAt} />] as const]),
        ]}
      />
    </Card>
  )
}
