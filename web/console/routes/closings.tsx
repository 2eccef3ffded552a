import { Months } from '#console/features/ledger/months.tsx'
import { Recognition } from '#console/features/ledger/recognition.tsx'
import { ListPart } from '#console/list-screen.tsx'
import { useI18n } from '#i18n'
import { Page, Split } from '#ui/page.tsx'

/** Months of the books: open, or closed for good reason, and who closed them. */
export function Closings() {
  const { t } = useI18n()
  return (
    <Page title={t('nav.closings')} description={t('closings.text')}>
      <Split aside={<Recognition />}>
        <Months />
        <ListPart name="ledger-closings" />
      </Split>
    </Page>
  )
}
