/** The text of short messages: GSM 03.38 or UCS-2, in one part or several (3GPP TS 23.038, 23.040). */

/** Index 0 to 127; the escape stands at 27. */
const base =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u001bÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'
const escape = 0x1b
/** Characters behind the escape, which cost two septets. */
const extension: Readonly<Record<string, number>> = {
  '\f': 0x0a,
  '^': 0x14,
  '{': 0x28,
  '}': 0x29,
  '\\': 0x2f,
  '[': 0x3c,
  '~': 0x3d,
  ']': 0x3e,
  '|': 0x40,
  '€': 0x65,
}
const codes = new Map<string, readonly number[]>([
  ...[...base].map((character, code) => [character, [code]] as const).filter(([character]) => character !== '\u001b'),
  ...Object.entries(extension).map(([character, code]) => [character, [escape, code]] as const),
])
const characters = new Map([...codes].map(([character, octets]) => [octets.join(), character]))

export const dataCodings = { default: 0, ucs2: 8 } as const

export interface Part {
  readonly dataCoding: number
  /** With the header of a concatenated message in front, where there is one. */
  readonly octets: Buffer
  readonly hasHeader: boolean
}

const singleMax = { default: 160, ucs2: 140 } as const // septets; octets
const partMax = { default: 153, ucs2: 134 } as const
const partsMax = 255

/** An unpacked septet an octet, as SMPP carries them; null where a character is not in the alphabet. */
export function gsm7(text: string): Buffer | null {
  const octets: number[] = []
  for (const character of text) {
    const code = codes.get(character)
    if (!code) return null
    octets.push(...code)
  }
  return Buffer.from(octets)
}

export function fromGsm7(octets: Uint8Array): string {
  let text = ''
  for (let at = 0; at < octets.length; at++)
    text += characters.get(octets[at] === escape ? `${escape},${octets[++at]}` : String(octets[at])) ?? '?'
  return text
}

const ucs2 = (text: string) => Buffer.from(text, 'utf16le').swap16()
export const fromUcs2 = (octets: Uint8Array) => Buffer.from(octets).swap16().toString('utf16le')

/**
 * A text as it goes over the air: in GSM characters where they are enough, else in UCS-2. What does not fit into one message goes in
 * several with a common reference; neither an escaped pair nor a surrogate pair is cut.
 * @param reference of the parts to each other, 0 to 255
 * @throws RangeError when it takes more than 255 parts
 */
export function partsOf(text: string, reference: number): Part[] {
  const isGsm = gsm7(text) !== null
  const kind = isGsm ? 'default' : 'ucs2'
  const encode = isGsm ? (one: string) => gsm7(one)! : ucs2
  const dataCoding = dataCodings[kind]
  const whole = encode(text)
  if (whole.length <= singleMax[kind]) return [{ dataCoding, octets: whole, hasHeader: false }]

  const pieces: Buffer[] = []
  let piece: Buffer[] = []
  let length = 0
  for (const character of text) {
    const octets = encode(character)
    if (length + octets.length > partMax[kind]) {
      pieces.push(Buffer.concat(piece))
      piece = []
      length = 0
    }
    piece.push(octets)
    length += octets.length
  }
  pieces.push(Buffer.concat(piece))
  if (pieces.length > partsMax) throw new RangeError(`A message has at most ${partsMax} parts`)
  return pieces.map((octets, index) => ({
    dataCoding,
    octets: Buffer.concat([Buffer.from([5, 0, 3, reference & 0xff, pieces.length, index + 1]), octets]),
    hasHeader: true,
  }))
}
