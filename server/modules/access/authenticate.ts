/** Answers one Access-Request from memory. */
import { type Bucket, takeToken } from '#kernel/rate-limit.ts'
import {
  type AttributePair,
  type Packet,
  authenticatorOf,
  checkMsChap2,
  has,
  hideKey,
  isChapPassword,
  msChap2Error,
  msChap2Login,
  ntHash,
  papPassword,
  read,
} from '#protocols/radius'
import type { Directory, KnownLogin, KnownNas } from './directory.ts'
import { deviceOf, type Online, type OnlineSession } from './online.ts'
import { type Decision, decide, type RejectReason } from './policy.ts'
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
    const isLockedOut = this.#isLockedOut(nas, username, nowMs)
    const proof = login && !isLockedOut ? checkPassword(request, login, nas) : wrong
    const subscription = login?.subscription
    const presence = subscription && this.#online.presenceOf(subscription.id)

    const decision = decide({
      nowMs,
      nas,
      login: login ?? null,
      isPasswordRight: proof.isRight,
      isLockedOut,
      subscription: subscription ?? null,
      othersOnline: presence ? presence.others(device, nowMs, nas.interimSeconds) : 0,
    })
    if (decision.verdict === 'reject') {
      if (decision.reason === 'wrong-password' || decision.reason === 'unknown-user') this.#countFailure(nas, username, nowMs)
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
        ['Class', signedClass({ loginId: login!.id, isWalled: decision.verdict === 'walled-garden' }, nas.secret)],
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

interface Proof {
  readonly isRight: boolean
  /** What an MS-CHAPv2 client wants to see before it believes us. */
  readonly attributes: readonly AttributePair[]
}
const wrong: Proof = { isRight: false, attributes: [] }
const right: Proof = { isRight: true, attributes: [] }

function checkPassword(request: Packet, login: KnownLogin, nas: KnownNas): Proof {
  if (has(request, 'User-Password')) return papPassword(request, nas.secret) === login.password ? right : wrong
  if (has(request, 'CHAP-Password')) return isChapPassword(request, login.password, nas.secret) ? right : wrong
  const attempt = msChap2Login(request)
  if (!attempt) return wrong // EAP and MS-CHAPv1 are not offered
  const success = checkMsChap2(attempt, (login.ntHash ??= ntHash(login.password)))
  if (!success) return wrong
  const authenticator = authenticatorOf(request)
  const salt = authenticator.readUInt16BE() & 0x7fff // differs between requests; the low bit tells the two keys apart
  return {
    isRight: true,
    attributes: [
      ['MS-CHAP2-Success', success.success],
      ['MS-MPPE-Send-Key', hideKey(success.sendKey, salt | 1, authenticator, nas.secret)],
      ['MS-MPPE-Recv-Key', hideKey(success.receiveKey, salt & ~1, authenticator, nas.secret)],
      ['MS-MPPE-Encryption-Policy', 1],
      ['MS-MPPE-Encryption-Types', 6],
    ],
  }
}

/** What the subscriber's device may show. It does not tell whether the user name or the password was wrong. */
const messages: Record<RejectReason, string> = {
  'locked-out': 'Too many failed logins. Wait a minute and try again.',
  'unknown-user': 'User name or password is wrong.',
  'wrong-password': 'User name or password is wrong.',
  'not-active': 'Your service is not active yet.',
  paused: 'Your service is paused.',
  ended: 'Your service has ended.',
  blocked: 'Your service is suspended. Please contact us.',
  'quota-used-up': 'Your data is used up.',
  'too-many-sessions': 'You are online on another device already.',
}

type Refusal = Extract<Decision, { verdict: 'reject' }>

const windowsErrors: Partial<Record<RejectReason, Parameters<typeof msChap2Error>[1]>> = {
  'not-active': 'accountDisabled',
  paused: 'accountDisabled',
  ended: 'accountDisabled',
  blocked: 'accountDisabled',
  'quota-used-up': 'noDialInPermission',
  'too-many-sessions': 'noDialInPermission',
}

/** Says that a bill is unpaid only where paying it is all that is missing. */
function messageOf({ reason, blocks }: Refusal): string {
  return reason === 'blocked' && blocks.every((block) => block === 'unpaid')
    ? 'Your service is suspended because a bill is unpaid.'
    : messages[reason]
}

function rejectAttributes(request: Packet, refusal: Refusal): AttributePair[] {
  const { reason } = refusal
  const message = messageOf(refusal)
  const attempt = msChap2Login(request)
  if (!attempt) return [['Reply-Message', message]]
  return [
    ['Reply-Message', message],
    [
      'MS-CHAP-Error',
      msChap2Error(attempt.identifier, windowsErrors[reason] ?? 'authenticationFailure', attempt.authenticatorChallenge, message),
    ],
  ]
}
