/** Ways to log in beside the common ones, octet for octet as NAS send them. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { suite, test } from 'node:test'
import {
  type AttributePair,
  type Packet,
  chapPassword,
  decode,
  encodeRequest,
  hidePassword,
  msChap1Response,
  msChap2Response,
  read,
  sharedSecret,
} from '#protocols/radius'
import { createLogin } from './create-login.ts'
import { eventually, radiusWorld, secret as secretText, subscribed } from './testing.ts'

const secret = sharedSecret(secretText)

/** `identifier text`. */
function errorIn(reply: Packet): string {
  const value = Buffer.from(read(reply, 'MS-CHAP-Error')!)
  return `${value[0]} ${value.toString('latin1', 1)}`
}

suite('logging in', async () => {
  const world = await radiusWorld()
  const socket = createSocket('udp4')
  let identifier = 0

  /** Sends an Access-Request as the world's router. */
  async function ask(attributesOf: (authenticator: Buffer) => AttributePair[]): Promise<Packet> {
    const authenticator = randomBytes(16)
    const attributes: AttributePair[] = [['NAS-Identifier', world.nas.identifier!], ...attributesOf(authenticator)]
    const request = encodeRequest({ code: 'Access-Request', identifier: identifier++ & 255, authenticator, attributes }, secret)
    const reply = new Promise<Buffer>((resolve) => socket.once('message', resolve))
    socket.send(request.bytes, world.radius.authPort, '127.0.0.1')
    const packet = decode(await reply)
    assert.ok(typeof packet !== 'string')
    return packet
  }

  const username = `methods-${world.tenantId.slice(-6)}`
  const subscriptionId = await world.transact((tx) => subscribed(tx, world.platform.clock.now(), username, 'pass', { sessionsMax: 100 }))
  const mac = '02:ab:cd:ef:00:1f'
  const locked = '02:ab:cd:ef:00:2f'
  await world.transact((tx) => createLogin(tx, { subscriptionId, kind: 'mac', username: mac }))
  await world.transact((tx) => createLogin(tx, { subscriptionId, kind: 'mac', username: locked, password: 'of-its-own' }))
  const pap = (name: string, password: string, station?: string) =>
    ask((authenticator) => [
      ['User-Name', name],
      ['User-Password', hidePassword(password, authenticator, secret)],
      ...(station ? [['Calling-Station-Id', station] as const] : []),
    ])
  await eventually(async () => (await pap(locked, 'of-its-own')).code === 'Access-Accept', 'the directory hearing of the logins')

  const macs: [name: string, password: string, station: string | undefined, code: string, why: string][] = [
    ['02AB.CDEF.001F', '02abcdef001f', '02-AB-CD-EF-00-1F', 'Access-Accept', 'Cisco dots, bare password, hyphens'],
    ['02-ab-cd-ef-00-1f', '02:AB:CD:EF:00:1F', undefined, 'Access-Accept', 'no Calling-Station-Id'],
    ['02:AB:CD:EF:00:1F', '', '02:AB:CD:EF:00:1F', 'Access-Accept', 'RouterOS hotspot, empty password'],
    ['02abcdef001f', 'guess', '02:AB:CD:EF:00:1F', 'Access-Reject', 'a password that is no writing of it'],
    ['02abcdef001f', '02abcdef001f', '02:00:00:00:00:01', 'Access-Reject', 'another device that types the address'],
    [locked, 'of-its-own', locked, 'Access-Accept', 'a password of its own'],
    [locked, locked, locked, 'Access-Reject', 'the address is not enough where there is a password of its own'],
    [locked, '', locked, 'Access-Reject', 'nor is nothing'],
  ]
  for (const [name, password, station, code, why] of macs)
    test(`MAC address: ${why}`, async () => assert.equal((await pap(name, password, station)).code, code))

  test('MAC address: Call-Check without any password, and CHAP of another writing', async () => {
    const callCheck = await ask(() => [
      ['User-Name', mac],
      ['Service-Type', 10],
      ['Calling-Station-Id', mac],
    ])
    assert.equal(callCheck.code, 'Access-Accept')
    const challenge = randomBytes(16)
    const chap = await ask(() => [
      ['User-Name', mac],
      ['CHAP-Challenge', challenge],
      ['CHAP-Password', chapPassword(1, '02ABCDEF001F', challenge, secret)],
    ])
    assert.equal(chap.code, 'Access-Accept')
  })

  test('no password at all lets nobody in who is not a device', async () => {
    assert.equal((await ask(() => [['User-Name', username]])).code, 'Access-Reject')
    assert.equal((await ask(() => [])).code, 'Access-Reject')
  })

  test('MS-CHAPv1: the key for 128 bits comes along; a wrong password may be tried again against a fresh challenge', async () => {
    const challenge = randomBytes(8)
    const login = (password: string) =>
      ask(() => [
        ['User-Name', username],
        ['MS-CHAP-Challenge', challenge],
        ['MS-CHAP-Response', msChap1Response(5, challenge, password)],
      ])
    const accept = await login('pass')
    assert.equal(accept.code, 'Access-Accept')
    assert.equal(read(accept, 'MS-CHAP-MPPE-Keys')?.length, 32)
    assert.equal(read(accept, 'MS-MPPE-Encryption-Types'), 4)
    const error = errorIn(await login('guess'))
    assert.match(error, /^5 E=691 R=1 C=[0-9A-F]{16} V=2 M=User name or password is wrong\.$/)
    assert.ok(!error.includes(challenge.toString('hex').toUpperCase()))
  })

  test('MS-CHAPv1 with an LM response only is refused, whatever it says', async () => {
    const challenge = randomBytes(8)
    const response = msChap1Response(5, challenge, 'pass')
    response[1] = 0
    const reply = await ask(() => [
      ['User-Name', username],
      ['MS-CHAP-Challenge', challenge],
      ['MS-CHAP-Response', response],
    ])
    assert.equal(reply.code, 'Access-Reject')
  })

  test('MS-CHAPv2: a wrong password may be tried again', async () => {
    const challenge = randomBytes(16)
    const attempt = { identifier: 7, userName: username, authenticatorChallenge: challenge, peerChallenge: randomBytes(16) }
    const reply = await ask(() => [
      ['User-Name', username],
      ['MS-CHAP-Challenge', challenge],
      ['MS-CHAP2-Response', msChap2Response(attempt, 'guess')],
    ])
    assert.match(errorIn(reply), /^7 E=691 R=1 C=[0-9A-F]{32} V=3 M=User name/)
  })

  test('a change of password is refused in words, and counts as no guess', async () => {
    const change = Buffer.alloc(68)
    change.set([7, 42])
    const reply = await ask(() => [
      ['User-Name', username],
      ['MS-CHAP-Challenge', randomBytes(16)],
      ['MS-CHAP2-CPW', change],
    ])
    assert.equal(reply.code, 'Access-Reject')
    assert.match(read(reply, 'Reply-Message')!, /^Passwords are not changed while connecting/)
    assert.match(errorIn(reply), /^42 E=709 R=0 C=[0-9A-F]{32} V=3 M=/)
  })

  test('capitals do not buy more guesses', async () => {
    const name = `${username}-guessed`
    await world.transact((tx) => createLogin(tx, { subscriptionId, username: name, password: 'right' }))
    await eventually(async () => (await pap(name, 'right')).code === 'Access-Accept', 'the login')
    for (let guess = 0; guess < 10; guess++) await pap(guess % 2 ? name : name.toUpperCase(), 'guess')
    const refused = await pap(name, 'right')
    assert.equal(read(refused, 'Reply-Message'), 'Too many failed logins. Wait a minute and try again.')
  })
})
