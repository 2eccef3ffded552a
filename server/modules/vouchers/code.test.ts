import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { alphabet, drawCodes, drawnFor, guessChance, printedCode, readCode } from './code.ts'

const drawn = fc.integer({ min: 7, max: 26 }).map((length) => drawCodes('K7', length, 1)[0]!)

suite('voucher codes', () => {
  test('what is printed is read back', () => {
    fc.assert(fc.property(drawn, (code) => assert.equal(readCode(printedCode(code)), code)))
  })

  test('as people type it', () => {
    const [code] = drawCodes('01', 8, 1)
    for (const typed of [
      code!.toLowerCase(),
      ` ${code} `,
      code!.replace('0', 'o').replace('1', 'l'),
      code!.replace('1', 'I'),
      [...code!].join(' '),
    ])
      assert.equal(readCode(typed), code, typed)
  })

  test('every wrong character is found', () => {
    fc.assert(
      fc.property(drawn, fc.nat(), fc.integer({ min: 1, max: 31 }), (code, place, by) => {
        const at = place % code.length
        const wrong = alphabet[(alphabet.indexOf(code[at]!) + by) % 32]!
        assert.equal(readCode(code.slice(0, at) + wrong + code.slice(at + 1)), undefined)
      }),
    )
  })

  test('any two characters that changed places are found', () => {
    fc.assert(
      fc.property(drawn, fc.nat(), fc.nat(), (code, one, other) => {
        const characters = [...code]
        const [a, b] = [one % code.length, other % code.length]
        if (characters[a] === characters[b]) return
        ;[characters[a], characters[b]] = [characters[b]!, characters[a]!]
        assert.equal(readCode(characters.join('')), undefined)
      }),
    )
  })

  test('a missing or an added character is found more often than not, a letter that is never printed always', () => {
    const codes = drawCodes('', 9, 2_000)
    const passing = codes.filter((code) => readCode(code.slice(0, 4) + code.slice(5)) !== undefined)
    assert.ok(passing.length < codes.length / 16, `${passing.length} of ${codes.length}`)
    assert.equal(readCode('UUUUUUUUUU'), undefined)
    assert.equal(readCode(''), undefined)
    assert.equal(readCode('0'.repeat(40)), undefined)
  })

  test('groups of four, none of a single character', () => {
    assert.equal(printedCode('K7QM3F9AXZ'), 'K7QM-3F9A-XZ')
    assert.equal(printedCode('K7QM3F9AX'), 'K7QM-3F9AX')
    assert.equal(printedCode('K7QM3F9A'), 'K7QM-3F9A')
  })

  test('every character is drawn as often as any other', () => {
    const seen = new Map<string, number>()
    for (const code of drawCodes('', 8, 8_000))
      for (const character of code.slice(0, 8)) seen.set(character, (seen.get(character) ?? 0) + 1)
    assert.equal(seen.size, 32)
    for (const [character, times] of seen) assert.ok(Math.abs(times - 2_000) < 300, `${character} ${times}`)
  })

  // domain arithmetic: 32^8 is 1.1e12, so 100,000 live codes are hit by one guess in 11 million
  test('lengths make guessing hopeless', () => {
    assert.equal(guessChance(100_000, 8).toExponential(1), '9.1e-8')
    for (const [count, length] of [
      [1, 7],
      [300, 7],
      [10_000, 8],
      [100_000, 9],
      [1_000_000, 10],
    ] as const)
      assert.equal(drawnFor(count), length, `${count} codes`)
    fc.assert(fc.property(fc.integer({ min: 1, max: 10_000_000 }), (count) => guessChance(count, drawnFor(count)) <= 1e-8))
  })
})
