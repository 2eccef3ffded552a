import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import {
  challengeResponse,
  commandWords,
  decodeLength,
  encodeLength,
  encodeSentence,
  formatDuration,
  isBefore,
  loginWords,
  matches,
  parseCommand,
  parseDuration,
  parsePair,
  parseReply,
  parseVersion,
  quote,
  RouterOsFormatError,
  SentenceReader,
} from './index.ts'

suite('the length of a word', () => {
  const cases = [
    [0, '00'],
    [1, '01'],
    [127, '7f'],
    [128, '8080'],
    [300, '812c'],
    [16_383, 'bfff'],
    [16_384, 'c04000'],
    [2_097_151, 'dfffff'],
    [2_097_152, 'e0200000'],
    [268_435_455, 'efffffff'],
    [268_435_456, 'f010000000'],
  ] as const
  for (const [length, hex] of cases)
    test(`${length} is ${hex}`, () => {
      assert.equal(encodeLength(length).toString('hex'), hex)
      assert.deepEqual(decodeLength(Buffer.from(hex, 'hex')), { length, octets: hex.length / 2 })
    })

  test('is not known before it has come whole', () => assert.equal(decodeLength(Buffer.from('e02000', 'hex')), undefined))
  test('of a reserved kind ends the conversation', () => assert.throws(() => decodeLength(Buffer.from([0xf8])), RouterOsFormatError))
})

suite('sentences', () => {
  test('log in as the manual shows', () =>
    assert.equal(
      encodeSentence(loginWords('admin', 'secret')).toString('hex'),
      '062f6c6f67696e0b3d6e616d653d61646d696e103d70617373776f72643d73656372657400',
    ))

  test('ask with properties, a query and a tag', () =>
    assert.equal(
      encodeSentence(
        commandWords({
          path: '/ppp/active/print',
          properties: ['.id', 'name', 'address', 'caller-id'],
          queries: ['name=alice'],
          tag: '1',
        }),
      ).toString('hex'),
      '112f7070702f6163746976652f7072696e74253d2e70726f706c6973743d2e69642c6e616d652c616464726573732c63616c6c65722d69640b3f6e616d653d616c696365062e7461673d3100',
    ))

  test('an empty word cannot be sent: it would end the sentence', () => assert.throws(() => encodeSentence(['/login', '']), RangeError))

  test('come back whole, however they are cut', () => {
    const words = fc.array(fc.string({ minLength: 1, maxLength: 300, unit: 'grapheme' }), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(fc.array(words, { maxLength: 5 }), fc.integer({ min: 1, max: 50 }), (sentences, step) => {
        const bytes = Buffer.concat(sentences.map(encodeSentence))
        const reader = new SentenceReader()
        const read: string[][] = []
        for (let at = 0; at < bytes.length; at += step) read.push(...reader.push(bytes.subarray(at, at + step)))
        assert.deepEqual(read, sentences)
      }),
    )
  })

  test('too long a word is refused before its octets have come', () =>
    assert.throws(() => new SentenceReader({ wordOctetsMax: 100, sentenceWordsMax: 5 }).push(encodeLength(101)), RouterOsFormatError))

  test('too many words are refused', () =>
    assert.throws(
      () => new SentenceReader({ wordOctetsMax: 100, sentenceWordsMax: 2 }).push(encodeSentence(['a', 'b', 'c'])),
      RouterOsFormatError,
    ))

  test('any octets are sentences or refused, never anything else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          new SentenceReader().push(bytes)
        } catch (error) {
          assert(error instanceof RouterOsFormatError)
        }
      }),
    )
  })
})

