// Builds one business of the demo world.
import { atMoment, type Tx } from '#kernel/db.ts'
import type { Platform } from '#kernel/platform.ts'
import { fixedClock, today } from '#kernel/time.ts'
import { seedBilling } from '#modules/billing'
import { addVersion, createOffer, type OfferVersion, publishOffer, readVersions, retireOffer } from '#modules/catalog'
import { customerTeller } from '#modules/engage'
import { createDemoStaff } from '#modules/identity'
import { seedChart } from '#modules/ledger'
import { addGateway } from '#modules/payments'
import { changeRate, usualSetting, writeSetting } from '#modules/tax'
import { foundTenant } from '#modules/tenants'
import { type Business, demoPassword, staffRoles } from './businesses.ts'
import { liveThrough, type Place } from './history.ts'
import { addLogins, addRouters, writeTraffic } from './network.ts'
import { setUpPortal, Shops } from './passes.ts'
import { person } from './people.ts'
import { address } from './places.ts'
import { termsOf } from './plans.ts'
import { random, type Random } from './random.ts'
import { historyDays, nearestArea, residents } from './residents.ts'
import { Sponsor } from './sponsors.ts'
import { addLocations, analyse, lastEventId, readEventsAfter } from './store.ts'

/** The whole demo world hangs on this number and on the day. */
const seed = 20_261

export interface LoadOptions {
  /** Share of the customers; less than 1 for tests. */
  readonly scale: number
  readonly passwordHash: string
  /** Whether no business was loaded before, so that nothing is known of the tables yet. */
  readonly isFirst: boolean
}

/** Everything of one business, in the transaction given. @returns its id */
export async function loadBusiness(
  tx: Tx,
  platform: Platform,
  business: Business,
  { scale, passwordHash, isFirst }: LoadOptions,
): Promise<string> {
  const { slug, timeZone } = business.tenant
  const chance = random(`${seed}/${slug}`)
  const now = platform.clock.now()
  const day = today(platform.clock, timeZone)
  const begin = day.subtract({ days: historyDays + 10 })

  await atMoment(tx, begin.toZonedDateTime(timeZone).toInstant())
  const tenantId = await foundTenant(tx, business.tenant)
  await seedChart(tx)
  await seedBilling(tx)
  await writeSetting(tx, { ...usualSetting, ...business.taxSetting })
  for (const tax of business.localTaxes ?? []) await changeRate(tx, { category: 'standard', validFrom: begin, ...tax })
  await hire(tx, business, chance.fork('staff'), passwordHash)
  const locationOf = await addLocations(tx, sitesOf(business, chance.fork('sites')))
  await addRouters(tx, business, locationOf)
  const versionsOf = await addPlans(tx, business, begin, day)
  const gateway = slug === 'spark' ? await addGateway(tx, 'public', 'paystack', { name: 'Paystack' }) : undefined
  const { hotspot } = business
  if (hotspot && gateway) await setUpPortal(tx, { hotspot, versionsOf }, gateway.id)
  const shops = hotspot && new Shops(tx, { platform, business, hotspot, random: chance.fork('shops'), now, locationOf, versionsOf })
  const sponsor =
    hotspot && new Sponsor(tx, { business, sponsorship: hotspot.sponsorship, random: chance.fork('sponsor'), now, locationOf, versionsOf })

  const place: Place = {
    random: chance.fork('life'),
    timeZone,
    today: day,
    now,
    locationOf,
    versionsOf,
    shops,
    sponsor,
    analyses: isFirst,
    tell: teller(platform),
  }
  const people = residents(chance.fork('people'), business, Math.round(business.customers * scale), day)
  const customers = await liveThrough(tx, place, people)
  await atMoment(tx, now)
  await addLogins(tx, customers)
  if (isFirst) await analyse(tx)
  await writeTraffic(tx, customers, { now, timeZone, weekend: business.weekend })
  return tenantId
}

async function hire(tx: Tx, business: Business, chance: Random, passwordHash: string): Promise<void> {
  for (const role of staffRoles) {
    const { given, family } = person(chance, business.region)
    await createDemoStaff(tx, {
      email: `${role}@${business.tenant.slug}.demo`,
      name: `${given} ${family}`,
      roles: [role],
      password: demoPassword,
      passwordHash,
    })
  }
}

function sitesOf(business: Business, chance: Random) {
  return business.sites.map((site) => {
    const area = nearestArea(business, site)
    const { line, city } = address(chance, business.region, area)
    return { name: site.name, address: `${line}, ${area.name}, ${city}`, latitude: area.latitude, longitude: area.longitude }
  })
}

const newPricesDaysAgo = 120

async function addPlans(
  tx: Tx,
  business: Business,
  begin: Temporal.PlainDate,
  day: Temporal.PlainDate,
): Promise<Map<string, OfferVersion[]>> {
  const { currency } = business.tenant
  const versionsOf = new Map<string, OfferVersion[]>()
  for (const plan of [...business.plans, ...(business.hotspot?.plans ?? [])]) {
    const { code, name, description, technology } = plan
    const { offerId, versionId } = await createOffer(tx, {
      code,
      name,
      description,
      technology,
      terms: termsOf(plan, plan.formerPrice ?? plan.price, currency, begin),
    })
    const ids = [versionId]
    if (plan.formerPrice)
      ids.push((await addVersion(tx, offerId, termsOf(plan, plan.price, currency, day.subtract({ days: newPricesDaysAgo })))).versionId)
    await publishOffer(tx, offerId)
    if (plan.popularity === 0) await retireOffer(tx, offerId)
    const versions = await readVersions(tx, ids)
    versionsOf.set(
      code,
      ids.map((id) => versions.get(id)!),
    )
  }
  return versionsOf
}

/** Notices of what happened since they were last written; they stay in the app, for no mail leaves the demo. */
function teller(platform: Platform): Place['tell'] {
  let told: bigint | undefined
  return async (tx, at) => {
    if (told === undefined) return void (told = await lastEventId(tx))
    const events = await readEventsAfter(tx, told, customerTeller.types)
    if (events.length === 0) return
    await customerTeller.handle(tx, events, { ...platform, clock: fixedClock(at), config: { ...platform.config, SMTP_URL: undefined } })
    told = events.at(-1)!.id
  }
}
