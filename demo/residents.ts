// Who the customers of a business are, and what they will do.
import type { LoginKind } from '#modules/access'
import type { CustomerDraft } from '#modules/customers'
import type { Business, Site } from './businesses.ts'
import { businessName, emailAddress, person, type Person, phoneNumber } from './people.ts'
import { address, areasOf, type Address } from './places.ts'
import { taxNumber } from './tax-numbers.ts'
import type { Plan } from './plans.ts'
import { type Payer, payer } from './payer.ts'
import type { Random } from './random.ts'

export interface Resident extends Payer {
  readonly customer: CustomerDraft
  readonly site: Site
  readonly plan: Plan
  readonly signUpOn: Temporal.PlainDate
  readonly billDay: number
  readonly login: { readonly username: string; readonly password: string; readonly kind: LoginKind }
  readonly method: string // of payment
  readonly note: string | null
  readonly leavesOn: Temporal.PlainDate | null
  readonly away: { readonly from: Temporal.PlainDate; readonly to: Temporal.PlainDate } | null
}

export const historyDays = 395 // thirteen months

/** Everybody who was a customer at some time, in the order in which they signed up. */
export function residents(random: Random, business: Business, count: number, today: Temporal.PlainDate): Resident[] {
  const ordinary = Array.from({ length: count }, (_, index) => resident(random.fork(`resident ${index}`), business, index, today))
  const known = business.tenant.slug === 'padma' ? knownResidents(random.fork('known'), business, today) : []
  return [...known, ...ordinary].toSorted((a, b) => Temporal.PlainDate.compare(a.signUpOn, b.signUpOn))
}

function resident(random: Random, business: Business, index: number, today: Temporal.PlainDate): Resident {
  const contact = person(random, business.region)
  const home = address(random, business.region)
  const isOrganisation = random.chance(business.organisations)
  const signUpOn = today.subtract({ days: signUpDaysAgo(random) })
  const plan = choosePlan(random, business, isOrganisation, signUpOn, today)
  const stay = {
    signUpOn,
    ...payer(random, signUpOn, today),
    leavesOn: leaving(random, signUpOn, today),
    away: absence(random, signUpOn, today),
  }
  return {
    ...stay,
    plan,
    site: nearestSite(business, home),
    customer: customerDraft(random, business, { contact, home, isOrganisation, index }),
    billDay: random.pick(business.billDays),
    login: login(business, plan, contact, index),
    method: random.weighted(business.payments),
    note: random.chance(0.18) ? random.pick(notes) : null,
  }
}

/** A quarter came when the doors opened; then more each month. */
function signUpDaysAgo(random: Random): number {
  if (random.chance(0.25)) return random.int(historyDays - 25, historyDays)
  return Math.floor((historyDays - 25) * random.next() ** 1.15)
}

function choosePlan(
  random: Random,
  business: Business,
  isOrganisation: boolean,
  signUpOn: Temporal.PlainDate,
  today: Temporal.PlainDate,
): Plan {
  const isOld = signUpOn.until(today).days > historyDays - 60
  const sold = business.plans.filter((plan) => plan.forBusinesses === isOrganisation && (plan.popularity > 0 || isOld))
  return random.weighted(sold.map((plan) => [plan, Math.max(plan.popularity, 3)]))
}

const leavesPerYear = 0.13

function leaving(random: Random, since: Temporal.PlainDate, today: Temporal.PlainDate): Temporal.PlainDate | null {
  const days = since.until(today).days
  return days > 40 && random.chance((leavesPerYear * days) / 365) ? since.add({ days: random.int(35, days) }) : null
}

function absence(random: Random, since: Temporal.PlainDate, today: Temporal.PlainDate): Resident['away'] {
  const days = since.until(today).days
  if (days < 30 || !random.chance(0.08)) return null
  const from = since.add({ days: random.int(20, days) })
  return { from, to: from.add({ days: random.int(20, 70) }) }
}

export const nearestArea = (business: Business, site: Site) => areasOf(business.region).find((area) => area.name === site.area)!

function nearestSite(business: Business, home: Address): Site {
  const distance = (site: Site) => {
    const area = nearestArea(business, site)
    return (area.latitude - home.latitude) ** 2 + (area.longitude - home.longitude) ** 2
  }
  return business.sites.toSorted((a, b) => distance(a) - distance(b))[0]!
}

