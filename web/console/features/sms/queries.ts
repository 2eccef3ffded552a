import { queryOptions } from '@tanstack/react-query'
import { api } from '#api'
import type { MoneyWire } from '#i18n'

export const binds = ['transceiver', 'pair', 'transmitter'] as const

/** The short message centre of the business. */
export interface SmsSettings {
  readonly host: string
  readonly port: number
  readonly isTls: boolean
  readonly systemId: string
  readonly systemType: string
  readonly source: string
  readonly bind: (typeof binds)[number]
  readonly unansweredMax: number
  readonly perSecond: number
  readonly prefixes: readonly string[]
  readonly partsPerHourMax: number
  readonly partPrice: MoneyWire | null
}

export interface SmsStanding {
  readonly settings: SmsSettings | null
  /** Where messages may go while no prefixes are given. */
  readonly countryPrefixes: readonly string[]
  readonly partsThisHour: number
}

export const smsSettingsQuery = queryOptions({
  queryKey: ['sms', 'settings'],
  queryFn: ({ signal }) => api.get<SmsStanding>('/sms-settings', {}, signal),
})

export interface ShortMessage {
  readonly id: string
  readonly destination: string
  readonly state: 'queued' | 'sending' | 'sent' | 'delivered' | 'failed' | 'unknown' | 'refused'
  readonly reason: string | null
  /** In the words of the centre. */
  readonly detail: string | null
  readonly messageIds: readonly string[]
}

const onTheWay: ReadonlySet<ShortMessage['state']> = new Set(['queued', 'sending', 'sent'])
const lookAgainMs = 1_000

/** Looked at again by itself until its end is known. */
export const shortMessageQuery = (id: string) =>
  queryOptions({
    queryKey: ['sms', 'one', id],
    queryFn: ({ signal }) => api.get<ShortMessage>(`/short-messages/${id}`, {}, signal),
    refetchInterval: ({ state: { data } }) => (data === undefined || onTheWay.has(data.state) ? lookAgainMs : false),
  })
