import { fasterDraft, type FasterValues, usualFaster } from '#console/faster.tsx'
import type { Charge, Commitment, FreeWindow, SpeedWindow, Terms, TopUp, Validity } from './queries.ts'

type Typed<T> = { readonly [K in keyof T]?: NonNullable<T[K]> | undefined }

/** A choice among many has texts. */
type TypedDays<T> = Omit<T, 'days'> & { readonly days: readonly string[] }

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
  Typed<Omit<Terms, 'commitment' | 'rollover' | 'freeWindows' | 'speedWindows' | 'topUp' | 'pass'>> & {
    readonly commitment?: {
      readonly cycles?: number
      readonly fee?: Partial<Record<'kind' | 'percent', string>> & Pick<Partial<Extract<Commitment['fee'], { kind: 'fixed' }>>, 'amount'>
    }
    readonly rollover?: { readonly cycles?: number; readonly maxBytes?: string }
    readonly freeWindows?: readonly TypedDays<FreeWindow>[]
    readonly speedWindows?: readonly TypedDays<SpeedWindow>[]
    readonly pass?: Typed<NonNullable<Terms['pass']>>
    readonly topUp?: TopUpValues
  }

/** What is chosen where an optional part is filled in. */
const choices = {
  commitment: { fee: { kind: 'remaining' } },
  pass: { unit: 'hour' },
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
    validFrom: terms.validFrom > today ? terms.validFrom : today,
  }
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
    rollover: hasQuota && values.rollover?.cycles ? { cycles: values.rollover.cycles, maxBytes: values.rollover.maxBytes ?? null } : null,
    commitment: commitmentDraft(values.commitment),
    topUp: kind === 'top-up' && values.topUp ? topUpDraft(values.topUp) : null,
    ...(!hasQuota && { quotaBytes: null }),
    ...(quotaPolicy !== 'throttle' && { throttledDownloadBps: null, throttledUploadBps: null }),
  }
}

const windowDraft = <T>({ days, ...window }: TypedDays<T>) => ({ ...window, days: days.map(Number) })

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
