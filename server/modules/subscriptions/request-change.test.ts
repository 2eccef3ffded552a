import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { sql, type Tx } from '#kernel/db.ts'
import { testTenant } from '#kernel/testing.ts'
import { createCustomer } from '#modules/customers'
import { retireOffer } from '#modules/catalog'
import { cancelNow } from './cancel.ts'
import { canMoveRequest, type RequestDeed, type RequestState, requestMoves, requestStates } from './change-request.ts'
import { markCredited } from './mark-billed.ts'
import { pause, pausesOver, resume } from './pause.ts'
import { readSubscription } from './read-subscription.ts'
import {
  approveChange,
  carryOutChange,
  changesDue,
  declineChange,
  failChange,
  readRequest,
  requestChange,
  withdrawChange,
} from './request-change.ts'
import { inService, published } from './testing.ts'
import { transfer } from './transfer.ts'

const day = (iso: string) => Temporal.PlainDate.from(iso)
const asked = { channel: 'portal', reason: 'We need more', effective: 'now' } as const
const told = async (tx: Tx) => {
  const { rows } = await sql<{ type: string }>`select type from event where type like 'subscription.change_%' order by id`.execute(tx)
  return rows.map((row) => row.type.split('_')[1])
}

test('a change that is approved now is done now, and the customer can be told each step', async () => {
  const tenant = await testTenant()
  await tenant.transact(async (tx) => {
    const { id } = await inService(tx, tenant)
    const offerId = await published(tx, 'OFFICE')
    const request = await requestChange(tx, { ...asked, subscriptionId: id, change: { kind: 'plan', offerId } })
    const done = await approveChange(tx, request.id, { note: 'Enjoy' }, tenant.platform.clock.now())
    assert.deepEqual([done.state, String(done.effectiveOn), done.note, done.decidedBy], ['done', '2026-03-10', 'Enjoy', 'staff:test'])
    assert.equal((await readSubscription(tx, id)).offerId, offerId)
    assert.deepEqual(await told(tx), ['requested.v1', 'decided.v1', 'done.v1'])
    await assert.rejects(approveChange(tx, request.id, { note: '' }, tenant.platform.clock.now()), {
      code: 'subscriptions.request_move_not_allowed',
    })
  })
})

test('of one kind one request waits at a time', async () => {
  const tenant = await testTenant()
  const draft = await tenant.transact(async (tx) => {
    const { id } = await inService(tx, tenant)
    const wanted = { ...asked, subscriptionId: id, change: { kind: 'pause', until: null } } as const
    await requestChange(tx, wanted)
    return wanted
  })
  await assert.rejects(
    tenant.transact((tx) => requestChange(tx, draft)),
    { code: 'subscriptions.request_waiting' },
  )
})

test('a change for the end of the cycle waits for its day', async () => {
  const tenant = await testTenant()
  await tenant.transact(async (tx) => {
    const { id } = await inService(tx, tenant)
    const request = await requestChange(tx, { ...asked, subscriptionId: id, change: { kind: 'cancel' } })
    const approved = await approveChange(tx, request.id, { effective: 'cycle-end', note: '' }, tenant.platform.clock.now())
    assert.deepEqual([approved.state, String(approved.effectiveOn)], ['approved', '2026-04-05'])
    assert.deepEqual(await changesDue(tx, Temporal.Instant.from('2026-04-04T17:59:59Z')), []) // Dhaka is six hours ahead
    const midnight = Temporal.Instant.from('2026-04-04T18:00:00Z')
    assert.deepEqual(await changesDue(tx, midnight), [{ tenantId: tenant.tenantId, id: request.id }])
    await carryOutChange(tx, request.id, midnight)
    const over = await readSubscription(tx, id)
    assert.deepEqual([over.state, String(over.endsOn)], ['ended', '2026-04-05'])
    assert.deepEqual(await changesDue(tx, midnight), [])
  })
})

test('what cannot be carried out any more is kept with its reason', async () => {
  const tenant = await testTenant()
  const now = tenant.platform.clock.now()
  const id = await tenant.transact(async (tx) => {
    const { id: subscriptionId } = await inService(tx, tenant)
    const offerId = await published(tx, 'OFFICE')
    const request = await requestChange(tx, { ...asked, subscriptionId, change: { kind: 'plan', offerId } })
    await approveChange(tx, request.id, { effective: 'cycle-end', note: '' }, now)
    await retireOffer(tx, offerId)
    return request.id
  })
  await assert.rejects(
    tenant.transact((tx) => carryOutChange(tx, id, now)),
    { code: 'catalog.not_on_sale' },
  )
  await tenant.transact(async (tx) => {
    await failChange(tx, id, 'Plan OFFICE is retired')
    const failed = await readRequest(tx, id)
    assert.deepEqual([failed.state, failed.problem], ['failed', 'Plan OFFICE is retired'])
    assert.equal((await told(tx)).at(-1), 'failed.v1')
  })
})

