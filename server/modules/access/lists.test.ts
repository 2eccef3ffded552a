import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { isFilterable, isSortable, readPage, zListQuery } from '#kernel/lists.ts'
import { testTenant } from '#kernel/testing.ts'
import { addNas } from './keep-nas.ts'
import { lists } from './lists.ts'
import { nasDraft, secret, subscribed } from './testing.ts'

suite('every list answers in every order, and to what people type', async () => {
  const tenant = await testTenant()
  await tenant.transact(async (tx) => {
    const nas = await addNas(tx, nasDraft({ name: 'North' }), secret)
    const subscriptionId = await subscribed(tx, tenant.platform.clock.now(), 'alice', 'secret-42')
    await sql`
      insert into session (tenant_id, identity, nas_id, subscription_id, login_id, username, acct_session_id, calling_station, address, address6, prefix6, delegated6, started_at, updated_at)
      select current_tenant(), uuidv7(), ${nas.id}, ${subscriptionId}, id, 'alice', '81a', '02:AA:BB:CC:DD:EE', '100.64.0.7', '2001:db8::7', '2001:db8:0:7::/64', '2001:db8:700::/56', now(), now() from login`.execute(
      tx,
    )
    await sql`insert into network_command (session_id, nas_id, subscription_id, kind, reason) select id, nas_id, subscription_id, 'disconnect', 'staff' from session`.execute(
      tx,
    )
    await sql`insert into login_failure (tenant_id, nas_id, username, reason, minute, last_at) values (current_tenant(), ${nas.id}, 'mallory', 'unknown-user', now(), now())`.execute(
      tx,
    )
    await sql`insert into accounting_journal (nas_id, records, error) values (${nas.id}, '[]', 'invalid byte sequence')`.execute(tx)
    await sql`
      insert into eap_certificate (role, subject, login_id, certificate, fingerprint, issued, valid_from, valid_to)
      select 'device', 'alice', id, 'PEM', 'ab', true, now(), now() + interval '1 year' from login`.execute(tx)
    await sql`
      insert into nas_certificate (nas_id, kind, subject, certificate, fingerprint, valid_from, valid_to)
      values (${nas.id}, 'issued', 'north', 'PEM', 'cd', now(), now() + interval '1 year')`.execute(tx)
    await sql`insert into realm (name) values ('roam.example')`.execute(tx)
    await sql`insert into home_server (realm_id, position, address, auth_port, acct_port, secret_sealed) select id, 0, '192.0.2.9', 1812, 1813, '' from realm`.execute(
      tx,
    )
    await sql`insert into forwarded_accounting (realm_id, happened_at, next_at, packet) select id, now(), now(), '' from realm`.execute(tx)
    await sql`insert into radius_drop (tenant_id, day, source, reason, packets, last_at) values (current_tenant(), current_date, '192.0.2.1', 'unknown_nas', 3, now())`.execute(
      tx,
    )
  })
  for (const list of lists)
    test(list.name, () =>
      tenant.transact(async (tx) => {
        for (const [key, column] of Object.entries(list.columns)) {
          if (isSortable(column)) assert.ok((await readPage(tx, list, zListQuery.parse({ sort: `-${key}` }))).items.length > 0, key)
          if (isFilterable(column) && column.values) await readPage(tx, list, zListQuery.parse({ f: `${key}:eq:${column.values[0]}` }))
        }
        if (list.search) assert.deepEqual((await readPage(tx, list, zListQuery.parse({ q: 'zzz' }))).items, [])
      }),
    )
  for (const typed of [
    'alice',
    'ALICE',
    '100.64.0.7',
    '2001:DB8::7',
    '2001:db8:0:7::abcd',
    '2001:db8:700:ff::1',
    '02:aa:bb:cc:dd:ee',
    'ali',
  ])
    test(`a session is found by ${typed}`, () =>
      tenant.transact(async (tx) =>
        assert.equal(
          (
            await readPage(
              tx,
              lists.find((list) => list.name === 'sessions')!,
              zListQuery.parse({ q: typed }),
            )
          ).items.length,
          1,
        ),
      ))
})
