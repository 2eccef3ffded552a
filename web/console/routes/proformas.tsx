import { apiUrl } from '#api'
import { ListScreen } from '#console/list-screen.tsx'
import { useI18n } from '#i18n'
import { Buttons, DocumentButton } from '#ui/button.tsx'
import type { Row } from '#ui/data-table/list.ts'
import { IconDocument } from '#ui/icons.ts'

const document = (row: Row) => <Document id={String(row.id)} />

function Document({ id }: { id: string }) {
  const { t } = useI18n()
  return (
    <Buttons>
      <DocumentButton icon={IconDocument} href={apiUrl(`/proformas/${id}/document`)}>
        {t('invoice.pdf')}
      </DocumentButton>
    </Buttons>
  )
}

/** What was asked for in advance, on papers that are no invoices. */
export const Proformas = () => <ListScreen name="proformas" rowActions={document} />
