/**
 * What the RADIUS codec costs per login, without sockets or database: decode, verify, reveal or check the password, encode the accept.
 * Prints one line of JSON, microseconds per operation. Run: node bench/radius-codec.ts
 */
import {
  type AttributePair,
  type Packet,
  chapPassword,
  decode,
  encodeReply,
  encodeRequest,
  hidePassword,
  isChapPassword,
  isPapPassword,
  read,
  requestFault,
  sessionOctets,
  sharedSecret,
} from '#protocols/radius'

const repeats = 200_000
const secret = sharedSecret('testing123')
const authenticator = Buffer.from('00112233445566778899aabbccddeeff', 'hex')
const password = 'pw-0000042'
const policy = { messageAuthenticatorRequired: true }

const line: AttributePair[] = [
  ['User-Name', 'user0000042'],
  ['NAS-IP-Address', '10.255.0.1'],
  ['NAS-Identifier', 'bras-2'],
  ['NAS-Port', 15000042],
  ['NAS-Port-Type', 15],
  ['NAS-Port-Id', 'ether1-vlan142'],
  ['Service-Type', 2],
  ['Framed-Protocol', 1],
  ['Calling-Station-Id', '02:00:00:00:2A:01'],
  ['Called-Station-Id', 'pppoe-2'],
]
const accept: AttributePair[] = [
  ['Framed-IP-Address', '100.64.0.42'],
  ['Session-Timeout', 86400],
  ['Acct-Interim-Interval', 300],
  ['Mikrotik-Rate-Limit', '5M/20M'],
]

function access(...credentials: AttributePair[]): Buffer {
  return encodeRequest({ code: 'Access-Request', identifier: 1, authenticator, attributes: [...credentials, ...line] }, secret).bytes
}
const pap = access(['User-Password', hidePassword(password, authenticator, secret)])
const chap = access(['CHAP-Password', chapPassword(7, password, authenticator, secret)], ['CHAP-Challenge', authenticator])
const accounting = encodeRequest(
  {
    code: 'Accounting-Request',
    identifier: 1,
    attributes: [
      ['Acct-Status-Type', 3],
      ['Acct-Session-Id', '81a0002a'],
      ...line,
      ['Acct-Session-Time', 600],
      ['Acct-Input-Octets', 5],
      ['Acct-Output-Octets', 6],
      ['Acct-Input-Gigawords', 1],
      ['Acct-Output-Gigawords', 2],
    ],
  },
  secret,
).bytes

function trusted(datagram: Buffer): Packet {
  const packet = decode(datagram)
  if (typeof packet === 'string' || requestFault(packet, secret, policy)) throw new Error('the benchmark sent itself a bad packet')
  return packet
}

function answerLogin(datagram: Buffer): Packet {
  const request = trusted(datagram)
  read(request, 'User-Name')
  read(request, 'Calling-Station-Id')
  const right = isPapPassword(request, password, secret) || isChapPassword(request, password, secret)
  return encodeReply(request, { code: right ? 'Access-Accept' : 'Access-Reject', attributes: accept }, secret)
}

function answerAccounting(datagram: Buffer): Packet {
  const request = trusted(datagram)
  read(request, 'Acct-Status-Type')
  read(request, 'Acct-Session-Id')
  read(request, 'User-Name')
  sessionOctets(request)
  return encodeReply(request, { code: 'Accounting-Response', attributes: [] }, secret)
}

/** Microseconds per call, the best of five runs: the others had neighbours. */
function cost(work: () => unknown): number {
  const runs = Array.from({ length: 5 }, () => {
    const start = performance.now()
    for (let repeat = 0; repeat < repeats; repeat++) work()
    return ((performance.now() - start) * 1000) / repeats
  })
  return Math.round(Math.min(...runs) * 100) / 100
}

const figures = {
  papLoginUs: cost(() => answerLogin(pap)),
  chapLoginUs: cost(() => answerLogin(chap)),
  accountingUs: cost(() => answerAccounting(accounting)),
  decodeUs: cost(() => decode(pap)),
  decodeAndVerifyUs: cost(() => trusted(pap)),
  requestOctets: pap.length,
}
process.stdout.write(`${JSON.stringify(figures)}\n`)
