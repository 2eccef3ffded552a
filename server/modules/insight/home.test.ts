import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { testTenant } from '#kernel/testing.ts'
import { backFrom, readHome } from './home.ts'

const change = (day: string, inService: bigint) => ({ day, overdueMinor: 0n, inService })

test('a figure is counted back from what it is now', () => {
  const changes = [change('2026-03-08', 5n), change('2026-03-09', 2n), change('2026-03-10', -1n)]
  assert.deepEqual(
    backFrom(11n, changes, ({ inService }) => inService),
    [10n, 12n, 11n],
  )
  assert.deepEqual(
    backFrom(11n, [], ({ inService }) => inService),
    [],
  )
})

test('a business that begins has zeros for every day, and nothing that needs attention', async () => {
  const { transact, platform } = await testTenant()
  const home = await transact((tx) => readHome(tx, platform.clock.now(), 'Asia/Dhaka', 'BDT'))
  assert.equal(home.revenue.days.length, 30)
  assert.deepEqual([...new Set(home.arrears.days.map(({ minor }) => minor))], [0n])
  assert.deepEqual(home.subscriptions.inService.length, 30)
  assert.deepEqual(home.attention, [])
})

test('a router whose secret is lost needs attention, unless it is switched off', async () => {
  const { transact, platform } = await testTenant()
  const attention = () => transact(async (tx) => (await readHome(tx, platform.clock.now(), 'Asia/Dhaka', 'BDT')).attention)
  await transact((tx) =>
    sql`insert into nas (name, address, vendor, secret_sealed, unreadable_since) values ('North', '198.51.100.77', 'mikrotik', 'of another key', now())`.execute(
      tx,
    ),
  )
  assert.deepEqual(await attention(), [{ kind: 'secret-lost', count: 1n }])
  await transact((tx) => sql`update nas set enabled = false`.execute(tx))
  assert.deepEqual(await attention(), [])
})

test('one-time codes need attention for an hour after as many were sent as may be', async () => {
  const { transact, platform } = await testTenant()
  const now = platform.clock.now()
  const attention = (minutes: number) =>
    transact(async (tx) => (await readHome(tx, now.add({ minutes }), 'Asia/Dhaka', 'BDT')).attention.map(({ kind }) => kind))
  await transact((tx) =>
    sql`insert into hotspot_code (phone, guests, token_hash, code_hash, sms_id, is_limit, asked_at)
        values ('+8801700000001', '{}', 't', 'c', uuidv7(), true, ${now}), ('+8801700000002', '{}', 't', 'c', uuidv7(), false, ${now})`.execute(
      tx,
    ),
  )
  assert.deepEqual(await attention(59), ['codes-limited'])
  assert.deepEqual(await attention(61), [])
})

test('the certificate that devices see needs attention in its last 30 days, until there is a newer one', async () => {
  const { transact, platform } = await testTenant()
  const now = platform.clock.now()
  const attention = () => transact(async (tx) => (await readHome(tx, now, 'Asia/Dhaka', 'BDT')).attention)
  const add = (days: number) =>
    transact((tx) =>
      sql`insert into eap_certificate (role, subject, certificate, key_sealed, fingerprint, issued, valid_from, valid_to)
          values ('server', 'radius.example.com', 'pem', 'sealed', 'f', false, ${now}, ${now.add({ hours: days * 24 })})`.execute(tx),
    )
  await add(31)
  assert.deepEqual(await attention(), [])
  await add(29)
  assert.deepEqual(await attention(), [{ kind: 'certificate-ending', count: 1n }])
  await add(300)
  assert.deepEqual(await attention(), [])
})
