/** Octets that others have published or computed: every one must be understood, trusted, and written again to the same octets. */
import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import {
  type AttributePair,
  type Code,
  type Packet,
  attributesOf,
  authenticatorOf,
  chapPassword,
  checkMsChap1,
  checkMsChap2,
  decode,
  encodeReply,
  encodeRequest,
  formatPacket,
  hideKey,
  hideMppeKeys,
  isChapPassword,
  msChap1Response,
  msChap2Response,
  msChapError,
  ntHash,
  papPassword,
  read,
  replyFault,
  requestFault,
  revealKey,
  sharedSecret,
} from './index.ts'

const octets = (hex: string) => Buffer.from(hex, 'hex')
const lenient = { messageAuthenticatorRequired: false }

function packet(hex: string): Packet {
  const decoded = decode(octets(hex))
  assert.ok(typeof decoded === 'object', `refused as ${String(decoded)}`)
  return decoded
}

/** Name, secret, request, its reply, and what a reader sees of both. */
// oxfmt-ignore
const exchanges = [
  [
    'RFC 2865 §7.1 PAP', 'xyzzy5461',
    '010000380f403f9473978057bd83d5cb98f4227a01066e656d6f02120dbe708d93d413ce3196e43f782a0aee0406c0a80110050600000003',
    '0200002686fe220e7624ba2a1005f6bf9b55e0b20606000000010f06000000000e06c0a80103',
    `Access-Request id 0, 56 octets
       User-Name = nemo
       User-Password = ••••••
       NAS-IP-Address = 192.168.1.16
       NAS-Port = 3`,
    `Access-Accept id 0, 38 octets
       Service-Type = Login-User
       Login-Service = Telnet
       Login-IP-Host = 192.168.1.3`,
  ],
  [
    'RFC 2865 §7.2 CHAP', 'xyzzy5461',
    '010100472aee86f08d0d55969ca5978e0d3367a20108666c6f707379031316e97557c316185895f293ff63440772750406c0a80110050600000014060600000002070600000001',
    '0201003815efbc7dab26cfa3dc34d9c03c8601a40606000000020706000000010806fffffffe0a06000000020d06000000010c06000005dc',
    `Access-Request id 1, 71 octets
       User-Name = flopsy
       CHAP-Password = ••••••
       NAS-IP-Address = 192.168.1.16
       NAS-Port = 20
       Service-Type = Framed-User
       Framed-Protocol = PPP`,
    `Access-Accept id 1, 56 octets
       Service-Type = Framed-User
       Framed-Protocol = PPP
       Framed-IP-Address = 255.255.255.254
       Framed-Routing = Listen
       Framed-Compression = Van-Jacobson-TCP-IP
       Framed-MTU = 1500`,
  ],
  [
    'RFC 2865 §7.3 challenge', 'xyzzy5461',
    '01020039f3a47a1f6a6d76710b947ab93041a03901076d6f707379021233657573778289b570885e15084825c50406c0a80110050600000007',
    '0b02004e36f3c8764ae8c71157403c0c71ff9c4512304368616c6c656e67652033323736393433302e2020456e74657220726573706f6e73652061742070726f6d70742e180a3332373639343330',
    `Access-Request id 2, 57 octets
       User-Name = mopsy
       User-Password = ••••••
       NAS-IP-Address = 192.168.1.16
       NAS-Port = 7`,
    `Access-Challenge id 2, 78 octets
       Reply-Message = Challenge 32769430.  Enter response at prompt.
       State = 0x3332373639343330`,
  ],
  [
    'RFC 2865 §7.3 reject, with the length octet of State corrected', 'xyzzy5461',
    '01030043b122556d428a13d0d6253807c457ecf001076d6f7073790212692c1f205fc081b919b95195f561a5810406c0a80110050600000007180a3332373639343330',
    '03030014a42f4fca45916c4e09c8340f9e746aa0',
    `Access-Request id 3, 67 octets
       User-Name = mopsy
       User-Password = ••••••
       NAS-IP-Address = 192.168.1.16
       NAS-Port = 7
       State = 0x3332373639343330`,
    'Access-Reject id 3, 20 octets',
  ],
  [
    'RFC 5997 §6.1 Status-Server', 'xyzzy5461',
    '0cda00268a54f4686fb394c52866e302185d062350125a665e2e1e8411f3e243822097c84fa3',
    '02da0014ef0d552a4bf2d693ec2b6fe8b5411d66',
    `Status-Server id 218, 38 octets
       Message-Authenticator = 0x5a665e2e1e8411f3e243822097c84fa3`,
    'Access-Accept id 218, 20 octets',
  ],
  [
    'PAP with Message-Authenticator first', 'testing123',
    '012a005e00112233445566778899aabbccddeeff5012916a3f19fff143c7c01f5d34b2a7f1840107616c696365021268d8f7d89f09622a4a66d16d25fb04c804060a0000011f1341413a42423a43433a44443a45453a46463d0600000013',
    '022a004033d651ff88fbd794a9ef816741b3d108501244c4c0eb106a6e16cef77bcd790978561a0e00003a8c0808324d2f31304d1b0600000e1055060000012c',
    `Access-Request id 42, 94 octets
       Message-Authenticator = 0x916a3f19fff143c7c01f5d34b2a7f184
       User-Name = alice
       User-Password = ••••••
       NAS-IP-Address = 10.0.0.1
       Calling-Station-Id = AA:BB:CC:DD:EE:FF
       NAS-Port-Type = Wireless-802.11`,
    `Access-Accept id 42, 64 octets
       Message-Authenticator = 0x44c4c0eb106a6e16cef77bcd79097856
       Mikrotik-Rate-Limit = 2M/10M
       Session-Timeout = 3600
       Acct-Interim-Interval = 300`,
  ],
  [
    'accounting', 'testing123',
    '04070037cf406da2e7d2bad6ec5a5ba3f00127f82806000000010107616c6963652c0a383030303030303104060a00000108060a053202',
    '0507001493091651cfae9e9ef6a3f6704bdd9882',
    `Accounting-Request id 7, 55 octets
       Acct-Status-Type = Start
       User-Name = alice
       Acct-Session-Id = 80000001
       NAS-IP-Address = 10.0.0.1
       Framed-IP-Address = 10.5.50.2`,
    'Accounting-Response id 7, 20 octets',
  ],
  [
    'Disconnect', 'testing123',
    '2809003d20c2dd46b3b90a0e61d5e5fed690c836501256dd754277a4db07651a40830b8602490107616c6963652c0a383030303030303108060a053202',
    '290900264f1f15b7ef47735ccd1663a8194614be50126cdd374878a74e5cc097ca9bdbf7c7a4',
    `Disconnect-Request id 9, 61 octets
       Message-Authenticator = 0x56dd754277a4db07651a40830b860249
       User-Name = alice
       Acct-Session-Id = 80000001
       Framed-IP-Address = 10.5.50.2`,
    `Disconnect-ACK id 9, 38 octets
       Message-Authenticator = 0x6cdd374878a74e5cc097ca9bdbf7c7a4`,
  ],
  [
    'CoA refused', 'testing123',
    '2b0a004a34e4a7e0fa3ae30fa04f0c5fc4f50f4d501283bfa4cc928211a32ec723cfade92ebe0107616c6963652c0a383030303030303108060a0532021a0d00003a8c0807314d2f344d',
    '2d0a002c64feab74ac57ef187827a813ec898eb650129de84f257d7f6cfc00bcec5e953a0ab56506000001f7',
    `CoA-Request id 10, 74 octets
       Message-Authenticator = 0x83bfa4cc928211a32ec723cfade92ebe
       User-Name = alice
       Acct-Session-Id = 80000001
       Framed-IP-Address = 10.5.50.2
       Mikrotik-Rate-Limit = 1M/4M`,
    `CoA-NAK id 10, 44 octets
       Message-Authenticator = 0x9de84f257d7f6cfc00bcec5e953a0ab5
       Error-Cause = Session-Context-Not-Found`,
  ],
] as const

