import { ChangeRequestPart } from '#console/features/subscriptions/change-requests.tsx'
import { ListScreen } from '#console/list-screen.tsx'
import type { Row } from '#ui/data-table/list.ts'

const decide = ({ id }: Row) => <ChangeRequestPart id={String(id)} />

/** Everything that was asked for, to be decided row by row. */
export const ChangeRequests = () => <ListScreen name="change-requests" rowActions={decide} />
