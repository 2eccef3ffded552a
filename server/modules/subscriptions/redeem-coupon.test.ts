import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { money } from '#kernel/money.ts'
import { testTenant } from '#kernel/testing.ts'
import { createCoupon, type Reduction } from '#modules/catalog'
import { createCustomer } from '#modules/customers'
import { canJoin } from './discount.ts'
import { readDiscounts, spendDiscounts } from './discount-store.ts'
import { endDiscount, giveDiscount, redeemCoupon } from './redeem-coupon.ts'
import { subscribe } from './subscribe.ts'
import { inService, published } from './testing.ts'

const day = (iso: string) => Temporal.PlainDate.from(iso)
const half: Reduction = { kind: 'percent', percentOff: '50' }
const welcome = {
  code: 'WELCOME',
  name: 'Welcome',
  reduction: half,
  cycles: 3,
  stackable: false,
  validFrom: day('2026-03-01'),
  validTo: day('2026-04-01'),
  maxRedemptions: null,
  appliesTo: [],
}

test('a coupon takes half off three cycles, once for a subscription, and is spent by what is billed', async () => {
  const tenant = await testTenant()
  await tenant.transact(async (tx) => {
    const { id } = await inService(tx, tenant)
    const now = tenant.platform.clock.now()
    await createCoupon(tx, welcome)
    const [discount] = await redeemCoupon(tx, id, 'welcome', now)
    assert.deepEqual([discount!.reduction, discount!.cyclesLeft, String(discount!.fromOn)], [half, 3, '2026-03-10'])
    await assert.rejects(redeemCoupon(tx, id, 'WELCOME', now), { code: 'subscriptions.coupon_repeated' })
    await spendDiscounts(tx, sql`select ${discount!.id}::uuid as discount_id, 2 as cycles, date '2026-05-10' as until`)
    assert.equal((await readDiscounts(tx, [id]))[0]!.cyclesLeft, 1)
    await spendDiscounts(tx, sql`select ${discount!.id}::uuid as discount_id, 2 as cycles, date '2026-05-10' as until`)
    assert.deepEqual(await readDiscounts(tx, [id]), [])
  })
})

suite('a coupon that cannot be redeemed says why', () => {
  // prettier-ignore
  const cases = [
    // what is different, code typed, fault, why
    [{ validFrom: day('2026-03-11') }, 'WELCOME', 'not-yet', 'before its first day'],
    [{ validTo: day('2026-03-10') }, 'WELCOME', 'over', 'its last day is the one before'],
    [{ appliesTo: ['0198a4b0-0000-7000-8000-0000000000ff'] }, 'WELCOME', 'other-plan', 'for another plan'],
    [{ reduction: { kind: 'amount', amountOff: money(500n, 'USD') } }, 'WELCOME', 'other-currency', 'dollars off an account in taka'],
    [{}, 'WELKOM', undefined, 'no such code'],
  ] as const
  for (const [more, code, fault, why] of cases)
    test(why, async () => {
      const tenant = await testTenant()
      await tenant.transact(async (tx) => {
        const { id } = await inService(tx, tenant)
        await createCoupon(tx, { ...welcome, ...more })
        const expected = fault ? { code: 'catalog.coupon_refused', extensions: { fault, why: fault } } : { code: 'catalog.coupon_unknown' }
        await assert.rejects(redeemCoupon(tx, id, code, tenant.platform.clock.now()), expected)
      })
    })
})

test('of ten who redeem the last three at once, three get it', async () => {
  const tenant = await testTenant()
  const ids = await tenant.transact(async (tx) => {
    await createCoupon(tx, { ...welcome, maxRedemptions: 3 })
    const offerId = await published(tx)
    const { customerId } = await createCustomer(tx, { name: 'Kamal Hossain' })
    const made: string[] = []
    for (let count = 0; count < 10; count++) made.push((await subscribe(tx, { customerId, offerId, startOn: day('2026-03-10') })).id)
    return made
  })
  const now = tenant.platform.clock.now()
  const answers = await Promise.allSettled(ids.map((id) => tenant.transact((tx) => redeemCoupon(tx, id, 'WELCOME', now))))
  const faults = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason.extensions.fault] : []))
  assert.deepEqual(
    faults,
    Array.from({ length: 7 }, () => 'used-up'),
  )
})

test('discounts join only when all of them may', async () => {
  assert.deepEqual(
    [
      canJoin({ stackable: false }, []),
      canJoin({ stackable: true }, [{ stackable: true }]),
      canJoin({ stackable: true }, [{ stackable: false }]),
      canJoin({ stackable: false }, [{ stackable: true }]),
    ],
    [true, true, false, false],
  )
  const tenant = await testTenant()
  await tenant.transact(async (tx) => {
    const { id } = await inService(tx, tenant)
    const now = tenant.platform.clock.now()
    const draft = { name: 'Loyal', reduction: { kind: 'amount', amountOff: money(5_000n, 'BDT') }, cycles: null, stackable: true } as const
    const [loyal] = await giveDiscount(tx, id, draft, now)
    assert.deepEqual([loyal!.reduction, loyal!.cyclesLeft], [draft.reduction, null])
    await createCoupon(tx, welcome)
    await assert.rejects(redeemCoupon(tx, id, 'WELCOME', now), { code: 'subscriptions.discount_not_stackable' })
    await endDiscount(tx, id, loyal!.id)
    await assert.rejects(endDiscount(tx, id, loyal!.id), { code: 'subscriptions.discount_not_found' })
    assert.equal((await redeemCoupon(tx, id, 'WELCOME', now)).length, 1)
  })
})
