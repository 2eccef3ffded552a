import type { Charge, Commitment, FreeWindow, Terms, TopUp } from './queries.ts'

type Typed<T> = { readonly [K in keyof T]?: NonNullable<T[K]> | undefined }

/** Terms while they are typed: what is not there yet, or is left out, is undefined. */
export type TermsValues = Readonly<Record<string, unknown>> &
  Typed<Omit<Terms, 'commitment' | 'rollover' | 'freeWindows' | 'topUp'>> & {
    readonly commitment?: {
      readonly cycles?: number
      readonly fee?: Partial<Record<'kind' | 'percent', string>> & Pick<Partial<Extract<Commitment['fee'], { kind: 'fixed' }>>, 'amount'>
    }
    readonly rollover?: { readonly cycles?: number; readonly maxBytes?: string }
    /** A choice among many has texts. */
    readonly freeWindows?: readonly (Omit<FreeWindow, 'days'> & { readonly days: readonly string[] })[]
    readonly topUp?: Typed<TopUp>
  }

/** What is chosen where an optional part is filled in. */
const choices = {
  commitment: { fee: { kind: 'remaining' } },
  topUp: { unit: 'bytes', validity: { unit: 'day', count: 30 }, rule: 'own' },
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
  const freeWindows = terms.freeWindows.map((window) => ({ ...window, days: window.days.map(String) }))
  return { ...choices, ...given, freeWindows, validFrom: terms.validFrom > today ? terms.validFrom : today }
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
    freeWindows: (values.freeWindows ?? []).map((window) => ({ ...window, days: window.days.map(Number) })),
    fupTiers: values.fupTiers ?? [],
    rollover: hasQuota && values.rollover?.cycles ? { cycles: values.rollover.cycles, maxBytes: values.rollover.maxBytes ?? null } : null,
    commitment: commitmentDraft(values.commitment),
    topUp: kind === 'top-up' ? values.topUp : null,
    ...(!hasQuota && { quotaBytes: null }),
    ...(quotaPolicy !== 'throttle' && { throttledDownloadBps: null, throttledUploadBps: null }),
  }
}

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
