import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { isDatabaseAway, sql, transact, type Tx } from '#kernel/db.ts'
import { runJobNow } from '#kernel/jobs.ts'
import { type Currency, money } from '#kernel/money.ts'
import type { Problem } from '#kernel/problem.ts'
import { testTenant, type TestTenant } from '#kernel/testing.ts'
import { createOffer, publishOffer } from '#modules/catalog'
import { createCustomer } from '#modules/customers'
import { receivableOf, recogniseThrough, trialBalance, verifyLedger } from '#modules/ledger'
import { readSubscription } from '#modules/subscriptions'
import { seedTaxes } from '#modules/tax'
import { printedCode } from './code.ts'
import { readDemand, readLiability, readStanding } from './demand-store.ts'
import { drawSheets } from './draw-sheet.ts'
import { guarded } from './guesses.ts'
import { makeBatch, openCodes, startBatch } from './make-batch.ts'
import { batchesExpired, distribute, expireBatch, returnStack, sell, takeBack, voidStack } from './move-vouchers.ts'
import { redeem } from './redeem.ts'

const day = (iso: string) => Temporal.PlainDate.from(iso)
const ngn = (minor: bigint) => money(minor, 'NGN')

async function withBatch(count = 20, more: { price?: bigint; redeemUntil?: string; hours?: number; isTaxed?: true } = {}) {
  const tenant = await testTenant({ now: '2026-03-10T08:00:00Z', country: 'NG', currency: 'NGN', timeZone: 'Africa/Lagos' })
  const now = () => tenant.platform.clock.now()
  const { batchId, agent, offerId } = await tenant.transact(async (tx) => {
    if (more.isTaxed) await seedTaxes(tx)
    const { offerId } = await createOffer(tx, {
      code: 'DAY',
      name: 'Day pass',
      technology: 'hotspot',
      terms: {
        validFrom: day('2026-01-01'),
        recurring: ngn(50_000n),
        pricesIncludeTax: true,
        downloadBps: 5_000_000n,
        uploadBps: 5_000_000n,
        pass: { unit: 'hour', count: more.hours ?? 24 },
      },
    })
    await publishOffer(tx, offerId)
    const agent = await createCustomer(tx, { name: 'Mama Ngozi Stores' })
    const batch = await startBatch(
      tx,
      { offerId, count, price: ngn(more.price ?? 50_000n), prefix: 'K7', redeemUntil: more.redeemUntil ? day(more.redeemUntil) : null },
      now(),
    )
    return { batchId: batch.id, agent, offerId }
  })
  await runJobNow(tenant.platform, makeBatch, tenant.scope, { batchId })
  const codes = await tenant.transact((tx) => openCodes(tx, batchId, { from: 1, to: count }))
  const standing = async () =>
    Object.fromEntries((await tenant.transact((tx) => readStanding(tx, batchId))).map(({ state, count }) => [state, count]))
  return { tenant, now, batchId, offerId, agent, codes, standing, code: (serial: number) => codes.get(serial)! }
}

const balanceOf = async (tx: Tx, account: string) => {
  const { rows } = await sql<{ minor: bigint }>`
    select coalesce(sum(p.amount_minor), 0)::bigint as minor from posting p join ledger_account l on l.tenant_id = p.tenant_id and l.id = p.ledger_account_id where l.code = ${account}`.execute(
    tx,
  )
  return rows[0]!.minor
}

