/** What we ask of a NAS in the middle of a session, and what its answer means: RFC 5176. */
import { type AttributePair, type Packet, read } from '#protocols/radius'
import type { NasVendor } from './nas.ts'
import { decide, type Facts, speedOf, type Treatment } from './policy.ts'
import { limitAttributes, speedAttributes } from './vendors.ts'

export const commandKinds = ['disconnect', 'change'] as const
export type CommandKind = (typeof commandKinds)[number]

export const commandStates = ['queued', 'sent', 'acked', 'confirmed', 'gone', 'refused', 'timeout', 'escalated'] as const
export type CommandState = (typeof commandStates)[number]

/** Ways to a session, each tried when the one before came to nothing. */
export const rungs = ['radius', 'api', 'address-list'] as const
export type Rung = (typeof rungs)[number]

export type CommandCode = 'CoA-Request' | 'Disconnect-Request'

export type NasAnswer =
  | { readonly answer: 'ack' }
  | { readonly answer: 'nak'; readonly errorCause: number | null }
  | { readonly answer: 'timeout' }

/** What a reply to CoA-Request or Disconnect-Request says. */
export const answerIn = (reply: Packet): NasAnswer =>
  reply.code === 'CoA-ACK' || reply.code === 'Disconnect-ACK'
    ? { answer: 'ack' }
    : { answer: 'nak', errorCause: read(reply, 'Error-Cause') ?? null }

export interface Outcome {
  readonly state: CommandState
  readonly errorCause: number | null
  /** The NAS has no such session: our row is closed, until an interim proves otherwise. */
  readonly isSessionGone: boolean
  /** What cannot be changed in place is disconnected: the next login brings the new speed. */
  readonly mustDisconnect: boolean
}

const sessionContextNotFound = 503

/**
 *   answer        disconnect                      change
 *   ACK           acked, until a Stop proves it   acked, until an interim proves it
 *   NAK 503       gone: close our session         gone: close our session; the next login gets the new speed
 *   NAK other     refused                         refused: disconnect instead
 *   none          timeout                         timeout
 */
export function outcomeOf(kind: CommandKind, answer: NasAnswer): Outcome {
  switch (answer.answer) {
    case 'ack':
      return { state: 'acked', errorCause: null, isSessionGone: false, mustDisconnect: false }
    case 'timeout':
      return { state: 'timeout', errorCause: null, isSessionGone: false, mustDisconnect: false }
    case 'nak': {
      const isSessionGone = answer.errorCause === sessionContextNotFound
      return {
        state: isSessionGone ? 'gone' : 'refused',
        errorCause: answer.errorCause,
        isSessionGone,
        mustDisconnect: !isSessionGone && kind === 'change',
      }
    }
  }
  return answer satisfies never
}

/** An address list stops traffic but ends no session; beyond it only a person helps. */
export interface NextStep {
  readonly kind: CommandKind
  readonly via: Rung
}

/**
 * What is tried next when a command came to nothing. A router that is silent to RADIUS would be silent to a Disconnect too, so its API is
 * asked at once. A refused change is followed by its Disconnect already as it is answered.
 *
 *   change        refused, escalated ─▶ Disconnect     timeout ─▶ API
 *   Disconnect    refused, escalated, timeout ─▶ API
 *   API           refused, escalated, timeout ─▶ address list
 */
export function nextStep(command: { readonly kind: CommandKind; readonly via: Rung; readonly state: CommandState }): NextStep | null {
  const { kind, via, state } = command
  if (state !== 'refused' && state !== 'escalated' && state !== 'timeout') return null
  if (via === 'address-list') return null
  if (via === 'api') return { kind: 'disconnect', via: 'address-list' }
  if (kind === 'disconnect' || state === 'timeout') return { kind: 'disconnect', via: 'api' }
  return state === 'escalated' ? { kind: 'disconnect', via: 'radius' } : null
}

export interface CommandedSession {
  readonly username: string
  readonly acctSessionId: string
  readonly address: string | null
}

/**
 * What a NAS knows the session by, exactly as it told us. RouterOS finds a hotspot user only with the address, and for a user name that
 * is a MAC would otherwise disconnect the radio. Not sent: NAS-IP-Address, which differs behind NAT, and Event-Timestamp,
 * because routers whose clock says 1970 would take it for a replay.
 */
export function identifyingAttributes({ username, acctSessionId, address }: CommandedSession, vendor: NasVendor): AttributePair[] {
  const attributes: AttributePair[] = [['Acct-Session-Id', acctSessionId]]
  if (username !== '') attributes.unshift(['User-Name', username])
  if (vendor === 'mikrotik' && address !== null) attributes.push(['Framed-IP-Address', address])
  return attributes
}

/** What a session is to be from now on. */
export interface Wanted extends Treatment {
  /** After which the router ends it, counted from its beginning; null: as it was. */
  readonly sessionBytes: number | null
}

/** Routers that take another byte limit in the middle of a session. Others keep the one of its login: who tops up there logs in once more. */
const changeLimits: ReadonlySet<NasVendor> = new Set(['mikrotik', 'chillispot'])

export function commandAttributes(session: CommandedSession, wanted: Wanted | null, vendor: NasVendor): AttributePair[] {
  const identity = identifyingAttributes(session, vendor)
  if (!wanted) return identity
  const hasLimit = wanted.sessionBytes !== null && changeLimits.has(vendor)
  return [...identity, ...speedAttributes(wanted, vendor), ...(hasLimit ? limitAttributes(wanted.sessionBytes, vendor) : [])]
}

export type Order =
  | { readonly kind: 'disconnect' }
  | { readonly kind: 'change'; readonly speed: Treatment; readonly bytesLeft: number | null }

/**
 * What an open session needs so that it is as a login now would make it.
 * @param mayHaveChangedSpeed whether what happened can have changed it; a change already in force is not sent again for a lifted block
 */
export function orderFor(
  facts: Pick<Facts, 'nowMs' | 'nas' | 'subscription'>,
  session: { readonly isWalled: boolean },
  mayHaveChangedSpeed: boolean,
): Order | null {
  const decision = decide({ ...facts, login: { framedAddress: null }, isPasswordRight: true, isLockedOut: false, othersOnline: 0 })
  if (decision.verdict === 'reject') return { kind: 'disconnect' }
  // In or out of the walled garden goes only by a new login.
  if ((decision.verdict === 'walled-garden') !== session.isWalled) return { kind: 'disconnect' }
  return mayHaveChangedSpeed && !session.isWalled && facts.subscription
    ? { kind: 'change', speed: speedOf(facts.subscription, facts.nowMs), bytesLeft: facts.subscription.bytesLeft }
    : null
}
