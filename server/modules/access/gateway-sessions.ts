/**
 * Sessions on gateways that speak no RADIUS, whose doors another module opens: decided by the same policy, and written to the journal as
 * the packets of a NAS are, so that sessions, usage and quotas follow as for any other.
 */
import type { Tx } from '#kernel/db.ts'
import { appendWith } from './journal-store.ts'
import { factsOf } from './order-commands.ts'
import { type Decision, decide } from './policy.ts'
import { sessionIdentity } from './sample.ts'
import { countOpenSessions, tenantOfScope } from './store.ts'

/**
 * What a login of a subscription would be told now.
 * @param othersOnline its devices on gateways that speak no RADIUS, without the one that asks
 */
export async function decideAtGateway(tx: Tx, subscriptionId: string, othersOnline: number, now: Temporal.Instant): Promise<Decision> {
  const facts = await factsOf(tx, [subscriptionId], now)
  return decide({
    nowMs: now.epochMilliseconds,
    nas: { interimSeconds: 0, walledGarden: null },
    login: { framedAddress: null },
    isPasswordRight: true,
    isLockedOut: false,
    subscription: facts.get(subscriptionId) ?? null,
    othersOnline: othersOnline + (await countOpenSessions(tx, subscriptionId, now)),
  })
}

export interface GatewaySession {
  /** Stands in place of a NAS. */
  readonly gatewayId: string
  readonly gatewayName: string
  readonly sessionId: string
  readonly subscriptionId: string
  readonly loginId: string
  readonly username: string
  readonly mac: string
  readonly address: string | null
  readonly startedAt: Temporal.Instant
}

/** What a gateway has said by an instant; counters from the beginning of the session. */
export interface GatewayReport {
  readonly at: Temporal.Instant
  readonly uploadBytes: number
  readonly downloadBytes: number
  /** As Acct-Terminate-Cause has it; null while the session goes on. */
  readonly endedBecause: string | null
}

/** Notes what a gateway says of a session. It takes effect within seconds of the commit; said twice it changes nothing. */
export async function noteGatewaySession(tx: Tx, session: GatewaySession, report: GatewayReport): Promise<void> {
  const { gatewayId, sessionId, username, startedAt } = session
  const atMs = report.at.epochMilliseconds
  const sample = {
    identity: sessionIdentity(gatewayId, sessionId, username),
    tenantId: await tenantOfScope(tx),
    nasId: gatewayId,
    subscriptionId: session.subscriptionId,
    loginId: session.loginId,
    username,
    acctSessionId: sessionId,
    callingStation: session.mac,
    calledStation: session.gatewayName,
    nasPort: null,
    address: session.address,
    address6: null,
    prefix6: null,
    delegated6: null,
    interface6: null,
    isWalled: false,
    startedAtMs: startedAt.epochMilliseconds,
    atMs,
    sessionSeconds: Math.max(0, Math.floor((atMs - startedAt.epochMilliseconds) / 1000)),
    uploadBytes: report.uploadBytes,
    downloadBytes: report.downloadBytes,
    endedAtMs: report.endedBecause === null ? null : atMs,
    terminateCause: report.endedBecause,
  }
  await appendWith(tx, [{ kind: 'sample', sample }])
}

/** Notes that a gateway begins anew: none of its sessions goes on. */
export async function noteGatewayRestart(tx: Tx, gatewayId: string, at: Temporal.Instant): Promise<void> {
  await appendWith(tx, [{ kind: 'nas-restart', tenantId: await tenantOfScope(tx), nasId: gatewayId, atMs: at.epochMilliseconds }])
}
