import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { decodeQR } from 'qr/decode.js'
import { drawQrCode, qrCodeUrl } from './qr-code.ts'

/** The pixels of a GIF that is not compressed: each block begins with a code that clears the table, so every other byte is a pixel. */
function pixelsOf(gif: Uint8Array): { width: number; dark: boolean[] } {
  const bytes = Buffer.from(gif)
  const width = bytes.readUInt16LE(6)
  const dark: boolean[] = []
  let at = bytes.indexOf(0x2c) + 11 // image descriptor of ten bytes, then the size of a code
  for (let length = bytes[at]!; length > 1; length = bytes[at]!) {
    dark.push(...Array.from(bytes.subarray(at + 2, at + 1 + length), (colour) => colour === 1))
    at += 1 + length
  }
  return { width, dark }
}

const cameraPixels = 4 // for each of the picture

/** What a camera makes of it. */
function read(gif: Uint8Array): string {
  const { width, dark } = pixelsOf(gif)
  const seen = width * cameraPixels
  const data = new Uint8ClampedArray(seen * seen * 4).fill(255)
  for (let y = 0; y < seen; y++)
    for (let x = 0; x < seen; x++)
      if (dark[Math.floor(y / cameraPixels) * width + Math.floor(x / cameraPixels)])
        data.fill(0, (y * seen + x) * 4, (y * seen + x) * 4 + 3)
  return decodeQR({ width: seen, height: seen, data }, { effort: Number.POSITIVE_INFINITY, timeLimit: Number.POSITIVE_INFINITY })
}

suite('a QR code', () => {
  test('says what was asked for', () => {
    const texts = fc.string({ minLength: 1, maxLength: 120, unit: 'grapheme-ascii' })
    fc.assert(
      fc.property(texts, fc.constantFrom('low', 'medium'), (text, errorCorrection) =>
        assert.equal(read(drawQrCode(text, { errorCorrection, margin: 4, pixels: 1 })), text),
      ),
      { numRuns: 40 },
    )
  })

  test('has room for what tax offices sign', () => {
    const text = `eyJhbGciOiJSUzI1NiJ9.${randomBytes(800).toString('base64url')}`
    assert.equal(read(drawQrCode(text, { errorCorrection: 'low', margin: 4, pixels: 1 })), text)
  })

  test('has the margin that is asked for', () => {
    for (const margin of [1, 2, 4])
      assert.equal(pixelsOf(drawQrCode('A', { errorCorrection: 'low', margin, pixels: 1 })).width, 21 + 2 * margin) // version 1
  })

  test('may be of larger squares', () => {
    assert.equal(pixelsOf(drawQrCode('A', { errorCorrection: 'low', margin: 1, pixels: 3 })).width, 69)
  })

  test('stands in a page by itself', () => {
    const [head, body] = qrCodeUrl('A', { errorCorrection: 'medium', margin: 4, pixels: 1 }).split(',')
    assert.equal(head, 'data:image/gif;base64')
    assert.equal(read(Buffer.from(body!, 'base64')), 'A')
  })
})
