import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql, transact } from '#kernel/db.ts'
import { testDatabase, testTenant } from '#kernel/testing.ts'
import { changeTenant } from './change-tenant.ts'
import { createTenant } from './create-tenant.ts'
import { readTenant } from './store.ts'
import type { TenantDraft } from './tenant.ts'

const draft = (slug: string): TenantDraft => ({ slug, name: 'Padma Net', country: 'BD', currency: 'BDT', timeZone: 'Asia/Dhaka' })
const scopeOf = (tenantId: string) => ({ tenants: [tenantId], actor: 'staff:test', requestId: 'test' })

test('a new tenant reads back with its defaults, and says that it was created', async () => {
  const { db } = await testDatabase()
  const id = await createTenant(db, draft('padma-create'))
  await transact(db, scopeOf(id), async (tx) => {
    const tenant = await readTenant(tx)
    assert.deepEqual(
      {
        slug: tenant.slug,
        legalName: tenant.legalName,
        paymentTermsDays: tenant.paymentTermsDays,
        locale: tenant.locale,
        version: tenant.version,
      },
      { slug: 'padma-create', legalName: 'Padma Net', paymentTermsDays: 7, locale: 'en', version: 1 },
    )
    const { rows } = await sql<{ payload: unknown }>`select payload from event where type = 'tenant.created.v1'`.execute(tx)
    assert.deepEqual(
      rows.map((row) => row.payload),
      [{ tenantId: id, name: 'Padma Net', country: 'BD', currency: 'BDT' }],
    )
  })
})

test('a short name is given once', async () => {
  const { db } = await testDatabase()
  await createTenant(db, draft('padma-twice'))
  await assert.rejects(createTenant(db, draft('padma-twice')), { code: 'tenants.slug_taken' })
})

test('a change touches what it names, counts the version and stands in the audit log', async () => {
  const { transact } = await testTenant()
  await transact(async (tx) => {
    const changed = await changeTenant(tx, { name: 'Jamuna Net', paymentTermsDays: 14, waysToPay: 'Cash\nAt the shop' })
    assert.deepEqual(
      [changed.name, changed.legalName, changed.paymentTermsDays, changed.waysToPay, changed.version],
      ['Jamuna Net', 'Test Net Ltd', 14, 'Cash\nAt the shop', 2],
    )
    const { rows } = await sql<{
      before: unknown
      after: unknown
    }>`select before, after from audit where table_name = 'tenant' and operation = 'update'`.execute(tx)
    assert.deepEqual(rows, [
      {
        before: { name: 'Test Net', payment_terms_days: 7, ways_to_pay: '' },
        after: { name: 'Jamuna Net', payment_terms_days: 14, ways_to_pay: 'Cash\nAt the shop' },
      },
    ])
  })
})

test('one tenant cannot see or change another', async () => {
  const [one, other] = [await testTenant(), await testTenant()]
  const seen = await one.transact((tx) => sql`select id from tenant`.execute(tx))
  assert.deepEqual(seen.rows, [{ id: one.tenantId }])
  const changed = await one.transact((tx) => sql`update tenant set name = 'taken over' where id = ${other.tenantId}`.execute(tx))
  assert.equal(changed.numAffectedRows, 0n)
})
