/** What a guest does with a sponsor's offer: chooses it, looks to the end, and gets the pass. */
import { newToken, sha256 } from '#kernel/crypto.ts'
import type { Tx } from '#kernel/db.ts'
import { emit } from '#kernel/events.ts'
import { dateIn, startOfDay } from '#kernel/time.ts'
import { openSecret, sealSecret } from '#kernel/vault.ts'
import { type OfferVersion, versionInForce } from '#modules/catalog'
import { languageOf, readTenant } from '#modules/tenants'
import { type Campaign, hasBudget, isShownAt, messageFor } from './campaign.ts'
import { answerUnknown, campaignNotFound, campaignOver, showingExpired, watchLonger } from './errors.ts'
import { givePassOfSponsor, guestsOf } from './give-pass.ts'
import { type Guest, type Joined, joinPass } from './join-pass.ts'
import {
  countAnswer,
  countStep,
  findCampaign,
  findShowing,
  insertShowing,
  lockCampaign,
  lockShowing,
  markFinished,
  markGiven,
  type Place,
  readCampaignsOf,
  readSpent,
  type Showing,
} from './sponsor-store.ts'
import { readGrants } from './store.ts'

const showingPurpose = 'hotspot.showing'
/** Within them a guest has looked and gone on, or comes back to what was shown before. */
const validMinutes = 30
/** Of the home page: more would bury the other ways to get online. */
const offersMax = 3

/** A showing as it travels through the page: sealed, with the token, so that a browser without cookies goes on too. */
interface SealedShowing {
  readonly showingId: string
  readonly token: string
  readonly readyAt: number // milliseconds since 1970: before it nothing is given
}

export interface Offered {
  readonly campaign: Campaign
  readonly version: OfferVersion // of the pass
}

/** What a guest may choose now: of the campaigns here, those with a budget that they have not had too often today. */
export async function readOffers(tx: Tx, guest: Guest, now: Temporal.Instant): Promise<Offered[]> {
  if (guest.visit.gateway === null) return []
  const { timeZone } = await readTenant(tx)
  const day = dateIn(now, timeZone)
  const { locationId } = guest.visit
  const offers: Offered[] = []
  for (const campaign of await readCampaignsOf(tx, day)) {
    if (offers.length === offersMax) break
    if (!isShownAt(campaign, locationId)) continue
    if (!hasBudget(campaign, await readSpent(tx, { campaignId: campaign.id, day, locationId }, campaign.chargedFor))) continue
    const had = { kind: 'sponsor', campaignId: campaign.id, guests: guestsOf(guest) } as const
    if ((await readGrants(tx, had, startOfDay(day, timeZone))) >= campaign.guestPerDayMax) continue
    offers.push({ campaign, version: await versionInForce(tx, campaign.offerId, day) })
  }
  return offers
}

/**
 * Begins to show a campaign. Whoever chooses it again before it was given goes on where they were.
 * @returns the sealed showing, and the token for the browser to keep
 * @throws hotspot.campaign_over when it is not offered to this guest, here and now
 */
export async function startShowing(
  tx: Tx,
  campaignId: string,
  guest: Guest,
  now: Temporal.Instant,
): Promise<{ readonly sealed: string; readonly token: string }> {
  const offered = (await readOffers(tx, guest, now)).find(({ campaign }) => campaign.id === campaignId)
  if (!offered) throw campaignOver()
  const token = guest.token ?? newToken()
  const { campaign } = offered
  const before = await findShowing(tx, { campaignId, tokenHash: sha256(token), since: now.subtract({ minutes: validMinutes }) })
  const showing = before ?? (await show(tx, campaign, { locationId: guest.visit.locationId, tokenHash: sha256(token), shownAt: now }))
  const readyAt = showing.shownAt.add({ seconds: campaign.watchSeconds }).epochMilliseconds
  return {
    sealed: await sealSecret(tx, JSON.stringify({ showingId: showing.id, token, readyAt } satisfies SealedShowing), showingPurpose),
    token,
  }
}

async function show(
  tx: Tx,
  { id: campaignId }: Campaign,
  showing: Pick<Showing, 'locationId' | 'shownAt'> & { readonly tokenHash: string },
): Promise<Showing> {
  const shown = await insertShowing(tx, { campaignId, ...showing })
  await countStep(tx, await placeOf(tx, shown), 'shown', 0n)
  return shown
}

export interface Watched extends Offered {
  /** Until the guest may go on; 0: now. */
  readonly secondsLeft: number
}

/** What the page shows; with the seconds over, the guest has looked to the end. @throws hotspot.showing_expired, hotspot.campaign_over */
export async function watch(tx: Tx, sealed: string, now: Temporal.Instant): Promise<Watched> {
  const { showing, readyAt } = await openShowing(tx, sealed, now)
  const secondsLeft = secondsUntil(readyAt, now)
  const campaign = secondsLeft === 0 ? await finish(tx, showing, now) : await campaignOf(tx, showing)
  const { timeZone } = await readTenant(tx)
  return { campaign, version: await versionInForce(tx, campaign.offerId, dateIn(now, timeZone)), secondsLeft }
}

