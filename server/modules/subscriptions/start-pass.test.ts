import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { testTenant } from '#kernel/testing.ts'
import { readVersionsOf } from '#modules/catalog'
import { createCustomer } from '#modules/customers'
import { endOver } from './cancel.ts'
import { readSubscription } from './read-subscription.ts'
import { extendPass, startPass } from './start-pass.ts'
import { inService, published, terms } from './testing.ts'

async function withPass(pass: { unit: 'hour' | 'day'; count: number } | null) {
  const tenant = await testTenant({ now: '2026-03-10T08:00:00Z' }) // 14:00 in Dhaka
  const made = await tenant.transact(async (tx) => {
    const { customerId } = await createCustomer(tx, { name: 'Guest' })
    const offerId = await published(tx, 'DAY', {
      technology: 'hotspot',
      terms: { ...terms('2026-01-01'), cycle: { unit: 'day', count: 1 }, pass },
    })
    const [version] = await readVersionsOf(tx, offerId)
    return startPass(tx, { customerId, offerVersionId: version!.id }, tenant.platform.clock.now())
  })
  return { tenant, made, now: () => tenant.platform.clock.now() }
}

suite('a pass', () => {
  const cases: [pass: Parameters<typeof withPass>[0], endsAt: string, endsOn: string, why: string][] = [
    [{ unit: 'hour', count: 24 }, '2026-03-11T08:00:00Z', '2026-03-12', 'hours are elapsed time'],
    [{ unit: 'hour', count: 10 }, '2026-03-10T18:00:00Z', '2026-03-11', 'one that ends at midnight has no day after it'],
    [{ unit: 'day', count: 1 }, '2026-03-11T18:00:00Z', '2026-03-12', 'days end at the end of their last day'],
    [null, '2026-03-11T18:00:00Z', '2026-03-12', 'a plan that says nothing lasts its cycle'],
  ]
  for (const [pass, endsAt, endsOn, why] of cases)
    test(why, async () => {
      const { made } = await withPass(pass)
      assert.equal(String(made.endsAt), endsAt)
      assert.equal(String(made.endsOn), endsOn)
      assert.equal(made.state, 'active')
      assert.equal(String(made.billedUntil), endsOn, 'nothing is left to be billed')
    })

  test('ends at its minute, and not before', async () => {
    const { tenant, made, now } = await withPass({ unit: 'hour', count: 1 })
    const stateAt = async (at: string) => {
      tenant.platform.clock.moveTo(at)
      await tenant.transact((tx) => endOver(tx, now()))
      return (await tenant.transact((tx) => readSubscription(tx, made.id))).state
    }
    assert.equal(await stateAt('2026-03-10T08:59:59Z'), 'active')
    assert.equal(await stateAt('2026-03-10T09:00:00Z'), 'ended')
  })

  test('paid once more lasts from its end, not from now', async () => {
    const { tenant, made, now } = await withPass({ unit: 'hour', count: 24 })
    tenant.platform.clock.moveTo('2026-03-10T20:00:00Z')
    const extended = await tenant.transact((tx) => extendPass(tx, made.id, now()))
    assert.equal(String(extended.endsAt), '2026-03-12T08:00:00Z')
  })

  test('one that is over, and what never was one, is not prolonged', async () => {
    const { tenant, made, now } = await withPass({ unit: 'hour', count: 1 })
    const monthly = await tenant.transact((tx) => inService(tx, tenant))
    await assert.rejects(
      tenant.transact((tx) => extendPass(tx, monthly.id, now())),
      { code: 'subscriptions.not_a_pass' },
    )
    tenant.platform.clock.moveTo('2026-03-10T09:00:00Z')
    await assert.rejects(
      tenant.transact((tx) => extendPass(tx, made.id, now())),
      { code: 'subscriptions.not_a_pass' },
    )
  })
})
