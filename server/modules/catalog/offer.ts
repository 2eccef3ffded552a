import { type Money, zero } from '#kernel/money.ts'
import type { Charge, Commitment, FreeWindow, FupTier, Phase, Prices, Quality, Rollover, SpeedWindow, TopUp, Validity } from './charge.ts'
import type { Alignment, Cycle } from './cycle.ts'

export const technologies = ['fibre', 'pppoe', 'hotspot', 'wireless', 'mobile'] as const
export type Technology = (typeof technologies)[number]

/** What happens when the bytes of a cycle are used up. */
export const quotaPolicies = ['none', 'throttle', 'cut'] as const
export type QuotaPolicy = (typeof quotaPolicies)[number]

export const sessionLimitPolicies = ['reject-new', 'kick-oldest'] as const
export type SessionLimitPolicy = (typeof sessionLimitPolicies)[number]

/** A plan stands alone; an add-on is had beside a plan; a top-up is bought and used up. */
export const kinds = ['plan', 'add-on', 'top-up'] as const
export type Kind = (typeof kinds)[number]

/** Whether a cycle is billed when it begins or when it is over. */
export const billedIns = ['advance', 'arrears'] as const
export type BilledIn = (typeof billedIns)[number]

export const states = ['draft', 'published', 'retired'] as const
export type State = (typeof states)[number]

/**
 * What is sold, "plan" on screens.
 *
 *   draft ──publish──▶ published ──retire──▶ retired
 *                          ▲───────publish──────┘
 */
export interface Offer {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly description: string
  readonly kind: Kind
  readonly appliesTo: readonly string[] // plans that an add-on or a top-up is for; none: all
  readonly technology: Technology
  readonly state: State
  readonly version: number
  readonly createdAt: Temporal.Instant
}

/** The one table of allowed moves: deed -> states it starts from, state it leads to. */
export const moves = {
  publish: { from: ['draft', 'retired'], to: 'published' },
  retire: { from: ['published'], to: 'retired' },
} as const satisfies Record<string, { readonly from: readonly State[]; readonly to: State }>
export type Deed = keyof typeof moves

export function canMove(state: State, deed: Deed): boolean {
  const from: readonly State[] = moves[deed].from
  return from.includes(state)
}

/** What a version promises. It never changes, so a customer's terms never do. */
export interface OfferTerms {
  readonly validFrom: Temporal.PlainDate
  readonly recurring: Money // per cycle
  readonly setup: Money // once
  readonly cycle: Cycle
  readonly billedIn: BilledIn
  readonly alignment: Alignment
  readonly charges: readonly Charge[] // beside the two above
  readonly phases: readonly Phase[]
  readonly prices: Prices // in other currencies than the tenant's
  readonly commitment: Commitment | null
  readonly taxCategory: string
  readonly pricesIncludeTax: boolean
  readonly downloadBps: bigint // 0: an add-on or a top-up, which has no speed of its own
  readonly uploadBps: bigint
  readonly quotaBytes: bigint | null // per cycle, up and down together; null: unlimited
  readonly quotaPolicy: QuotaPolicy
  readonly throttledDownloadBps: bigint | null
  readonly throttledUploadBps: bigint | null
  readonly fupTiers: readonly FupTier[] // by used bytes, ascending
  readonly freeWindows: readonly FreeWindow[]
  readonly speedWindows: readonly SpeedWindow[]
  readonly quality: Quality | null
  readonly rollover: Rollover | null
  readonly topUp: TopUp | null // of a top-up, and only of one
  readonly pass: Validity | null // how long it lasts when it is paid at once, as vouchers and portals sell it; null: a cycle
  readonly sessionsMax: number
  readonly sessionLimitPolicy: SessionLimitPolicy
  readonly idleTimeoutSeconds: number | null
  readonly addressPool: string | null // Framed-Pool
  readonly approvalRef: string | null // of the regulator who approved the price
}

export interface OfferVersion extends OfferTerms {
  readonly id: string
  readonly offerId: string
  readonly offerCode: string
  readonly offerName: string
  readonly offerKind: Kind
  readonly appliesTo: readonly string[] // as of the offer
  readonly number: number
}

type Chosen = 'validFrom' | 'recurring'

/** Terms as people give them: the two that make an offer, and whatever differs from the usual. */
export type TermsDraft = Pick<OfferTerms, Chosen> & { readonly [K in Exclude<keyof OfferTerms, Chosen>]?: OfferTerms[K] | undefined }

export interface OfferDraft {
  readonly code: string
  readonly name: string
  readonly description?: string | undefined
  readonly kind?: Kind | undefined // a plan unless said
  readonly appliesTo?: readonly string[] | undefined
  readonly technology: Technology
  readonly terms: TermsDraft
}

/** A draft with everything that it left unsaid. */
export function completeTerms(draft: TermsDraft): OfferTerms {
  return {
    validFrom: draft.validFrom,
    recurring: draft.recurring,
    setup: draft.setup ?? zero(draft.recurring.currency),
    cycle: draft.cycle ?? { unit: 'month', count: 1 },
    billedIn: draft.billedIn ?? 'advance',
    alignment: draft.alignment ?? 'account',
    charges: draft.charges ?? [],
    phases: draft.phases ?? [],
    prices: draft.prices ?? {},
    commitment: draft.commitment ?? null,
    taxCategory: draft.taxCategory ?? 'standard',
    pricesIncludeTax: draft.pricesIncludeTax ?? false,
    downloadBps: draft.downloadBps ?? 0n,
    uploadBps: draft.uploadBps ?? 0n,
    quotaBytes: draft.quotaBytes ?? null,
    quotaPolicy: draft.quotaPolicy ?? 'none',
    throttledDownloadBps: draft.throttledDownloadBps ?? null,
    throttledUploadBps: draft.throttledUploadBps ?? null,
    fupTiers: draft.fupTiers ?? [],
    freeWindows: draft.freeWindows ?? [],
    speedWindows: draft.speedWindows ?? [],
    quality: draft.quality ?? null,
    rollover: draft.rollover ?? null,
    topUp: draft.topUp ?? null,
    pass: draft.pass ?? null,
    sessionsMax: draft.sessionsMax ?? 1,
    sessionLimitPolicy: draft.sessionLimitPolicy ?? 'reject-new',
    idleTimeoutSeconds: draft.idleTimeoutSeconds ?? null,
    addressPool: draft.addressPool ?? null,
    approvalRef: draft.approvalRef ?? null,
  }
}

/**
 * The version that is sold on a day: the latest that has begun; of two that begin together the newer, which corrects the other.
 *
 *   v1 1 Jan ├────────────┤ v2 1 Mar ├───────── v3 1 Mar ├──▶
 *   1 Feb: v1             28 Feb: v1            1 Mar: v3
 */
export function inForce<V extends { readonly validFrom: Temporal.PlainDate; readonly number: number }>(
  versions: readonly V[],
  on: Temporal.PlainDate,
): V | undefined {
  const begun = versions.filter((version) => Temporal.PlainDate.compare(version.validFrom, on) <= 0)
  return begun.toSorted((a, b) => Temporal.PlainDate.compare(a.validFrom, b.validFrom) || a.number - b.number).at(-1)
}
