import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { encodeRequest, sharedSecret, takeFrames } from './index.ts'

const secret = sharedSecret('radsec')
const packet = (identifier: number, name: string) =>
  encodeRequest({ code: 'Access-Request', identifier, authenticator: new Uint8Array(16), attributes: [['User-Name', name]] }, secret).bytes

test('packets come out of a stream as they went in, however it is cut', () => {
  const names = fc.array(fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme-ascii' }), { maxLength: 8 })
  fc.assert(
    fc.property(names, fc.array(fc.nat(900), { maxLength: 12 }), (given, cuts) => {
      const sent = given.map((name, index) => packet(index, name))
      const stream = Buffer.concat(sent)
      const received: Buffer[] = []
      let rest: Buffer = Buffer.alloc(0)
      let from = 0
      for (const to of [...cuts.map((cut) => cut % (stream.length + 1)).toSorted((a, b) => a - b), stream.length]) {
        const frames = takeFrames(Buffer.concat([rest, stream.subarray(from, to)]))
        assert.equal(frames.isBroken, false)
        received.push(...frames.packets)
        rest = frames.rest
        from = to
      }
      assert.equal(rest.length, 0)
      assert.deepEqual(received, sent)
    }),
  )
})

for (const length of [0, 19, 4097, 65_535])
  test(`a length of ${length} ends the stream, after what was whole before it`, () => {
    const first = packet(1, 'ayesha')
    const { packets, isBroken } = takeFrames(Buffer.concat([first, Buffer.from([1, 2, length >>> 8, length & 255])]))
    assert.equal(isBroken, true)
    assert.deepEqual(packets, [first])
  })
