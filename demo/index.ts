import { hashPassword } from '#kernel/crypto.ts'
import { scopeOfAllTenants, transact } from '#kernel/db.ts'
import type { Platform } from '#kernel/platform.ts'
import { type Business, businesses, demoPassword } from './businesses.ts'
import { type LoadOptions, loadBusiness } from './load.ts'
import { existingSlugs } from './store.ts'

export { startDemo } from './live.ts'

/** Businesses loaded at the same time: each is one connection's work, and more would only share the processors. */
const lanes = 2

/**
 * Loads the businesses that are not there yet. Each is loaded in one transaction, so it is there wholly or not at all: after a kill
 * in the middle, the next start loads those that are missing. The first goes alone: see `analyse`.
 */
export async function loadDemo(platform: Platform, { scale = 1 }: { readonly scale?: number } = {}): Promise<void> {
  const missing = await missingBusinesses(platform)
  if (missing.length === 0) return
  console.log(`loading the demo world: ${missing.map((business) => business.tenant.name).join(', ')}`)
  const passwordHash = await hashPassword(demoPassword)
  const queue = missing.toSorted((a, b) => b.customers - a.customers)
  const options = { scale, passwordHash }
  if (missing.length === businesses.length) await loadAlone(platform, queue.pop()!, { ...options, isFirst: true })
  const work = async () => {
    for (let business = queue.shift(); business; business = queue.shift())
      await loadAlone(platform, business, { ...options, isFirst: false })
  }
  await Promise.all(Array.from({ length: lanes }, work))
}

/** Those to load: all into an empty installation, the rest where a load was cut off, none among businesses of others. */
async function missingBusinesses(platform: Platform): Promise<Business[]> {
  const present = await transact(platform.db, await scopeOfAllTenants(platform.db, 'demo'), existingSlugs)
  const missing = businesses.filter((business) => !present.has(business.tenant.slug))
  return present.size === 0 || missing.length < businesses.length ? missing : []
}

async function loadAlone(platform: Platform, business: Business, options: LoadOptions): Promise<void> {
  const began = performance.now()
  await transact(platform.db, { tenants: [], actor: 'demo', requestId: '' }, (tx) => loadBusiness(tx, platform, business, options))
  console.log(`  ${business.tenant.name} ${((performance.now() - began) / 1000).toFixed(1)} s`)
}
