import { WebhookDelivery } from '#console/features/platform/webhook-delivery.tsx'
import { ListScreen } from '#console/list-screen.tsx'
import type { Row } from '#ui/data-table/list.ts'

const attempts = (row: Row) => <WebhookDelivery key={row.id} id={String(row.id)} />

export const WebhookDeliveries = () => <ListScreen name="webhook-deliveries" rowActions={attempts} />
