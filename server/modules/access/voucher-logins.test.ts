/** Vouchers that are typed at the login page of a router itself. Real UDP, real PostgreSQL. */
import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { runJobNow } from '#kernel/jobs.ts'
import { money } from '#kernel/money.ts'
import { createOffer, publishOffer, type TermsDraft } from '#modules/catalog'
import { createCustomer } from '#modules/customers'
import { distribute, makeBatch, openCodes, printedCode, startBatch } from '#modules/vouchers'
import { read } from '#protocols/radius'
import type { VoucherPassword } from './nas.ts'
import { connectRouter, eventually, type RadiusWorld, radiusWorld } from './testing.ts'

const giga = 1_000_000_000n
const count = 30
let offers = 0
let devices = 0
const device = () =>
  `02:00:5E:00:${(++devices >> 8).toString(16).padStart(2, '0')}:${(devices & 255).toString(16).padStart(2, '0')}`.toUpperCase()

/** Vouchers for a day of 5 Mbit/s, given out, and a router that takes them. */
async function hotspot(world: RadiusWorld, voucherPassword: VoucherPassword = 'same', terms: Partial<TermsDraft> = {}) {
  const { router, nas } = await connectRouter(world, world.radius, { voucherPassword })
  const batchId = await world.transact(async (tx) => {
    const { offerId } = await createOffer(tx, {
      code: `PASS-${++offers}`,
      name: 'Day pass',
      technology: 'hotspot',
      terms: {
        validFrom: Temporal.PlainDate.from('2026-01-01'),
        recurring: money(5_000n, 'BDT'),
        downloadBps: 5_000_000n,
        uploadBps: 1_000_000n,
        pass: { unit: 'hour', count: 24 },
        ...terms,
      },
    })
    await publishOffer(tx, offerId)
    const batch = await startBatch(tx, { offerId, count, price: money(5_000n, 'BDT'), prefix: 'K7' }, world.platform.clock.now())
    return batch.id
  })
  await runJobNow(world.platform, makeBatch, world.scope, { batchId })
  const codes = await world.transact(async (tx) => {
    const agent = await createCustomer(tx, { name: 'Corner shop' })
    await distribute(tx, { batchId, range: { from: 1, to: count - 1 } }, { accountId: agent.accountId }) // the last stays at the printer
    return openCodes(tx, batchId, { from: 1, to: count })
  })
  // The directory hears of a NAS by an event.
  await eventually(async () => (await router.login({ username: 'nobody', password: 'x' })).outcome === 'rejected', 'the router is known')
  const login = (username: string, password = username, callingStationId = device(), method: 'pap' | 'chap' = 'pap') =>
    router.login({ username, password, callingStationId, method })
  const states = async () =>
    world.transact(async (tx) => {
      const { rows } = await sql<{ state: string; count: bigint }>`
        select state, count(*) from voucher where batch_id = ${batchId} group by state order by state`.execute(tx)
      return Object.fromEntries(rows.map((row) => [row.state, Number(row.count)]))
    })
  return { router, nas, batchId, code: (serial: number) => codes.get(serial)!, login, states }
}

const messageOf = (result: { outcome: string; message?: string | undefined }) => `${result.outcome} ${result.message ?? ''}`

