import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { AnswerMemory } from './answer-memory.ts'

const keptMs = 10_000
const third = 349_525 // three fill a chunk
const chunk = 1_048_576

/** Fills thirds of chunks at some seconds. @returns what is still kept of each */
function kept(seconds: readonly number[], chunksMax: number) {
  const memory = new AnswerMemory(keptMs, chunksMax)
  const given = seconds.map((second) => {
    const room = memory.roomFor(third, second * 1_000)
    room.used += third
    return { second, room, turn: room.turn }
  })
  return { chunks: memory.bytes / chunk, seconds: given.filter(({ room, turn }) => room.turn === turn).map(({ second }) => second) }
}

suite('memory of answers', () => {
  const cases = [
    // when, chunks at most, chunks, what is kept, why
    [[], 4, 0, [], 'nothing is taken before it is needed'],
    [[0, 0, 0], 4, 1, [0, 0, 0], 'one chunk'],
    [[0, 1, 2, 3], 4, 2, [0, 1, 2, 3], 'one more while the first is needed'],
    [[0, 1, 2, 13], 4, 1, [13], 'the only one again, when it is not'],
    [[0, 1, 2, 12], 4, 2, [0, 1, 2, 12], 'needed for as long as the last of its answers'],
    [[0, 0, 0, 5, 5, 5, 11], 4, 2, [5, 5, 5, 11], 'the oldest again'],
    [[0, 0, 0, 1, 1, 1, 2], 2, 2, [1, 1, 1, 2], 'at the limit the oldest goes early'],
    [
      [0, 0, 0, 5, 5, 5, 11, 11, 11, 12, 12, 12, 16],
      4,
      3,
      [11, 11, 11, 12, 12, 12, 16],
      'one that was added in between is in the order of age',
    ],
  ] as const
  for (const [when, chunksMax, chunks, seconds, why] of cases) test(why, () => assert.deepEqual(kept(when, chunksMax), { chunks, seconds }))
})
