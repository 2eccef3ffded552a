import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import {
  bindBody,
  encodePdu,
  fromGsm7,
  fromUcs2,
  gsm7,
  messageBody,
  messageIdBody,
  partsOf,
  readBind,
  readMessage,
  readMessageId,
  receiptOf,
  systemIdBody,
  takePdus,
  textOf,
} from './index.ts'

const request = { isResponse: false, status: 0 } as const

// Made by the specification and read back by another implementation.
suite('vectors', () => {
  const hello = { source: 'ACME', destination: '+8801700000001', esmClass: 0, registeredDelivery: 1, dataCoding: 0, octets: gsm7('Hello')! }
  const cases: [name: string, made: () => Buffer, hex: string][] = [
    [
      'bind_transceiver',
      () =>
        encodePdu({
          ...request,
          command: 'bind_transceiver',
          sequence: 1,
          body: bindBody({ systemId: 'user', password: 'pass', systemType: '' }),
        }),
      '0000001f000000090000000000000001757365720070617373000034000000',
    ],
    [
      'bind_transceiver_resp',
      () => encodePdu({ ...request, isResponse: true, command: 'bind_transceiver', sequence: 1, body: systemIdBody('SMSC') }),
      '00000015800000090000000000000001534d534300',
    ],
    [
      'enquire_link',
      () => encodePdu({ ...request, command: 'enquire_link', sequence: 2, body: Buffer.alloc(0) }),
      '00000010000000150000000000000002',
    ],
    [
      'submit_sm',
      () =>
        encodePdu({
          ...request,
          command: 'submit_sm',
          sequence: 3,
          body: messageBody(hello),
        }),
      '0000003700000004000000000000000300050041434d4500010138383031373030303030303031000000000000010000000548656c6c6f',
    ],
    [
      'submit_sm that is worth something for five minutes',
      () => encodePdu({ ...request, command: 'submit_sm', sequence: 3, body: messageBody({ ...hello, validSeconds: 300 }) }),
      '0000004700000004000000000000000300050041434d450001013838303137303030303030303100000000003030303030303030303530303030305200010000000548656c6c6f',
    ],
    [
      'submit_sm_resp',
      () => encodePdu({ ...request, isResponse: true, command: 'submit_sm', sequence: 3, body: messageIdBody('abc123') }),
      '0000001780000004000000000000000361626331323300',
    ],
  ]
  for (const [name, made, hex] of cases) test(name, () => assert.equal(made().toString('hex'), hex))

  test('a validity is read as it was written, to the second and for at most 99 days', () => {
    for (const [seconds, isRead] of [
      [1, 1],
      [299, 299],
      [90_061, 90_061],
      [200 * 86_400 + 7, 99 * 86_400 + 7],
    ] as const)
      assert.equal(readMessage(messageBody({ ...hello, validSeconds: seconds })).validSeconds, isRead)
    assert.equal(readMessage(messageBody(hello)).validSeconds, undefined)
  })

  test('deliver_sm with a receipt', () => {
    const bytes = Buffer.from(
      '000000990000000500000000000000040001013838303137303030303030303100050041434d45000400000000000000006769643a616263313233207375623a30303120646c7672643a303031207375626d697420646174653a3236303131353130323020646f6e6520646174653a3236303131353130323120737461743a44454c49565244206572723a30303020746578743a48656c6c6f',
      'hex',
    )
    const [pdu] = takePdus(bytes).pdus
    const message = readMessage(pdu!.body)
    assert.equal(message.source, '8801700000001')
    assert.deepEqual(receiptOf(message), { messageId: 'abc123', state: 'delivered', error: '000' })
  })

  test('UCS-2', () => assert.equal(partsOf('হ্যালো', 0)[0]!.octets.toString('hex'), '09b909cd09af09be09b209cb'))
})

suite('reading a stream', () => {
  const pdu = encodePdu({ ...request, command: 'enquire_link', sequence: 9, body: Buffer.alloc(0) })

  test('split and joined anywhere it is the same', () => {
    const bytes = Buffer.concat([pdu, pdu, pdu])
    fc.assert(
      fc.property(fc.integer({ min: 0, max: bytes.length }), (cut) => {
        const first = takePdus(bytes.subarray(0, cut))
        const second = takePdus(Buffer.concat([first.rest, bytes.subarray(cut)]))
        assert.equal(first.pdus.length + second.pdus.length, 3)
      }),
    )
  })

  test('an absurd length ends the stream', () => {
    for (const length of [0, 15, 65_537, 0xffffffff]) {
      const bytes = Buffer.from(pdu)
      bytes.writeUInt32BE(length)
      assert.throws(() => takePdus(bytes), RangeError)
    }
  })

  test('what is not spoken here is told by its sequence', () => {
    const strange = Buffer.from(pdu)
    strange.writeUInt32BE(0x103, 4)
    assert.deepEqual(takePdus(strange).unknown, [9])
  })

  test('random bodies never throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (octets) => {
        const body = Buffer.from(octets)
        receiptOf(readMessage(body))
        readBind(body)
        readMessageId(body)
        textOf(readMessage(body))
      }),
    )
  })
})

suite('texts', () => {
  const cases: [text: string, coding: number, parts: number, why: string][] = [
    ['x'.repeat(160), 0, 1, 'one message'],
    ['x'.repeat(161), 0, 2, 'one character too many'],
    ['x'.repeat(306), 0, 2, 'two whole parts'],
    ['€'.repeat(80), 0, 1, 'a character of two septets'],
    ['€'.repeat(81), 0, 2, 'of which one is not cut'],
    ['ক'.repeat(70), 8, 1, 'Bengali'],
    ['ক'.repeat(71), 8, 2, 'Bengali, in parts of 67'],
    ['৳'.repeat(1), 8, 1, 'a taka sign is not in the alphabet'],
    ['😀'.repeat(35), 8, 1, 'pairs of surrogates'],
    ['😀'.repeat(36), 8, 2, 'of which none is cut'],
  ]
  for (const [text, coding, parts, why] of cases)
    test(why, () => {
      const made = partsOf(text, 7)
      assert.equal(made.length, parts)
      assert.ok(made.every(({ dataCoding, octets }) => dataCoding === coding && octets.length <= 159 + (coding === 0 ? 1 : 0)))
      const joined = made.map(({ octets, hasHeader }) => (hasHeader ? octets.subarray(6) : octets)).map(coding === 8 ? fromUcs2 : fromGsm7)
      assert.equal(joined.join(''), text)
    })

  test('any text comes back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 500 }), (text) => {
        const parts = partsOf(text, 1)
        const read = parts.map(({ octets, hasHeader, dataCoding }) =>
          (dataCoding === 8 ? fromUcs2 : fromGsm7)(hasHeader ? octets.subarray(6) : octets),
        )
        assert.equal(read.join(''), text.isWellFormed() ? text : read.join(''))
      }),
    )
  })
})
