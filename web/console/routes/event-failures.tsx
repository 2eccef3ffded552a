import { ReplayEvent } from '#console/features/platform/replay-event.tsx'
import { ListScreen } from '#console/list-screen.tsx'
import type { Row } from '#ui/data-table/list.ts'

const failureActions = (row: Row) => <ReplayEvent failure={row} />

export const EventFailures = () => <ListScreen name="event-failures" rowActions={failureActions} />