suite('a batch', () => {
  test('has as many codes as asked for, all different, each found by itself only', async () => {
    const { codes, standing, tenant, batchId } = await withBatch(2_500)
    assert.equal(new Set(codes.values()).size, 2_500)
    assert.deepEqual(await standing(), { generated: 2_500 })
    for (const code of [...codes.values()].slice(0, 5)) assert.match(code, /^K7/)
    const stored = await tenant.transact((tx) =>
      sql`select v.*::text as all from voucher v where batch_id = ${batchId} limit 1`.execute(tx).catch(() => undefined),
    )
    assert.equal(JSON.stringify(stored ?? '').includes(codes.get(1)!), false)
  })

  test('made by a job that was killed in the middle is whole', async () => {
    const { tenant, batchId, codes, standing } = await withBatch(1_500)
    // The job asked for once more finds its work done.
    await runJobNow(tenant.platform, makeBatch, tenant.scope, { batchId })
    assert.deepEqual(await standing(), { generated: 1_500 })
    assert.equal(codes.size, 1_500)
  })

  test('is printed in every layout, and the trail says so', async () => {
    const { tenant, batchId } = await withBatch(50)
    for (const layout of ['a4-40', 'a4-24', 'a4-10'] as const) {
      const { pdf, fileName } = await tenant.transact((tx) => drawSheets(tx, batchId, { from: 1, to: 41, layout }, tenant.platform))
      assert.equal(Buffer.from(pdf).subarray(0, 5).toString(), '%PDF-')
      assert.equal(fileName, 'VB-0001-1-41.pdf')
    }
    const { rows } = await tenant.transact((tx) => sql<{ kind: string }>`select kind from voucher_movement order by at`.execute(tx))
    assert.deepEqual(
      rows.map(({ kind }) => kind),
      ['generated', 'printed', 'printed', 'printed'],
    )
  })

  test('is for a plan that is on sale, in its currency, and for days ahead', async () => {
    const { tenant, offerId, now } = await withBatch(1)
    const start = (draft: { price?: [bigint, Currency]; redeemUntil?: string }) =>
      tenant.transact((tx) =>
        startBatch(
          tx,
          {
            offerId,
            count: 1,
            price: money(...(draft.price ?? [1n, 'NGN'])),
            ...(draft.redeemUntil && { redeemUntil: day(draft.redeemUntil) }),
          },
          now(),
        ),
      )
    await assert.rejects(start({ price: [1n, 'USD'] }), { code: 'vouchers.wrong_currency' })
    await assert.rejects(start({ redeemUntil: '2026-03-10' }), { code: 'vouchers.redeem_until_past' })
    await start({ redeemUntil: '2026-03-11' })
  })
})

suite('a voucher', () => {
  test('begins a pass when it was given out', async () => {
    const { tenant, batchId, agent, code, now, standing } = await withBatch()
    await assert.rejects(
      tenant.transact((tx) => redeem(tx, { code: code(1) }, now())),
      { code: 'vouchers.code_not_on_sale' },
    )
    await tenant.transact((tx) =>
      distribute(tx, { batchId, range: { from: 1, to: 10 } }, { accountId: agent.accountId, discountPercent: '10' }),
    )
    const { subscription, serialNumber } = await tenant.transact((tx) => redeem(tx, { code: printedCode(code(1)).toLowerCase() }, now()))
    assert.equal(serialNumber, 'VB-0001-000001')
    assert.equal(String(subscription.endsAt), '2026-03-11T08:00:00Z')
    assert.equal((await tenant.transact((tx) => readSubscription(tx, subscription.id))).state, 'active')
    assert.deepEqual(await standing(), { generated: 10, distributed: 9, redeemed: 1 })
  })

  test('is used once by a thousand who try at once', async () => {
    const { tenant, batchId, agent, code, now } = await withBatch()
    await tenant.transact((tx) => distribute(tx, { batchId, range: { from: 1, to: 1 } }, { accountId: agent.accountId }))
    const redeemOnce = (): Promise<unknown> =>
      tenant
        .transact((tx) => redeem(tx, { code: code(1) }, now()))
        .catch((error: unknown) => {
          if (isDatabaseAway(error)) return redeemOnce() // waited too long for one of ten connections: asks again, as people do
          throw error
        })
    const tries = await Promise.allSettled(Array.from({ length: 1_000 }, redeemOnce))
    assert.equal(tries.filter(({ status }) => status === 'fulfilled').length, 1)
    for (const one of tries) if (one.status === 'rejected') assert.equal(one.reason.code, 'vouchers.code_used')
    const { rows } = await tenant.transact((tx) => sql<{ count: bigint }>`select count(*) from subscription`.execute(tx))
    assert.equal(rows[0]!.count, 1n)
  })

  test('prolongs the pass of the same plan that runs', async () => {
    const { tenant, batchId, agent, code, now } = await withBatch()
    const { customerId } = await tenant.transact((tx) => createCustomer(tx, { name: 'Tunde' }))
    await tenant.transact((tx) => distribute(tx, { batchId, range: { from: 1, to: 3 } }, { accountId: agent.accountId }))
    const first = await tenant.transact((tx) => redeem(tx, { code: code(1), customerId }, now()))
    const second = await tenant.transact((tx) => redeem(tx, { code: code(2), customerId }, now()))
    assert.equal(second.isExtension, true)
    assert.equal(second.subscription.id, first.subscription.id)
    assert.equal(String(second.subscription.endsAt), '2026-03-12T08:00:00Z')
    tenant.platform.clock.moveTo('2026-03-13T08:00:00Z')
    const third = await tenant.transact((tx) => redeem(tx, { code: code(3), customerId }, now()))
    assert.equal(third.isExtension, false)
  })

  test('that is void, too late or unknown is refused, and another tenant knows nothing of it', async () => {
    const { tenant, batchId, agent, code, now } = await withBatch(20, { redeemUntil: '2026-04-01' })
    await tenant.transact((tx) => distribute(tx, { batchId, range: { from: 1, to: 5 } }, { accountId: agent.accountId }))
    await tenant.transact((tx) => voidStack(tx, { batchId, range: { from: 1, to: 1 }, note: 'stolen' }))
    const refused = (typed: string, of: TestTenant = tenant) => of.transact((tx) => redeem(tx, { code: typed }, now()))
    await assert.rejects(refused(code(1)), { code: 'vouchers.code_void' })
    await assert.rejects(refused(`${code(2).slice(0, -1)}${code(2).endsWith('0') ? '1' : '0'}`), { code: 'vouchers.code_mistyped' })
    await assert.rejects(refused('K70000000000000'), { code: /code_(unknown|mistyped)/ })
    await assert.rejects(refused(code(2), await testTenant()), { code: 'vouchers.code_unknown' })
    tenant.platform.clock.moveTo('2026-03-31T23:30:00Z') // the first of April in Lagos
    await assert.rejects(refused(code(2)), { code: 'vouchers.code_expired' })
  })

  test('is guarded against guessing, for whoever guesses', async () => {
    const { tenant, batchId, agent, code, now } = await withBatch()
    await tenant.transact((tx) => distribute(tx, { batchId, range: { from: 1, to: 2 } }, { accountId: agent.accountId }))
    const other = await testTenant()
    const strange = await (async () => {
      const { codes } = await withBatch(1)
      return codes.get(1)!
    })()
    const guess = (typed: string, who: string) => guarded(tenant.transact, [who], now(), (tx) => redeem(tx, { code: typed }, now()))
    for (let tries = 0; tries < 5; tries++) await assert.rejects(guess(strange, 'device a'), { code: 'vouchers.code_unknown' })
    await assert.rejects(guess(code(1), 'device a'), { code: 'vouchers.too_many_guesses', status: 429 })
    await guess(code(1), 'device b')
    tenant.platform.clock.advance({ minutes: 10 })
    await guess(code(2), 'device a')
    assert.ok(other)
  })

  test('many guesses at once are no more than one after the other, and what was no guess is given back', async () => {
    const { tenant, batchId, agent, code, now } = await withBatch()
    await tenant.transact((tx) => distribute(tx, { batchId, range: { from: 1, to: 2 } }, { accountId: agent.accountId }))
    const { codes: strangers } = await withBatch(12)
    const guess = (typed: string) => guarded(tenant.transact, ['device a', 'address b'], now(), (tx) => redeem(tx, { code: typed }, now()))
    await guess(code(1))
    await assert.rejects(guess(code(1)), { code: 'vouchers.code_used' })
    await assert.rejects(guess('nonsense'), { code: 'vouchers.code_mistyped' })
    const answers = await Promise.allSettled([...strangers.values()].map(guess))
    const told = Map.groupBy(answers, (answer) => (answer.status === 'rejected' ? (answer.reason as Problem).code : 'used'))
    assert.deepEqual([told.get('vouchers.code_unknown')?.length, told.get('vouchers.too_many_guesses')?.length], [5, strangers.size - 5])
    await assert.rejects(guess(code(2)), { code: 'vouchers.too_many_guesses' })
  })
})

