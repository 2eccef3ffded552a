import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { openDatabase } from '#kernel/db.ts'
import { type TestTenant, testDatabase, testTenant } from '#kernel/testing.ts'
import { trialBalance, verifyLedger } from '#modules/ledger'
import { type ChargingAnswer, type ChargingRequest, chargeOnline } from './charge-online.ts'
import { expireLots, expireUnheardSessions } from './expire-balances.ts'
import { OnlineCharging } from './online-charging.ts'
import { prepaidSubscriber } from './testing.ts'
import { type BalanceTopUp, balancesOf, openPool, topUpBalance } from './top-up-balance.ts'
import { verifyBalances } from './verify.ts'

const day = (iso: string) => Temporal.PlainDate.from(iso)
const perMegabyte = { unit: 'bytes', packageUnits: 1_000_000n, packageMinor: 100n } as const

const topUp = (tenant: TestTenant, subscriptionId: string, more: Partial<BalanceTopUp> & { amount: bigint }) =>
  tenant.transact((tx) => topUpBalance(tx, { subscriptionId, unit: 'money', validTo: null, ...more }, tenant.platform.clock.now()))

function request(subscriptionId: string, number: number, more: Partial<ChargingRequest> & { used?: bigint; requested?: bigint | null }) {
  const { used = 0n, requested = 4_000_000n, ...rest } = more
  const kind = number === 0 ? 'initial' : requested === null ? 'final' : 'update'
  const groups = [{ ratingGroup: 1, used, requested, terms: perMegabyte }]
  return { sessionKey: `session-${subscriptionId}`, number, kind, subscriptionId, validitySeconds: 600, groups, ...rest } as const
}

const ask = async (tenant: TestTenant, ...requests: ChargingRequest[]): Promise<ChargingAnswer[]> =>
  tenant.transact((tx) => chargeOnline(tx, requests, tenant.platform.clock.now()))

const amounts = async (tenant: TestTenant, subscriptionId: string) =>
  (await tenant.transact((tx) => balancesOf(tx, subscriptionId))).map(({ available, reserved, debited, expired }) =>
    [available, reserved, debited, expired].join(' '),
  )

async function assertProved(tenant: TestTenant): Promise<void> {
  assert.deepEqual(await tenant.transact(async (tx) => [...(await verifyBalances(tx)), ...(await verifyLedger(tx))]), [])
}

const booked = async (tenant: TestTenant) => {
  const rows = await tenant.transact((tx) => trialBalance(tx, day('2030-01-01')))
  return Object.fromEntries(rows.map((row) => [row.code, row.balance.minor]))
}

