// Sponsors of a hotspot: campaigns that guests have looked at on the last days, to the end or not.
import { atMoment, type Tx } from '#kernel/db.ts'
import { parseDecimal } from '#kernel/money.ts'
import type { OfferVersion } from '#modules/catalog'
import { addCampaign, moveCampaign, noVisit, passOfShowing, startShowing, watch } from '#modules/hotspot'
import type { Business } from './businesses.ts'
import type { Random } from './random.ts'

/** A campaign, and how guests take it. */
export interface Sponsorship {
  readonly name: string
  readonly sponsor: string
  readonly text: string
  readonly question: string
  readonly answers: readonly string[]
  readonly plan: string // code
  readonly price: string // of a pass given
  readonly budgetMax: number
  readonly sites: readonly string[]
  /** Shown on an average day. */
  readonly shownPerDay: number
}

export const sponsorDays = 12
const watchSeconds = 10
const shownBetween = { least: 8 * 60, most: 22 * 60 } as const // minutes of a day
const weekendFactor = 1.6
/** Of those to whom it is shown; the rest go back, or buy a pass. */
const shares = { finished: 0.82, granted: 0.9, answered: 0.7 } as const

interface Setting {
  readonly business: Business
  readonly sponsorship: Sponsorship
  readonly random: Random
  readonly now: Temporal.Instant
  readonly locationOf: ReadonlyMap<string, string>
  readonly versionsOf: ReadonlyMap<string, readonly OfferVersion[]>
}

/** A campaign over the last days, a day at a time. */
export class Sponsor {
  readonly #tx: Tx
  readonly #setting: Setting
  #campaignId: string | undefined
  #guests = 0

  constructor(tx: Tx, setting: Setting) {
    this.#tx = tx
    this.#setting = setting
  }

  /** Begins on the first day; then guests look. */
  async live(day: Temporal.PlainDate): Promise<void> {
    const { business, random, sponsorship } = this.#setting
    this.#campaignId ??= await this.#begin(day)
    const chance = random.fork(`sponsor ${day}`)
    const factor = business.weekend.includes(day.dayOfWeek) ? weekendFactor : 1
    const minutes = Array.from({ length: chance.poisson(sponsorship.shownPerDay * factor) }, () =>
      chance.int(shownBetween.least, shownBetween.most),
    )
    for (const minute of minutes.toSorted((a, b) => a - b)) await this.#show(this.#at(day, minute), chance)
  }

  async #begin(day: Temporal.PlainDate): Promise<string> {
    const { business, sponsorship, versionsOf, locationOf } = this.#setting
    const { name, sponsor, text, question, answers, plan, price, budgetMax, sites } = sponsorship
    const { currency } = business.tenant
    await atMoment(this.#tx, this.#at(day, shownBetween.least))
    const { id } = await addCampaign(this.#tx, {
      name,
      sponsor,
      messages: { en: { text, question, answers }, bn: null, hi: null },
      link: null,
      offerId: versionsOf.get(plan)![0]!.offerId,
      locationIds: sites.map((site) => locationOf.get(site)!),
      startsOn: day,
      endsOn: day.add({ days: 6 * 7 }),
      watchSeconds,
      guestPerDayMax: 1,
      chargedFor: 'grant',
      price: parseDecimal(price, currency),
      budgetMax,
      budgetPerDayMax: null,
      budgetPerLocationDayMax: null,
    })
    await moveCampaign(this.#tx, id, 'published')
    return id
  }

  async #show(at: Temporal.Instant, chance: Random): Promise<void> {
    const end = at.add({ seconds: watchSeconds })
    if (Temporal.Instant.compare(end, this.#setting.now) >= 0) return
    const { sites, answers } = this.#setting.sponsorship
    const locationId = this.#setting.locationOf.get(chance.pick(sites))!
    const mac = `02:54:ac:20:${(++this.#guests >> 8).toString(16).padStart(2, '0')}:${(this.#guests & 255).toString(16).padStart(2, '0')}`
    const guest = { visit: { ...noVisit, gateway: 'mikrotik', mac, locationId } as const, token: undefined, userAgent: '' }
    await atMoment(this.#tx, at)
    const { sealed } = await startShowing(this.#tx, this.#campaignId!, guest, at)
    if (!chance.chance(shares.finished)) return
    await watch(this.#tx, sealed, end)
    if (!chance.chance(shares.granted)) return
    await atMoment(this.#tx, end)
    const answer = chance.chance(shares.answered) ? chance.int(0, answers.length - 1) : undefined
    await passOfShowing(this.#tx, { sealed, answer }, guest, end)
  }

  #at(day: Temporal.PlainDate, minute: number): Temporal.Instant {
    return day.toZonedDateTime(this.#setting.business.tenant.timeZone).add({ minutes: minute }).toInstant()
  }
}