suite('the money of vouchers', () => {
  test('sold: invoiced at once, a liability until used, then earned; the books balance throughout', async () => {
    const { tenant, batchId, agent, code, now } = await withBatch(20, { hours: 72, isTaxed: true })
    await tenant.transact((tx) =>
      sell(tx, { batchId, range: { from: 1, to: 3 } }, { accountId: agent.accountId, discountPercent: '10' }, now()),
    )
    await tenant.transact(async (tx) => {
      // 3 × ₦500 less 10 % = ₦1,350 with 7.5 % VAT: ₦1,255.81 without
      assert.equal((await receivableOf(tx, [agent.accountId])).get(agent.accountId)!.minor, 135_000n)
      assert.equal(await balanceOf(tx, 'sold-vouchers'), -125_581n)
      assert.equal(await balanceOf(tx, 'revenue'), 0n)
    })
    for (const serial of [1, 2, 3]) await tenant.transact((tx) => redeem(tx, { code: code(serial) }, now()))
    await tenant.transact(async (tx) => {
      assert.equal(await balanceOf(tx, 'sold-vouchers'), 0n)
      assert.equal(await balanceOf(tx, 'deferred-revenue'), -125_581n)
      await recogniseThrough(tx, day('2026-03-20'))
      assert.equal(await balanceOf(tx, 'revenue'), -125_581n)
      assert.deepEqual(await verifyLedger(tx), [])
      assert.ok(await trialBalance(tx, day('2026-03-31')))
    })
  })

  test('on consignment: nothing is owed until it is used, then the next invoice has it once', async () => {
    const { tenant, batchId, agent, code, now } = await withBatch()
    await tenant.transact((tx) =>
      distribute(tx, { batchId, range: { from: 1, to: 10 } }, { accountId: agent.accountId, discountPercent: '20' }),
    )
    assert.equal((await tenant.transact((tx) => receivableOf(tx, [agent.accountId]))).get(agent.accountId)?.minor ?? 0n, 0n)
    await tenant.transact((tx) => redeem(tx, { code: code(4) }, now()))
    const { rows } = await tenant.transact((tx) =>
      sql<{ amount_minor: bigint; description: string }>`select amount_minor, description from pending_charge`.execute(tx),
    )
    assert.deepEqual(rows, [{ amount_minor: 40_000n, description: 'Day pass, VB-0001-000004' }])
  })

  test('a stack that is not there as a whole is not sold, and the agent of another stack cannot buy it', async () => {
    const { tenant, batchId, agent, now } = await withBatch()
    const other = await tenant.transact((tx) => createCustomer(tx, { name: 'Bayo Phones' }))
    await tenant.transact((tx) => distribute(tx, { batchId, range: { from: 5, to: 6 } }, { accountId: agent.accountId }))
    const sellTo = (accountId: string, from: number, to: number) =>
      tenant.transact((tx) => sell(tx, { batchId, range: { from, to } }, { accountId }, now()))
    await assert.rejects(sellTo(other.accountId, 1, 10), { code: 'vouchers.range_not_free', extensions: { free: 8 } })
    await assert.rejects(sellTo(agent.accountId, 15, 25), { code: 'vouchers.range_not_free' })
    assert.equal((await sellTo(agent.accountId, 1, 10)).count, 10)
  })

  test('returned and taken back stacks leave nothing behind', async () => {
    const { tenant, batchId, agent, now, standing } = await withBatch()
    const stack = { batchId, range: { from: 1, to: 10 } }
    await tenant.transact((tx) => distribute(tx, stack, { accountId: agent.accountId }))
    await tenant.transact((tx) => returnStack(tx, stack))
    assert.deepEqual(await standing(), { generated: 20 })
    await tenant.transact((tx) => sell(tx, stack, { accountId: agent.accountId }, now()))
    await tenant.transact((tx) => takeBack(tx, stack, { accountId: agent.accountId }, now()))
    assert.deepEqual(await standing(), { generated: 20 })
    await tenant.transact(async (tx) => {
      assert.equal(await balanceOf(tx, 'sold-vouchers'), 0n)
      assert.deepEqual(await verifyLedger(tx), [])
    })
  })

  test('what was paid and not used in time is earned; what was not paid just ends', async () => {
    const { tenant, batchId, agent, now, standing } = await withBatch(20, { redeemUntil: '2026-04-01' })
    await tenant.transact((tx) => sell(tx, { batchId, range: { from: 1, to: 4 } }, { accountId: agent.accountId }, now()))
    const liable = await tenant.transact(readLiability)
    assert.equal(liable.length, 1)
    assert.equal(liable[0]!.paid.minor, 200_000n)
    assert.equal((await transact(tenant.db, tenant.scope, (tx) => batchesExpired(tx, now()))).length, 0)
    tenant.platform.clock.moveTo('2026-04-01T09:00:00Z')
    assert.equal((await transact(tenant.db, tenant.scope, (tx) => batchesExpired(tx, now()))).length, 1)
    await tenant.transact((tx) => expireBatch(tx, batchId, now()))
    assert.deepEqual(await standing(), { expired: 20 })
    await tenant.transact(async (tx) => {
      assert.equal(await balanceOf(tx, 'sold-vouchers'), 0n)
      assert.equal(await balanceOf(tx, 'breakage'), -200_000n)
      assert.deepEqual(await readLiability(tx), [])
    })
    assert.equal((await tenant.transact((tx) => expireBatch(tx, batchId, now()))).count, 0)
  })
})

test('demand is told by plan and location, from the first use on', async () => {
  const { tenant, batchId, agent, code, now } = await withBatch()
  await tenant.transact((tx) => distribute(tx, { batchId, range: { from: 1, to: 10 } }, { accountId: agent.accountId }))
  await tenant.transact((tx) => redeem(tx, { code: code(1) }, now()))
  tenant.platform.clock.moveTo('2026-03-12T08:00:00Z')
  await tenant.transact((tx) => redeem(tx, { code: code(2) }, now()))
  const [row] = await tenant.transact((tx) => readDemand(tx, day('2026-03-13'), 56, 'Africa/Lagos'))
  assert.equal(row!.offerName, 'Day pass')
  assert.equal(row!.stock, 18)
  assert.deepEqual(row!.usedByDay, [1, 0, 1])
})