interface Who {
  readonly contact: Person
  readonly home: Address
  readonly isOrganisation: boolean
  readonly index: number
}

function customerDraft(random: Random, business: Business, { contact, home, isOrganisation, index }: Who): CustomerDraft {
  const name = `${contact.given} ${contact.family}`
  return {
    kind: isOrganisation ? 'organisation' : 'person',
    name: isOrganisation ? businessName(random, business.region, home.area) : name,
    email: random.chance(0.86) ? emailAddress(contact, index) : null,
    phone: phoneNumber(random, business.region),
    language: random.weighted(business.languages),
    addressLine: home.line,
    area: home.area,
    city: home.city,
    region: home.state,
    postalCode: home.postalCode,
    ...(isOrganisation && { taxNumber: taxNumber(random.fork(`tax/${index}`), business.tenant.country) }),
    latitude: home.latitude,
    longitude: home.longitude,
    tags: tags(random, isOrganisation),
    custom: {
      ...(isOrganisation && { contact_person: name }),
      ...(contact.native && { native_name: `${contact.native.given} ${contact.native.family}` }),
      identity_document: random.weighted(business.identityDocuments),
      identity_number: `•••• ${random.digits(4)}`,
      identity_verified: random.chance(0.93),
    },
  }
}

const homeTags: readonly (readonly [string, number])[] = [
  ['referral', 5],
  ['student', 3],
  ['landlord agreement', 2],
  ['vip', 2],
  ['staff family', 1],
]

function tags(random: Random, isOrganisation: boolean): string[] {
  return [...(isOrganisation ? ['business'] : []), ...(random.chance(0.22) ? [random.weighted(homeTags)] : [])]
}

const notes = [
  'Prefers a call after six in the evening.',
  'The caretaker has the key of the roof.',
  'Asked for a second access point in the bedroom.',
  'The dog is friendly; the cat is not.',
  'Moved the router to the hall by phone, signal is fine now.',
  'Wants the receipt on paper.',
  'Complained about slow evenings; the link to the building was changed.',
  'Speak to the office manager, not to the front desk.',
]

const kinds = { hotspot: 'hotspot', mobile: 'pppoe', pppoe: 'pppoe', fibre: 'pppoe', wireless: 'pppoe' } as const satisfies Record<
  Plan['technology'],
  LoginKind
>

function login(business: Business, plan: Plan, contact: Person, index: number): Resident['login'] {
  const username = `${contact.given}.${contact.family}${index + 1}`
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/[^a-z0-9.]/g, '')
  return { username, password: passwordOf(business, username), kind: kinds[plan.technology] }
}

/** Made from the name, so that the simulated routers know it without it being stored readable. */
export const passwordOf = (business: Business, username: string) => `${business.tenant.slug}-${username.replaceAll('.', '-')}`

export const knownUsernames = ['alice', 'bob']

/** Alice pays and is online, Bob does not and is not: the tour with radclient tells of them. */
function knownResidents(random: Random, business: Business, today: Temporal.PlainDate): Resident[] {
  const family = business.plans.find((plan) => plan.code === 'family-30')!
  const home = business.plans.find((plan) => plan.code === 'home-20')!
  const billedOn = (daysAgo: number) => today.subtract({ days: daysAgo })
  const known = (given: string, lastBill: number, months: number) => ({
    site: business.sites[0]!,
    signUpOn: billedOn(lastBill).subtract({ months }),
    billDay: billedOn(lastBill).day,
    customer: customerDraft(random, business, {
      contact: { given, family: 'Rahman', gender: 'female', native: null },
      home: address(random, business.region),
      isOrganisation: false,
      index: 0,
    }),
    note: null,
    leavesOn: null,
    away: null,
  })
  return [
    {
      ...known('Alice', 9, 7),
      plan: family,
      method: 'mobile-money',
      habit: 'early',
      lapsesOn: null,
      login: { username: 'alice', password: 'alice-wonder-42', kind: 'pppoe' },
    },
    {
      ...known('Bob', 25, 5),
      plan: home,
      method: 'cash',
      habit: 'prompt',
      lapsesOn: billedOn(26),
      login: { username: 'bob', password: 'bob-overdue-42', kind: 'pppoe' },
    },
  ]
}
