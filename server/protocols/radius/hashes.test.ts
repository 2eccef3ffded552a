import assert from 'node:assert/strict'
import { createCipheriv, createHash, createHmac, hash } from 'node:crypto'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { desEncrypt } from './des.ts'
import { md4 } from './md4.ts'
import { HmacMd5, Md5 } from './md5.ts'
import { sha1 } from './sha1.ts'

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const octets = (max: number) => fc.uint8Array({ maxLength: max })

function md5(...parts: Uint8Array[]): string {
  const digest = new Uint8Array(16)
  const hash = new Md5().begin()
  for (const part of parts) hash.add(part)
  hash.finish(digest)
  return hex(digest)
}

suite('MD5', () => {
  test('agrees with the native library for every length around block boundaries', () => {
    for (let length = 0; length <= 260; length++) {
      const bytes = Buffer.alloc(length, length)
      assert.equal(md5(bytes), createHash('md5').update(bytes).digest('hex'), `${length} octets`)
    }
  })
  test('does not depend on how the input is cut', () => {
    fc.assert(
      fc.property(fc.array(octets(150), { maxLength: 6 }), (parts) => {
        assert.equal(md5(...parts), createHash('md5').update(Buffer.concat(parts)).digest('hex'))
      }),
    )
  })
})

suite('HMAC-MD5', () => {
  test('agrees with the native library, also for keys longer than a block', () => {
    fc.assert(
      fc.property(octets(200), octets(300), (key, message) => {
        const digest = new Uint8Array(16)
        const hmac = new HmacMd5(key)
        hmac.begin().add(message)
        hmac.finish(digest)
        assert.equal(hex(digest), createHmac('md5', key).update(message).digest('hex'))
      }),
    )
  })
})

suite('MD4, RFC 1320 A.5', () => {
  const cases = [
    ['', '31d6cfe0d16ae931b73c59d7e0c089c0'],
    ['a', 'bde52cb31de33e46245e05fbdbd6fb24'],
    ['abc', 'a448017aaf21d8525fc10ae87aa6729d'],
    ['message digest', 'd9130a8164549fe818874806e1c7014b'],
    ['abcdefghijklmnopqrstuvwxyz', 'd79e1c308aa5bbcdeea8ed63df412da9'],
    ['ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', '043f8582f241db351ce627e153e7f0e4'],
    ['12345678901234567890123456789012345678901234567890123456789012345678901234567890', 'e33b4ddc9c38f2199c3e7b164fcc0536'],
  ] as const
  for (const [message, digest] of cases) test(`"${message}"`, () => assert.equal(hex(md4(Buffer.from(message))), digest))
})

suite('SHA-1, FIPS 180-4', () => {
  const cases = [
    ['', 'da39a3ee5e6b4b0d3255bfef95601890afd80709'],
    ['abc', 'a9993e364706816aba3e25717850c26c9cd0d89d'],
    ['abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq', '84983e441c3bd26ebaae4aa1f95129e5e54670f1'],
  ] as const
  for (const [message, digest] of cases) test(`"${message}"`, () => assert.equal(hex(sha1(Buffer.from(message))), digest))

  test('agrees with the native library on parts of any length', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 4 }), (parts) => {
        assert.equal(hex(sha1(...parts)), hash('sha1', Buffer.concat(parts)))
      }),
    )
  })
})

suite('DES', () => {
  /** Seven octets as eight, each with seven bits of key and a bit of parity, which nobody looks at. */
  const withParity = (key: Uint8Array) => {
    const bits = [...key].map((octet) => octet.toString(2).padStart(8, '0')).join('')
    return Buffer.from(bits.match(/.{7}/g)!.map((seven) => Number.parseInt(`${seven}0`, 2)))
  }
  test('agrees with triple DES of the native library with one key three times', () => {
    const exactly = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })
    fc.assert(
      fc.property(exactly(7), exactly(8), (seven, plain) => {
        const eight = withParity(seven)
        const expected = createCipheriv('des-ede3', Buffer.concat([eight, eight, eight]), null)
          .setAutoPadding(false)
          .update(plain)
        const out = Buffer.alloc(10, 0xaa)
        desEncrypt(Buffer.concat([Buffer.of(1, 2), seven]), 2, plain, out, 1)
        assert.equal(hex(out), `aa${hex(expected)}aa`)
      }),
    )
  })
})
