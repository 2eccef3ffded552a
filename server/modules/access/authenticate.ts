/** Answers one Access-Request from memory. */
import { type Bucket, takeToken } from '#kernel/rate-limit.ts'
import { type AttributePair, type Packet, isPasswordChange, read } from '#protocols/radius'
import type { Directory, KnownLogin, KnownNas } from './directory.ts'
import { deviceOf, type Online, type OnlineSession } from './online.ts'
import { type Decision, decide, type RejectReason, refused } from './policy.ts'
import { proofOf, wrong } from './proof.ts'
import { rejectAttributes } from './refusal.ts'
import { signedClass } from './session-class.ts'
import { acceptAttributes } from './vendors.ts'

export interface AccessAnswer {
  readonly code: 'Access-Accept' | 'Access-Reject'
  /** What the method of login adds is behind the profile. */
  readonly attributes: AttributePair[]
  readonly decision: Decision
  readonly login: KnownLogin | undefined
  readonly username: string
  readonly callingStation: string | undefined
  /** To be disconnected, because this login takes its place. */
  readonly replaced: OnlineSession | undefined
}

/** Who asks for access, and from where. */
export interface Asked {
  readonly nas: KnownNas
  readonly username: string
  readonly callingStation: string | undefined
  /** Tells a subscriber's devices apart; see `deviceOf`. */
  readonly device: string
  readonly nowMs: number
}

export function askedIn(request: Packet, nas: KnownNas, nowMs: number): Asked {
  const callingStation = read(request, 'Calling-Station-Id')
  const device = deviceOf(callingStation, read(request, 'Acct-Session-Id'))
  return { nas, username: read(request, 'User-Name') ?? '', callingStation, device, nowMs }
}

/** Wrong passwords a login may try on one NAS: ten at once, then one in six seconds. */
const failuresBurst = 10
const failuresPerSecond = 1 / 6

export class Authenticator {
  readonly #directory: Directory
  readonly #online: Online
  readonly #failures = new Map<string, Bucket>()

  constructor(directory: Directory, online: Online) {
    this.#directory = directory
    this.#online = online
  }

  answer(request: Packet, nas: KnownNas, nowMs: number): AccessAnswer {
    const asked = askedIn(request, nas, nowMs)
    const login = this.#directory.findLogin(nas.tenantId, asked.username)
    const isLockedOut = this.#isLockedOut(asked, login)
    const proof = login && !isLockedOut ? proofOf(request, login, nas.secret) : wrong
    const answer =
      proof === wrong && isPasswordChange(request)
        ? refusalOf(asked, 'password-change', login)
        : this.#decide(asked, login, isLockedOut, proof.isRight)
    answer.attributes.push(...(answer.decision.verdict === 'reject' ? rejectAttributes(request, answer.decision) : proof.attributes))
    return answer
  }

  /** The login that a password can be checked for; undefined for an unknown one, and for one that was guessed at too often. */
  loginToCheck(asked: Asked): KnownLogin | undefined {
    const login = this.#directory.findLogin(asked.nas.tenantId, asked.username)
    return this.#isLockedOut(asked, login) ? undefined : login
  }

  /** Decides about a login that was proven, or not, by other means than the attributes of one request. */
  decide(asked: Asked, isProven: boolean): AccessAnswer {
    const login = this.#directory.findLogin(asked.nas.tenantId, asked.username)
    return this.#decide(asked, login, this.#isLockedOut(asked, login), isProven)
  }

  #decide(asked: Asked, login: KnownLogin | undefined, isLockedOut: boolean, isPasswordRight: boolean): AccessAnswer {
    const { nas, username, callingStation, device, nowMs } = asked
    const subscription = login?.subscription
    const presence = subscription && this.#online.presenceOf(subscription.id)
    const decision = decide({
      nowMs,
      nas,
      login: login ?? null,
      isPasswordRight,
      isLockedOut,
      subscription: subscription ?? null,
      othersOnline: presence ? presence.others(device, nowMs, nas.interimSeconds) : 0,
    })
    if (decision.verdict === 'reject') {
      if (isGuess(decision.reason)) this.#countFailure(asked, login)
      return { code: 'Access-Reject', attributes: [], decision, login, username, callingStation, replaced: undefined }
    }
    presence!.reserve(device, nowMs)
    return {
      code: 'Access-Accept',
      attributes: [
        ...acceptAttributes(decision.profile, nas.vendor),
        ['Class', signedClass({ loginId: login!.id, isWalled: decision.verdict === 'walled-garden' }, nas.classKey)],
      ],
      decision,
      login,
      username,
      callingStation,
      replaced: decision.verdict === 'accept' && decision.mustKickOldest ? presence!.oldest() : undefined,
    }
  }

  #isLockedOut(asked: Asked, login: KnownLogin | undefined): boolean {
    if (this.#failures.size === 0) return false
    const bucket = this.#failures.get(failureKey(asked, login))
    return bucket !== undefined && bucket.tokens + ((asked.nowMs - bucket.filledAtMs) / 1000) * failuresPerSecond < 1
  }

  #countFailure(asked: Asked, login: KnownLogin | undefined): void {
    takeToken(this.#failures, failureKey(asked, login), failuresPerSecond, failuresBurst, asked.nowMs)
  }
}

/** A refusal for what is no matter of the subscriber's service. */
export function refusalOf({ username, callingStation }: Asked, reason: RejectReason, login?: KnownLogin): AccessAnswer {
  return { code: 'Access-Reject', attributes: [], decision: refused(reason), login, username, callingStation, replaced: undefined }
}

/**
 * Capitals do not make another name to guess at. A name of nobody counts apart from the login that is made of it later: a router that
 * dialled before is let in at once then.
 */
const failureKey = ({ nas, username }: Asked, login: KnownLogin | undefined) =>
  login ? `${nas.id} login ${login.id}` : `${nas.id} name ${username}`

/** Refusals that whoever tries passwords would collect. */
const isGuess = (reason: RejectReason) => reason === 'wrong-password' || reason === 'unknown-user'
