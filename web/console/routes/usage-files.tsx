import { TakeUsageFile } from '#console/features/charging/take-usage-file.tsx'
import { ListScreen } from '#console/list-screen.tsx'

export const UsageFiles = () => <ListScreen name="usage-files" actions={<TakeUsageFile />} emptyAction={<TakeUsageFile />} />
