import { assert } from '#kernel/assert.ts'

const digits = 10
const none = -1

/**
 * Values by the longest matching prefix of digits: dial codes to zones. A trie in two flat arrays, ten slots a node: a look-up takes
 * as many steps as the prefix is long and allocates nothing, whether there are ten prefixes or fifty thousand.
 */
export class PrefixTable {
  readonly #children: Int32Array
  readonly #values: Int32Array

  /** @param entries prefix of digits → index of the value; an empty prefix matches everything */
  constructor(entries: Iterable<readonly [prefix: string, value: number]>) {
    const children: number[] = Array.from({ length: digits }, () => none)
    const values: number[] = [none]
    for (const [prefix, value] of entries) {
      let node = 0
      for (const digit of prefix) {
        const slot = node * digits + digitOf(digit)
        if (children[slot] === none) {
          children[slot] = values.length
          values.push(none)
          for (let index = 0; index < digits; index++) children.push(none)
        }
        node = children[slot]!
      }
      assert(values[node] === none || values[node] === value, `The prefix “${prefix}” has one value`)
      values[node] = value
    }
    this.#children = Int32Array.from(children)
    this.#values = Int32Array.from(values)
  }

  /** @param number digits, E.164 without plus @returns the value of the longest prefix, or -1 */
  find(number: string): number {
    let found = this.#values[0]!
    let node = 0
    for (let index = 0; index < number.length; index++) {
      const digit = number.charCodeAt(index) - 48
      if (digit < 0 || digit > 9) return found
      node = this.#children[node * digits + digit]!
      if (node === none) return found
      if (this.#values[node] !== none) found = this.#values[node]!
    }
    return found
  }
}

function digitOf(character: string): number {
  const digit = character.charCodeAt(0) - 48
  assert(digit >= 0 && digit <= 9, `A prefix has digits only, not “${character}”`)
  return digit
}
