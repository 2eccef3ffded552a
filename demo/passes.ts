// Passes of a hotspot on paper: batches of vouchers, the shops that have them, and the people who type their codes.
import { atMoment, type Tx } from '#kernel/db.ts'
import type { Platform } from '#kernel/platform.ts'
import type { OfferVersion } from '#modules/catalog'
import { importCustomers } from '#modules/customers'
import { usualHotspot, writeHotspot } from '#modules/hotspot'
import { receivableOf } from '#modules/ledger'
import { receivePayments } from '#modules/payments'
import { endOver } from '#modules/subscriptions'
import { distribute, makeBatch, openCodes, redeem, sell, startBatch } from '#modules/vouchers'
import type { Business } from './businesses.ts'
import { person, phoneNumber } from './people.ts'
import type { Plan } from './plans.ts'
import type { Random } from './random.ts'
import type { Sponsorship } from './sponsors.ts'

/** What a business sells at its hotspots beside what is billed by the month. */
export interface Hotspot {
  readonly welcome: string
  readonly plans: readonly Plan[]
  readonly trial: string // code of a plan
  readonly wayOut: string
  readonly stacks: readonly Stack[]
  readonly sponsorship: Sponsorship
}

/** A batch of vouchers, of which a shop has the first. */
interface Stack {
  readonly plan: string
  readonly prefix: string
  readonly site: string | null
  readonly printed: number
  readonly shop: string
  readonly given: number
  /** Sold ones are paid at once, the others with an invoice for what was used. */
  readonly isSold: boolean
  readonly discountPercent: string
  /** Used on an average day. */
  readonly usedPerDay: number
}

export const passDays = 56
const openAt = '09:00'
const usedBetween = { least: 8 * 60, most: 22 * 60 } as const // minutes of a day
const weekendFactor = 1.8
/** Customers with a name who come again and again; as many uses are by people of whom no more is known. */
const regularsCount = 24
const regularShare = 0.65

interface Setting {
  readonly platform: Platform
  readonly business: Business
  readonly hotspot: Hotspot
  readonly random: Random
  readonly now: Temporal.Instant
  readonly locationOf: ReadonlyMap<string, string>
  readonly versionsOf: ReadonlyMap<string, readonly OfferVersion[]>
}

/** What the portal says and sells. */
export async function setUpPortal(
  tx: Tx,
  { hotspot, versionsOf }: Pick<Setting, 'hotspot' | 'versionsOf'>,
  gatewayId: string,
): Promise<void> {
  const offerOf = (code: string) => versionsOf.get(code)![0]!.offerId
  await writeHotspot(tx, {
    ...usualHotspot,
    welcome: hotspot.welcome,
    offerIds: hotspot.plans.filter(({ price }) => price !== '0').map(({ code }) => offerOf(code)),
    gatewayId,
    trialOfferId: offerOf(hotspot.trial),
    paymentOfferId: offerOf(hotspot.wayOut),
  })
}

/** The shops of a business over the last weeks, a day at a time. */
export class Shops {
  readonly #tx: Tx
  readonly #setting: Setting
  readonly #codes = new Map<Stack, string[]>()
  #regulars: readonly string[] = []

  constructor(tx: Tx, setting: Setting) {
    this.#tx = tx
    this.#setting = setting
  }

  /** Opens before the first day; sells, and ends what is over. */
  async live(day: Temporal.PlainDate): Promise<void> {
    const { business, random } = this.#setting
    if (this.#codes.size === 0) await this.#open(day)
    const chance = random.fork(`passes ${day}`)
    const factor = business.weekend.includes(day.dayOfWeek) ? weekendFactor : 1
    const uses = this.#setting.hotspot.stacks.flatMap((stack) =>
      Array.from({ length: chance.poisson(stack.usedPerDay * factor) }, () => ({
        stack,
        at: this.#at(day, chance.int(usedBetween.least, usedBetween.most)),
        customerId: chance.chance(regularShare) ? chance.pick(this.#regulars) : undefined,
      })),
    )
    for (const use of uses.toSorted((a, b) => Temporal.Instant.compare(a.at, b.at))) await this.#use(use)
    await this.#close(day)
  }

  async #close(day: Temporal.PlainDate): Promise<void> {
    const midnight = this.#at(day, 24 * 60)
    const moment = Temporal.Instant.compare(midnight, this.#setting.now) < 0 ? midnight : this.#setting.now
    await atMoment(this.#tx, moment)
    await endOver(this.#tx, moment)
  }

  async #use({ stack, at, customerId }: { stack: Stack; at: Temporal.Instant; customerId: string | undefined }): Promise<void> {
    const code = Temporal.Instant.compare(at, this.#setting.now) < 0 && this.#codes.get(stack)!.shift()
    if (!code) return
    await atMoment(this.#tx, at)
    await redeem(this.#tx, { code, customerId }, at)
  }

  #at(day: Temporal.PlainDate, minute: number): Temporal.Instant {
    return day.toZonedDateTime(this.#setting.business.tenant.timeZone).add({ minutes: minute }).toInstant()
  }

  async #open(day: Temporal.PlainDate): Promise<void> {
    const { business, hotspot, random } = this.#setting
    const now = day.toZonedDateTime({ timeZone: business.tenant.timeZone, plainTime: openAt }).toInstant()
    await atMoment(this.#tx, now)
    const names = [...new Set(hotspot.stacks.map(({ shop }) => shop))]
    const shops = await importCustomers(
      this.#tx,
      names.map((name) => ({ kind: 'organisation', name, phone: phoneNumber(random, business.region), tags: ['voucher agent'] })),
    )
    const regulars = Array.from({ length: regularsCount }, () => person(random, business.region))
    const created = await importCustomers(
      this.#tx,
      regulars.map(({ given, family }) => ({ name: `${given} ${family}`, phone: phoneNumber(random, business.region), tags: ['hotspot'] })),
    )
    this.#regulars = created.map(({ customerId }) => customerId)
    for (const stack of hotspot.stacks) await this.#handOut(stack, shops[names.indexOf(stack.shop)]!.accountId, now)
  }

  async #handOut(stack: Stack, accountId: string, now: Temporal.Instant): Promise<void> {
    const { locationOf, versionsOf, platform } = this.#setting
    const { offerId, recurring } = versionsOf.get(stack.plan)!.at(-1)!
    const batch = await startBatch(
      this.#tx,
      {
        offerId,
        count: stack.printed,
        price: recurring,
        prefix: stack.prefix,
        locationId: stack.site === null ? null : locationOf.get(stack.site)!,
      },
      now,
    )
    const scope = { tenants: [], actor: 'demo', requestId: '' }
    const context = { platform, scope, attempt: 1, transact: <T>(work: (tx: Tx) => Promise<T>) => work(this.#tx), progress: async () => {} }
    await makeBatch.run(context, { batchId: batch.id })
    const range = { from: 1, to: stack.given }
    const terms = { accountId, discountPercent: stack.discountPercent }
    if (stack.isSold) await this.#sellTo(terms, { batchId: batch.id, range }, now)
    else await distribute(this.#tx, { batchId: batch.id, range }, terms)
    this.#codes.set(stack, [...(await openCodes(this.#tx, batch.id, range)).values()])
  }

  async #sellTo(terms: Parameters<typeof sell>[2], stack: Parameters<typeof sell>[1], now: Temporal.Instant): Promise<void> {
    await sell(this.#tx, stack, terms, now)
    const amount = (await receivableOf(this.#tx, [terms.accountId])).get(terms.accountId)!
    await receivePayments(this.#tx, [{ accountId: terms.accountId, amount, method: 'cash', receivedAt: now }], now)
  }
}
