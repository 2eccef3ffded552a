import { fasterDraft, type FasterValues, usualFaster } from '#console/faster.tsx'
import type { Charge, Commitment, FreeWindow, Quality, SpeedWindow, Terms, TopUp, Validity } from './queries.ts'

type Typed<T> = { readonly [K in keyof T]?: NonNullable<T[K]> | undefined }

/** A choice among many has texts. */
type TypedDays<T> = Omit<T, 'days'> & { readonly days: readonly string[] }

interface QualityValues {
  readonly burst?: Typed<NonNullable<Quality['burst']>>
  readonly guaranteed?: Typed<NonNullable<Quality['guaranteed']>>
  /** A choice has texts; empty: as the router does it. */
  readonly priority?: string | undefined
  readonly profile?: string | undefined
}

/** Of a quantity and of a boost: which of them it is can be chosen again. */
interface TopUpValues {
  readonly unit?: TopUp['unit']
  readonly quantity?: string | undefined
  readonly faster?: FasterValues
  readonly validity?: Typed<Validity>
  readonly rule?: string
}

/** Terms while they are typed: what is not there yet, or is left out, is undefined. */
export type TermsValues = Readonly<Record<string, unknown>> &
  Typed<Omit<Terms, 'commitment' | 'rollover' | 'freeWindows' | 'speedWindows' | 'quality' | 'topUp' | 'pass'>> & {
    readonly commitment?: {
      readonly cycles?: number
      readonly fee?: Partial<Record<'kind' | 'percent', string>> & Pick<Partial<Extract<Commitment['fee'], { kind: 'fixed' }>>, 'amount'>
    }
    readonly rollover?: { readonly cycles?: number; readonly maxBytes?: string }
    readonly freeWindows?: readonly TypedDays<FreeWindow>[]
    readonly speedWindows?: readonly TypedDays<SpeedWindow>[]
    readonly quality?: QualityValues
    readonly pass?: Typed<NonNullable<Terms['pass']>>
    readonly topUp?: TopUpValues
  }

/** What is chosen where an optional part is filled in. */
const choices = {
  commitment: { fee: { kind: 'remaining' } },
  pass: { unit: 'hour' },
  quality: { burst: { seconds: 16, thresholdPercent: 75 }, priority: '' },
  topUp: { unit: 'bytes', validity: { unit: 'day', count: 30 }, rule: 'own', faster: usualFaster },
} as const

export const usualTerms = (today: string): TermsValues => ({
  validFrom: today,
  cycle: { unit: 'month', count: 1 },
  billedIn: 'advance',
  alignment: 'account',
  taxCategory: 'standard',
  pricesIncludeTax: false,
  quotaPolicy: 'none',
  sessionsMax: 1,
  sessionLimitPolicy: 'reject-new',
  ...choices,
})

const nullable = [
  'quotaBytes',
  'throttledDownloadBps',
  'throttledUploadBps',
  'idleTimeoutSeconds',
  'addressPool',
  'approvalRef',
] as const satisfies readonly (keyof Terms)[]

/** The terms of a version as the start of the next one. */
export function nextTerms({ id: _id, number: _number, ...terms }: Terms & { id: string; number: number }, today: string): TermsValues {
  const given = Object.fromEntries(Object.entries(terms).filter(([, value]) => value !== null))
  const typedDays = <T extends FreeWindow>(window: T) => ({ ...window, days: window.days.map(String) })
  const windows = { freeWindows: terms.freeWindows.map(typedDays), speedWindows: terms.speedWindows.map(typedDays) }
  return {
    ...choices,
    ...given,
    ...windows,
    topUp: { ...choices.topUp, ...terms.topUp },
    quality: typedQuality(terms.quality),
    validFrom: terms.validFrom > today ? terms.validFrom : today,
  }
}

const typedQuality = (quality: Quality | null): QualityValues => ({
  burst: quality?.burst ?? choices.quality.burst,
  ...(quality?.guaranteed && { guaranteed: quality.guaranteed }),
  priority: quality?.priority ? String(quality.priority) : '',
  profile: quality?.profile ?? undefined,
})

