import { type Currency, type Money } from '#kernel/money.ts'

export const technologies = ['fibre', 'pppoe', 'hotspot', 'wireless', 'mobile'] as const
export type Technology = (typeof technologies)[number]

/** What happens when the bytes of a cycle are used up. */
export const quotaPolicies = ['none', 'throttle', 'cut'] as const
export type QuotaPolicy = (typeof quotaPolicies)[number]

export const sessionLimitPolicies = ['reject-new', 'kick-oldest'] as const
export type SessionLimitPolicy = (typeof sessionLimitPolicies)[number]

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
  readonly cycleMonths: number
  readonly taxCategory: string
  readonly pricesIncludeTax: boolean
  readonly downloadBps: bigint
  readonly uploadBps: bigint
  readonly quotaBytes: bigint | null // per cycle, up and down together; null: unlimited
  readonly quotaPolicy: QuotaPolicy
  readonly throttledDownloadBps: bigint | null
  readonly throttledUploadBps: bigint | null
  readonly sessionsMax: number
  readonly sessionLimitPolicy: SessionLimitPolicy
  readonly idleTimeoutSeconds: number | null
  readonly addressPool: string | null // Framed-Pool
}

export interface OfferVersion extends OfferTerms {
  readonly id: string
  readonly offerId: string
  readonly offerCode: string
  readonly offerName: string
  readonly number: number
}

type Chosen = 'validFrom' | 'recurring' | 'downloadBps' | 'uploadBps'

/** Terms as people give them: the four that make a plan, and whatever differs from the usual. */
export type TermsDraft = Pick<OfferTerms, Chosen> & { readonly [K in Exclude<keyof OfferTerms, Chosen>]?: OfferTerms[K] | undefined }

export interface OfferDraft {
  readonly code: string
  readonly name: string
  readonly description?: string | undefined
  readonly technology: Technology
  readonly terms: TermsDraft
}

/** A draft with everything that it left unsaid. */
export function completeTerms(draft: TermsDraft): OfferTerms {
  const quotaBytes = draft.quotaBytes ?? null
  return {
    validFrom: draft.validFrom,
    recurring: draft.recurring,
    setup: draft.setup ?? { minor: 0n, currency: draft.recurring.currency },
    cycleMonths: draft.cycleMonths ?? 1,
    taxCategory: draft.taxCategory ?? 'standard',
    pricesIncludeTax: draft.pricesIncludeTax ?? false,
    downloadBps: draft.downloadBps,
    uploadBps: draft.uploadBps,
    quotaBytes,
    quotaPolicy: draft.quotaPolicy ?? 'none',
    throttledDownloadBps: draft.throttledDownloadBps ?? null,
    throttledUploadBps: draft.throttledUploadBps ?? null,
    sessionsMax: draft.sessionsMax ?? 1,
    sessionLimitPolicy: draft.sessionLimitPolicy ?? 'reject-new',
    idleTimeoutSeconds: draft.idleTimeoutSeconds ?? null,
    addressPool: draft.addressPool ?? null,
  }
}

/** A wrong part of terms, as the pointer and words for a form. */
export interface TermsFault {
  readonly pointer: string
  readonly detail: string
}

/** What contradicts itself in terms; empty when they can be sold. */
export function faultsIn(terms: OfferTerms, currency: Currency): TermsFault[] {
  const faults: TermsFault[] = []
  const fault = (pointer: string, detail: string) => faults.push({ pointer, detail })
  if (terms.recurring.currency !== currency) fault('/recurring/currency', `Prices are in ${currency}.`)
  if (terms.setup.currency !== terms.recurring.currency) fault('/setup/currency', 'Use the currency of the recurring price.')
  if (terms.recurring.minor < 0n) fault('/recurring/minor', 'A price is not negative.')
  if (terms.setup.minor < 0n) fault('/setup/minor', 'A price is not negative.')
  if ((terms.quotaPolicy === 'none') !== (terms.quotaBytes === null))
    fault(
      '/quotaPolicy',
      terms.quotaBytes === null
        ? 'Without a quota there is nothing to throttle or cut. Give a quota.'
        : 'Say what happens when the quota is used up: throttle or cut.',
    )
  if (terms.quotaPolicy === 'throttle' && !(terms.throttledDownloadBps && terms.throttledUploadBps))
    fault('/throttledDownloadBps', 'Give the speeds that remain after the quota, down and up.')
  if (terms.throttledDownloadBps && terms.throttledDownloadBps > terms.downloadBps)
    fault('/throttledDownloadBps', 'The throttled speed is not above the full speed.')
  if (terms.throttledUploadBps && terms.throttledUploadBps > terms.uploadBps)
    fault('/throttledUploadBps', 'The throttled speed is not above the full speed.')
  return faults
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
