/** What the sessions of a NAS should be, by the same decision that a login now would get. */
import type { Tx } from '#kernel/db.ts'
import { readSessionsOnNas } from './command-store.ts'
import { factsOf } from './order-commands.ts'
import { decide, type Speed, speedOf } from './policy.ts'

export interface DesiredSession {
  readonly sessionId: string
  readonly subscriptionId: string | null
  readonly username: string
  readonly acctSessionId: string
  readonly address: string | null
  readonly startedAt: Temporal.Instant
  readonly isWalled: boolean
  /** `nobody`: a session of no login of ours; accounting keeps it, and nobody is disturbed. */
  readonly verdict: 'accept' | 'walled-garden' | 'reject' | 'nobody'
  /** Null where the verdict gives none of its own. */
  readonly speed: Speed | null
}

export async function readDesiredSessions(tx: Tx, nasId: string, now: Temporal.Instant): Promise<DesiredSession[]> {
  const sessions = await readSessionsOnNas(tx, nasId)
  const owners = [...new Set(sessions.flatMap((session) => session.subscription_id ?? []))]
  const facts = await factsOf(tx, owners, now)
  return sessions.map((session) => {
    const subscription = session.subscription_id === null ? null : (facts.get(session.subscription_id) ?? null)
    const nas = { interimSeconds: session.interim_seconds, walledGarden: session.walled_garden }
    const known = { login: { framedAddress: null }, isPasswordRight: true, isLockedOut: false, othersOnline: 0 }
    const verdict = subscription ? decide({ nowMs: now.epochMilliseconds, nas, subscription, ...known }).verdict : 'nobody'
    return {
      sessionId: session.id,
      subscriptionId: session.subscription_id,
      username: session.username,
      acctSessionId: session.acct_session_id,
      address: session.address,
      startedAt: session.started_at,
      isWalled: session.walled,
      verdict,
      speed: verdict === 'accept' && subscription ? speedOf(subscription, now.epochMilliseconds) : null,
    }
  })
}
