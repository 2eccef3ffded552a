import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { ApiProblem, api } from '#api'
import type { Faster } from '#console/faster.tsx'
import type { MoneyWire } from '#i18n'

export type CycleUnit = 'day' | 'week' | 'month' | 'year'

/** How usage is priced; the form knows prices per unit, the rest comes from the API and is kept as it is. */
export type PriceModel = Readonly<Record<string, unknown>> & { readonly model?: string; readonly unit?: string }

export interface Validity {
  readonly unit: 'minute' | 'hour' | CycleUnit
  readonly count: number
}

/** A quantity with its validity, or more speed for a time. */
export type TopUp =
  | {
      readonly unit: 'bytes' | 'seconds' | 'messages'
      readonly quantity: string
      readonly validity: Validity
      readonly rule: 'extend' | 'own' | 'reset'
    }
  | { readonly unit: 'boost'; readonly faster: Faster; readonly validity: Validity }

export interface Charge {
  readonly code: string
  readonly name: string
  readonly kind: 'recurring' | 'one-time' | 'usage'
  readonly price: MoneyWire | null
  readonly usage: { readonly meter?: string; readonly model?: PriceModel } | null
  readonly taxCategory: string | null
  readonly split: { readonly partner: string; readonly percent: string } | null
}

export type Phase =
  | { readonly kind: 'trial'; readonly days: number }
  | { readonly kind: 'discount'; readonly cycles: number; readonly percentOff: string }

export interface Commitment {
  readonly cycles: number
  readonly fee: { readonly kind: 'fixed'; readonly amount: MoneyWire } | { readonly kind: 'remaining'; readonly percent: string }
}

export interface FupTier {
  readonly usedBytes: string
  readonly downloadBps: string
  readonly uploadBps: string
}

export interface FreeWindow {
  readonly days: readonly number[]
  readonly from: string
  readonly to: string
}

/** Hours at another speed. */
export interface SpeedWindow extends FreeWindow {
  readonly downloadBps: string
  readonly uploadBps: string
}

/** How packets are treated beside their speed. */
export interface Quality {
  readonly burst: {
    readonly downloadBps: string
    readonly uploadBps: string
    readonly seconds: number
    readonly thresholdPercent: number
  } | null
  readonly guaranteed: { readonly downloadBps: string; readonly uploadBps: string } | null
  /** 1 goes first, 8 last. */
  readonly priority: number | null
  /** Name of a profile that is kept on the router. */
  readonly profile: string | null
}

/** What a version promises; it never changes. */
export interface Terms {
  readonly validFrom: string
  readonly recurring: MoneyWire
  readonly setup: MoneyWire
  readonly cycle: { readonly unit: CycleUnit; readonly count: number }
  readonly billedIn: 'advance' | 'arrears'
  readonly alignment: 'account' | 'anniversary'
  readonly charges: readonly Charge[]
  readonly phases: readonly Phase[]
  readonly commitment: Commitment | null
  readonly taxCategory: string
  readonly pricesIncludeTax: boolean
  readonly downloadBps: string
  readonly uploadBps: string
  readonly quotaBytes: string | null
  readonly quotaPolicy: 'none' | 'throttle' | 'cut'
  readonly throttledDownloadBps: string | null
  readonly throttledUploadBps: string | null
  readonly fupTiers: readonly FupTier[]
  readonly freeWindows: readonly FreeWindow[]
  readonly speedWindows: readonly SpeedWindow[]
  readonly quality: Quality | null
  readonly rollover: { readonly cycles: number; readonly maxBytes: string | null } | null
  readonly sessionsMax: number
  readonly sessionLimitPolicy: 'reject-new' | 'kick-oldest'
  readonly idleTimeoutSeconds: number | null
  readonly addressPool: string | null
  readonly approvalRef: string | null
  readonly topUp: TopUp | null
  /** How long it lasts where it is paid at once. */
  readonly pass: Validity | null
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
  readonly kind: 'plan' | 'add-on' | 'top-up'
  readonly technology: string
  readonly state: 'draft' | 'published' | 'retired'
  readonly version: number
  readonly createdAt: string
  /** The newest first. */
  readonly versions: readonly Version[]
}

export const planQuery = (id: string) =>
  queryOptions({ queryKey: ['offer', id], queryFn: ({ signal }) => api.get<Plan>(`/plans/${id}`, {}, signal) })

const plansMax = 200

/** To choose plans that something is for. */
export const plansOnSaleQuery = queryOptions({
  queryKey: ['offer', 'names'],
  queryFn: async ({ signal }) =>
    (
      await api.get<{ readonly items: readonly { readonly id: string; readonly name: string }[] }>(
        '/lists/plans/rows',
        { f: ['state:eq:published', 'kind:eq:plan'], sort: 'name', limit: plansMax },
        signal,
      )
    ).items,
})

/** What the routers of a vendor are told of a plan: at the login, then what changes. */
export interface PlanReply {
  readonly vendor: string
  readonly routers: readonly string[]
  readonly parts: readonly {
    readonly source: 'plan' | 'fair-use' | 'used-up' | 'hours' | 'boost'
    readonly uploadBps: number
    readonly downloadBps: number
    readonly attributes: readonly { readonly name: string; readonly value: string }[]
  }[]
}

/** @param terms of a version, or as far as they are typed; undefined asks nothing */
export const planRepliesQuery = (terms: object | undefined) =>
  queryOptions({
    queryKey: ['offer', 'replies', terms],
    queryFn: () => api.post<readonly PlanReply[]>('/access/plan-preview', terms),
    enabled: terms !== undefined,
    placeholderData: keepPreviousData,
    retry: (count, error) => !(error instanceof ApiProblem) && count < 2,
  })