/** The part of it that routers are told of; undefined while there is no speed. */
export function speedTerms(terms: ReturnType<typeof termsDraft> | Terms): object | undefined {
  const { downloadBps, uploadBps, quotaBytes, quotaPolicy, fupTiers, freeWindows, speedWindows, quality, idleTimeoutSeconds, addressPool } =
    terms
  const { throttledDownloadBps, throttledUploadBps } = terms
  if (!downloadBps || !uploadBps) return undefined
  const speeds = { downloadBps, uploadBps, throttledDownloadBps, throttledUploadBps, fupTiers, freeWindows, speedWindows, quality }
  return { ...speeds, quotaBytes, quotaPolicy, idleTimeoutSeconds, addressPool }
}

/** What the server takes: no quota where none is kept, no slow speeds where nothing slows down, and nothing of what was left empty. */
export function termsDraft(values: TermsValues, kind: 'plan' | 'add-on' | 'top-up' = 'plan') {
  const { quotaPolicy } = values
  const absent = Object.fromEntries(nullable.map((name) => [name, values[name] || null]))
  const hasQuota = quotaPolicy !== 'none'
  return {
    ...values,
    ...absent,
    charges: (values.charges ?? []).map(chargeDraft),
    phases: values.phases ?? [],
    freeWindows: (values.freeWindows ?? []).map(windowDraft),
    speedWindows: (values.speedWindows ?? []).map(windowDraft),
    pass: kind === 'plan' && values.pass?.count ? values.pass : null,
    fupTiers: values.fupTiers ?? [],
    quality: qualityDraft(values.quality),
    rollover: hasQuota && values.rollover?.cycles ? { cycles: values.rollover.cycles, maxBytes: values.rollover.maxBytes ?? null } : null,
    commitment: commitmentDraft(values.commitment),
    topUp: kind === 'top-up' && values.topUp ? topUpDraft(values.topUp) : null,
    ...(!hasQuota && { quotaBytes: null }),
    ...(quotaPolicy !== 'throttle' && { throttledDownloadBps: null, throttledUploadBps: null }),
  }
}

const windowDraft = <T>({ days, ...window }: TypedDays<T>) => ({ ...window, days: days.map(Number) })

/** A burst or a guarantee without any speed is none, and of none of them nothing is said. */
function qualityDraft({ burst, guaranteed, priority, profile }: QualityValues = {}) {
  const hasSpeed = (speed?: { readonly downloadBps?: string | undefined; readonly uploadBps?: string | undefined }) =>
    Boolean(speed?.downloadBps || speed?.uploadBps)
  const quality = {
    burst: hasSpeed(burst) ? burst : null,
    guaranteed: hasSpeed(guaranteed) ? guaranteed : null,
    priority: priority ? Number(priority) : null,
    profile: profile || null,
  }
  return Object.values(quality).some((part) => part !== null) ? quality : null
}

const topUpDraft = ({ unit, quantity, faster = {}, validity, rule }: TopUpValues) =>
  unit === 'boost' ? { unit, faster: fasterDraft(faster), validity } : { unit, quantity, validity, rule }

/** A fixed price has no meter, usage no fixed price, and a partner without a share is none. */
const chargeDraft = ({ price, usage, split, ...charge }: Charge) => ({
  ...charge,
  price: charge.kind === 'usage' ? null : price,
  usage: charge.kind === 'usage' ? { ...usage, model: { model: 'per-unit', ...usage?.model } } : null,
  split: split?.partner ? split : null,
})

function commitmentDraft(commitment: TermsValues['commitment']) {
  if (!commitment?.cycles) return null
  const { kind = 'remaining', amount, percent } = commitment.fee ?? {}
  return { cycles: commitment.cycles, fee: kind === 'fixed' ? { kind, amount } : { kind: 'remaining', percent } }
}
