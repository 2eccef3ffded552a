import { NewTariff } from '#console/features/charging/new-tariff.tsx'
import { ListScreen } from '#console/list-screen.tsx'

/** What prices the calls, data and messages that carriers tell of. */
export const Tariffs = () => <ListScreen name="tariffs" actions={<NewTariff />} emptyAction={<NewTariff />} />
