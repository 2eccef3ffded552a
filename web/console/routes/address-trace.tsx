import { TraceAddress } from '#console/features/addresses/trace.tsx'
import { useI18n } from '#i18n'
import { Page } from '#ui/page.tsx'

/** Answers lawful requests: from an address, a port and an instant to a customer. */
export function AddressTrace() {
  const { t } = useI18n()
  return (
    <Page title={t('nav.addressTrace')} description={t('addressTrace.text')}>
      <TraceAddress />
    </Page>
  )
}
