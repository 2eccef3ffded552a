import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { decode, encodeRequest, type Packet, sharedSecret } from '#protocols/radius'
import { AnswerMemory } from './answer-memory.ts'
import { answersKeptMs, GivenAnswers } from './reply-cache.ts'

const secret = sharedSecret('testing123')
const reply = (text: string) => Buffer.from(text)

function asks(username: string, seed = 7): Packet {
  const request = encodeRequest(
    { code: 'Access-Request', identifier: 9, authenticator: Buffer.alloc(16, seed), attributes: [['User-Name', username]] },
    secret,
  )
  return decode(Buffer.from(request.bytes)) as Packet // as another datagram of the same octets
}

suite('answers given to a sender', () => {
  test('a request sent again gets the same answer, also after its own datagram is gone', () => {
    const given = new GivenAnswers(new AnswerMemory(answersKeptMs))
    const first = asks('amina')
    assert.equal(given.find(first, 0), undefined)
    given.answered(first, reply('accepted'))
    first.bytes.fill(0)
    assert.deepEqual(given.find(asks('amina'), 1)!.reply, reply('accepted'))
  })

  test('while the answer is worked out there is none', () => {
    const given = new GivenAnswers(new AnswerMemory(answersKeptMs))
    given.find(asks('amina'), 0)
    assert.equal(given.find(asks('amina'), 1)!.reply, undefined)
  })

  test('an answer that was taken stays as it is when the identifier is used again', () => {
    const given = new GivenAnswers(new AnswerMemory(answersKeptMs))
    const [first, second] = [asks('amina'), asks('babul')]
    given.find(first, 0)
    given.answered(first, reply('accepted'))
    const taken = given.find(asks('amina'), 1)!.reply!
    assert.equal(given.find(second, 2), undefined)
    given.answered(second, reply('rejected'))
    assert.deepEqual(taken, reply('accepted'))
  })

  const others = [
    // second request, why it is another
    [asks('amina', 8), 'another authenticator'],
    [asks('amino'), 'one octet differs'],
    [asks('amina2'), 'longer'],
    [asks('amin'), 'shorter'],
  ] as const
  for (const [other, why] of others)
    test(`not the same request: ${why}`, () => {
      const given = new GivenAnswers(new AnswerMemory(answersKeptMs))
      const first = asks('amina')
      given.find(first, 0)
      given.answered(first, reply('accepted'))
      assert.equal(given.find(other, 1), undefined)
    })

  test('the answer to a request whose identifier was used again meanwhile is not kept', () => {
    const given = new GivenAnswers(new AnswerMemory(answersKeptMs))
    const [late, next] = [asks('amina'), asks('babul')]
    given.find(late, 0)
    given.find(next, 1)
    given.answered(late, reply('accepted'))
    assert.equal(given.find(asks('babul'), 2)!.reply, undefined)
  })

  test('after a failure the next try starts anew', () => {
    const given = new GivenAnswers(new AnswerMemory(answersKeptMs))
    const first = asks('amina')
    given.find(first, 0)
    given.forget(first)
    assert.equal(given.find(asks('amina'), 1), undefined)
  })

  test('forgotten after a while', () => {
    const given = new GivenAnswers(new AnswerMemory(answersKeptMs))
    const first = asks('amina')
    given.find(first, 0)
    given.answered(first, reply('accepted'))
    assert.ok(given.find(asks('amina'), answersKeptMs))
    assert.equal(given.find(asks('amina'), answersKeptMs + 1), undefined)
  })

  test('in little memory the oldest answers go first, and none is mistaken for another', () => {
    const step = fc.record({ sender: fc.nat(2), user: fc.nat(3), octets: fc.integer({ min: 1, max: 4_000 }), waitMs: fc.nat(4_000) })
    fc.assert(
      fc.property(fc.array(step, { minLength: 600, maxLength: 900 }), (steps) => {
        const memory = new AnswerMemory(answersKeptMs, 1)
        const senders = [0, 1, 2].map(() => ({ given: new GivenAnswers(memory), last: new Map<number, Buffer>() }))
        let nowMs = 0
        for (const { sender, user, octets, waitMs } of steps) {
          nowMs += waitMs / 1_000
          const { given, last } = senders[sender]!
          const request = asks(`user-${user}`)
          const known = given.find(request, nowMs)
          if (known) {
            assert.deepEqual(known.reply, last.get(user))
            continue
          }
          const answer = Buffer.alloc(octets, octets)
          given.answered(request, answer)
          last.set(user, answer)
          assert.deepEqual(given.find(asks(`user-${user}`), nowMs)!.reply, answer)
        }
        assert.ok(memory.bytes <= 1_048_576)
      }),
      { numRuns: 20 },
    )
  })
})
