import { LookUp } from '#console/features/vouchers/look-up.tsx'
import { NewBatch } from '#console/features/vouchers/new-batch.tsx'
import { ListScreen } from '#console/list-screen.tsx'
import { useI18n } from '#i18n'
import { LinkButton } from '#ui/button.tsx'

/** Vouchers by the batch that they were printed in. */
export function VoucherBatches() {
  const { t } = useI18n()
  return (
    <ListScreen
      name="voucher-batches"
      actions={
        <>
          <LookUp />
          <LinkButton to="/voucher-needs">{t('voucher.needs')}</LinkButton>
          <NewBatch />
        </>
      }
      emptyAction={<NewBatch />}
    />
  )
}
