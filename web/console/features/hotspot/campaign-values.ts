import { type Language, languages, type MoneyWire } from '#i18n'
import { addDays } from '#i18n/format.ts'
import type { Campaign, ChargedFor, Message } from './queries.ts'

interface MessageValues {
  readonly text: string
  readonly question: string
  readonly answers: readonly string[]
}

/** A campaign as it is typed: days are the last, not the end, and a language without a text is none. */
export interface CampaignValues extends Readonly<Record<string, unknown>> {
  readonly name: string
  readonly sponsor: string
  readonly messages: Readonly<Record<Language, MessageValues>>
  readonly link: string
  readonly offerId: string | undefined
  readonly locationIds: readonly string[]
  readonly startsOn: string
  readonly lastDay: string | undefined
  readonly watchSeconds: number
  readonly guestPerDayMax: number
  readonly chargedFor: ChargedFor
  readonly price: MoneyWire
  readonly budgetMax: number | undefined
  readonly budgetPerDayMax: number | undefined
  readonly budgetPerLocationDayMax: number | undefined
}

const everyLanguage = <T>(valueOf: (language: Language) => T) =>
  Object.fromEntries(languages.map((language) => [language, valueOf(language)])) as Record<Language, T>

export const freshCampaign = (today: string, currency: string): CampaignValues => ({
  name: '',
  sponsor: '',
  messages: everyLanguage(() => ({ text: '', question: '', answers: [] })),
  link: '',
  offerId: undefined,
  locationIds: [],
  startsOn: today,
  lastDay: undefined,
  watchSeconds: 10,
  guestPerDayMax: 1,
  chargedFor: 'grant',
  price: { minor: '0', currency },
  budgetMax: undefined,
  budgetPerDayMax: undefined,
  budgetPerLocationDayMax: undefined,
})

export const campaignValues = (campaign: Campaign): CampaignValues => ({
  name: campaign.name,
  sponsor: campaign.sponsor,
  messages: everyLanguage((language) => typed(campaign.messages[language])),
  link: campaign.link ?? '',
  offerId: campaign.offerId,
  locationIds: campaign.locationIds,
  startsOn: campaign.startsOn,
  lastDay: campaign.endsOn === null ? undefined : addDays(campaign.endsOn, -1),
  watchSeconds: campaign.watchSeconds,
  guestPerDayMax: campaign.guestPerDayMax,
  chargedFor: campaign.chargedFor,
  price: campaign.price,
  budgetMax: campaign.budgetMax ?? undefined,
  budgetPerDayMax: campaign.budgetPerDayMax ?? undefined,
  budgetPerLocationDayMax: campaign.budgetPerLocationDayMax ?? undefined,
})

const typed = (message: Message | null): MessageValues => ({
  text: message?.text ?? '',
  question: message?.question ?? '',
  answers: message?.answers ?? [],
})

/** What the API takes. */
export const campaignDraft = ({ lastDay, ...values }: CampaignValues) => ({
  ...values,
  messages: everyLanguage((language) => messageDraft(values.messages[language])),
  link: values.link.trim() === '' ? null : values.link.trim(),
  endsOn: lastDay === undefined ? null : addDays(lastDay, 1),
  budgetMax: values.budgetMax ?? null,
  budgetPerDayMax: values.budgetPerDayMax ?? null,
  budgetPerLocationDayMax: values.budgetPerLocationDayMax ?? null,
})

const messageDraft = ({ text, question, answers }: MessageValues): Message | null =>
  text.trim() === '' && question.trim() === '' ? null : { text, question: question.trim() === '' ? null : question, answers }
