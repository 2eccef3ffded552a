import { TraceAddress } from '#console/features/addresses/trace.tsx'
import { ListScreen } from '#console/list-screen.tsx'
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

/** What was asked before, by whom and why. */
export const AddressTraces = () => <ListScreen name="address-traces" />