const lines = (text: string) => text.replaceAll(/\n +/g, '\n  ')

/** What a caller would pass to write this packet: everything but the Message-Authenticator. */
function fields({ code, messageAuthenticatorAt, ...rest }: Packet): {
  code: Code
  attributes: AttributePair[]
  messageAuthenticator: boolean
} {
  const attributes = attributesOf({ code, messageAuthenticatorAt, ...rest }).filter(([name]) => name !== 'Message-Authenticator')
  return { code, attributes, messageAuthenticator: messageAuthenticatorAt > 0 }
}

for (const [name, secretText, requestHex, replyHex, requestText, replyText] of exchanges) {
  suite(name, () => {
    const secret = sharedSecret(secretText)
    const request = packet(requestHex)
    const reply = packet(replyHex)
    test('is read', () => {
      assert.equal(formatPacket(request), lines(requestText))
      assert.equal(formatPacket(reply), lines(replyText))
    })
    test('is trusted', () => {
      assert.equal(requestFault(request, secret, lenient), undefined)
      assert.equal(replyFault(reply, request, secret, lenient), undefined)
    })
    test('is written to the same octets', () => {
      const again = encodeRequest({ ...fields(request), identifier: request.identifier, authenticator: authenticatorOf(request) }, secret)
      assert.equal(again.bytes.toString('hex'), requestHex)
      assert.equal(encodeReply(request, fields(reply), secret).bytes.toString('hex'), replyHex)
    })
    test('is not trusted under another secret', () => {
      const other = sharedSecret('another')
      const checkable = request.code !== 'Access-Request' || request.messageAuthenticatorAt > 0
      if (checkable) assert.notEqual(requestFault(request, other, lenient), undefined)
      assert.equal(replyFault(reply, request, other, lenient), 'authenticator_wrong')
    })
  })
}

