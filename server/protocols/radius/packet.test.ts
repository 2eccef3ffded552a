import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import {
  type AttributePair,
  type Attribute,
  type StandardName,
  type Malformation,
  type Packet,
  type RequestFault,
  attributesOf,
  decode,
  encodeReply,
  encodeRequest,
  has,
  hidePassword,
  isPapPassword,
  joinOctets,
  FirstValues,
  knownAttributes,
  papPassword,
  read,
  readAll,
  replyFault,
  requestFault,
  sessionOctets,
  sharedSecret,
  splitOctets,
  valueNumber,
} from './index.ts'

const secret = sharedSecret('testing123')
const authenticator = Buffer.from('00112233445566778899aabbccddeeff', 'hex')
const request = (attributes: readonly AttributePair[]) =>
  encodeRequest({ code: 'Access-Request', identifier: 1, authenticator, attributes }, secret)

/** A packet around these attribute octets, without any signature. */
function unsigned(code: number, attributesHex: string, length?: number): Buffer {
  const attributes = Buffer.from(attributesHex.replaceAll(' ', ''), 'hex')
  const bytes = Buffer.concat([Buffer.alloc(20), attributes])
  bytes[0] = code
  bytes.writeUInt16BE(length ?? bytes.length, 2)
  return bytes
}
const decoded = (bytes: Buffer): Packet => {
  const packet = decode(bytes)
  assert.ok(typeof packet === 'object', String(packet))
  return packet
}

suite('malformed datagrams are named', () => {
  const authenticatorValue = '50 12' + '00'.repeat(16)
  const cases: readonly (readonly [Buffer, Malformation, string])[] = [
    [Buffer.alloc(0), 'too_short', 'nothing'],
    [Buffer.alloc(19, 1), 'too_short', 'one octet less than a header'],
    [unsigned(0, ''), 'unknown_code', 'code 0'],
    [unsigned(255, ''), 'unknown_code', 'reserved code'],
    [unsigned(1, '', 19), 'length_below_header', 'length without header'],
    [unsigned(1, '', 0), 'length_below_header', 'length zero'],
    [Buffer.concat([unsigned(1, '', 4097), Buffer.alloc(5000)]), 'length_above_maximum', 'longer than allowed, and all there'],
    [unsigned(1, '', 21), 'truncated', 'one octet missing'],
    [unsigned(1, '01'), 'attribute_cut', 'a type without length'],
    [unsigned(1, '01 01 00'), 'attribute_below_header', 'length 1'],
    [unsigned(1, '01 00'), 'attribute_below_header', 'length 0 would never end'],
    [unsigned(1, '01 05 61 62'), 'attribute_overrun', 'one octet over the end'],
    [unsigned(1, '50 11' + '00'.repeat(15)), 'message_authenticator_length', '15 octets of Message-Authenticator'],
    [unsigned(1, authenticatorValue + authenticatorValue), 'message_authenticator_repeated', 'two Message-Authenticators'],
  ]
  for (const [bytes, malformation, why] of cases) test(why, () => assert.equal(decode(bytes), malformation))
  test('octets after the length are padding', () => {
    const padded = Buffer.concat([unsigned(1, '01 03 61'), Buffer.from('garbage')])
    assert.equal(decoded(padded).bytes.length, 23)
    assert.equal(read(decoded(padded), 'User-Name'), 'a')
  })
})

