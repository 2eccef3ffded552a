export const deliveryStates = ['waiting', 'delivered', 'failed'] as const
export type DeliveryState = (typeof deliveryStates)[number]

/** What came of one attempt. */
export interface Attempt {
  /** Of the answer; null when there was none. */
  readonly status: number | null
  readonly durationMs: number
  readonly error: string | null
  /** How the answer begins. */
  readonly answer: string
  /** What the receiver asked for with Retry-After. */
  readonly retryAfterSeconds: number | null
}

/** A delivery whose next attempt this process makes. */
export interface Due {
  readonly tenantId: string
  readonly id: string
  readonly endpointId: string
  readonly url: string
  readonly body: string
  /** Made so far. */
  readonly attempts: number
  /** In force, the newest first. */
  readonly secrets: readonly string[]
  readonly privateAddresses: boolean
}

export const isSuccess = ({ status }: Attempt): boolean => status !== null && status >= 200 && status < 300

const gone = 410 // RFC 9110 §15.5.11; Standard Webhooks: stop sending

const firstPauseSeconds = 10
const growth = 3
const longestPauseSeconds = 43_200
/** 1 + 13 attempts within about three days; who repairs a receiver on Monday has missed nothing since Friday. */
export const attemptsMax = 14
const jitter = 0.2 // receivers that fail together are not tried together

/**
 * How long to wait after a failed attempt; 10 s, 30 s, 90 s … 12 h, each a fifth shorter or longer.
 * @param attempts made so far, with the failed one
 * @param random from [0, 1)
 */
export function pauseSeconds(attempts: number, random: number, retryAfterSeconds: number | null = null): number {
  const pause = Math.min(firstPauseSeconds * growth ** (attempts - 1), longestPauseSeconds)
  const asked = Math.min(retryAfterSeconds ?? 0, longestPauseSeconds)
  return Math.max(pause * (1 - jitter + 2 * jitter * random), asked)
}

export type Verdict = { readonly state: 'delivered' | 'failed' } | { readonly state: 'waiting'; readonly nextAttemptAt: Temporal.Instant }

/** What becomes of a delivery after an attempt. @param attempts made so far, with this one */
export function verdictOf(attempt: Attempt, attempts: number, now: Temporal.Instant, random: number): Verdict {
  if (isSuccess(attempt)) return { state: 'delivered' }
  if (attempt.status === gone || attempts >= attemptsMax) return { state: 'failed' }
  const seconds = pauseSeconds(attempts, random, attempt.retryAfterSeconds)
  return { state: 'waiting', nextAttemptAt: now.add({ milliseconds: Math.round(seconds * 1000) }) }
}

/** An endpoint without one success for so long is switched off. */
export const failingDaysMax = 3

export interface Standing {
  readonly failingSince: Temporal.Instant | null
  readonly disabledBecause: 'failing' | 'gone' | null
}

/** How an endpoint stands after attempts that were made together. */
export function standingAfter(failingSince: Temporal.Instant | null, attempts: readonly Attempt[], now: Temporal.Instant): Standing {
  if (attempts.some(isSuccess)) return { failingSince: null, disabledBecause: null }
  const since = failingSince ?? now
  if (attempts.some(({ status }) => status === gone)) return { failingSince: since, disabledBecause: 'gone' }
  const tooLong = Temporal.Instant.compare(since.add({ hours: failingDaysMax * 24 }), now) <= 0
  return { failingSince: since, disabledBecause: tooLong ? 'failing' : null }
}

/** The body of an event's delivery; integrators tell what they have seen by `id`, and `timestamp` says when it happened. */
export const bodyOf = (event: { id: bigint | null; type: string; at: Temporal.Instant; payload: object }): string =>
  JSON.stringify({
    id: event.id === null ? 'test' : event.id.toString(),
    type: event.type,
    timestamp: event.at.toString(),
    data: event.payload,
  })

/** `webhook-id` of a delivery: the same for every attempt and replay. */
export const messageId = (deliveryId: string): string => `msg_${deliveryId.replaceAll('-', '')}`
