/**
 * "Why is this customer offline?" — one pure function over everything that can be the cause, in the order in which one thing leads to
 * the next:
 *
 *   invoice ──▶ dunning ──▶ blocks ──▶ subscription ──▶ quota ──▶ login ──▶ RADIUS reply ──▶ session ──▶ NAS answer
 */
import type { Money } from '#kernel/money.ts'
import type { BlockReason, QuotaState, SubscriptionState } from './facts.ts'
import type { CommandKind, CommandState } from './network-command.ts'

export const topics = ['invoice', 'dunning', 'blocks', 'subscription', 'quota', 'login', 'radius-reply', 'session', 'nas-answer'] as const
export type Topic = (typeof topics)[number]

export const verdicts = ['online', 'may-connect', 'withheld'] as const
export type Verdict = (typeof verdicts)[number]

export const remedies = [
  'pay', // the amount overdue
  'lift-block',
  'activate',
  'resume',
  'renew', // the service has ended
  'top-up',
  'create-login',
  'reset-password',
  'disconnect-others',
  'check-line', // nothing on our side withholds service, and nobody tries to log in
] as const
export type RemedyAction = (typeof remedies)[number]

export interface DiagnosisFacts {
  readonly now: Temporal.Instant
  readonly overdue: { readonly amount: Money; readonly invoiceNumbers: readonly string[]; readonly oldestDueOn: string } | null
  readonly dunningStep: { readonly action: string; readonly invoiceNumber: string; readonly at: Temporal.Instant } | null
  readonly state: SubscriptionState
  readonly blocks: readonly BlockReason[]
  readonly endsAt: Temporal.Instant | null
  readonly quota: QuotaState
  readonly quotaPolicy: 'none' | 'throttle' | 'cut'
  readonly usernames: readonly string[]
  readonly reply: {
    readonly verdict: 'accept' | 'reject' | 'walled-garden'
    readonly reason: string | null
    readonly at: Temporal.Instant
    readonly nas: string
  } | null
  readonly session: {
    readonly isOpen: boolean
    readonly isStale: boolean
    readonly isWalled: boolean
    readonly at: Temporal.Instant
    readonly cause: string | null
    readonly nas: string
  } | null
  readonly command: {
    readonly kind: CommandKind
    readonly state: CommandState
    readonly errorCause: number | null
    readonly at: Temporal.Instant
    readonly nas: string
  } | null
}

/** One answer on the way. `code` is translated by screens, with `details` put in. */
export interface Finding {
  readonly topic: Topic
  readonly isFine: boolean
  readonly code: string
  readonly at: Temporal.Instant | null
  readonly details: Readonly<Record<string, string>>
}

export interface Remedy {
  readonly action: RemedyAction
  readonly amount: Money | null
  readonly invoiceNumbers: readonly string[]
}

export interface Diagnosis {
  readonly verdict: Verdict
  readonly findings: readonly Finding[]
  /** The smallest change that restores service; null while there is service. */
  readonly remedy: Remedy | null
}

export function explain(facts: DiagnosisFacts): Diagnosis {
  const findings = [invoice, dunning, blocks, subscription, quota, login, radiusReply, session, nasAnswer].map((topic) => topic(facts))
  const isOnline = facts.session !== null && facts.session.isOpen && !facts.session.isStale && !facts.session.isWalled
  const cause = withholding(facts)
  const verdict = isOnline ? 'online' : cause ? 'withheld' : 'may-connect'
  return { verdict, findings, remedy: isOnline ? null : (cause ?? unseen(facts)) }
}

const remedy = (action: RemedyAction): Remedy => ({ action, amount: null, invoiceNumbers: [] })