suite('values', () => {
  // oxfmt-ignore
  const cases = [ // attributes, as listed, why
    ['05 06 00000007', [['NAS-Port', 7]], 'integer'],
    ['05 06 ffffffff', [['NAS-Port', 4294967295]], 'integers have no sign'],
    ['05 05 000007', [['Attr-5', Buffer.of(0, 0, 7)]], 'an integer of three octets is only octets'],
    ['01 06 c3a9c3a9', [['User-Name', 'éé']], 'text is UTF-8'],
    ['01 04 c3 28', [['Attr-1', Buffer.of(0xc3, 0x28)]], 'not UTF-8'],
    ['01 04 61 00', [['Attr-1', Buffer.of(0x61, 0)]], 'a NUL that no database column can hold'],
    ['01 02', [['User-Name', '']], 'empty text'],
    ['f1 03 2a', [['Attr-241', Buffer.of(42)]], 'no row'],
    ['00 03 2a', [['Attr-0', Buffer.of(42)]], 'type 0'],
    ['5f 12 20010db8000000000000000000000001', [['NAS-IPv6-Address', '2001:db8::1']], 'IPv6'],
    ['5f 12 20010db8000000010000000000000001', [['NAS-IPv6-Address', '2001:db8:0:1::1']], 'the longest run of zeros is cut'],
    ['5f 12 00000000000000000000000000000000', [['NAS-IPv6-Address', '::']], 'nothing but zeros'],
    ['61 08 00 20 20010db8', [['Framed-IPv6-Prefix', '2001:db8::/32']], 'prefix, cut after its length'],
    ['61 14 00 20 20010db8 000000000000000000000000', [['Framed-IPv6-Prefix', '2001:db8::/32']], 'prefix, not cut'],
    ['61 08 00 1f 20010db9', [['Framed-IPv6-Prefix', '2001:db8::/31']], 'bits after the length do not count'],
    ['61 04 00 00', [['Framed-IPv6-Prefix', '::/0']], 'empty prefix'],
    ['61 04 00 20', [['Attr-97', Buffer.of(0, 32)]], 'prefix shorter than its length'],
    ['61 04 00 81', [['Attr-97', Buffer.of(0, 129)]], 'prefix longer than an address'],
    ['60 0a 0000000a000b0001', [['Framed-Interface-Id', '0:a:b:1']], 'interface identifier'],
    ['1a 0e 00003a8c 0808 324d2f31304d', [['Mikrotik-Rate-Limit', '2M/10M']], 'vendor attribute'],
    ['1a 12 00003a8c 0105 616263 0107 6162636465', [['Attr-26.14988.1', Buffer.from('abc')], ['Attr-26.14988.1', Buffer.from('abcde')]], 'two in one'],
    ['1a 14 00003a8c 0106 00000001 0e06 00000002 ff02', [['Mikrotik-Recv-Limit', 1], ['Mikrotik-Recv-Limit-Gigawords', 2], ['Attr-26.14988.255', Buffer.of()]], 'three in one'],
    ['1a 09 0000ffff 0103 61', [['Attr-26.65535.1', Buffer.from('a')]], 'vendor without a table'],
    ['1a 09 00003a8c 0104 61', [['Vendor-Specific', Buffer.from('00003a8c010461', 'hex')]], 'vendor attribute over the end: one opaque value'],
    ['1a 09 00003a8c 0101 61', [['Vendor-Specific', Buffer.from('00003a8c010161', 'hex')]], 'vendor attribute of length 1'],
    ['1a 06 00003a8c', [['Vendor-Specific', Buffer.from('00003a8c', 'hex')]], 'vendor without attributes'],
    ['1a 05 00003a', [['Vendor-Specific', Buffer.from('00003a', 'hex')]], 'vendor cut'],
    ['1a 09 00000000 0103 61', [['Vendor-Specific', Buffer.from('00000000010361', 'hex')]], 'vendor 0 must not pass for a standard attribute'],
    ['1a 0e 0000130a 4108 01 706c616e31', [['ERX-Service-Activate', { tag: 1, value: 'plan1' }]], 'tagged text'],
    ['1a 0d 0000130a 4107 706c616e31', [['ERX-Service-Activate', { tag: 0, value: 'plan1' }]], 'text that could have a tag'],
    ['1a 0c 0000130a 4306 02000400', [['ERX-Service-Volume', { tag: 2, value: 1024 }]], 'tagged integer'],
  ] as const
  for (const [hex, attributes, why] of cases)
    test(why, () => {
      const listed = attributesOf(decoded(unsigned(1, hex)))
      assert.deepEqual(JSON.stringify(listed), JSON.stringify(attributes))
    })

  test('an attribute is found inside any of several Vendor-Specific, after others of its vendor', () => {
    const packet = decoded(
      unsigned(2, '1a 09 00003a8c 0303 61  1a 0c 00000009 0106 78793d7a  1a 12 00003a8c 0303 62 1303 63 1306 64656667'),
    )
    assert.equal(read(packet, 'Cisco-AVPair'), 'xy=z')
    assert.deepEqual(readAll(packet, 'Mikrotik-Group'), ['a', 'b'])
    assert.deepEqual(readAll(packet, 'Mikrotik-Address-List'), ['c', 'defg'])
    assert.equal(has(packet, 'Mikrotik-Realm'), false)
  })
  test('a value of the wrong size reads as absent, and is there', () => {
    const packet = decoded(unsigned(2, '1b 05 000e10'))
    assert.equal(read(packet, 'Session-Timeout'), undefined)
    assert.equal(has(packet, 'Session-Timeout'), true)
  })
})