test('declined and withdrawn requests change nothing and make room for another', async () => {
  const tenant = await testTenant()
  await tenant.transact(async (tx) => {
    const { id } = await inService(tx, tenant)
    const draft = { ...asked, subscriptionId: id, change: { kind: 'pause', until: null } } as const
    const declined = await declineChange(tx, (await requestChange(tx, draft)).id, 'Not in the first year')
    assert.deepEqual([declined.state, declined.note], ['declined', 'Not in the first year'])
    const withdrawn = await withdrawChange(tx, (await requestChange(tx, draft)).id)
    assert.equal(withdrawn.state, 'withdrawn')
    await cancelNow(tx, id, tenant.platform.clock.now())
    await assert.rejects(requestChange(tx, draft), { code: 'subscriptions.move_not_allowed' })
  })
})

test('what is over moves no more', () => {
  const over = (state: RequestState) => (Object.keys(requestMoves) as RequestDeed[]).every((deed) => !canMoveRequest(state, deed))
  assert.deepEqual(requestStates.filter(over), ['declined', 'withdrawn', 'done', 'failed'])
})

test('a pause ends by itself on its day, not while something else blocks it', async () => {
  const tenant = await testTenant()
  await tenant.transact(async (tx) => {
    const { id } = await inService(tx, tenant)
    const now = tenant.platform.clock.now()
    await assert.rejects(pause(tx, id, now, day('2026-03-10')), { code: 'subscriptions.resume_too_early' })
    await pause(tx, id, now, day('2026-03-20'))
    assert.deepEqual(await pausesOver(tx, Temporal.Instant.from('2026-03-19T17:59:59Z')), [])
    const midnight = Temporal.Instant.from('2026-03-19T18:00:00Z')
    assert.deepEqual(await pausesOver(tx, midnight), [{ tenantId: tenant.tenantId, id }])
    assert.equal((await resume(tx, id, midnight)).resumeOn, null)
    assert.deepEqual(await pausesOver(tx, midnight), [])
  })
})

suite('days that were given back are billed anew from the day service comes back', () => {
  // prettier-ignore
  const cases = [
    // given back from, resumed at, billed until after, why
    [null, '2026-03-20T00:00:00Z', '2026-04-05', 'nothing given back: paid days stay paid'],
    ['2026-03-10', '2026-03-20T00:00:00Z', '2026-03-20', 'given back from the pause: billed from the resumption'],
    ['2026-02-01', '2026-03-09T20:00:00Z', '2026-03-10', 'never before the first billed day'],
  ] as const
  for (const [from, at, expected, why] of cases)
    test(why, async () => {
      const tenant = await testTenant()
      await tenant.transact(async (tx) => {
        const { id } = await inService(tx, tenant)
        await sql`update subscription set billed_until = '2026-04-05'`.execute(tx)
        await pause(tx, id, tenant.platform.clock.now())
        if (from) await markCredited(tx, [{ id, from: day(from) }])
        const resumed = await resume(tx, id, Temporal.Instant.from(at))
        assert.deepEqual([String(resumed.billedUntil), resumed.revision], [expected, from ? 1 : 0])
      })
    })
})

test('a subscription goes to another customer with what it has', async () => {
  const tenant = await testTenant()
  await tenant.transact(async (tx) => {
    const { id, customerId } = await inService(tx, tenant)
    const now = tenant.platform.clock.now()
    const other = await createCustomer(tx, { name: 'Rahima Khatun', billDay: 20 })
    const foreign = await createCustomer(tx, { name: 'John', currency: 'USD' })
    await assert.rejects(transfer(tx, id, { customerId }, now), { code: 'subscriptions.same_account' })
    await assert.rejects(transfer(tx, id, { customerId: foreign.customerId }, now), { code: 'subscriptions.currency_mismatch' })
    await transfer(tx, id, { customerId: other.customerId }, now)
    const given = await readSubscription(tx, id)
    assert.deepEqual([given.customerId, given.accountId, given.billDay, given.state], [other.customerId, other.accountId, 5, 'active'])
  })
})
