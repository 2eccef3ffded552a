import { queryOptions } from '@tanstack/react-query'
import { api } from '#api'
import type { MoneyWire } from '#i18n'

/** What a version promises; it never changes. */
export interface Terms {
  readonly validFrom: string
  readonly recurring: MoneyWire
  readonly setup: MoneyWire
  readonly cycleMonths: number
  readonly taxCategory: string
  readonly pricesIncludeTax: boolean
  readonly downloadBps: string
  readonly uploadBps: string
  readonly quotaBytes: string | null
  readonly quotaPolicy: 'none' | 'throttle' | 'cut'
  readonly throttledDownloadBps: string | null
  readonly throttledUploadBps: string | null
  readonly sessionsMax: number
  readonly sessionLimitPolicy: 'reject-new' | 'kick-oldest'
  readonly idleTimeoutSeconds: number | null
  readonly addressPool: string | null
}

export interface Version extends Terms {
  readonly id: string
  readonly number: number
}

export interface Plan {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly description: string
  readonly technology: string
  readonly state: 'draft' | 'published' | 'retired'
  readonly version: number
  readonly createdAt: string
  /** The newest first. */
  readonly versions: readonly Version[]
}

export const planQuery = (id: string) =>
  queryOptions({ queryKey: ['offer', id], queryFn: ({ signal }) => api.get<Plan>(`/plans/${id}`, {}, signal) })