test('RFC 5997 §6.2 Status-Server to the accounting port', () => {
  const request = packet('0cb30026925f6b66dd5fed571fcb1db7ad3882605012e8d6eabda910875cd91fdade26367858')
  assert.equal(requestFault(request, sharedSecret('xyzzy5461'), lenient), undefined)
})

suite('passwords', () => {
  const secret = sharedSecret('xyzzy5461')
  test('PAP of RFC 2865 §7.1 is revealed', () => assert.equal(papPassword(packet(exchanges[0][2]), secret), 'arctangent'))
  test('PAP of RFC 2865 §7.3 is revealed', () => {
    assert.equal(papPassword(packet(exchanges[2][2]), secret), 'challenge')
    assert.equal(papPassword(packet(exchanges[3][2]), secret), '99101462')
  })
  test('CHAP of RFC 2865 §7.2 is checked against the Request Authenticator', () => {
    assert.equal(isChapPassword(packet(exchanges[1][2]), 'arctangent', secret), true)
    assert.equal(isChapPassword(packet(exchanges[1][2]), 'arctangens', secret), false)
  })
  const chaps = [
    [5, '000102030405060708090a0b0c0d0e0f', '050a9065cdcebbe49bd1f1d1fda6ce3ff9', 'sequential challenge'],
    [0xf9, 'ef0dd80b119c65a5c3ab62a65b7dfdce', 'f9e5627b636f982d6233d0cf5931d404c2', 'a hotspot page of RouterOS'],
  ] as const
  for (const [identifier, challenge, value, why] of chaps)
    test(`CHAP: ${why}`, () => assert.equal(chapPassword(identifier, 'secret', octets(challenge), secret).toString('hex'), value))
})

