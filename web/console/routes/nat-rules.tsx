import { ListScreen } from '#console/list-screen.tsx'

export const NatRules = () => <ListScreen name="nat-rules" />
