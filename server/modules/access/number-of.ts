const start = 0x811c9dc5

/**
 * A text as one number of 32 bits, to look something up by. Others may have the same: what is found must be compared. V8 looks each new text up
 * among all that it knows before it looks into a map of texts, which costs more than this and the comparison.
 *
 * FNV-1a over the characters.
 *
 * @param before the number of what the text follows
 */
export function numberOf(text: string, before = start): number {
  let number = before
  for (let at = 0; at < text.length; at++) number = Math.imul(number ^ text.charCodeAt(at), 0x01000193)
  return number
}
