import { randomBytes } from 'node:crypto'
import { sha256 } from '#kernel/crypto.ts'

const codesCount = 10

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz' // Crockford's base 32: no i, l, o or u
const lettersCount = 16 // 80 bits: beyond guessing, so a plain hash keeps them

/** One-time codes for somebody whose phone is lost: `7k2m-x9qd-04hv-n8rt`. */
export const newRecoveryCodes = (): string[] => Array.from({ length: codesCount }, newRecoveryCode)

function newRecoveryCode(): string {
  const letters = Array.from(randomBytes(lettersCount), (byte) => alphabet[byte % alphabet.length]) // 32 divides 256
  return letters.join('').match(/.{4}/g)!.join('-')
}

/** What is kept of a code, however it was typed: spaces and hyphens do not count, and what looks like a digit is one. */
export function recoveryCodeHash(staffId: string, typed: string): string {
  const letters = typed.toLowerCase().replaceAll(/[\s-]/g, '').replaceAll('o', '0').replaceAll(/[il]/g, '1')
  return sha256(`${staffId}:${letters}`)
}
