// Thirteen months in the life of a business, lived through its own use cases on a moving clock.
import { atMoment, type Tx } from '#kernel/db.ts'
import { billNow, runDunning } from '#modules/billing'
import { recogniseThrough } from '#modules/ledger'
import { importCustomers } from '#modules/customers'
import { type PaymentDraft, receivePayments } from '#modules/payments'
import { activateAll, addSubscriptions, cancelNow, pause, readSubscriptions, resume, type Subscription } from '#modules/subscriptions'
import type { OfferVersion } from '#modules/catalog'
import { passDays, type Shops } from './passes.ts'
import { payDay } from './payer.ts'
import type { Random } from './random.ts'
import { historyDays, type Resident } from './residents.ts'
import { sponsorDays, type Sponsor } from './sponsors.ts'
import { addNotes, analyse, findSuspendedBefore, readInvoicesOf } from './store.ts'

export interface Place {
  readonly random: Random
  readonly timeZone: string
  readonly today: Temporal.PlainDate
  readonly now: Temporal.Instant
  readonly locationOf: ReadonlyMap<string, string> // by name of the site
  /** Of each plan by its code, the oldest first. */
  readonly versionsOf: ReadonlyMap<string, readonly OfferVersion[]>
  readonly shops: Shops | undefined
  readonly sponsor: Sponsor | undefined
  readonly analyses: boolean
  /** Lets the customers be told of what has happened since it was last called. */
  tell(tx: Tx, at: Temporal.Instant): Promise<void>
}

export interface Customer extends Resident {
  readonly customerId: string
  readonly accountId: string
  readonly subscriptionId: string
}

/** The office works every day of the last weeks, and before them every fourth: nobody sees it, and the world is there in half the time. */
const dailyFrom = 35
const stepDays = 4

/** Days on which the office works, by how long they are ago. */
const workdays = Array.from({ length: historyDays + 1 }, (_, index) => historyDays - index).filter(
  (daysAgo) => daysAgo <= dailyFrom || (daysAgo - dailyFrom) % stepDays === 0,
)
const analyseAfter = 10 // workdays
/** Notices are written of the last days only. */
const toldDays = 9
/** Who has been suspended so long is not coming back. */
const givenUpDays = 45

/** Lives through it all. @returns everybody who signed up */
export async function liveThrough(tx: Tx, place: Place, residents: readonly Resident[]): Promise<Customer[]> {
  const office = new Office(tx, place)
  const newcomers = Map.groupBy(residents, (resident) => resident.signUpOn.toString())
  let seen = historyDays + 1 // who signed up before was taken in
  for (const [index, daysAgo] of workdays.entries()) {
    if (place.analyses && index % analyseAfter === 0) await analyse(tx)
    const day = place.today.subtract({ days: daysAgo })
    for (; seen > daysAgo; seen--) {
      await office.welcome(place.today.subtract({ days: seen }), newcomers)
      if (seen <= sponsorDays) await place.sponsor?.live(place.today.subtract({ days: seen })) // before the shops, which end what is over
      if (seen <= passDays) await place.shops?.live(place.today.subtract({ days: seen }))
    }
    await recogniseThrough(tx, day.subtract({ days: 1 }))
    await office.bill(day)
    await office.dun(day)
    await office.letGo(day)
    await office.collect(day)
    if (daysAgo <= toldDays) await office.tell(day)
  }
  await office.welcome(place.today, newcomers)
  await place.sponsor?.live(place.today)
  await place.shops?.live(place.today)
  return office.customers
}

/** Whoever is billed and has no subscription sells vouchers. */
const shopkeeper = { habit: 'prompt', lapsesOn: null, method: 'bank' } as const

const hours = { billing: '00:20', dunning: '10:00', desk: '11:00', closing: '20:30' } as const
const paymentHours = { least: 8, most: 20 } as const

class Office {
  readonly customers: Customer[] = []
  readonly #tx: Tx
  readonly #place: Place
  readonly #byAccount = new Map<string, Customer>()
  readonly #bySubscription = new Map<string, Customer>()
  /** Payments to come, by day. */
  readonly #expected = new Map<string, PaymentDraft[]>()
  readonly #departures = new Map<string, Customer[]>()

  constructor(tx: Tx, place: Place) {
    this.#tx = tx
    this.#place = place
  }

