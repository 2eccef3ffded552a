import type { Role } from '#kernel/config.ts'
import { startTrunkline, type Trunkline } from '../../e2e/lib/trunkline.ts'
import type { Installation } from './installation.ts'

/** Starts some roles of the program, as a process of its own, on the database of an installation. */
export function startRoles({ dataDir, postgres }: Installation, roles: readonly Role[]): Promise<Trunkline> {
  return startTrunkline({
    env: {
      DATABASE_URL: postgres.ownerUrl,
      DATABASE_APP_URL: postgres.appUrl,
      DATA_DIR: dataDir,
      TRUNKLINE_ROLES: roles.join(','),
      RATE_LIMIT_PER_SECOND: '1000000', // one caller makes all requests
    },
  })
}
