import { scopeOfAllTenants, transact } from '#kernel/db.ts'
import type { Platform } from '#kernel/platform.ts'
import { type DemoLogin, readDemoLogins } from './store.ts'

/** Logins the demo world came with; none outside the demo. */
export async function demoLogins(platform: Platform): Promise<DemoLogin[]> {
  if (!platform.config.DEMO) return []
  return transact(platform.db, await scopeOfAllTenants(platform.db, 'sign-in'), readDemoLogins)
}