suite('writing refuses what cannot be sent', () => {
  const cases: readonly (readonly [AttributePair, string])[] = [
    [['User-Name', 'a'.repeat(254)], 'text longer than an attribute'],
    [['User-Name', 'a'.repeat(70_000)], 'text longer than any packet'],
    [['Mikrotik-Group', 'a'.repeat(248)], 'vendor text leaves six octets less'],
    [['State', new Uint8Array(10_000)], 'octets longer than any packet'],
    [['User-Name', 'a\0b'], 'NUL'],
    [['User-Name', '\ud800'], 'half a character'],
    [['NAS-Port', -1], 'negative'],
    [['NAS-Port', 2 ** 32], '33 bits'],
    [['NAS-IP-Address', '10.0.0'], 'IPv4 of three octets'],
    [['NAS-IPv6-Address', '10.0.0.1'], 'IPv4 as IPv6'],
    [['NAS-IPv6-Address', 'fe80::1%eth0'], 'IPv6 with a zone'],
    [['Framed-IPv6-Prefix', '2001:db8::'], 'prefix without length'],
    [['Framed-IPv6-Prefix', '2001:db8::/129'], 'prefix of 129 bits'],
    [['Framed-Interface-Id', '1:2:3'], 'three groups'],
    [['ERX-Service-Activate', { tag: 32, value: 'a' }], 'tag above 31'],
    [['ERX-Service-Volume', { tag: 1, value: 2 ** 24 }], '25 bits after a tag'],
    [['Attr-256', Buffer.of(1)], 'number above 255'],
    [['Attr-26.4294967296.1', Buffer.of(1)], 'vendor above 32 bits'],
  ]
  for (const [pair, why] of cases) test(why, () => assert.throws(() => request([pair]), RangeError))
  test('a packet above 4096 octets', () => {
    const long = Array.from({ length: 17 }, (): AttributePair => ['Reply-Message', 'x'.repeat(253)])
    assert.throws(() => request(long), /longer than 4096/)
  })
  test('an Access-Request without random octets', () => {
    assert.throws(() => encodeRequest({ code: 'Access-Request', identifier: 1, attributes: [] }, secret), RangeError)
  })
})

