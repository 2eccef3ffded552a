import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { isDuplicate, sql, transact } from './db.ts'
import { testTenant } from './testing.ts'

suite('tenant transaction', () => {
  test('rows of another tenant do not exist, and cannot be written', async () => {
    const [mine, other] = [await testTenant(), await testTenant()]
    await other.transact((tx) => sql`insert into location (name) values ('Theirs')`.execute(tx))

    const seen = await mine.transact((tx) => sql`select name from location`.execute(tx))
    assert.deepEqual(seen.rows, [])
    await assert.rejects(
      mine.transact((tx) => sql`insert into location (tenant_id, name) values (${other.tenantId}, 'Smuggled')`.execute(tx)),
      /row-level security/,
    )
  })

  test('a batch may carry several tenants, but must then say whose row it writes', async () => {
    const [a, b] = [await testTenant(), await testTenant()]
    const both = { tenants: [a.tenantId, b.tenantId], actor: 'batch', requestId: '' }
    await transact(a.db, both, (tx) =>
      sql`insert into location (tenant_id, name) select unnest(${both.tenants}::uuid[]), 'Hub'`.execute(tx),
    )
    const { rows } = await transact(a.db, both, (tx) =>
      sql<{ count: bigint }>`select count(*) from location where name = 'Hub'`.execute(tx),
    )
    assert.equal(rows[0]!.count, 2n)
    await assert.rejects(
      transact(a.db, both, (tx) => sql`insert into location (name) values ('Whose?')`.execute(tx)),
      /row-level security/,
    )
  })

  test('without a scope nothing is visible', async () => {
    const tenant = await testTenant()
    const { rows } = await sql<{ count: bigint }>`select count(*) from tenant`.execute(tenant.db.kysely)
    assert.equal(rows[0]!.count, 0n)
  })

  test('what throws leaves nothing behind', async () => {
    const tenant = await testTenant()
    await assert.rejects(
      tenant.transact(async (tx) => {
        await sql`insert into location (name) values ('Half')`.execute(tx)
        throw new Error('stop')
      }),
      /stop/,
    )
    const { rows } = await tenant.transact((tx) => sql`select 1 from location`.execute(tx))
    assert.equal(rows.length, 0)
  })

  test('a duplicate is recognised', async () => {
    const tenant = await testTenant()
    const twice = tenant.transact((tx) => sql`insert into location (name) values ('A'), ('A')`.execute(tx))
    await assert.rejects(twice, (error) => isDuplicate(error))
  })
})

test('values keep their types: bigint, instant, date, arrays', async () => {
  const tenant = await testTenant()
  const at = Temporal.Instant.from('2026-03-01T23:59:59.123456Z')
  const day = Temporal.PlainDate.from('2026-02-28')
  const { rows } = await tenant.transact((tx) =>
    sql`select ${9_007_199_254_740_993n}::bigint as big, ${at}::timestamptz as at, ${day}::date as day, ${[at, null]}::timestamptz[] as ats, ${[1n, 2n]}::bigint[] as bigs`.execute(
      tx,
    ),
  )
  assert.deepEqual(rows[0], { big: 9_007_199_254_740_993n, at, day: '2026-02-28', ats: [at, null], bigs: [1n, 2n] })
})

suite('audit', () => {
  test('the database writes who changed what, only the difference, and no secrets', async () => {
    const tenant = await testTenant()
    await tenant.transact((tx) => sql`insert into staff (email, name, password_hash) values ('a@x.test', 'Ada', 'argon')`.execute(tx))
    await tenant.transact((tx) => sql`update staff set name = 'Ada L.', password_hash = 'other'`.execute(tx))
    const { rows } = await tenant.transact((tx) =>
      sql<{
        operation: string
        actor: string
        before: unknown
        after: { password_hash?: string }
      }>`select operation, actor, before, after from audit where table_name = 'staff' order by id`.execute(tx),
    )
    assert.equal(rows[0]!.after.password_hash, '•••')
    assert.deepEqual(rows[1], {
      operation: 'update',
      actor: 'staff:test',
      before: { name: 'Ada', password_hash: '•••' },
      after: { name: 'Ada L.', password_hash: '•••' },
    })
  })

  test('sealed rows verify; the log cannot be changed by the program', async () => {
    const tenant = await testTenant()
    for (const name of ['A', 'B']) {
      await tenant.transact((tx) => sql`insert into location (name) values (${name})`.execute(tx))
      await tenant.transact((tx) => sql`select seal_audit(current_tenant())`.execute(tx))
    }
    const broken = await tenant.transact((tx) => sql`select * from verify_audit(current_tenant())`.execute(tx))
    assert.deepEqual(broken.rows, [])
    await assert.rejects(
      tenant.transact((tx) => sql`update audit set actor = 'nobody'`.execute(tx)),
      /permission denied/,
    )
  })

  test('an altered row is found', async () => {
    const tenant = await testTenant()
    await tenant.transact((tx) => sql`insert into location (name) values ('A')`.execute(tx))
    await tenant.transact((tx) => sql`select seal_audit(current_tenant())`.execute(tx))
    await tenant.asOwner(
      `alter table audit disable trigger append_only; update audit set actor = 'nobody' where tenant_id = '${tenant.tenantId}'; alter table audit enable trigger append_only`,
    )
    const broken = await tenant.transact((tx) => sql<{ number: bigint }>`select number from verify_audit(current_tenant())`.execute(tx))
    assert.deepEqual(broken.rows, [{ number: 1n }])
  })
})
