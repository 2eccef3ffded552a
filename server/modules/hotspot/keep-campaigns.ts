/** What staff do with sponsors' campaigns. */
import type { Tx } from '#kernel/db.ts'
import { emit } from '#kernel/events.ts'
import type { Files, StoredFile } from '#kernel/files.ts'
import { dateIn } from '#kernel/time.ts'
import { languages, pictureOf, readTenant } from '#modules/tenants'
import { type Campaign, type CampaignDraft, type CampaignState, type Messages, standingOf } from './campaign.ts'
import { answersFixed, campaignCurrency, campaignNotFound, passNotOnSale, pictureInvalid, pictureTooLarge } from './errors.ts'
import {
  findCampaign,
  insertCampaign,
  lockCampaign,
  readAnswers,
  readDays,
  readPlaces,
  updateCampaign,
  updateCampaignState,
  updatePicture,
} from './sponsor-store.ts'
import { readOffersSold } from './store.ts'

/** In the page as base64, a third more: with all the rest it stays below 50 KB. */
const pictureBytesMax = 24_000
const picturePixelsMax = 1_600

/** @throws hotspot.pass_not_on_sale, hotspot.campaign_currency */
export async function addCampaign(tx: Tx, draft: CampaignDraft): Promise<Campaign> {
  const campaign = await insertCampaign(tx, await checked(tx, draft))
  await tell(tx, 'sponsor_campaign.created.v1', campaign)
  return campaign
}

/** @throws hotspot.pass_not_on_sale, hotspot.campaign_currency, hotspot.answers_fixed */
export async function changeCampaign(tx: Tx, before: Campaign, draft: CampaignDraft): Promise<Campaign> {
  const hasAnswers = (await readAnswers(tx, before.id)).length > 0
  if (hasAnswers && answersIn(before.messages) !== answersIn(draft.messages)) throw answersFixed()
  const campaign = await updateCampaign(tx, before.id, await checked(tx, draft))
  await tell(tx, 'sponsor_campaign.changed.v1', campaign)
  return campaign
}

async function checked(tx: Tx, draft: CampaignDraft): Promise<CampaignDraft> {
  if ((await readOffersSold(tx, [draft.offerId])).length === 0) throw passNotOnSale()
  const { currency } = await readTenant(tx)
  if (draft.price.currency !== currency) throw campaignCurrency(currency)
  return { ...draft, link: draft.link && new URL(draft.link).href }
}

const answersIn = (messages: Messages) =>
  languages.map((language) => messages[language]?.answers.length).find((count) => count !== undefined)

/** Shows a campaign to guests from its first day on, or holds it; what it is already, it stays. */
export async function moveCampaign(tx: Tx, id: string, to: Exclude<CampaignState, 'draft'>): Promise<Campaign> {
  const before = await takeCampaign(tx, id)
  if (before.state === to) return before
  const campaign = await updateCampaignState(tx, id, to)
  await tell(tx, `sponsor_campaign.${to}.v1`, campaign)
  return campaign
}

/** @throws hotspot.picture_invalid, hotspot.picture_too_large */
export async function changePicture(tx: Tx, files: Files, id: string, bytes: Buffer): Promise<Campaign> {
  await takeCampaign(tx, id)
  if (bytes.length > pictureBytesMax) throw pictureTooLarge(pictureBytesMax, picturePixelsMax)
  const picture = pictureOf(bytes)
  if (!picture) throw pictureInvalid()
  if (Math.max(picture.widthPixels, picture.heightPixels) > picturePixelsMax) throw pictureTooLarge(pictureBytesMax, picturePixelsMax)
  const name = picture.contentType === 'image/png' ? 'sponsor.png' : 'sponsor.jpg'
  return usePicture(tx, id, await files.put(tx, { name, contentType: picture.contentType, bytes }))
}

export async function removePicture(tx: Tx, id: string): Promise<Campaign> {
  await takeCampaign(tx, id)
  return usePicture(tx, id, null)
}

async function usePicture(tx: Tx, id: string, fileId: string | null): Promise<Campaign> {
  const campaign = await updatePicture(tx, id, fileId)
  await tell(tx, 'sponsor_campaign.changed.v1', campaign)
  return campaign
}

export const readPicture = async (tx: Tx, files: Files, { pictureFileId }: Campaign): Promise<StoredFile | null> =>
  pictureFileId === null ? null : files.get(tx, pictureFileId)

/** A campaign with what it did: where it stands today, and its figures by day, by location and by answer. */
export async function readReport(tx: Tx, campaign: Campaign, now: Temporal.Instant) {
  const days = await readDays(tx, campaign.id)
  const sum = (figure: 'shown' | 'finished' | 'granted') => days.reduce((total, day) => total + day[figure], 0)
  const [shown, finished, granted] = [sum('shown'), sum('finished'), sum('granted')]
  const cost = { minor: days.reduce((total, { costMinor }) => total + costMinor, 0n), currency: campaign.price.currency }
  const spent = campaign.chargedFor === 'grant' ? granted : finished
  return {
    ...campaign,
    standing: standingOf(campaign, spent, dateIn(now, (await readTenant(tx)).timeZone)),
    shown,
    finished,
    granted,
    cost,
    days: days.map(({ costMinor: _, ...day }) => day),
    places: await readPlaces(tx, campaign.id),
    answered: await readAnswers(tx, campaign.id),
  }
}

/** @throws hotspot.campaign_not_found */
export async function readCampaign(tx: Tx, id: string): Promise<Campaign> {
  const campaign = await findCampaign(tx, id)
  if (!campaign) throw campaignNotFound()
  return campaign
}

/** Locks it, so that changes come one after the other. @throws hotspot.campaign_not_found */
export async function takeCampaign(tx: Tx, id: string): Promise<Campaign> {
  const campaign = await lockCampaign(tx, id)
  if (!campaign) throw campaignNotFound()
  return campaign
}

type Told = 'created' | 'changed' | 'published' | 'paused'

const tell = (tx: Tx, type: `sponsor_campaign.${Told}.v1`, { id: campaignId, name, sponsor }: Campaign) =>
  emit(tx, type, { campaignId, name, sponsor }, campaignId)
