import type { Tx } from '#kernel/db.ts'
import { routerSetsSpeed } from './errors.ts'
import type { NasVendor } from './nas.ts'
import { profilesOfRouters } from './nas-store.ts'

/** On these a profile of the router is the speed, and nothing beside it is heeded; see `speedAttributes`. */
const profileIsSpeed: ReadonlySet<NasVendor> = new Set(['cisco'])

/** Refuses another speed where the router that a subscription is on, or was on last, would not take it. @throws access.router_sets_speed */
export async function requireSpeedTaken(tx: Tx, subscriptionId: string): Promise<void> {
  const found = (await profilesOfRouters(tx, subscriptionId)).find(({ vendor }) => profileIsSpeed.has(vendor))
  if (found) throw routerSetsSpeed(found.router, found.profile)
}
