/**
 * DES (FIPS 46-3) of one block, for MS-CHAP alone: nobody else should use it. Our own because OpenSSL 3 keeps single DES in a provider that is not
 * loaded, and setting up its triple DES for a block costs ten times the block. Bits are numbered from the left, from 1, as in the standard.
 */

// oxfmt-ignore
const substitutions = [
  '14,4,13,1,2,15,11,8,3,10,6,12,5,9,0,7,0,15,7,4,14,2,13,1,10,6,12,11,9,5,3,8,4,1,14,8,13,6,2,11,15,12,9,7,3,10,5,0,15,12,8,2,4,9,1,7,5,11,3,14,10,0,6,13',
  '15,1,8,14,6,11,3,4,9,7,2,13,12,0,5,10,3,13,4,7,15,2,8,14,12,0,1,10,6,9,11,5,0,14,7,11,10,4,13,1,5,8,12,6,9,3,2,15,13,8,10,1,3,15,4,2,11,6,7,12,0,5,14,9',
  '10,0,9,14,6,3,15,5,1,13,12,7,11,4,2,8,13,7,0,9,3,4,6,10,2,8,5,14,12,11,15,1,13,6,4,9,8,15,3,0,11,1,2,12,5,10,14,7,1,10,13,0,6,9,8,7,4,15,14,3,11,5,2,12',
  '7,13,14,3,0,6,9,10,1,2,8,5,11,12,4,15,13,8,11,5,6,15,0,3,4,7,2,12,1,10,14,9,10,6,9,0,12,11,7,13,15,1,3,14,5,2,8,4,3,15,0,6,10,1,13,8,9,4,5,11,12,7,2,14',
  '2,12,4,1,7,10,11,6,8,5,3,15,13,0,14,9,14,11,2,12,4,7,13,1,5,0,15,10,3,9,8,6,4,2,1,11,10,13,7,8,15,9,12,5,6,3,0,14,11,8,12,7,1,14,2,13,6,15,0,9,10,4,5,3',
  '12,1,10,15,9,2,6,8,0,13,3,4,14,7,5,11,10,15,4,2,7,12,9,5,6,1,13,14,0,11,3,8,9,14,15,5,2,8,12,3,7,0,4,10,1,13,11,6,4,3,2,12,9,5,15,10,11,14,1,7,6,0,8,13',
  '4,11,2,14,15,0,8,13,3,12,9,7,5,10,6,1,13,0,11,7,4,9,1,10,14,3,5,12,2,15,8,6,1,4,11,13,12,3,7,14,10,15,6,8,0,5,9,2,6,11,13,8,1,4,10,7,9,5,0,15,14,2,3,12',
  '13,2,8,4,6,15,11,1,10,9,3,14,5,0,12,7,1,15,13,8,10,3,7,4,12,5,6,11,0,14,9,2,7,11,4,1,9,12,14,2,0,6,10,13,15,3,5,8,2,1,14,7,4,10,8,13,15,12,9,0,3,5,6,11',
].map((row) => row.split(',').map(Number))
// oxfmt-ignore
const permutation = [16,7,20,21,29,12,28,17,1,15,23,26,5,18,31,10,2,8,24,14,32,27,3,9,19,13,30,6,22,11,4,25]
// oxfmt-ignore
const firstChoice = [
  57,49,41,33,25,17,9,1,58,50,42,34,26,18,10,2,59,51,43,35,27,19,11,3,60,52,44,36,63,55,47,39,31,23,15,7,62,54,46,38,30,22,14,6,61,53,45,37,29,21,13,5,28,20,12,4,
]
// oxfmt-ignore
const secondChoice = [
  14,17,11,24,1,5,3,28,15,6,21,10,23,19,12,4,26,8,16,7,27,20,13,2,41,52,31,37,47,55,30,40,51,45,33,48,44,49,39,56,34,53,46,42,50,36,29,32,
]
/** How far the halves of the key turn in each round. */
const shifts = [1, 1, 2, 2, 2, 2, 2, 2, 1, 2, 2, 2, 2, 2, 2, 1]

/** What each box makes of its six bits, where the permutation after it puts them. */
const boxes = substitutions.map((box, number) =>
  Int32Array.from({ length: 64 }, (_, six) => {
    const four = box[((six & 0x20) | ((six & 1) << 4)) + ((six >>> 1) & 15)]!
    const word = four << (28 - 4 * number)
    return permutation.reduce((permuted, from, to) => permuted | (((word >>> (32 - from)) & 1) << (31 - to)), 0)
  }),
)

/** The bits of the key that make the six bits for each box of each round; FIPS counts the parity bits, which we do not have. */
const choices = Uint8Array.from({ length: 16 * 48 }, (_, index) => {
  const turned = shifts.slice(0, Math.floor(index / 48) + 1).reduce((sum, by) => sum + by)
  const chosen = secondChoice[index % 48]! - 1
  const half = chosen < 28 ? 0 : 28
  const bit = firstChoice[half + ((chosen - half + turned) % 28)]! - 1
  return (bit >>> 3) * 7 + (bit & 7)
})

const keyBits = new Uint8Array(56) // this and the next are used up before another call can begin
const roundKeys = new Uint8Array(16 * 8)

function scheduleOf(key: Uint8Array, keyAt: number): void {
  for (let bit = 0; bit < 56; bit++) keyBits[bit] = (key[keyAt + (bit >>> 3)]! >>> (7 - (bit & 7))) & 1
  for (let at = 0, index = 0; at < roundKeys.length; at++) {
    let six = 0
    for (const end = index + 6; index < end; index++) six = (six << 1) | keyBits[choices[index]!]!
    roundKeys[at] = six
  }
}

/**
 * Encrypts the eight octets of `block` into `out` at `outAt`.
 * @param key seven octets of it, from `keyAt`: without parity bits
 */
export function desEncrypt(key: Uint8Array, keyAt: number, block: Uint8Array, out: Uint8Array, outAt: number): void {
  scheduleOf(key, keyAt)
  // The initial permutation gathers the even bits of the octets, last octet first, then the odd ones.
  let left = 0
  let right = 0
  for (let row = 0; row < 4; row++)
    for (let octet = 7; octet >= 0; octet--) {
      left = (left << 1) | ((block[octet]! >>> (6 - 2 * row)) & 1)
      right = (right << 1) | ((block[octet]! >>> (7 - 2 * row)) & 1)
    }
  for (let round = 0; round < 16; round++) {
    const turned = (right >>> 1) | (right << 31)
    let mixed = 0
    for (let box = 0; box < 8; box++) {
      const six = ((turned << (4 * box)) | (turned >>> (32 - 4 * box))) >>> 26
      mixed |= boxes[box]![(box === 0 ? turned >>> 26 : six) ^ roundKeys[round * 8 + box]!]!
    }
    const next = left ^ mixed
    left = right
    right = next
  }
  // The halves change places once more, and the permutation is undone.
  out.fill(0, outAt, outAt + 8)
  for (let row = 0; row < 4; row++)
    for (let octet = 7; octet >= 0; octet--) {
      const place = 31 - (row * 8 + (7 - octet))
      out[outAt + octet]! |= (((right >>> place) & 1) << (6 - 2 * row)) | (((left >>> place) & 1) << (7 - 2 * row))
    }
}
