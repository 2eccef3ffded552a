import { ListScreen } from '#console/list-screen.tsx'
import { useI18n } from '#i18n'
import type { Row } from '#ui/data-table/list.ts'

const remedy = ({ fault }: Row) => <Remedy fault={String(fault)} />

function Remedy({ fault }: { fault: string }) {
  const { say } = useI18n()
  return <p>{say(`usageFault.${fault}`, {})}</p>
}

/** Usage that could not be taken, each with what to do about it. */
export const UsageErrors = () => <ListScreen name="usage-errors" rowActions={remedy} />
