import { VerifyAudit } from '#console/features/platform/verify-audit.tsx'
import { ListScreen } from '#console/list-screen.tsx'

export const Audit = () => <ListScreen name="audit" actions={<VerifyAudit />} />
