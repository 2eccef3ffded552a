/** How a refusal is told to the subscriber's device. */
import { randomBytes } from 'node:crypto'
import {
  type AttributePair,
  type Packet,
  type WindowsError,
  isPasswordChange,
  msChap1Login,
  msChap2Login,
  msChapError,
  read,
} from '#protocols/radius'
import type { Decision, RejectReason } from './policy.ts'

export type Refusal = Extract<Decision, { verdict: 'reject' }>

/** What the subscriber's device may show. It does not tell whether the user name or the password was wrong. */
const messages: Partial<Record<RejectReason, string>> = {
  'locked-out': 'Too many failed logins. Wait a minute and try again.',
  'unknown-user': 'User name or password is wrong.',
  'wrong-password': 'User name or password is wrong.',
  'password-change': 'Passwords are not changed while connecting. Change yours in the customer portal, or ask us.',
  'not-active': 'Your service is not active yet.',
  paused: 'Your service is paused.',
  ended: 'Your service has ended.',
  blocked: 'Your service is suspended. Please contact us.',
  'quota-used-up': 'Your data is used up.',
  'voucher-unknown': 'This code is not valid. Look at the paper and type it again.',
  'voucher-used': 'This voucher was used before, and its time is over.',
  'voucher-expired': 'This voucher was not used in time and is not valid any more.',
  'voucher-void': 'This voucher was declared void.',
  'voucher-not-given-out': 'This voucher was not given out yet. Show it where you got it.',
  'voucher-locked-out': 'Too many wrong codes. Try again in some minutes.',
  'too-many-sessions': 'You are online on another device already.',
}

/** Says that a bill is unpaid only where paying it is all that is missing. */
export function messageOf({ reason, blocks }: Refusal): string {
  return reason === 'blocked' && blocks.every((block) => block === 'unpaid')
    ? 'Your service is suspended because a bill is unpaid.'
    : (messages[reason] ?? 'The login failed.')
}

const windowsErrors: Partial<Record<RejectReason, WindowsError>> = {
  'password-change': 'changingPassword',
  'not-active': 'accountDisabled',
  paused: 'accountDisabled',
  ended: 'accountDisabled',
  blocked: 'accountDisabled',
  'quota-used-up': 'noDialInPermission',
  'too-many-sessions': 'noDialInPermission',
}

/** @param challengeOctets 8 for MS-CHAPv1, 16 for MS-CHAPv2 */
export function msChapRefusal(refusal: Refusal, challengeOctets: 8 | 16) {
  return {
    error: windowsErrors[refusal.reason] ?? 'authenticationFailure',
    mayRetry: refusal.reason === 'wrong-password' || refusal.reason === 'unknown-user',
    challenge: randomBytes(challengeOctets),
    message: messageOf(refusal),
  } as const
}

export function rejectAttributes(request: Packet, refusal: Refusal): AttributePair[] {
  const message: AttributePair = ['Reply-Message', messageOf(refusal)]
  const version2 = msChap2Login(request)
  if (version2) return [message, ['MS-CHAP-Error', msChapError(version2.identifier, msChapRefusal(refusal, 16))]]
  const version1 = msChap1Login(request)
  if (version1) return [message, ['MS-CHAP-Error', msChapError(version1.identifier, msChapRefusal(refusal, 8))]]
  if (!isPasswordChange(request)) return [message]
  const identifier = read(request, 'MS-CHAP2-CPW')?.[1] ?? 0 // RFC 2548 §2.3.4: code, then identifier
  return [message, ['MS-CHAP-Error', msChapError(identifier, msChapRefusal(refusal, 16))]]
}