suite('trust', () => {
  const required = { messageAuthenticatorRequired: true }
  const lenient = { messageAuthenticatorRequired: false }
  const unprotected = (attributes: readonly AttributePair[]) =>
    encodeRequest({ code: 'Access-Request', identifier: 1, authenticator, attributes, messageAuthenticator: false }, secret)
  const flipped = (packet: Packet, at: number) => {
    const bytes = Buffer.from(packet.bytes)
    bytes[at]! ^= 1
    return decoded(bytes)
  }
  const accounting = encodeRequest({ code: 'Accounting-Request', identifier: 1, attributes: [['Acct-Session-Id', 'a1']] }, secret)
  const disconnect = encodeRequest({ code: 'Disconnect-Request', identifier: 1, attributes: [['User-Name', 'alice']] }, secret)
  const accept = encodeReply(disconnect, { code: 'Disconnect-ACK', attributes: [] }, secret)
  const cases: readonly (readonly [Packet, typeof required, RequestFault | undefined, string])[] = [
    [request([]), required, undefined, 'Message-Authenticator right'],
    [unprotected([]), lenient, undefined, 'an old NAS without Message-Authenticator'],
    [accounting, required, undefined, 'accounting never needs Message-Authenticator'],
    [disconnect, required, undefined, 'Disconnect with both'],
    [accept, lenient, 'not_a_request', 'a reply sent to the server'],
    [flipped(accounting, 22), lenient, 'authenticator_wrong', 'accounting changed on the way'],
    [flipped(request([['User-Name', 'alice']]), 41), lenient, 'message_authenticator_wrong', 'name changed on the way'],
    [flipped(request([]), 4), lenient, 'message_authenticator_wrong', 'authenticator changed on the way'],
    [unprotected([]), required, 'message_authenticator_missing', 'required of this NAS'],
    [unprotected([['EAP-Message', Buffer.of(2, 1, 0, 4)]]), lenient, 'message_authenticator_missing', 'EAP must be protected'],
    [unprotected([['Proxy-State', Buffer.of(1)]]), lenient, 'proxy_state_unprotected', 'where a collision would hide'],
  ]
  for (const [packet, policy, fault, why] of cases) test(why, () => assert.equal(requestFault(packet, secret, policy), fault))

  test('a reply is bound to its request', () => {
    const asked = request([])
    const reply = encodeReply(asked, { code: 'Access-Accept', attributes: [['Session-Timeout', 60]] }, secret)
    const other = encodeRequest({ code: 'Access-Request', identifier: 1, authenticator: Buffer.alloc(16, 9), attributes: [] }, secret)
    const bare = encodeReply(asked, { code: 'Access-Accept', attributes: [], messageAuthenticator: false }, secret)
    assert.equal(reply.messageAuthenticatorAt, 22, 'first')
    assert.equal(replyFault(decoded(reply.bytes), asked, secret, required), undefined)
    assert.equal(replyFault(asked, asked, secret, lenient), 'not_a_reply')
    assert.equal(replyFault(flipped(reply, 1), asked, secret, lenient), 'identifier_wrong')
    assert.equal(replyFault(reply, other, secret, lenient), 'authenticator_wrong')
    assert.equal(replyFault(flipped(reply, 43), asked, secret, lenient), 'authenticator_wrong')
    assert.equal(replyFault(bare, asked, secret, lenient), undefined)
    assert.equal(replyFault(bare, asked, secret, required), 'message_authenticator_missing')
  })
  test('Proxy-States return in their order, after everything else', () => {
    const asked = request([
      ['Proxy-State', Buffer.from('near')],
      ['User-Name', 'alice'],
      ['Proxy-State', Buffer.from('far')],
    ])
    const reply = encodeReply(asked, { code: 'Access-Reject', attributes: [['Reply-Message', 'no']] }, secret)
    assert.deepEqual(
      attributesOf(reply).map(([name]) => name),
      ['Message-Authenticator', 'Reply-Message', 'Proxy-State', 'Proxy-State'],
    )
    assert.deepEqual(readAll(reply, 'Proxy-State').map(String), ['near', 'far'])
  })
})

suite('a password by PAP is right', () => {
  const typed = [
    // sent, the login's, whether it is right, why
    ['arctangent', 'arctangent', true, 'the same'],
    ['arctangent', 'arctangen', false, 'longer than it should be'],
    ['arctangen', 'arctangent', false, 'shorter'],
    ['Arctangent', 'arctangent', false, 'capitals count'],
    ['', '', true, 'none'],
    ['পাসওয়ার্ড-é', 'পাসওয়ার্ড-é', true, 'beyond ASCII'],
    ['পাসওয়ার্ড-é', 'পাসওয়ার্ড-e', false, 'beyond ASCII, another'],
    ['Ã©', 'é', false, 'octets are not characters'],
  ] as const
  for (const [sent, known, isRight, why] of typed)
    test(why, () =>
      assert.equal(isPapPassword(request([['User-Password', hidePassword(sent, authenticator, secret)]]), known, secret), isRight),
    )
})

suite('counters', () => {
  // oxfmt-ignore
  const cases = [ // total, gigawords, octets, why
    [0n, 0, 0, 'nothing'],
    [4294967295n, 0, 4294967295, 'last before the wrap'],
    [4294967296n, 1, 0, '4 GiB'],
    [5_000_000_000n, 1, 705_032_704, '5 GB'],
    [10_737_418_240n, 2, 2_147_483_648, '10 GiB'],
  ] as const
  for (const [total, gigawords, octets, why] of cases)
    test(why, () => {
      assert.deepEqual(splitOctets(total), { gigawords, octets })
      assert.equal(joinOctets(octets, gigawords), total)
    })
  test('are joined from accounting, and 0 when not sent', () => {
    const attributes: AttributePair[] = [
      ['Acct-Input-Octets', 705_032_704],
      ['Acct-Input-Gigawords', 1],
    ]
    const packet = encodeRequest({ code: 'Accounting-Request', identifier: 1, attributes }, secret)
    assert.deepEqual(sessionOctets(packet), { upload: 5_000_000_000n, download: 0n })
  })
})

