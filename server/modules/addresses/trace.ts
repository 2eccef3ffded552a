import { type DatedRule, type Mapping } from './nat-store.ts'
import { blockOf, holderOf } from './nat.ts'

export const verdicts = ['one', 'several', 'none'] as const

/** Who had this address, and behind a carrier-grade NAT this port of it, at this instant? */
export interface Question {
  readonly address: string
  readonly port: number | null
  readonly at: Temporal.Instant
  /** Of the order or request that allows to ask. */
  readonly reference: string
  readonly reason: string
}

/** What is known of a session that had the address. */
export interface SessionEvidence {
  readonly sessionId: string
  readonly username: string
  readonly acctSessionId: string
  readonly callingStation: string | null
  readonly nasName: string | null
  readonly address: string | null
  readonly address6: string | null
  readonly prefix6: string | null
  readonly delegated6: string | null
  readonly startedAt: Temporal.Instant
  readonly endedAt: Temporal.Instant | null
  /** Of its last sample. */
  readonly updatedAt: Temporal.Instant
  /** Not `nas`: its end is our conclusion. */
  readonly closedBy: string | null
  readonly subscriptionId: string | null
  readonly subscriptionNumber: string | null
  readonly customerId: string | null
  readonly customerNumber: string | null
  readonly customerName: string | null
}

export const evidenceKinds = ['direct', 'log', 'rule'] as const

/** How the asked address leads to sessions: it was theirs, the NAT's log says so, or its rule. */
export interface Finding {
  readonly via: (typeof evidenceKinds)[number]
  /** The row of the log, or the block that the rule computes. */
  readonly mapping: Mapping | null
  readonly ruleId: string | null
  readonly sessions: readonly SessionEvidence[]
}

export interface Trace extends Question {
  readonly id: string
  readonly verdict: (typeof verdicts)[number]
  readonly findings: readonly Finding[]
  readonly actor: string
  readonly askedAt: Temporal.Instant
}

/** The blocks in which rules in force at `at` put this port. */
export function computeBlocks(
  rules: readonly DatedRule[],
  address: string,
  port: number,
  at: Temporal.Instant,
): (Mapping & { ruleId: string })[] {
  return rules
    .filter((rule) => isInForce(rule, at))
    .flatMap((rule) => {
      const privateAddress = holderOf(rule, address, port)
      const block = privateAddress && blockOf(rule, privateAddress)
      return block ? [{ ...block, privateAddress, from: rule.from, until: rule.until, device: rule.name, ruleId: rule.id }] : []
    })
}

const isInForce = ({ from, until }: DatedRule, at: Temporal.Instant) =>
  Temporal.Instant.compare(from, at) <= 0 && (until === null || Temporal.Instant.compare(at, until) < 0)

/** Whether the sessions lead to one subscriber; one without a subscription counts by the name it logged in with. */
export function judge(findings: readonly Finding[]): Trace['verdict'] {
  const holders = new Set(findings.flatMap(({ sessions }) => sessions.map(({ subscriptionId, username }) => subscriptionId ?? username)))
  if (holders.size === 0) return 'none'
  return holders.size === 1 ? 'one' : 'several'
}
