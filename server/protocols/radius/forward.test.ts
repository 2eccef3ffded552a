import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import {
  type AttributePair,
  attributesOf,
  chapPassword,
  encodeReply,
  encodeRequest,
  forwardReply,
  forwardRequest,
  hideKey,
  hidePassword,
  isChapPassword,
  isLooping,
  papPassword,
  read,
  readAll,
  replyFault,
  requestFault,
  revealKey,
  sharedSecret,
} from './index.ts'

const [nas, home] = [sharedSecret('of the nas'), sharedSecret('of the home server')]
const ours = Buffer.from('ours')
const authenticator = randomBytes(16)

const access = (attributes: readonly AttributePair[]) =>
  encodeRequest({ code: 'Access-Request', identifier: 7, authenticator, attributes }, nas)
const forward = (attributes: readonly AttributePair[], options = {}) =>
  forwardRequest(access(attributes), { identifier: 9, authenticator: randomBytes(16), from: nas, to: home, proxyState: ours, ...options })

test('a password longer than a block is hidden with the secret of the home server', () => {
  const forwarded = forward([
    ['User-Name', 'ayesha@roam.example'],
    ['User-Password', hidePassword('a password of 27 characters', authenticator, nas)],
  ])
  assert.equal(papPassword(forwarded, home), 'a password of 27 characters')
  assert.equal(requestFault(forwarded, home, { messageAuthenticatorRequired: true }), undefined)
})

test('CHAP without a challenge of its own still fits', () =>
  assert.ok(isChapPassword(forward([['CHAP-Password', chapPassword(5, 'secret', authenticator, nas)]]), 'secret', home)))

test('all else goes as it came, in its order, and our Proxy-State last', () => {
  const attributes: AttributePair[] = [
    ['User-Name', 'ayesha@roam.example'],
    ['Proxy-State', Buffer.from('theirs')],
    ['EAP-Message', Buffer.alloc(253, 1)],
    ['EAP-Message', Buffer.alloc(9, 2)],
    ['Mikrotik-Realm', 'x'],
    ['Attr-241', Buffer.from([1, 2, 3])],
  ]
  const forwarded = forward(attributes, { username: 'ayesha' })
  assert.deepEqual(
    attributesOf(forwarded).filter(([name]) => name !== 'Message-Authenticator'),
    [['User-Name', 'ayesha'], ...attributes.slice(1), ['Proxy-State', ours]],
  )
})

test('accounting tells how long ago it happened', () => {
  const request = encodeRequest(
    {
      code: 'Accounting-Request',
      identifier: 1,
      attributes: [
        ['Acct-Delay-Time', 4],
        ['Acct-Session-Id', 's'],
        ['Acct-Status-Type', 2],
      ],
    },
    nas,
  )
  const forwarded = forwardRequest(request, { identifier: 2, authenticator, from: nas, to: home, proxyState: ours, delaySeconds: 94 })
  assert.deepEqual(readAll(forwarded, 'Acct-Delay-Time'), [94])
  assert.equal(requestFault(forwarded, home, { messageAuthenticatorRequired: false }), undefined)
})

test('an answer brings what is believed, keys hidden for the NAS, and the Proxy-States of the NAS alone', () => {
  const request = access([
    ['User-Name', 'ayesha@roam.example'],
    ['Proxy-State', Buffer.from('theirs')],
  ])
  const asked = forwardRequest(request, { identifier: 9, authenticator: randomBytes(16), from: nas, to: home, proxyState: ours })
  const key = randomBytes(32)
  const reply = encodeReply(
    asked,
    {
      code: 'Access-Accept',
      attributes: [
        ['MS-MPPE-Send-Key', hideKey(key, 0x8123, asked.bytes.subarray(4, 20), home)],
        ['Session-Timeout', 60],
        ['Mikrotik-Rate-Limit', '900M/900M'],
      ],
    },
    home,
  )
  const answer = forwardReply(request, reply, {
    asked,
    from: home,
    to: nas,
    isBelieved: (name) => name !== 'Mikrotik-Rate-Limit' && name !== 'Proxy-State' && name !== 'Message-Authenticator',
    added: [['Acct-Interim-Interval', 300]],
  })
  assert.equal(replyFault(answer, request, nas, { messageAuthenticatorRequired: true }), undefined)
  assert.deepEqual(revealKey(read(answer, 'MS-MPPE-Send-Key')!, authenticator, nas), key)
  assert.equal(read(answer, 'Mikrotik-Rate-Limit'), undefined)
  assert.equal(read(answer, 'Session-Timeout'), 60)
  assert.deepEqual(readAll(answer, 'Proxy-State').map(String), ['theirs'])
})

test('a request that was here before, or at ten servers, is a loop', () => {
  const states = (...given: string[]) => access(given.map((state) => ['Proxy-State', Buffer.from(state)] as const))
  assert.equal(isLooping(states('a', 'b'), ours, 10), false)
  assert.equal(isLooping(states('a', 'ours', 'b'), ours, 10), true)
  assert.equal(isLooping(states(...'0123456789'), ours, 10), true)
})
