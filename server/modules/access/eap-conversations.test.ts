import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Conversation, eapResponse, eapTypes, readResponse } from '#protocols/eap'
import { EapConversations, type UnderWay } from './eap-conversations.ts'

const limits = { totalMax: 5, perNasMax: 3, busyMax: 2 }

/** A conversation that has not begun TLS: what it holds is counted all the same. */
function conversation(): Conversation {
  const identity = readResponse(eapResponse(1, eapTypes.identity, Buffer.from('alice')))!
  const never = () => assert.fail('not before a response')
  const authority = { credentialOf: never, identityOfCertificate: never, isLogin: never, admit: never, random: never }
  return Conversation.begin(identity, { authority, packetOctetsMax: 1_000, preferred: eapTypes.peap, openTls: never })!.conversation
}

function begin(table: EapConversations, nasId: string, nowMs: number): { underWay: UnderWay; state: Buffer } | undefined {
  const underWay = table.begin({ nasId, conversation: conversation(), decided: { answer: undefined, nowMs } }, nowMs)
  return underWay && { underWay, state: table.keep(underWay, nowMs) }
}

test('one NAS cannot take the places of all others', () => {
  const table = new EapConversations(limits)
  assert.deepEqual(
    ['a', 'a', 'a', 'a', 'b', 'b', 'b'].map((nas) => begin(table, nas, 0) !== undefined),
    [true, true, true, false, true, true, false],
  )
  assert.equal(table.size, 5)
})

test('under pressure whoever has been silent for five seconds makes room, and who goes on stays', () => {
  const table = new EapConversations(limits)
  const [first, second] = [begin(table, 'a', 0)!, begin(table, 'a', 0)!]
  begin(table, 'a', 0)
  const state = table.keep(first.underWay, 4_000)
  assert.equal(begin(table, 'a', 5_000), undefined)
  assert.ok(begin(table, 'a', 5_001))
  assert.ok(table.find(state, 'a'))
  assert.equal(table.find(second.state, 'a'), undefined)
})

test('a minute of silence ends a conversation, unless it is worked on', async () => {
  const table = new EapConversations(limits)
  const [waiting, busy] = [begin(table, 'a', 0)!, begin(table, 'a', 0)!]
  await table.whileBusy(busy.underWay, async () => table.forgetSilent(60_001))
  assert.equal(table.find(waiting.state, 'a'), undefined)
  assert.ok(table.find(busy.state, 'a'))
})

test('a State is good for one response, and for its NAS', () => {
  const table = new EapConversations(limits)
  const { underWay, state } = begin(table, 'a', 0)!
  assert.equal(table.find(state, 'b'), undefined)
  assert.equal(table.find(Buffer.alloc(16), 'a'), undefined)
  const next = table.keep(underWay, 1)
  assert.equal(table.find(state, 'a'), undefined)
  assert.equal(table.find(next, 'a'), underWay)
  table.end(underWay)
  table.end(underWay)
  assert.equal(table.size, 0)
  assert.ok(
    ['a', 'a', 'a'].every((nas) => begin(table, nas, 2)),
    'its place was given back once, not twice',
  )
  assert.equal(begin(table, 'a', 2), undefined)
})

test('no more are worked on at once than keeps plain logins waiting for a moment', async () => {
  const table = new EapConversations(limits)
  const both = [begin(table, 'a', 0)!, begin(table, 'a', 0)!]
  let finish = () => {}
  const work = new Promise<void>((resolve) => (finish = resolve))
  const working = both.map(({ underWay }) => table.whileBusy(underWay, () => work))
  assert.equal(table.isOverloaded, true)
  finish()
  await Promise.all(working)
  assert.equal(table.isOverloaded, false)
})
