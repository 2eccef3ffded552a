/**
 * Codes that are typed from paper into a phone: Crockford's base 32, which has no letters that look like digits, and a check character.
 *
 *   K7QM-3F9A-XZ      K7 the prefix of the batch · QM3F9AX drawn at random · Z the check
 *
 * The check is the remainder of a polynomial over GF(32): within 31 characters every wrong character and every two that changed places are
 * found, so a slip of the finger is told from a guess without a look into the database.
 */
import { randomBytes } from 'node:crypto'

export const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const valueOf = new Map([...alphabet].map((character, value) => [character, value]))
const alike = new Map([
  ['O', '0'],
  ['I', '1'],
  ['L', '1'],
])

/** Times the generator of GF(32), which is x modulo the primitive polynomial x⁵ + x² + 1. */
const timesX = (value: number) => (value & 16 ? (value << 1) ^ 0b100101 : value << 1)

const checkOf = (body: string) => alphabet[timesX(remainder(body))]!

/** Zero for a code with the right check. @param text of the alphabet only */
function remainder(text: string): number {
  let value = 0
  for (const character of text) value = timesX(value) ^ valueOf.get(character)!
  return value
}

/** The least and the most that can be typed: shorter ones can be guessed, in longer ones the check misses exchanges. */
const charactersMin = 8
const charactersMax = 31

export const zPrefixPattern = /^[0-9A-HJKMNP-TV-Z]{0,4}$/

/** Draws codes: `drawn` random characters behind the prefix, then the check. */
export function drawCodes(prefix: string, drawn: number, count: number): string[] {
  const bytes = randomBytes(drawn * count)
  return Array.from({ length: count }, (_, index) => {
    let body = prefix
    for (const byte of bytes.subarray(index * drawn, (index + 1) * drawn)) body += alphabet[byte & 31] // 256 is a multiple of 32: no character is likelier
    return body + checkOf(body)
  })
}

/** The code somebody typed, as it was printed; undefined where a character is wrong or missing. */
export function readCode(typed: string): string | undefined {
  let code = ''
  for (const character of typed.toUpperCase()) {
    if (/[\s\-–—.]/.test(character)) continue
    const meant = alike.get(character) ?? character
    if (!valueOf.has(meant)) return undefined
    code += meant
  }
  if (code.length < charactersMin || code.length > charactersMax) return undefined
  return remainder(code) === 0 ? code : undefined
}

/** In groups of four, the last of two to five: nobody types ten characters without a pause. */
export const printedCode = (code: string): string => code.replaceAll(/.{4}(?=.{2})/g, '$&-')

/** How likely one guess hits one of the live codes: the check is computed by anybody, so it adds nothing. */
export const guessChance = (live: number, drawn: number): number => live / 32 ** drawn

/** One in a hundred million guesses: with five tries in ten minutes a phone needs 380 years. */
const chanceMax = 1e-8

/** Random characters that a batch needs so that guessing is hopeless even when all of it is live. */
export const drawnFor = (count: number): number => Math.max(charactersMin - 1, Math.ceil(Math.log2(count / chanceMax) / 5))
