import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { money } from '#kernel/money.ts'
import { type DiagnosisFacts, explain } from './diagnosis.ts'

const now = Temporal.Instant.from('2026-03-10T08:00:00Z')
const overdue = { amount: money(80_000n, 'BDT'), invoiceNumbers: ['INV-2026-000041'], oldestDueOn: '2026-03-01' }
const open = { isOpen: true, isStale: false, isWalled: false, at: now, cause: null, nas: 'BNG 1' }
const well: DiagnosisFacts = {
  now,
  overdue: null,
  dunningStep: null,
  state: 'active',
  blocks: [],
  endsAt: null,
  quota: 'left',
  quotaPolicy: 'cut',
  usernames: ['alice'],
  reply: { verdict: 'accept', reason: null, at: now, nas: 'BNG 1' },
  session: open,
  command: null,
}
const rejected = (reason: string) => ({ verdict: 'reject' as const, reason, at: now, nas: 'BNG 1' })

suite('why is this customer offline?', () => {
  const cases: [change: Partial<DiagnosisFacts>, verdict: string, remedy: string | null, why: string][] = [
    [{}, 'online', null, 'they are not'],
    [{ overdue }, 'online', null, 'overdue, within grace'],
    [{ overdue, blocks: ['unpaid'], state: 'suspended', session: { ...open, isOpen: false } }, 'withheld', 'pay', 'the overdue amount'],
    [{ overdue, blocks: ['unpaid', 'abuse'], state: 'suspended', session: null }, 'withheld', 'lift-block', 'paying alone would not help'],
    [{ blocks: ['unpaid'], state: 'suspended', session: null }, 'withheld', 'lift-block', 'nothing is owed any more'],
    [
      { overdue, blocks: ['unpaid'], state: 'suspended', session: { ...open, isWalled: true } },
      'withheld',
      'pay',
      'on the payment page only',
    ],
    [{ state: 'pending', session: null }, 'withheld', 'activate', 'not begun'],
    [{ state: 'paused', session: null }, 'withheld', 'resume', 'on vacation'],
    [{ state: 'ended', session: null }, 'withheld', 'renew', 'over'],
    [{ endsAt: now, session: null }, 'withheld', 'renew', 'ends today'],
    [{ quota: 'used-up', session: null }, 'withheld', 'top-up', 'no data left'],
    [{ quota: 'used-up', quotaPolicy: 'throttle', session: null }, 'may-connect', 'check-line', 'slow, but let in'],
    [{ usernames: [], session: null, reply: null }, 'withheld', 'create-login', 'nothing to log in with'],
    [{ session: { ...open, isStale: true } }, 'may-connect', 'check-line', 'not heard for long'],
    [{ session: null, reply: rejected('wrong-password') }, 'may-connect', 'reset-password', 'the router has another password'],
    [{ session: null, reply: rejected('too-many-sessions') }, 'may-connect', 'disconnect-others', 'a ghost, or a second device'],
    [{ session: null, reply: null }, 'may-connect', 'check-line', 'nobody tried'],
  ]
  for (const [change, verdict, remedy, why] of cases)
    test(`${verdict}, ${remedy ?? 'nothing to do'}: ${why}`, () => {
      const diagnosis = explain({ ...well, ...change })
      assert.equal(diagnosis.verdict, verdict)
      assert.equal(diagnosis.remedy?.action ?? null, remedy)
    })

  test('the chain is told whole: invoice, dunning, block, reply, NAS', () => {
    const diagnosis = explain({
      ...well,
      overdue,
      blocks: ['unpaid'],
      state: 'suspended',
      session: { ...open, isOpen: false, cause: 'Admin-Reset' },
      reply: rejected('blocked: unpaid'),
      dunningStep: { action: 'suspend', invoiceNumber: 'INV-2026-000041', at: now },
      command: { kind: 'disconnect', state: 'confirmed', errorCause: null, at: now, nas: 'BNG 1' },
    })
    assert.deepEqual(
      diagnosis.findings.filter((finding) => !finding.isFine).map((finding) => `${finding.topic} ${finding.code}`),
      ['invoice overdue', 'dunning suspend', 'blocks blocked', 'subscription suspended', 'radius-reply reject', 'session closed'],
    )
    assert.equal(diagnosis.findings.at(-1)!.code, 'confirmed')
    assert.deepEqual(diagnosis.remedy, { action: 'pay', amount: overdue.amount, invoiceNumbers: overdue.invoiceNumbers })
  })
})
