import { RunDunning } from '#console/features/billing/run-dunning.tsx'
import { ListScreen } from '#console/list-screen.tsx'
import { Can } from '#console/session.tsx'

/** Who owes what, at which step they are, and what comes next. */
export function Dunning() {
  return (
    <ListScreen
      name="dunning"
      actions={
        <Can permission="billing.run">
          <RunDunning />
        </Can>
      }
    />
  )
}
