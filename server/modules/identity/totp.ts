import { Secret, TOTP } from 'otpauth'

const periodSeconds = 30
const stepsAside = 1 // clocks of phones are off by up to this many steps (RFC 6238 §5.2)

/** A new secret, as authenticator apps take it (base32). */
export const newTotpSecret = (): string => new Secret({ size: 20 }).base32

/** @returns `otpauth://…`, what the QR code of the set-up shows */
export function totpUri(secret: string, names: { readonly issuer: string; readonly email: string }): string {
  return totp(secret, names.issuer, names.email).toString()
}

/** The step a code belongs to, or null when it is wrong. A step is good once: the caller remembers it. */
export function totpStep(secret: string, code: string, now: Temporal.Instant): number | null {
  const timestamp = now.epochMilliseconds
  const delta = totp(secret).validate({ token: code, timestamp, window: stepsAside })
  return delta === null ? null : TOTP.counter({ period: periodSeconds, timestamp }) + delta
}

function totp(secret: string, issuer = '', label = ''): TOTP {
  return new TOTP({ secret: Secret.fromBase32(secret), issuer, label, algorithm: 'SHA1', digits: 6, period: periodSeconds })
}