test('values have numbers by name', () => assert.equal(valueNumber('Acct-Terminate-Cause', 'Admin-Reset'), 6))

test('no two attributes share a number', () => {
  const numbers = new Set(knownAttributes.map(({ vendor, number }) => `${vendor}.${number}`))
  assert.equal(numbers.size, knownAttributes.length)
})

suite('properties', () => {
  const text = (max: number) =>
    fc.string({ unit: 'binary', maxLength: max / 4 }).filter((value) => value.isWellFormed() && !value.includes('\0'))
  const octets = (max: number) => fc.uint8Array({ maxLength: max }).map((bytes) => Buffer.from(bytes))
  const u32 = fc.nat({ max: 0xffffffff })
  const ipv6 = fc.array(fc.oneof(fc.constant(0), fc.nat({ max: 0xffff })), { minLength: 8, maxLength: 8 })
  /** Text that `read` gives back unchanged, for every type. */
  // oxfmt-ignore
  const valueOf = ({ type, vendor }: Attribute): fc.Arbitrary<unknown> => {
    const max = vendor === 0 ? 253 : 247
    switch (type) {
      case 'text': return text(max)
      case 'octets': return octets(max)
      case 'integer': case 'time': return u32
      case 'address': return fc.ipV4()
      case 'ipv6address': return ipv6.map((groups) => canonical(groups))
      case 'ipv6prefix': return fc.nat({ max: 8 }).chain((kept) => ipv6.map((groups) => `${canonical(groups.fill(0, kept))}/${kept * 16}`))
      case 'ifid': return ipv6.map((groups) => groups.slice(4).map((group) => group.toString(16)).join(':'))
      case 'vsa': return octets(3) // too short to name a vendor, so it stays opaque
      case 'taggedtext': return fc.record({ tag: fc.nat({ max: 31 }), value: text(max - 1) })
      case 'taggedinteger': return fc.record({ tag: fc.nat({ max: 31 }), value: fc.nat({ max: 0xffffff }) })
    }
    return type satisfies never
  }
  const canonical = (groups: readonly number[]) =>
    new URL(`http://[${groups.map((group) => group.toString(16)).join(':')}]`).hostname.slice(1, -1)
  const pair = fc
    .constantFrom(...knownAttributes.filter(({ name }) => name !== 'Message-Authenticator'))
    .chain((attribute) => valueOf(attribute).map((value) => [attribute.name, value] as unknown as AttributePair))

  test('what is written is read back', () => {
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 15 }), (attributes) => {
        const sent = request(attributes)
        const [, ...received] = attributesOf(decoded(Buffer.from(sent.bytes)))
        assert.equal(JSON.stringify(received), JSON.stringify(attributes))
        for (const [name] of attributes) assert.notEqual(read(sent, name), undefined)
      }),
    )
  })
  test('the first values of a packet are those that are read one by one', () => {
    const own = knownAttributes.filter((attribute): attribute is Attribute<StandardName> => attribute.vendor === 0)
    const values = new FirstValues()
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 15 }), (attributes) => {
        const sent = request(attributes)
        values.of(sent)
        for (const attribute of own) assert.deepEqual(values.read(attribute), read(sent, attribute.name), attribute.name)
      }),
    )
  })
  test('a hidden password is revealed', () => {
    fc.assert(
      fc.property(text(120), (password) => {
        const sent = request([['User-Password', hidePassword(password, authenticator, secret)]])
        assert.equal(papPassword(sent, secret), password)
        assert.ok(isPapPassword(sent, password, secret))
      }),
    )
  })
  test('counters survive', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (total) => {
        const { octets: low, gigawords } = splitOctets(total)
        assert.equal(joinOctets(low, gigawords), total)
      }),
    )
  })
})