suite('MS-CHAPv2, RFC 2759 §9.2 and RFC 3079 §3.5.3', () => {
  const login = {
    identifier: 7,
    userName: 'User',
    authenticatorChallenge: octets('5b5d7c7d7b3f2f3e3c2c602132262628'),
    peerChallenge: octets('21402324255e262a28295f2b3a337c7e'),
    ntResponse: octets('82309ecd8d708b5ea08faa3981cd83544233114a3d85d6df'),
  }
  const hash = ntHash('clientPass')
  test('the password is hashed', () => assert.equal(hash.toString('hex'), '44ebba8d5312b8d611474411f56989ae'))
  test('the client answers the challenge', () => {
    assert.equal(msChap2Response(login, 'clientPass').subarray(26).toString('hex'), login.ntResponse.toString('hex'))
  })
  test('the server proves that it knows the password, and derives the keys', () => {
    const success = checkMsChap2(login, hash)!
    assert.equal(success.success.toString('latin1'), '\x07S=407A5589115FD0D6209F510FE9C04566932CDA56')
    assert.equal(success.sendKey.toString('hex'), '8b7cdc149b993a1ba118cb153f56dccb')
    assert.equal(success.receiveKey.toString('hex'), 'd5f0e9521e3ea9589645e86051c82226')
  })
  test('the domain before the name does not count', () => assert.ok(checkMsChap2({ ...login, userName: 'OFFICE\\User' }, hash)))
  test('another password is refused', () => assert.equal(checkMsChap2(login, ntHash('clientPas')), undefined))
  test('the error names the reason to Windows', () => {
    const wrong = {
      error: 'authenticationFailure',
      mayRetry: true,
      challenge: login.authenticatorChallenge,
      message: 'Wrong password',
    } as const
    assert.equal(msChapError(7, wrong).toString('latin1'), '\x07E=691 R=1 C=5B5D7C7D7B3F2F3E3C2C602132262628 V=3 M=Wrong password')
  })

  const secret = sharedSecret('testing123')
  const authenticator = octets('00112233445566778899aabbccddeeff')
  const keys = [
    [0x8001, '8b7cdc149b993a1ba118cb153f56dccb', '8001ac16543ea09e06fb2c3cd3552a65bdf0b5788f3720ecab49ca64903724cda0cf', 'send key'],
    [0x8002, 'd5f0e9521e3ea9589645e86051c82226', '80028c95de36fd0d0a41f7ec5e1251d08cdc724ac5d0bcf369d9abb4675c5de50d05', 'receive key'],
    [
      0x0001,
      '8b7cdc149b993a1ba118cb153f56dccb',
      '8001ac16543ea09e06fb2c3cd3552a65bdf0b5788f3720ecab49ca64903724cda0cf',
      'the top bit of the salt is set',
    ],
  ] as const
  for (const [salt, key, value, why] of keys)
    test(`MPPE: ${why}`, () => {
      assert.equal(hideKey(octets(key), salt, authenticator, secret).toString('hex'), value)
      assert.equal(revealKey(octets(value), authenticator, secret)?.toString('hex'), key)
    })
  test('a key hidden under another secret has no sensible length', () => {
    assert.equal(revealKey(octets(keys[0][2]), authenticator, sharedSecret('another')), undefined)
  })
})

suite('MS-CHAPv1: RFC 3079 §2.5.3', () => {
  const challenge = octets('102db5df085d3041')
  const ntResponse = octets('4e9d3c8f9cfd385d5bf4d3246791956ca4c351ab409a3d61')
  const hash = ntHash('MyPw')
  test('the password is hashed', () => assert.equal(hash.toString('hex'), 'fc156af7edcd6c0edde3337d427f4eac'))
  test('the client answers the challenge', () => {
    assert.equal(msChap1Response(9, challenge, 'MyPw').subarray(26).toString('hex'), ntResponse.toString('hex'))
  })
  test('the key for 128 bits is the hash of the hash, behind an LM key of zeros', () => {
    const keys = checkMsChap1({ identifier: 9, challenge, ntResponse }, hash)
    assert.equal(keys?.toString('hex'), '0000000000000000874fb0693e18106a814481bc51cd7d37')
  })
  test('keys are hidden in two blocks', () => {
    const hidden = hideMppeKeys(checkMsChap1({ identifier: 9, challenge, ntResponse }, hash)!, Buffer.alloc(16), sharedSecret('x'))
    assert.equal(hidden.length, 32)
  })
  test('another password is refused', () => assert.equal(checkMsChap1({ identifier: 9, challenge, ntResponse }, ntHash('myPw')), undefined))
})

test('the first of several values is read', () => assert.equal(read(packet(exchanges[1][2]), 'NAS-Port'), 20))