suite('online charging', () => {
  test('a session reserves, debits and gives back; what was used is revenue at once', async () => {
    const tenant = await testTenant()
    const id = await prepaidSubscriber(tenant)
    await topUp(tenant, id, { amount: 1_000n })
    await ask(tenant, request(id, 0, {}))
    assert.deepEqual(await amounts(tenant, id), ['600 400 0 0'])
    const [second] = await ask(tenant, request(id, 1, { used: 4_000_000n }))
    assert.deepEqual(second, { result: 'answered', groups: [{ ratingGroup: 1, outcome: 'granted', granted: 4_000_000n, isFinal: false }] })
    await ask(tenant, request(id, 2, { used: 1_500_000n, requested: null }))
    assert.deepEqual(await amounts(tenant, id), ['400 0 600 0'])
    assert.deepEqual(await booked(tenant), { receivables: 1_000n, 'prepaid-balances': -400n, revenue: -600n })
    await assertProved(tenant)
  })

  test('a request that comes again gets the same answer and changes nothing, in the same transaction or later', async () => {
    const tenant = await testTenant()
    const id = await prepaidSubscriber(tenant)
    await topUp(tenant, id, { amount: 1_000n })
    const first = request(id, 0, {})
    const [once, twice] = await ask(tenant, first, first)
    const [thrice] = await ask(tenant, first)
    assert.deepEqual([twice, thrice], [once, once])
    assert.deepEqual(await amounts(tenant, id), ['600 400 0 0'])
  })

  test('money that one session reserved is not there for another', async () => {
    const tenant = await testTenant()
    const id = await prepaidSubscriber(tenant)
    await topUp(tenant, id, { amount: 400n })
    const answers = await ask(tenant, request(id, 0, { sessionKey: 'a' }), request(id, 0, { sessionKey: 'b' }))
    assert.deepEqual(
      answers.map((answer) => answer.result === 'answered' && answer.groups[0]!.outcome),
      ['granted', 'out-of-credit'],
    )
  })

  test('an update of a session that never began, or is over, is refused', async () => {
    const tenant = await testTenant()
    const id = await prepaidSubscriber(tenant)
    await topUp(tenant, id, { amount: 1_000n })
    assert.deepEqual(await ask(tenant, request(id, 1, {})), [{ result: 'unknown-session' }])
    await ask(tenant, request(id, 0, {}), request(id, 2, { requested: null }))
    assert.deepEqual(await ask(tenant, request(id, 3, {})), [{ result: 'unknown-session' }])
    assert.deepEqual(await amounts(tenant, id), ['1000 0 0 0'])
  })

  test('a session key that comes again after its end begins anew, and is let go like any other', async () => {
    const tenant = await testTenant()
    const id = await prepaidSubscriber(tenant)
    await topUp(tenant, id, { amount: 1_000n })
    await ask(tenant, request(id, 0, {}), request(id, 1, { used: 300_000n, requested: null }))
    await ask(tenant, request(id, 2, { kind: 'initial' }))
    assert.deepEqual(await amounts(tenant, id), ['500 400 100 0'])
    tenant.platform.clock.advance({ seconds: 1_200 })
    await tenant.transact((tx) => expireUnheardSessions(tx, tenant.platform.clock.now()))
    assert.deepEqual(await amounts(tenant, id), ['900 0 100 0'])
    await assertProved(tenant)
  })

  test('an event within a session is charged beside what the session holds', async () => {
    const tenant = await testTenant()
    const id = await prepaidSubscriber(tenant)
    await topUp(tenant, id, { amount: 1_000n })
    await ask(tenant, request(id, 0, {}), request(id, 1, { kind: 'event', requested: 1_000_000n }))
    assert.deepEqual(await amounts(tenant, id), ['500 400 100 0'])
    await ask(tenant, request(id, 2, { requested: null }))
    assert.deepEqual(await amounts(tenant, id), ['900 0 100 0'])
    await assertProved(tenant)
  })

  test('what an overrun left below zero is paid by the next top-up', async () => {
    const tenant = await testTenant()
    const id = await prepaidSubscriber(tenant)
    await topUp(tenant, id, { amount: 100n })
    await ask(tenant, request(id, 0, {}), request(id, 1, { used: 3_000_000n, requested: null }))
    assert.deepEqual(await amounts(tenant, id), ['-200 0 300 0'])
    await topUp(tenant, id, { amount: 500n })
    assert.deepEqual(await amounts(tenant, id), ['0 0 100 0', '300 0 200 0'])
    await assertProved(tenant)
  })

  test('members of a pool draw on its lots, and on no others of each other', async () => {
    const tenant = await testTenant()
    const [mother, son] = [await prepaidSubscriber(tenant), await prepaidSubscriber(tenant)]
    const poolId = await tenant.transact((tx) => openPool(tx, [mother, son]))
    await topUp(tenant, mother, { amount: 300n, poolId })
    await topUp(tenant, mother, { amount: 900n })
    await ask(tenant, request(son, 0, {}), request(son, 1, { used: 3_000_000n, requested: null }))
    assert.deepEqual(await amounts(tenant, mother), ['0 0 300 0', '900 0 0 0'])
    await assertProved(tenant)
  })
})

suite('time', () => {
  test('a session that is not heard for two validity times is let go', async () => {
    const tenant = await testTenant()
    const id = await prepaidSubscriber(tenant)
    await topUp(tenant, id, { amount: 1_000n })
    await ask(tenant, request(id, 0, {}), request(id, 1, { used: 4_000_000n }))
    tenant.platform.clock.advance({ seconds: 1_199 })
    await tenant.transact((tx) => expireUnheardSessions(tx, tenant.platform.clock.now()))
    assert.deepEqual(await amounts(tenant, id), ['200 400 400 0'])
    tenant.platform.clock.advance({ seconds: 1 })
    await tenant.transact((tx) => expireUnheardSessions(tx, tenant.platform.clock.now()))
    assert.deepEqual(await amounts(tenant, id), ['600 0 400 0'])
    assert.deepEqual(await ask(tenant, request(id, 2, {})), [{ result: 'unknown-session' }])
    await assertProved(tenant)
  })

  test('money that expires is breakage; what a session still holds waits for it', async () => {
    const tenant = await testTenant()
    const id = await prepaidSubscriber(tenant)
    const validTo = tenant.platform.clock.now().add({ hours: 1 })
    await topUp(tenant, id, { amount: 1_000n, validTo })
    await ask(tenant, request(id, 0, {}))
    tenant.platform.clock.advance({ hours: 1 })
    const expire = () => tenant.transact((tx) => expireLots(tx, tenant.platform.clock.now()))
    await expire()
    assert.deepEqual(await amounts(tenant, id), ['0 400 0 600'])
    await ask(tenant, request(id, 1, { used: 1_000_000n, requested: null }))
    await expire()
    await expire()
    assert.deepEqual(await amounts(tenant, id), ['0 0 100 900'])
    assert.deepEqual(await booked(tenant), { receivables: 1_000n, 'prepaid-balances': 0n, revenue: -100n, breakage: -900n })
    await assertProved(tenant)
  })

  test('bytes roll over up to a limit, once', async () => {
    const tenant = await testTenant()
    const id = await prepaidSubscriber(tenant)
    const validTo = tenant.platform.clock.now().add({ hours: 1 })
    await topUp(tenant, id, { unit: 'bytes', amount: 5_000n, validTo, rollover: { max: 2_000n, days: 1 } })
    for (const hours of [1, 24]) {
      tenant.platform.clock.advance({ hours })
      await tenant.transact((tx) => expireLots(tx, tenant.platform.clock.now()))
    }
    assert.deepEqual(await amounts(tenant, id), ['0 0 0 5000', '0 0 0 2000'])
    await assertProved(tenant)
  })

  const rules = [
    ['own-expiry', ['1000 0 0 0', '500 0 0 0'], ['0 0 0 1000', '500 0 0 0']],
    ['extend', ['1000 0 0 0', '500 0 0 0'], ['1000 0 0 0', '500 0 0 0']],
    ['reset', ['0 0 0 1000', '500 0 0 0'], ['0 0 0 1000', '500 0 0 0']],
  ] as const
  for (const [rule, atOnce, afterAnHour] of rules)
    test(`a top-up by the rule ${rule}`, async () => {
      const tenant = await testTenant()
      const id = await prepaidSubscriber(tenant)
      const inHours = (hours: number) => tenant.platform.clock.now().add({ hours })
      await topUp(tenant, id, { amount: 1_000n, validTo: inHours(1) })
      await topUp(tenant, id, { amount: 500n, validTo: inHours(2), rule })
      assert.deepEqual(await amounts(tenant, id), atOnce)
      tenant.platform.clock.advance({ hours: 1 })
      await tenant.transact((tx) => expireLots(tx, tenant.platform.clock.now()))
      assert.deepEqual(await amounts(tenant, id), afterAnHour)
      await assertProved(tenant)
    })
})

