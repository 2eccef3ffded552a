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

/** What each box makes of its six bits, where the permutation after it puts them; 64 words a box. */
const boxes = Int32Array.from({ length: 8 * 64 }, (_, index) => {
  const box = index >>> 6
  const four = substitutions[box]![(index & 0x20) | ((index & 1) << 4) | ((index >>> 1) & 15)]!
  const word = four << (28 - 4 * box)
  return permutation.reduce((permuted, from, to) => permuted | (((word >>> (32 - from)) & 1) << (31 - to)), 0)
})

const rounds = 16
/** A round has two words of key: for the even boxes and for the odd ones, six bits in each octet from the top. */
const scheduleWords = rounds * 2

/**
 * What four bits of the key add to its schedule, for each value that they may have. Every bit of the schedule is one of the key, so that
 * the schedule of a key is put together from those of its parts.
 */
const schedules = new Int32Array(14 * 16 * scheduleWords)
for (let round = 0; round < rounds; round++)
  for (let index = 0; index < 48; index++) {
    const bit = keyBitOf(round, index)
    const box = Math.floor(index / 6)
    const placed = 1 << (31 - 8 * (box >>> 1) - (index % 6))
    for (let value = 0; value < 16; value++)
      if ((value >>> (3 - (bit & 3))) & 1) schedules[((bit >>> 2) * 16 + value) * scheduleWords + 2 * round + (box & 1)]! |= placed
  }

/** Which bit of the key a bit of a round's key is; FIPS counts the parity bits, which we do not have. */
function keyBitOf(round: number, index: number): number {
  const turned = shifts.slice(0, round + 1).reduce((sum, by) => sum + by)
  const chosen = secondChoice[index]! - 1
  const half = chosen < 28 ? 0 : 28
  const bit = firstChoice[half + ((chosen - half + turned) % 28)]! - 1
  return (bit >>> 3) * 7 + (bit & 7)
}

const schedule = new Int32Array(scheduleWords) // used up before another call can begin

function scheduleOf(key: Uint8Array, keyAt: number): void {
  schedule.fill(0)
  for (let part = 0; part < 14; part++) {
    const four = (key[keyAt + (part >>> 1)]! >>> (part & 1 ? 0 : 4)) & 15
    const from = (part * 16 + four) * scheduleWords
    for (let word = 0; word < scheduleWords; word++) schedule[word]! |= schedules[from + word]!
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
  for (let octet = 0; octet < 8; octet++) {
    left |= spread(block[octet]!) << octet
    right |= spread(block[octet]! >>> 1) << octet
  }
  for (let round = 0; round < rounds; round++) {
    const next = left ^ mixed(right, schedule[2 * round]!, schedule[2 * round + 1]!)
    left = right
    right = next
  }
  // The halves change places once more, and the permutation is undone.
  for (let octet = 0; octet < 8; octet++) out[outAt + octet] = gathered(right >>> octet) | (gathered(left >>> octet) << 1)
}

/** Each box takes the four bits that are its own with their two neighbours. */
function mixed(half: number, evenKey: number, oddKey: number): number {
  const even = ((half >>> 1) | (half << 31)) ^ evenKey
  const odd = ((half << 3) | (half >>> 29)) ^ oddKey
  return (
    boxes[even >>> 26]! |
    boxes[128 + ((even >>> 18) & 63)]! |
    boxes[256 + ((even >>> 10) & 63)]! |
    boxes[384 + ((even >>> 2) & 63)]! |
    boxes[64 + (odd >>> 26)]! |
    boxes[192 + ((odd >>> 18) & 63)]! |
    boxes[320 + ((odd >>> 10) & 63)]! |
    boxes[448 + ((odd >>> 2) & 63)]!
  )
}

/** Bits 6, 4, 2 and 0 of an octet to bits 24, 16, 8 and 0. */
function spread(octet: number): number {
  const bits = octet & 0x55
  return (bits | (bits << 6) | (bits << 12) | (bits << 18)) & 0x01010101
}

/** And back. */
function gathered(word: number): number {
  const bits = word & 0x01010101
  return (bits | (bits >>> 6) | (bits >>> 12) | (bits >>> 18)) & 0x55
}
