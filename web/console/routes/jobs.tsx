import { RetryJob } from '#console/features/platform/retry-job.tsx'
import { ListScreen } from '#console/list-screen.tsx'
import type { Row } from '#ui/data-table/list.ts'

const jobActions = (row: Row) => <RetryJob job={row} />

export const Jobs = () => <ListScreen name="jobs" rowActions={jobActions} />