suite('a voucher typed at the page of a router', async () => {
  const world = await radiusWorld()

  for (const method of ['pap', 'chap'] as const)
    test(`begins its pass and gets its reply, by ${method}`, async () => {
      const { code, login, states } = await hotspot(world, 'same', { quotaBytes: 2n * giga, quotaPolicy: 'cut' })
      const typed = printedCode(code(1)).toLowerCase()
      const result = await login(typed, typed, device(), method)
      assert.ok(result.outcome === 'accepted', messageOf(result))
      assert.equal(read(result.reply, 'Mikrotik-Rate-Limit'), '1M/5M')
      assert.equal(read(result.reply, 'Session-Timeout'), 86_400)
      assert.equal(result.session.limitOctets, 2n * giga, 'told with the first accept, not with the event that follows')
      assert.match(read(result.reply, 'User-Name')!, /^vb-\d{4}-000001$/, 'the serial number, not the code')
      assert.deepEqual(await states(), { distributed: count - 2, generated: 1, redeemed: 1 })
    })

  test('whose page sends no password is taken without one, and only so', async () => {
    const { code, login } = await hotspot(world, 'empty')
    assert.equal((await login(code(1), '', device(), 'pap')).outcome, 'accepted')
    assert.equal((await login(code(2), '', device(), 'chap')).outcome, 'accepted')
    assert.equal(messageOf(await login(code(3), code(3))), 'rejected User name or password is wrong.')
  })

  test('is nobody where the router does not take vouchers, and with another password', async () => {
    const { code, login, states } = await hotspot(world, 'same')
    const plain = await login(code(1), 'guess')
    assert.equal(messageOf(plain), 'rejected User name or password is wrong.')
    const off = await hotspot(world, 'off')
    assert.equal((await off.login(off.code(1))).outcome, 'rejected')
    for (const one of [states, off.states]) assert.deepEqual(await one(), { distributed: count - 1, generated: 1 })
  })

  test('is used once by a thousand who try at once, and lets in as many devices as the plan allows', async () => {
    const { code, login, states } = await hotspot(world, 'same', { sessionsMax: 3 })
    const results = await Promise.all(Array.from({ length: 1_000 }, () => login(code(1))))
    const outcomes = Map.groupBy(results, messageOf)
    assert.equal(outcomes.get('accepted ')?.length, 3)
    assert.equal(outcomes.get('rejected You are online on another device already.')?.length, 997)
    assert.deepEqual(await states(), { distributed: count - 2, generated: 1, redeemed: 1 })
    const { rows } = await world.transact((tx) =>
      sql<{
        count: bigint
      }>`select count(*) from login where kind = 'voucher' and username in (select username from session) or kind = 'voucher' and subscription_id in
        (select subscription_id from voucher where state = 'redeemed' and subscription_id is not null) group by subscription_id having count(*) > 1`.execute(
        tx,
      ),
    )
    assert.deepEqual(rows, [], 'no pass has two logins')
  })

  test('leads back into its pass with another MAC address until that is over', async () => {
    const { code, login } = await hotspot(world)
    const first = await login(code(1))
    assert.ok(first.outcome === 'accepted')
    await first.session.start()
    assert.equal(messageOf(await login(code(1))), 'rejected You are online on another device already.')
    await first.session.stop()
    world.platform.clock.advance({ hours: 23 })
    const again = await login(code(1))
    assert.ok(again.outcome === 'accepted', messageOf(again))
    assert.equal(read(again.reply, 'Session-Timeout'), 3_600, 'what is left of the day, not a new one')
    world.platform.clock.advance({ hours: 1 })
    assert.equal(messageOf(await login(code(1))), 'rejected Your service has ended.')
  })

  test('is found again by a server that never saw it, and by another router', async () => {
    const { code, login } = await hotspot(world)
    assert.equal((await login(code(1))).outcome, 'accepted')
    world.platform.clock.advance({ hours: 2 })
    const other = await radiusWorld()
    other.platform.clock.moveTo(String(world.platform.clock.now()))
    const { router } = await connectRouter(world, other.radius, { voucherPassword: 'same' })
    const enter = () => router.login({ username: code(1), password: code(1) })
    const again = await eventually(async () => {
      const result = await enter()
      return result.outcome === 'accepted' && result
    }, 'the router is known')
    assert.equal(read(again.reply, 'Session-Timeout'), 22 * 3_600)
    world.platform.clock.advance({ hours: 22 })
    const third = await radiusWorld()
    third.platform.clock.moveTo(String(world.platform.clock.now()))
    const { router: late } = await connectRouter(world, third.radius, { voucherPassword: 'same' })
    await eventually(
      async () =>
        messageOf(await late.login({ username: code(1), password: code(1) })) ===
        'rejected This voucher was used before, and its time is over.',
      'the refusal',
    )
  })

  test('that cannot be used is refused in words that say why', async () => {
    const { code, login, batchId } = await hotspot(world)
    const set = (serial: number, state: string) =>
      world.transact((tx) => sql`update voucher set state = ${state} where batch_id = ${batchId} and serial = ${serial}`.execute(tx))
    await set(2, 'void')
    await set(3, 'expired')
    assert.equal(messageOf(await login(code(2))), 'rejected This voucher was declared void.')
    assert.equal(messageOf(await login(code(3))), 'rejected This voucher was not used in time and is not valid any more.')
    assert.match(messageOf(await login(code(count))), /^rejected This voucher was not given out yet/)
  })

  test('its serial number is no user name, and staff cannot give it a password', async () => {
    const { code, login } = await hotspot(world)
    const result = await login(code(1))
    assert.ok(result.outcome === 'accepted')
    const serial = read(result.reply, 'User-Name')!
    assert.equal((await login(serial)).outcome, 'rejected')
  })

  test('cannot be guessed: a device that typed five wrong codes waits, and a slip of the finger is no guess', async () => {
    const { code, login } = await hotspot(world)
    const phone = device()
    const mistyped = `${code(1).slice(0, -1)}${code(1).endsWith('0') ? '1' : '0'}`
    for (let tries = 0; tries < 8; tries++)
      assert.equal(messageOf(await login(mistyped, mistyped, phone)), 'rejected User name or password is wrong.')
    const elsewhere = await hotspot(await radiusWorld()) // sound codes, of somebody else
    for (let serial = 1; serial <= 5; serial++)
      assert.equal(
        messageOf(await login(elsewhere.code(serial), elsewhere.code(serial), phone)),
        'rejected This code is not valid. Look at the paper and type it again.',
      )
    assert.equal(messageOf(await login(code(1), code(1), phone)), 'rejected Too many wrong codes. Try again in some minutes.')
    assert.equal((await login(code(1))).outcome, 'accepted', 'others are not kept out')
  })

  test('codes are not in what staff read of refused logins', async () => {
    const { code, login } = await hotspot(world)
    await login(code(1), 'wrong')
    const failures = await eventually(async () => {
      const { rows } = await world.transact((tx) =>
        sql<{ username: string }>`select username from login_failure where username like ${`${code(1).slice(0, 2)}%`}`.execute(tx),
      )
      return rows.length > 0 && rows
    }, 'the record of the failure')
    for (const { username } of failures) assert.match(username, /^.{2}….{2}$/)
  })
})
