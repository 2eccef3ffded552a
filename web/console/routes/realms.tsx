import { AddRealm, RealmActions } from '#console/features/access/realms.tsx'
import { ListScreen } from '#console/list-screen.tsx'
import type { Row } from '#ui/data-table/list.ts'

const actions = (row: Row) => <RealmActions {...row} />

export const Realms = () => <ListScreen name="realms" actions={<AddRealm />} emptyAction={<AddRealm />} rowActions={actions} />