suite('replies', () => {
  const cases = [
    [['!re', '=.id=*1', '=name=alice', '.tag=7'], { kind: 're', tag: '7', attributes: { '.id': '*1', name: 'alice' }, message: undefined }],
    [['!done', '=ret=*1A'], { kind: 'done', tag: undefined, attributes: { ret: '*1A' }, message: undefined }],
    [['!re', '=comment=a=b'], { kind: 're', tag: undefined, attributes: { comment: 'a=b' }, message: undefined }],
    [
      ['!trap', '=category=0', '=message=no such item'],
      { kind: 'trap', tag: undefined, attributes: { category: '0', message: 'no such item' }, message: 'no such item' },
    ],
    [['!fatal', 'not logged in'], { kind: 'fatal', tag: undefined, attributes: {}, message: 'not logged in' }],
    [['!empty', '.tag=2'], { kind: 'empty', tag: '2', attributes: {}, message: undefined }],
  ] as const
  for (const [words, reply] of cases) test(words.join(' '), () => assert.deepEqual(parseReply(words), reply))
  test('of another protocol are refused', () => assert.throws(() => parseReply(['HTTP/1.1 400']), RouterOsFormatError))
})

test('a command reads back as it was asked', () => {
  const command = {
    path: '/queue/simple/add',
    attributes: { name: 'q1', 'max-limit': '5M/20M' },
    properties: ['.id'],
    queries: ['name=a', '#!'],
    tag: '9',
  }
  assert.deepEqual(parseCommand(commandWords(command)), command)
  assert.equal(parseCommand(['!re']), undefined)
})

test('an old router is answered with the digest of its challenge', () =>
  assert.equal(challengeResponse('secret', '93b438ec9b80057c06dd9fe67d56aa9a'), '00de2eb16e8739e95337da481d36029ddb'))

suite('queries', () => {
  const row = { type: 'vlan', mtu: '1500', name: 'office' }
  const cases = [
    [[], true, 'nothing asked'],
    [['type=vlan'], true, 'equal'],
    [['type=ether'], false, 'not equal'],
    [['type=ether', 'type=vlan', '#|'], true, 'one or the other'],
    [['type=ether', '#!'], true, 'not'],
    [['type=vlan', 'mtu=1500', '#&'], true, 'both'],
    [['type=vlan', 'mtu=9000'], false, 'what is left on the stack must all hold'],
    [['comment'], false, 'a property it lacks'],
    [['-comment'], true, 'lacks it'],
    [['<mtu=9000'], true, 'numbers compare as numbers'],
    [['>mtu=900'], true, 'not as text'],
  ] as const
  for (const [queries, expected, why] of cases) test(why, () => assert.equal(matches(row, queries), expected))
})

suite('durations', () => {
  const cases = [
    ['1w2d3h4m5s', 788_645],
    ['00:05:00', 300],
    ['1d 02:00:00', 93_600],
    ['2d03:04:05', 183_845],
    ['5m', 300],
    ['0s', 0],
    ['never', undefined],
    ['', undefined],
  ] as const
  for (const [text, seconds] of cases) test(text || 'nothing', () => assert.equal(parseDuration(text), seconds))
  test('what is written reads back', () =>
    fc.assert(fc.property(fc.nat(10_000_000), (seconds) => assert.equal(parseDuration(formatDuration(seconds)), seconds))))
})

test('counters of a queue are 64 bits', () => {
  assert.deepEqual(parsePair('18446744073709551615/7'), { upload: 18_446_744_073_709_551_615n, download: 7n })
  assert.equal(parsePair('7'), undefined)
})

suite('versions', () => {
  const cases = [
    ['7.16.1 (stable)', '7.17', true],
    ['7.9', '7.10', true],
    ['6.49.10', '7.1', true],
    ['7.15.2', '7.15.2', false],
    ['7.15beta9', '7.14', false],
  ] as const
  for (const [one, other, expected] of cases)
    test(`${one} before ${other}: ${expected}`, () => assert.equal(isBefore(parseVersion(one)!, parseVersion(other)!), expected))
  test('a word is none', () => assert.equal(parseVersion('stable'), undefined))
})

test('whatever text is quoted cannot leave its quotes', () => {
  assert.equal(quote('a"; /system reset $x [b] \\?'), '"a\\"; /system reset \\$x [b] \\\\\\?"')
  fc.assert(
    fc.property(fc.string(), (text) => {
      const inner = quote(text).slice(1, -1)
      assert.equal(inner.replaceAll(/\\["\\$?]/g, '').search(/["\\$?\n\r]/), -1)
    }),
  )
})
