/**
 * How a webhook is signed: Standard Webhooks 1.0.0 (standardwebhooks.com), symmetric scheme. Pure functions over texts.
 *
 *   webhook-id: msg_…   webhook-timestamp: seconds   webhook-signature: v1,<base64> v1,<base64>
 */
import { createHmac, timingSafeEqual } from 'node:crypto'

const prefix = 'whsec_'

/** Bytes of random that a secret is made of; the specification asks for 24 to 64. */
export const secretBytes = 32

/** How a secret is shown to the people of the receiver. */
export const formatSecret = (random: Uint8Array): string => prefix + Buffer.from(random).toString('base64')

export interface SignedMessage {
  /** The same for every attempt; without a full stop, which divides what is signed. */
  readonly id: string
  /** Of the attempt, in seconds since 1970. */
  readonly timestamp: number
  readonly body: string
}

/** One signature for each secret that is in force, the newest first: while secrets rotate, a receiver finds the one it knows. */
export const signatureOf = (message: SignedMessage, secrets: readonly string[]): string =>
  secrets.map((secret) => `v1,${digest(message, secret).toString('base64')}`).join(' ')

/** Whether any of the signatures is made with the secret; of other versions than `v1` nothing is believed. */
export function isSigned(message: SignedMessage, signature: string, secret: string): boolean {
  const expected = digest(message, secret)
  return signature
    .split(' ')
    .filter((one) => one.startsWith('v1,'))
    .map((one) => Buffer.from(one.slice(3), 'base64'))
    .some((given) => given.length === expected.length && timingSafeEqual(given, expected))
}

const digest = ({ id, timestamp, body }: SignedMessage, secret: string): Buffer =>
  createHmac('sha256', Buffer.from(secret.replace(prefix, ''), 'base64'))
    .update(`${id}.${timestamp}.${body}`)
    .digest()
