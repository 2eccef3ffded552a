import { ImportLogs } from '#console/features/addresses/import-logs.tsx'
import { AddNatRule, natRuleActions } from '#console/features/addresses/nat-rules.tsx'
import { Retention } from '#console/features/addresses/retention.tsx'
import { ListScreen } from '#console/list-screen.tsx'

/** What is known of NATs: the rules of those that compute ports, and the logs of all others. */
export const NatRules = () => (
  <ListScreen
    name="nat-rules"
    actions={
      <>
        <Retention />
        <ImportLogs />
        <AddNatRule />
      </>
    }
    emptyAction={<AddNatRule />}
    rowActions={natRuleActions}
  />
)
