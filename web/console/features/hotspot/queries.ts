import { queryOptions } from '@tanstack/react-query'
import { api } from '#api'
import type { Language, MoneyWire } from '#i18n'

export interface Message {
  readonly text: string
  readonly question: string | null
  readonly answers: readonly string[]
}

export const chargedFor = ['grant', 'showing'] as const
export type ChargedFor = (typeof chargedFor)[number]

/** A sponsor's campaign with what it did. */
export interface Campaign {
  readonly id: string
  readonly name: string
  readonly sponsor: string
  readonly messages: Readonly<Record<Language, Message | null>>
  readonly link: string | null
  readonly offerId: string
  readonly locationIds: readonly string[]
  readonly startsOn: string
  /** First day on which it is not shown. */
  readonly endsOn: string | null
  readonly watchSeconds: number
  readonly guestPerDayMax: number
  readonly chargedFor: ChargedFor
  readonly price: MoneyWire
  readonly budgetMax: number | null
  readonly budgetPerDayMax: number | null
  readonly budgetPerLocationDayMax: number | null
  readonly state: 'draft' | 'published' | 'paused'
  readonly standing: 'draft' | 'paused' | 'scheduled' | 'running' | 'used-up' | 'ended'
  readonly pictureFileId: string | null
  readonly version: number
  readonly shown: number
  readonly finished: number
  readonly granted: number
  readonly cost: MoneyWire
  readonly days: readonly { readonly day: string; readonly shown: number; readonly finished: number; readonly granted: number }[]
  readonly places: readonly { readonly location: string | null; readonly shown: number; readonly granted: number }[]
  readonly answered: readonly number[]
}

const lookAgainMs = 15_000

/** Guests tell nobody that they look, so it is asked again. */
export const campaignQuery = (id: string) =>
  queryOptions({
    queryKey: ['sponsor_campaign', id],
    queryFn: ({ signal }) => api.get<Campaign>(`/sponsor-campaigns/${id}`, {}, signal),
    refetchInterval: lookAgainMs,
  })