suite('group commit', () => {
  test('a request that the database refuses does not fail those beside it', async () => {
    const tenant = await testTenant()
    const id = await prepaidSubscriber(tenant)
    await topUp(tenant, id, { amount: 1_000n })
    const charging = new OnlineCharging({ db: tenant.db, clock: tenant.platform.clock })
    const good = [0, 1, 2].map((n) => charging.charge(tenant.tenantId, request(id, 0, { sessionKey: `s${n}`, requested: 1_000_000n })))
    const bad = charging.charge(tenant.tenantId, request('not-a-uuid', 0, {}))
    await assert.rejects(bad)
    assert.equal((await Promise.all(good)).length, 3)
    assert.deepEqual(await amounts(tenant, id), ['700 300 0 0'])
  })

  test('connections that die at any moment lose no posting and double none', async () => {
    const undisturbed = await playSessions({ killing: false })
    const disturbed = await playSessions({ killing: true })
    assert.ok(disturbed.failures > 0, 'something was killed in the middle')
    assert.deepEqual(disturbed.amounts, undisturbed.amounts)
    assert.deepEqual(disturbed.answers, undisturbed.answers)
    assert.deepEqual(disturbed.booked, undisturbed.booked)
  })
})

const lastNumber = 14
const answersPerKill = 12

/** Callers with a session each ask until they are answered, while the connections of the program are ended under them, or not. */
async function playSessions({ killing }: { killing: boolean }) {
  const tenant = await testTenant()
  const { postgres } = await testDatabase()
  const name = `charging-${tenant.tenantId}`
  const db = openDatabase(postgres.appUrl, { poolMax: 2, name })
  const charging = new OnlineCharging({ db, clock: tenant.platform.clock })
  const ids = await Promise.all(Array.from({ length: 8 }, () => prepaidSubscriber(tenant)))
  for (const id of ids) await topUp(tenant, id, { amount: 2_000n })

  let failures = 0
  let answered = 0
  const kills: Promise<void>[] = []
  const kill = () => tenant.asOwner(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = '${name}'`)
  const answerOf = async (step: ChargingRequest): Promise<ChargingAnswer> => {
    for (;;) {
      const answer = await charging.charge(tenant.tenantId, step).catch(() => undefined)
      if (answer) return answer
      failures++
    }
  }
  const caller = async (id: string) => {
    const answers: ChargingAnswer[] = []
    for (let number = 0; number <= lastNumber; number++) {
      answers.push(
        await answerOf(request(id, number, { used: number === 0 ? 0n : 700_000n, requested: number === lastNumber ? null : 1_000_000n })),
      )
      if (killing && ++answered % answersPerKill === 0) kills.push(kill())
    }
    return answers
  }
  const answers = await Promise.all(ids.map(caller))
  await Promise.all(kills)
  await db.close()
  await assertProved(tenant)
  return { failures, answers, amounts: await Promise.all(ids.map((id) => amounts(tenant, id))), booked: await booked(tenant) }
}
