import { AddPool } from '#console/features/addresses/pool-form.tsx'
import { Conflicts, Pools } from '#console/features/addresses/pools.tsx'
import { useI18n } from '#i18n'
import { Page } from '#ui/page.tsx'

/** How full the pools are, and what contradicts itself. */
export function AddressPools() {
  const { t } = useI18n()
  return (
    <Page title={t('nav.addressPools')} description={t('addressPool.text')} actions={<AddPool />}>
      <Pools />
      <Conflicts />
    </Page>
  )
}
