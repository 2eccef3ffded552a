import { RunBilling } from '#console/features/billing/run-billing.tsx'
import { RunDunning } from '#console/features/billing/run-dunning.tsx'
import { ListScreen } from '#console/list-screen.tsx'
import { Can } from '#console/session.tsx'

export function BillRuns() {
  return (
    <ListScreen
      name="bill-runs"
      actions={
        <Can permission="billing.run">
          <RunDunning />
          <RunBilling />
        </Can>
      }
    />
  )
}
