/** Whose session a packet is taken for. */
import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { numberOf } from './number-of.ts'
import { Online, type OnlineSession } from './online.ts'

const session = (username: string, change: Partial<OnlineSession> = {}): OnlineSession => ({
  id: null,
  identity: `${change.nasId ?? 'bras-1'} ${change.acctSessionId ?? '80a1'} ${username}`,
  tenantId: 't1',
  nasId: 'bras-1',
  owner: { subscriptionId: `of ${username}`, loginId: null },
  username,
  acctSessionId: '80a1',
  device: '',
  startedAtMs: 0,
  updatedAtMs: 0,
  announcedAtMs: 0,
  ...change,
})

suite('a session is found by its name', () => {
  const alice = session('alice')
  const bob = session('bob')
  const elsewhere = session('alice', { nasId: 'bras-2' })
  const cases: [why: string, does: (online: Online) => void, found: OnlineSession | undefined][] = [
    ['once it has begun', (online) => online.add(alice), alice],
    ['and not after its end', (online) => [online.add(alice), online.remove(alice.identity)], undefined],
    ['at its own NAS only', (online) => online.add(elsewhere), undefined],
    ['by its own user only', (online) => online.add(bob), undefined],
    ['though another NAS uses the same', (online) => [online.add(alice), online.add(elsewhere)], alice],
    ['though another user had it before', (online) => [online.add(bob), online.add(alice)], alice],
    ['though that one ends after', (online) => [online.add(bob), online.add(alice), online.remove(bob.identity)], alice],
    ['though another user has it after', (online) => [online.add(alice), online.add(bob)], alice],
  ]
  for (const [why, does, found] of cases)
    test(why, () => {
      const online = new Online()
      does(online)
      assert.equal(online.findNamed('bras-1', '80a1', 'alice'), found)
    })
  test('though the name of another has the same number', () => {
    const [one, other] = ['costarring', 'liquid'].map((acctSessionId) => session('alice', { acctSessionId })) as [
      OnlineSession,
      OnlineSession,
    ]
    assert.equal(numberOf(one.acctSessionId), numberOf(other.acctSessionId))
    const online = new Online()
    online.add(one)
    assert.equal(online.findNamed('bras-1', 'liquid', 'alice'), undefined)
    online.add(other)
    assert.equal(online.findNamed('bras-1', 'liquid', 'alice'), other)
    assert.equal(online.find(one.identity), one)
    online.remove(one.identity)
    assert.equal(online.findNamed('bras-1', 'liquid', 'alice'), other)
  })
})
