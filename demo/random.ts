import { assert } from '#kernel/assert.ts'

/** Chance that repeats: the same seed gives the same world. Not for secrets. */
export interface Random {
  /** At least 0, less than 1. */
  next(): number
  /** A whole number from `min` to `max`, both included. */
  int(min: number, max: number): number
  chance(probability: number): boolean
  pick<T>(items: readonly T[]): T
  /** One of the items, each as often as its weight says. */
  weighted<T>(choices: readonly (readonly [item: T, weight: number])[]): T
  /** `count` different items, in random order. */
  sample<T>(items: readonly T[], count: number): T[]
  shuffle<T>(items: readonly T[]): T[]
  normal(mean: number, deviation: number): number
  /** How often something happens that happens `mean` times on average. */
  poisson(mean: number): number
  /** Digits, such as the last seven of a telephone number. */
  digits(count: number): string
  /** An own stream for one part of the world, so that a change elsewhere does not disturb it. */
  fork(label: string): Random
}

export function random(seed: number | string): Random {
  const next = xoshiro128(String(seed))
  const int = (min: number, max: number) => min + Math.floor(next() * (max - min + 1))

  function pick<T>(items: readonly T[]): T {
    assert(items.length > 0, 'there is something to pick from')
    return items[int(0, items.length - 1)]!
  }

  function weighted<T>(choices: readonly (readonly [T, number])[]): T {
    assert(choices.length > 0, 'there is something to choose from')
    let left = next() * choices.reduce((sum, [, weight]) => sum + weight, 0)
    const chosen = choices.find(([, weight]) => (left -= weight) < 0)
    return (chosen ?? choices.at(-1)!)[0]
  }

  /** Fisher and Yates. */
  function shuffle<T>(items: readonly T[]): T[] {
    const shuffled = [...items]
    for (let last = shuffled.length - 1; last > 0; last--) {
      const other = int(0, last)
      ;[shuffled[last], shuffled[other]] = [shuffled[other]!, shuffled[last]!]
    }
    return shuffled
  }

  /** Box and Muller. */
  function normal(mean: number, deviation: number): number {
    return mean + deviation * Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
  }

  function poisson(mean: number): number {
    if (mean > 30) return Math.max(0, Math.round(normal(mean, Math.sqrt(mean)))) // near enough, and Knuth's product would underflow
    const limit = Math.exp(-mean)
    let count = 0
    for (let product = next(); product > limit; product *= next()) count++
    return count
  }

  return {
    next,
    int,
    pick,
    weighted,
    shuffle,
    normal,
    poisson,
    chance: (probability) => next() < probability,
    sample: (items, count) => shuffle(items).slice(0, count),
    digits: (count) => Array.from({ length: count }, () => int(0, 9)).join(''),
    fork: (label) => random(`${seed}/${label}`),
  }
}

/** xoshiro128** by Blackman and Vigna: fast, well distributed, 128 bits of state. */
function xoshiro128(seed: string): () => number {
  const state = Uint32Array.from([1, 2, 3, 4], (salt) => hash(`${salt}${seed}`))
  return () => {
    const result = Math.imul(rotate(Math.imul(state[1]!, 5), 7), 9) >>> 0
    const shifted = state[1]! << 9
    state[2]! ^= state[0]!
    state[3]! ^= state[1]!
    state[1]! ^= state[2]!
    state[0]! ^= state[3]!
    state[2]! ^= shifted
    state[3] = rotate(state[3]!, 11)
    return result / 2 ** 32
  }
}

function rotate(value: number, by: number): number {
  return (value << by) | (value >>> (32 - by))
}

/** FNV-1a, then mixed so that seeds one apart are far apart. */
function hash(text: string): number {
  let hashed = 0x811c9dc5
  for (const unit of text) hashed = Math.imul(hashed ^ unit.codePointAt(0)!, 0x01000193)
  hashed = Math.imul(hashed ^ (hashed >>> 16), 0x85ebca6b)
  hashed = Math.imul(hashed ^ (hashed >>> 13), 0xc2b2ae35)
  return (hashed ^ (hashed >>> 16)) >>> 0
}
