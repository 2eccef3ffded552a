import { Needs, Owed } from '#console/features/vouchers/needs.tsx'
import { useI18n } from '#i18n'
import { Card, Page } from '#ui/page.tsx'

/** What to print, and what is owed for what was printed. */
export function VoucherNeeds() {
  const { t } = useI18n()
  return (
    <Page
      title={t('voucher.needs')}
      description={t('voucher.needs.text')}
      breadcrumbs={[{ label: t('nav.voucherBatches'), to: '/voucher-batches' }]}
    >
      <Needs />
      <Card title={t('voucher.owed')}>
        <Owed />
      </Card>
    </Page>
  )
}
