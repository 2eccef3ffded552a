import { sha256 } from '#kernel/crypto.ts'
import type { Tx } from '#kernel/db.ts'
import { dateIn } from '#kernel/time.ts'
import { versionInForce } from '#modules/catalog'
import { createCustomer } from '#modules/customers'
import { startPass } from '#modules/subscriptions'
import { readTenant } from '#modules/tenants'
import { grantOff, grantUsed } from './errors.ts'
import type { Guest } from './join-pass.ts'
import { countGrants, insertGrants, readSettings } from './store.ts'

export type GrantKind = 'trial' | 'payment'

/** Times a day that somebody is let out to reach their bank. */
const paymentGrantsMax = 3

/**
 * Begins a pass that costs nothing: a trial once in so many hours, or minutes in which to pay. Who had it is known by the browser and by
 * the MAC address; whoever changes both gets it again, which costs less than locking people out.
 * @throws hotspot.grant_off, hotspot.grant_used
 */
export async function givePass(tx: Tx, kind: GrantKind, guest: Guest, now: Temporal.Instant): Promise<string> {
  const { trialOfferId, trialEveryHours, paymentOfferId } = await readSettings(tx)
  const offerId = kind === 'trial' ? trialOfferId : paymentOfferId
  if (offerId === null) throw grantOff()
  const guests = [
    ...(guest.token === undefined ? [] : [`token ${sha256(guest.token)}`]),
    ...(guest.visit.mac === null ? [] : [`mac ${guest.visit.mac}`]),
  ]
  if (guests.length === 0) throw grantOff() // nobody would be counted
  const max = kind === 'trial' ? 1 : paymentGrantsMax
  const since = now.subtract({ hours: kind === 'trial' ? trialEveryHours : 24 })
  if ((await countGrants(tx, kind, guests, since)) >= max) throw grantUsed()
  const { timeZone } = await readTenant(tx)
  const version = await versionInForce(tx, offerId, dateIn(now, timeZone))
  const { customerId } = await createCustomer(tx, { name: kind === 'trial' ? 'Guest on trial' : 'Guest who pays', tags: ['hotspot'] })
  const pass = await startPass(tx, { customerId, offerVersionId: version.id }, now)
  await insertGrants(tx, kind, guests, pass.id, now)
  return pass.id
}