  /** A moment of a day, or now where that lies ahead. */
  #at(day: Temporal.PlainDate, time: string): Temporal.Instant {
    const moment = day.toZonedDateTime({ timeZone: this.#place.timeZone, plainTime: time }).toInstant()
    return Temporal.Instant.compare(moment, this.#place.now) < 0 ? moment : this.#place.now
  }

  async #goTo(day: Temporal.PlainDate, time: string): Promise<Temporal.Instant> {
    const moment = this.#at(day, time)
    await atMoment(this.#tx, moment)
    return moment
  }

  /** Takes in who signs up on a day, and begins their service. */
  async welcome(day: Temporal.PlainDate, newcomers: ReadonlyMap<string, readonly Resident[]>): Promise<void> {
    const residents = newcomers.get(day.toString()) ?? []
    if (residents.length === 0) return
    const now = await this.#goTo(day, hours.desk)
    const { locationOf } = this.#place
    const created = await importCustomers(
      this.#tx,
      residents.map((resident) => ({ ...resident.customer, billDay: resident.billDay, locationId: locationOf.get(resident.site.name) })),
    )
    const subscriptions = await addSubscriptions(
      this.#tx,
      residents.map((resident, index) => ({
        ...created[index]!,
        ...this.#terms(resident, day),
        locationId: locationOf.get(resident.site.name) ?? null,
        startOn: day,
        billDay: resident.billDay,
      })),
    )
    await activateAll(
      this.#tx,
      subscriptions.map((subscription) => subscription.id),
      now,
    )
    const customers = residents.map((resident, index) => ({ ...resident, ...created[index]!, subscriptionId: subscriptions[index]!.id }))
    await addNotes(
      this.#tx,
      customers.flatMap(({ customerId, note }) => (note === null ? [] : [{ customerId, text: note }])),
    )
    for (const customer of customers) this.#remember(customer)
  }

  #remember(customer: Customer): void {
    this.customers.push(customer)
    this.#byAccount.set(customer.accountId, customer)
    this.#bySubscription.set(customer.subscriptionId, customer)
    for (const day of [customer.leavesOn, customer.away?.from, customer.away?.to])
      if (day) addTo(this.#departures, day.toString(), customer)
  }

  #terms({ plan }: Resident, day: Temporal.PlainDate): { offerId: string; offerVersionId: string } {
    const version = this.#place.versionsOf.get(plan.code)!.findLast((one) => Temporal.PlainDate.compare(one.validFrom, day) <= 0)!
    return { offerId: version.offerId, offerVersionId: version.id }
  }

  /** Bills what is due; customers decide when they will pay. */
  async bill(day: Temporal.PlainDate): Promise<void> {
    const now = await this.#goTo(day, hours.billing)
    const run = await billNow(this.#tx, day, now)
    for (const invoice of await readInvoicesOf(this.#tx, run.id)) {
      const customer = this.#byAccount.get(invoice.accountId) ?? shopkeeper
      const random = this.#place.random.fork(`payment of ${invoice.number}`)
      const paidOn = payDay(random, customer, invoice.dueOn)
      if (!paidOn) continue
      const receivedAt = this.#during(random, paidOn)
      const reference = customer.method === 'cash' ? undefined : `${customer.method.slice(0, 3).toUpperCase()}${random.digits(10)}`
      addTo(this.#expected, paidOn.toString(), {
        accountId: invoice.accountId,
        amount: invoice.total,
        method: customer.method,
        reference,
        receivedAt,
      })
    }
  }

  #during(random: Random, day: Temporal.PlainDate): Temporal.Instant {
    const minute = random.int(paymentHours.least * 60, paymentHours.most * 60)
    return day
      .toZonedDateTime(this.#place.timeZone)
      .add({ minutes: minute, seconds: random.int(0, 59) })
      .toInstant()
  }

  async dun(day: Temporal.PlainDate): Promise<void> {
    await this.#goTo(day, hours.dunning)
    await runDunning(this.#tx, day)
  }

  /** Ends and pauses service where people want it so, and ends it where they have not paid for long. */
  async letGo(day: Temporal.PlainDate): Promise<void> {
    const now = await this.#goTo(day, hours.desk)
    for (const id of await findSuspendedBefore(this.#tx, now.subtract({ hours: 24 * givenUpDays }))) await cancelNow(this.#tx, id, now)
    const asked = this.#due(this.#departures, day).map((customer) => customer.subscriptionId)
    for (const subscription of await readSubscriptions(this.#tx, [...new Set(asked)])) await this.#follow(subscription, day, now)
  }

  async #follow(subscription: Subscription, day: Temporal.PlainDate, now: Temporal.Instant): Promise<void> {
    const { leavesOn, away } = this.#bySubscription.get(subscription.id)!
    const hasCome = (wanted: Temporal.PlainDate | null | undefined) => wanted && Temporal.PlainDate.compare(wanted, day) <= 0
    if (subscription.state === 'ended') return
    if (hasCome(leavesOn)) await cancelNow(this.#tx, subscription.id, now)
    else if (hasCome(away?.to)) await (subscription.state === 'paused' && resume(this.#tx, subscription.id, now))
    else if (subscription.state === 'active') await pause(this.#tx, subscription.id, now)
  }

  /** Enters the payments of the days up to this one. Of several by one account each is entered after the other. */
  async collect(day: Temporal.PlainDate): Promise<void> {
    const now = this.#at(day, hours.closing)
    const received = this.#due(this.#expected, day).filter((payment) => Temporal.Instant.compare(payment.receivedAt, now) <= 0)
    if (received.length === 0) return
    await atMoment(this.#tx, now)
    const inOrder = received.toSorted((a, b) => Temporal.Instant.compare(a.receivedAt, b.receivedAt))
    for (let left = inOrder; left.length > 0;) {
      const first = new Map(left.toReversed().map((payment) => [payment.accountId, payment]))
      const batch = left.filter((payment) => first.get(payment.accountId) === payment)
      await receivePayments(this.#tx, batch, now)
      left = left.filter((payment) => !batch.includes(payment))
    }
  }

  async tell(day: Temporal.PlainDate): Promise<void> {
    await this.#place.tell(this.#tx, this.#at(day, hours.closing))
  }

  /** Takes what waits for a day or was missed before it. */
  #due<T>(waiting: Map<string, T[]>, day: Temporal.PlainDate): T[] {
    const days = [...waiting.keys()].filter((key) => key <= day.toString()).toSorted()
    return days.flatMap((key) => {
      const due = waiting.get(key)!
      waiting.delete(key)
      return due
    })
  }
}

function addTo<T>(waiting: Map<string, T[]>, key: string, item: T): void {
  const list = waiting.get(key)
  if (list) list.push(item)
  else waiting.set(key, [item])
}
