/** Use cases of a router that is there: enter its API, look at it, tell it everything anew. */
import { addressFault } from '#kernel/address.ts'
import type { Tx } from '#kernel/db.ts'
import { emit } from '#kernel/events.ts'
import { enqueue } from '#kernel/jobs.ts'
import type { Platform } from '#kernel/platform.ts'
import { sealSecret } from '#kernel/vault.ts'
import { findNas, resyncNas } from '#modules/access'
import { passwordPurpose } from './enrol-router.ts'
import type { Use } from './enrolment.ts'
import { addressRefused, passwordMissing } from './errors.ts'
import { isSameRouter, type Management, routerReach } from './management.ts'
import { putRouter, readRouter, type Router } from './store.ts'

export type ManagementDraft = Omit<Management, 'password'> & {
  readonly uses: readonly Use[]
  /** Undefined keeps the one there is, while the router is the same. */
  readonly password?: string | undefined
}

/** @throws access.nas_not_found, routers.address_refused, routers.password_missing */
export async function enterManagement(tx: Tx, platform: Platform, nasId: string, { password, ...draft }: ManagementDraft): Promise<Router> {
  await findNas(tx, nasId)
  const fault = addressFault(draft.address, routerReach(platform.config))
  if (fault) throw addressRefused(fault)
  const known = await readRouter(tx, nasId)
  if (password === undefined && !(known && isSameRouter(known, draft))) throw passwordMissing()
  const router = { nasId, ...draft, wireguardPublicKey: known?.wireguardPublicKey ?? null }
  await putRouter(tx, router, password === undefined ? null : await sealSecret(tx, password, passwordPurpose))
  await emit(tx, 'router.management_changed.v1', { nasId }, nasId)
  await askForLook(tx, nasId)
  return router
}

/** @throws access.nas_not_found */
export async function lookNow(tx: Tx, nasId: string): Promise<void> {
  await findNas(tx, nasId)
  await askForLook(tx, nasId)
}

const askForLook = (tx: Tx, nasId: string) => enqueue(tx, 'routers.look', { nasId }, { key: `look:${nasId}`, queue: `router:${nasId}` })

/** @returns subscriptions whose sessions were ordered anew. @throws access.nas_not_found */
export async function resync(tx: Tx, nasId: string, now: Temporal.Instant): Promise<number> {
  const nas = await findNas(tx, nasId)
  const count = await resyncNas(tx, nasId, now)
  await emit(tx, 'router.resynced.v1', { nasId, name: nas.name, subscriptions: count }, nasId)
  return count
}
