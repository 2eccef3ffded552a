/** A one-time code by SMS: whoever types it holds the telephone of that number. */
import { randomInt } from 'node:crypto'
import { sha256 } from '#kernel/crypto.ts'

export const codeMinutes = 5
export const triesMax = 5

/** What may be asked for within an hour; the tenant has a limit of its own. */
export const perHourMax = { phone: 3, guest: 5 } as const
/** Whoever asks again so soon, presses twice or has opened the page again: the same code is meant. */
export const againSeconds = 60

export const newCode = (): string => String(randomInt(1_000_000)).padStart(6, '0')

/**
 * Six digits are guessed from a plain hash in no time. The token is in the browser that asked and nowhere else, so what is stored tells
 * nothing; and the code works in that browser only.
 */
export const hashOfCode = (code: string, token: string): string => sha256(`${token} ${code}`)

/** Digits as people type them: with spaces, or of Bengali (U+09E6 …) or Hindi (U+0966 …). */
export const digitsOf = (typed: string): string =>
  typed
    .replaceAll(/[০-৯]/g, (digit) => String(digit.charCodeAt(0) - 0x09e6))
    .replaceAll(/[०-९]/g, (digit) => String(digit.charCodeAt(0) - 0x0966))
    .replaceAll(/\D/g, '')

export type Verdict = 'right' | 'wrong' | 'over'

/** Whether a code that was typed is right; it is over after five minutes, or five tries. */
export function judge(
  code: { readonly codeHash: string; readonly tries: number; readonly askedAt: Temporal.Instant },
  hash: string,
  now: Temporal.Instant,
): Verdict {
  const isOver = code.tries >= triesMax || Temporal.Instant.compare(code.askedAt.add({ minutes: codeMinutes }), now) <= 0
  if (isOver) return 'over'
  return code.codeHash === hash ? 'right' : 'wrong'
}