export interface Watching {
  readonly sealed: string
  /** Place of the chosen answer, from 0; absent: the guest did not say. */
  readonly answer?: number | undefined
}

/**
 * Lets a guest in who has looked to the end. Pressed twice it is one pass, and one device in it.
 * @throws what `passOfShowing` and `joinPass` throw
 */
export async function grantShowing(tx: Tx, watching: Watching, guest: Guest, now: Temporal.Instant): Promise<Joined> {
  const { subscriptionId, token } = await passOfShowing(tx, watching, guest, now)
  return joinPass(tx, subscriptionId, { ...guest, token }, now)
}

/**
 * The pass for a showing that was looked at to the end: begun now, or before by the same showing.
 * @throws hotspot.watch_longer before the seconds are over, hotspot.showing_expired, hotspot.campaign_over, hotspot.answer_unknown, hotspot.grant_used
 */
export async function passOfShowing(
  tx: Tx,
  { sealed, answer }: Watching,
  guest: Guest,
  now: Temporal.Instant,
): Promise<{ readonly subscriptionId: string; readonly token: string }> {
  const { showing, token, readyAt } = await openShowing(tx, sealed, now)
  const secondsLeft = secondsUntil(readyAt, now)
  if (secondsLeft > 0) throw watchLonger(secondsLeft)
  if (showing.subscriptionId !== null) return { subscriptionId: showing.subscriptionId, token }
  const campaign = await finish(tx, showing, now)
  const place = await placeOf(tx, showing)
  if (campaign.chargedFor === 'grant') await spend(tx, campaign, place)
  const subscriptionId = await givePassOfSponsor(tx, campaign, { ...guest, token }, now)
  await markGiven(tx, showing.id, subscriptionId)
  await countStep(tx, place, 'granted', campaign.chargedFor === 'grant' ? campaign.price.minor : 0n)
  if (answer !== undefined) await choose(tx, campaign, place, answer)
  return { subscriptionId, token }
}

/** Counts, once, that a showing was looked at to the end. @returns its campaign, locked */
async function finish(tx: Tx, showing: Showing, now: Temporal.Instant): Promise<Campaign> {
  const campaign = await lockCampaign(tx, showing.campaignId)
  if (!campaign) throw campaignNotFound()
  if (showing.finishedAt !== null) return campaign
  const place = await placeOf(tx, showing)
  if (campaign.chargedFor === 'showing') await spend(tx, campaign, place)
  await markFinished(tx, showing.id, now)
  await countStep(tx, place, 'finished', campaign.chargedFor === 'showing' ? campaign.price.minor : 0n)
  return campaign
}

/** Takes one off the budget of a locked campaign, before it is counted. @throws hotspot.campaign_over */
async function spend(tx: Tx, campaign: Campaign, place: Place): Promise<void> {
  const spent = await readSpent(tx, place, campaign.chargedFor)
  if (!hasBudget(campaign, spent)) throw campaignOver()
  const { id: campaignId, name, sponsor, budgetMax } = campaign
  if (spent.inAll + 1 === budgetMax) await emit(tx, 'sponsor_campaign.used_up.v1', { campaignId, name, sponsor, budgetMax }, campaignId)
}

async function choose(tx: Tx, campaign: Campaign, place: Place, answer: number): Promise<void> {
  const house = languageOf((await readTenant(tx)).locale)
  const { answers } = messageFor(campaign.messages, house, house) // all languages have as many
  if (answer >= answers.length) throw answerUnknown()
  await countAnswer(tx, place, answer, answers.length)
}

/** Where and when a showing counts: all of it on the day on which it began. */
async function placeOf(tx: Tx, { campaignId, locationId, shownAt }: Showing): Promise<Place> {
  return { campaignId, locationId, day: dateIn(shownAt, (await readTenant(tx)).timeZone) }
}

async function campaignOf(tx: Tx, { campaignId }: Showing): Promise<Campaign> {
  const campaign = await findCampaign(tx, campaignId)
  if (!campaign) throw campaignNotFound()
  return campaign
}

const secondsUntil = (readyAt: number, now: Temporal.Instant) => Math.max(0, Math.ceil((readyAt - now.epochMilliseconds) / 1_000))

/** @throws hotspot.showing_expired when it is too old, was altered or is another portal's */
async function openShowing(
  tx: Tx,
  sealed: string,
  now: Temporal.Instant,
): Promise<Omit<SealedShowing, 'showingId'> & { readonly showing: Showing }> {
  const text = await openSecret(tx, sealed, showingPurpose).catch(() => undefined)
  if (text === undefined) throw showingExpired()
  const { showingId, token, readyAt } = JSON.parse(text) as SealedShowing // sealed by us
  const showing = await lockShowing(tx, showingId)
  if (!showing || Temporal.Instant.compare(showing.shownAt.add({ minutes: validMinutes }), now) <= 0) throw showingExpired()
  return { showing, token, readyAt }
}