/** What keeps service away, first the cause that would hold even if all others were cured. */
function withholding({ now, state, endsAt, blocks, overdue, quota, quotaPolicy, usernames }: DiagnosisFacts): Remedy | null {
  if (state === 'ended' || state === 'cancelled' || (endsAt !== null && Temporal.Instant.compare(endsAt, now) <= 0)) return remedy('renew')
  if (state === 'pending') return remedy('activate')
  if (blocks.some((block) => block !== 'unpaid' && block !== 'arrears')) return remedy('lift-block')
  if (blocks.includes('unpaid'))
    return overdue ? { action: 'pay', amount: overdue.amount, invoiceNumbers: overdue.invoiceNumbers } : remedy('lift-block')
  if (state === 'paused') return remedy('resume')
  if (quota === 'used-up' && quotaPolicy === 'cut') return remedy('top-up')
  return usernames.length === 0 ? remedy('create-login') : null
}

/** Nothing withholds service: the last reply may tell what the customer's device does wrong. */
function unseen({ reply }: DiagnosisFacts): Remedy {
  if (reply?.verdict !== 'reject') return remedy('check-line')
  if (reply.reason === 'wrong-password' || reply.reason === 'locked-out') return remedy('reset-password')
  return remedy(reply.reason === 'too-many-sessions' ? 'disconnect-others' : 'check-line')
}

const finding = (
  topic: Topic,
  isFine: boolean,
  code: string,
  details: Record<string, string> = {},
  at: Temporal.Instant | null = null,
): Finding => ({ topic, isFine, code, at, details })

function invoice({ overdue }: DiagnosisFacts): Finding {
  if (!overdue) return finding('invoice', true, 'nothing-overdue')
  return finding('invoice', false, 'overdue', {
    minor: overdue.amount.minor.toString(),
    currency: overdue.amount.currency,
    invoices: overdue.invoiceNumbers.join(', '),
    dueOn: overdue.oldestDueOn,
  })
}

function dunning({ dunningStep, overdue }: DiagnosisFacts): Finding {
  if (!dunningStep || !overdue) return finding('dunning', true, 'none')
  return finding('dunning', dunningStep.action === 'remind', dunningStep.action, { invoice: dunningStep.invoiceNumber }, dunningStep.at)
}

const blocks = ({ blocks }: DiagnosisFacts): Finding =>
  blocks.length === 0 ? finding('blocks', true, 'none') : finding('blocks', false, 'blocked', { reasons: blocks.join(' ') })

function subscription({ state, endsAt, now }: DiagnosisFacts): Finding {
  const isOver = endsAt !== null && Temporal.Instant.compare(endsAt, now) <= 0
  return finding('subscription', state === 'active' && !isOver, isOver ? 'ended' : state, {}, isOver ? endsAt : null)
}

function quota({ quota, quotaPolicy }: DiagnosisFacts): Finding {
  return finding('quota', quota !== 'used-up', quota === 'used-up' ? `used-up-${quotaPolicy}` : quota)
}

const login = ({ usernames }: DiagnosisFacts): Finding =>
  usernames.length === 0 ? finding('login', false, 'none') : finding('login', true, 'exists', { usernames: usernames.join(', ') })

function radiusReply({ reply }: DiagnosisFacts): Finding {
  if (!reply) return finding('radius-reply', false, 'never-asked')
  return finding(
    'radius-reply',
    reply.verdict === 'accept',
    reply.verdict,
    { nas: reply.nas, ...(reply.reason !== null && { reason: reply.reason }) },
    reply.at,
  )
}

function session({ session }: DiagnosisFacts): Finding {
  if (!session) return finding('session', false, 'never')
  const code = session.isOpen ? (session.isStale ? 'unheard' : session.isWalled ? 'walled-garden' : 'open') : 'closed'
  return finding(
    'session',
    code === 'open',
    code,
    { nas: session.nas, ...(session.cause !== null && { cause: session.cause }) },
    session.at,
  )
}

const failed: readonly CommandState[] = ['refused', 'timeout', 'escalated']

function nasAnswer({ command }: DiagnosisFacts): Finding {
  if (!command) return finding('nas-answer', true, 'none')
  const details = { kind: command.kind, nas: command.nas, ...(command.errorCause !== null && { errorCause: String(command.errorCause) }) }
  return finding('nas-answer', !failed.includes(command.state), command.state, details, command.at)
}
