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
  readonly attributes: readonly AttributePair[]
  readonly decision: Decision
  readonly login: KnownLogin | undefined
  readonly username: string
  readonly callingStation: string | undefined
  /** To be disconnected, because this login takes its place. */
  readonly replaced: OnlineSession | undefined
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
    const username = read(request, 'User-Name') ?? ''
    const callingStation = read(request, 'Calling-Station-Id')
    const device = deviceOf(callingStation, read(request, 'Acct-Session-Id'))
    const login = this.#directory.findLogin(nas.tenantId, username)
    const isLockedOut = this.#isLockedOut(nas, login?.username ?? username, nowMs)
    const proof = login && !isLockedOut ? proofOf(request, login, nas.secret) : wrong
    const subscription = login?.subscription
    const presence = subscription && this.#online.presenceOf(subscription.id)

    const decision =
      proof === wrong && isPasswordChange(request)
        ? refused('password-change')
        : decide({
            nowMs,
            nas,
            login: login ?? null,
            isPasswordRight: proof.isRight,
            isLockedOut,
            subscription: subscription ?? null,
            othersOnline: presence ? presence.others(device, nowMs, nas.interimSeconds) : 0,
          })
    if (decision.verdict === 'reject') {
      if (isGuess(decision.reason)) this.#countFailure(nas, login?.username ?? username, nowMs)
      return {
        code: 'Access-Reject',
        attributes: rejectAttributes(request, decision),
        decision,
        login,
        username,
        callingStation,
        replaced: undefined,
      }
    }
    presence!.reserve(device, nowMs)
    return {
      code: 'Access-Accept',
      attributes: [
        ...acceptAttributes(decision.profile, nas.vendor),
        ['Class', signedClass({ loginId: login!.id, isWalled: decision.verdict === 'walled-garden' }, nas.classKey)],
        ...proof.attributes,
      ],
      decision,
      login,
      username,
      callingStation,
      replaced: decision.verdict === 'accept' && decision.mustKickOldest ? presence!.oldest() : undefined,
    }
  }

  #isLockedOut(nas: KnownNas, username: string, nowMs: number): boolean {
    if (this.#failures.size === 0) return false
    const bucket = this.#failures.get(failureKey(nas, username))
    return bucket !== undefined && bucket.tokens + ((nowMs - bucket.filledAtMs) / 1000) * failuresPerSecond < 1
  }

  #countFailure(nas: KnownNas, username: string, nowMs: number): void {
    takeToken(this.#failures, failureKey(nas, username), failuresPerSecond, failuresBurst, nowMs)
  }
}

const failureKey = (nas: KnownNas, username: string) => `${nas.id} ${username}`

/** Refusals that whoever tries passwords would collect. */
const isGuess = (reason: RejectReason) => reason === 'wrong-password' || reason === 'unknown-user'
