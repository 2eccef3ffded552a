import { sha256 } from '#kernel/crypto.ts'
import type { Tx } from '#kernel/db.ts'
import { dateIn, startOfDay } from '#kernel/time.ts'
import { versionInForce } from '#modules/catalog'
import { createCustomer } from '#modules/customers'
import { startPass } from '#modules/subscriptions'
import { readTenant } from '#modules/tenants'
import type { Campaign } from './campaign.ts'
import { grantOff, grantUsed } from './errors.ts'
import type { Guest } from './join-pass.ts'
import { countGrants, findCustomerOfPhone, findPassGiven, type Giving, type GrantKind, insertGrants, readSettings } from './store.ts'

/** Times a day that somebody is let out to reach their bank. */
const paymentGrantsMax = 3

/**
 * Begins a pass that costs nothing: a trial once in so many hours, or minutes in which to pay. Who had it is known by the browser and by
 * the MAC address; whoever changes both gets it again, which costs less than locking people out.
 * @throws hotspot.grant_off, hotspot.grant_used
 */
export async function givePass(tx: Tx, kind: Exclude<GrantKind, 'code' | 'sponsor'>, guest: Guest, now: Temporal.Instant): Promise<string> {
  const { trialOfferId, trialEveryHours, paymentOfferId } = await readSettings(tx)
  const isTrial = kind === 'trial'
  const guests = guestsOf(guest)
  if (guests.length === 0) throw grantOff() // nobody would be counted
  return give(tx, now, {
    kind,
    campaignId: null,
    guests,
    offerId: isTrial ? trialOfferId : paymentOfferId,
    max: isTrial ? 1 : paymentGrantsMax,
    since: now.subtract({ hours: isTrial ? trialEveryHours : 24 }),
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
      campaignId: null,
      guests: [guest],
      offerId: codeOfferId,
      max: 1,
      since: now.subtract({ hours: trialEveryHours }),
      customer: async () =>
        (await findCustomerOfPhone(tx, phone)) ?? (await createCustomer(tx, { name: phone, phone, tags: ['hotspot'] })).customerId,
    })
  )
}

/**
 * The pass that a sponsor pays for, so many times a day to a browser or a MAC address. Its budget is the caller's to count.
 * @throws hotspot.grant_used
 */
export async function givePassOfSponsor(
  tx: Tx,
  { id, sponsor, offerId, guestPerDayMax }: Campaign,
  guest: Guest,
  now: Temporal.Instant,
): Promise<string> {
  const { timeZone } = await readTenant(tx)
  return give(tx, now, {
    kind: 'sponsor',
    campaignId: id,
    guests: guestsOf(guest),
    offerId,
    max: guestPerDayMax,
    since: startOfDay(dateIn(now, timeZone), timeZone),
    locationId: guest.visit.locationId,
    customer: async () => (await createCustomer(tx, { name: `Guest of ${sponsor}`, tags: ['hotspot'] })).customerId,
  })
}

/** What tells a guest from others: the browser, and the MAC address, of which one may change. */
export const guestsOf = ({ token, visit }: Guest): string[] => [
  ...(token === undefined ? [] : [`token ${sha256(token)}`]),
  ...(visit.mac === null ? [] : [`mac ${visit.mac}`]),
]

interface Gift extends Giving {
  readonly offerId: string | null
  readonly max: number
  readonly since: Temporal.Instant
  readonly locationId?: string | null
  customer(): Promise<string>
}

async function give(tx: Tx, now: Temporal.Instant, gift: Gift): Promise<string> {
  const { offerId, max, since, locationId } = gift
  if (offerId === null) throw grantOff()
  if ((await countGrants(tx, gift, since)) >= max) throw grantUsed()
  const { timeZone } = await readTenant(tx)
  const version = await versionInForce(tx, offerId, dateIn(now, timeZone))
  const pass = await startPass(tx, { customerId: await gift.customer(), offerVersionId: version.id, locationId }, now)
  await insertGrants(tx, gift, pass.id, now)
  return pass.id
}
