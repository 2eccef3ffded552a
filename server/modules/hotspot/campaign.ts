/** A sponsor's campaign: somebody pays so that guests get online for looking at what they say. */
import { z } from 'zod'
import type { Money } from '#kernel/money.ts'
import { zText } from '#kernel/wire.ts'
import { type Language, languages } from '#modules/tenants'

const answersMax = 6

const zMessage = z
  .object({
    text: zText(280),
    question: zText(120).nullable().describe('Null: nothing is asked'),
    answers: z.array(zText(60)).max(answersMax).readonly().describe('One of them is chosen'),
  })
  .refine(({ question, answers }) => (question === null ? answers.length === 0 : answers.length >= 2), {
    path: ['answers'],
    error: `Give a question with 2 to ${answersMax} answers, or neither`,
  })
export type Message = z.output<typeof zMessage>

/** What guests read, in some of the portal's languages. Answers are counted by their place, so all languages have as many. */
export const zMessages = z
  .object({ en: zMessage.nullable(), bn: zMessage.nullable(), hi: zMessage.nullable() } satisfies Record<Language, unknown>)
  .refine((messages) => present(messages).length > 0, 'Write it in one language at least')
  .refine((messages) => new Set(present(messages).map(({ answers }) => answers.length)).size <= 1, 'Ask the same in each language')
export type Messages = Readonly<Record<Language, Message | null>>

const present = (messages: Messages) => languages.flatMap((language) => messages[language] ?? [])

/** In the guest's language, else in the operator's, else in one that is there. */
export const messageFor = (messages: Messages, language: Language, house: Language): Message =>
  messages[language] ?? messages[house] ?? present(messages)[0]!

/** What the sponsor pays for: a pass that was given, or a guest who looked to the end. Budgets count the same. */
export const chargedFor = ['grant', 'showing'] as const
export type ChargedFor = (typeof chargedFor)[number]

export const campaignStates = ['draft', 'published', 'paused'] as const
export type CampaignState = (typeof campaignStates)[number]

export interface CampaignDraft {
  readonly name: string
  readonly sponsor: string
  readonly messages: Messages
  readonly link: string | null
  readonly offerId: string
  readonly locationIds: readonly string[] // none: everywhere
  readonly startsOn: Temporal.PlainDate
  readonly endsOn: Temporal.PlainDate | null // first day on which it is not shown
  readonly watchSeconds: number
  readonly guestPerDayMax: number
  readonly chargedFor: ChargedFor
  readonly price: Money
  readonly budgetMax: number | null
  readonly budgetPerDayMax: number | null
  readonly budgetPerLocationDayMax: number | null
}

export interface Campaign extends CampaignDraft {
  readonly id: string
  readonly state: CampaignState
  readonly pictureFileId: string | null
  readonly version: number
  readonly createdAt: Temporal.Instant
}

/** How much of its budget a campaign has used: in all, today, and today at one location. */
export interface Spent {
  readonly inAll: number
  readonly today: number
  readonly here: number
}

/** Whether one more fits into the budget. */
export const hasBudget = (campaign: Campaign, { inAll, today, here }: Spent): boolean =>
  fits(inAll, campaign.budgetMax) && fits(today, campaign.budgetPerDayMax) && fits(here, campaign.budgetPerLocationDayMax)

const fits = (count: number, max: number | null) => max === null || count < max

export const standings = ['draft', 'paused', 'scheduled', 'running', 'used-up', 'ended'] as const
export type Standing = (typeof standings)[number]

/**
 * What is to be seen of a campaign on a day: it runs from its first day to the day before its end, unless staff hold it.
 *
 *   draft ─publish─▶ scheduled ──startsOn──▶ running ──endsOn──▶ ended
 *                        └──── paused ◀─▶ ────┘└─budget─▶ used-up
 */
export function standingOf(campaign: Campaign, spentInAll: number, today: Temporal.PlainDate): Standing {
  if (campaign.state === 'draft') return 'draft'
  if (campaign.endsOn && Temporal.PlainDate.compare(today, campaign.endsOn) >= 0) return 'ended'
  if (!fits(spentInAll, campaign.budgetMax)) return 'used-up'
  if (campaign.state === 'paused') return 'paused'
  return Temporal.PlainDate.compare(today, campaign.startsOn) < 0 ? 'scheduled' : 'running'
}

/** Whether it is for whoever stands at a location; null: nobody knows where they stand. */
export const isShownAt = ({ locationIds }: Campaign, locationId: string | null): boolean =>
  locationIds.length === 0 || (locationId !== null && locationIds.includes(locationId))
