import { sha256 } from '#kernel/crypto.ts'
import type { Tx } from '#kernel/db.ts'
import { dateIn } from '#kernel/time.ts'
import { versionInForce } from '#modules/catalog'
import { createCustomer } from '#modules/customers'
import { startPass } from '#modules/subscriptions'
import { readTenant } from '#modules/tenants'
import { grantOff, grantUsed } from './errors.ts'
import type { Guest } from './join-pass.ts'
import { countGrants, findCustomerOfPhone, findPassGiven, type GrantKind, insertGrants, readSettings } from './store.ts'

/** Times a day that somebody is let out to reach their bank. */
const paymentGrantsMax = 3

/**
 * Begins a pass that costs nothing: a trial once in so many hours, or minutes in which to pay. Who had it is known by the browser and by
 * the MAC address; whoever changes both gets it again, which costs less than locking people out.
 * @throws hotspot.grant_off, hotspot.grant_used
 */
export async function givePass(tx: Tx, kind: Exclude<GrantKind, 'code'>, guest: Guest, now: Temporal.Instant): Promise<string> {
  const { trialOfferId, trialEveryHours, paymentOfferId } = await readSettings(tx)
  const isTrial = kind === 'trial'
  const guests = [
    ...(guest.token === undefined ? [] : [`token ${sha256(guest.token)}`]),
    ...(guest.visit.mac === null ? [] : [`mac ${guest.visit.mac}`]),
  ]
  if (guests.length === 0) throw grantOff() // nobody would be counted
  return give(tx, now, {
    kind,
    guests,
    offerId: isTrial ? trialOfferId : paymentOfferId,
    max: isTrial ? 1 : paymentGrantsMax,
    everyHours: isTrial ? trialEveryHours : 24,
    customer: async () => (await createCustomer(tx, { name: isTrial ? 'Guest on trial' : 'Guest who pays', tags: ['hotspot'] })).customerId,
  })
}

/**
 * The pass of a telephone number that is somebody's, as a code has shown: the one it has, or one that costs nothing, once in so many hours
 * whatever device they hold.
 * @throws hotspot.grant_off, hotspot.grant_used
 */
export async function givePassToNumber(tx: Tx, phone: string, now: Temporal.Instant): Promise<string> {
  const { codeOfferId, trialEveryHours } = await readSettings(tx)
  const guest = `phone ${phone}`
  return (
    (await findPassGiven(tx, 'code', guest, now)) ??
    give(tx, now, {
      kind: 'code',
      guests: [guest],
      offerId: codeOfferId,
      max: 1,
      everyHours: trialEveryHours,
      customer: async () =>
        (await findCustomerOfPhone(tx, phone)) ?? (await createCustomer(tx, { name: phone, phone, tags: ['hotspot'] })).customerId,
    })
  )
}

interface Gift {
  readonly kind: GrantKind
  /** What tells somebody from others. */
  readonly guests: readonly string[]
  readonly offerId: string | null
  readonly max: number
  readonly everyHours: number
  customer(): Promise<string>
}

async function give(tx: Tx, now: Temporal.Instant, { kind, guests, offerId, max, everyHours, customer }: Gift): Promise<string> {
  if (offerId === null) throw grantOff()
  if ((await countGrants(tx, kind, guests, now.subtract({ hours: everyHours }))) >= max) throw grantUsed()
  const { timeZone } = await readTenant(tx)
  const version = await versionInForce(tx, offerId, dateIn(now, timeZone))
  const pass = await startPass(tx, { customerId: await customer(), offerVersionId: version.id }, now)
  await insertGrants(tx, kind, guests, pass.id, now)
  return pass.id
}
