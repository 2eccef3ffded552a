/**
 * MD4 (RFC 1320), only for the NT password hash that MS-CHAP needs; OpenSSL 3 no longer has it.
 * Written to be read: one digest per login, not one per packet.
 */
const rounds = [
  {
    constant: 0,
    turns: [3, 7, 11, 19],
    order: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
    choose: (b: number, c: number, d: number) => (b & c) | (~b & d),
  },
  {
    constant: 0x5a827999,
    turns: [3, 5, 9, 13],
    order: [0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15],
    choose: (b: number, c: number, d: number) => (b & c) | (b & d) | (c & d),
  },
  {
    constant: 0x6ed9eba1,
    turns: [3, 9, 11, 15],
    order: [0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15],
    choose: (b: number, c: number, d: number) => b ^ c ^ d,
  },
] as const

export function md4(message: Uint8Array): Buffer {
  const padded = pad(message)
  let state: State = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476]
  for (let at = 0; at < padded.length; at += 64) state = compress(state, padded, at)
  const digest = Buffer.alloc(16)
  state.forEach((word, index) => digest.writeUInt32LE(word >>> 0, index * 4))
  return digest
}

type State = readonly [number, number, number, number]

/** The message, one bit set, zeros, and the length in bits as 64 bits: a multiple of 64 octets. */
function pad(message: Uint8Array): Buffer {
  const padded = Buffer.alloc(Math.ceil((message.length + 9) / 64) * 64)
  padded.set(message)
  padded[message.length] = 0x80
  padded.writeBigUInt64LE(BigInt(message.length) * 8n, padded.length - 8)
  return padded
}

function compress(state: State, padded: Buffer, at: number): State {
  let [a, b, c, d] = state
  for (const { constant, turns, order, choose } of rounds) {
    for (const [step, word] of order.entries()) {
      const sum = (a + choose(b, c, d) + padded.readUInt32LE(at + word * 4) + constant) | 0
      const turn = turns[step & 3]!
      ;[a, b, c, d] = [d, (sum << turn) | (sum >>> (32 - turn)), b, c]
    }
  }
  return [(state[0] + a) | 0, (state[1] + b) | 0, (state[2] + c) | 0, (state[3] + d) | 0]
}
