import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { createHttpServer, type Principal } from '#kernel/http.ts'
import type { RowScope } from '#kernel/row-scope.ts'
import { testTenant } from '#kernel/testing.ts'
import { tariffRoutes } from './tariff-routes.ts'

async function world(rows?: RowScope) {
  const tenant = await testTenant()
  const principal: Principal = {
    tenantId: tenant.tenantId,
    actor: 'staff:test',
    staffId: null,
    sessionId: null,
    permissions: new Set(['charging.write']),
    rows,
    timeZone: 'Asia/Dhaka',
    currency: 'BDT',
    locale: 'en',
    csrf: null,
  }
  const app = createHttpServer(tenant.platform, tariffRoutes, async () => principal)
  return async (path: string, payload: object) => {
    const answer = await app.inject({ method: 'POST', url: `/api/v1${path}`, payload })
    return { status: answer.statusCode, body: answer.json() }
  }
}

const record = {
  source: 'carrier',
  key: 'a',
  subscriptionId: null,
  measure: 'seconds',
  otherParty: '8801711000000',
  startedAt: '2026-03-09T08:00:00Z',
  quantity: 60,
}
const bringing = [
  ['/usage-records', { records: [record] }],
  [
    '/usage-files',
    { name: 'calls.csv', text: 'header,F-1,carrier\nrecord,a,S-1,seconds,8801711000000,2026-03-09T08:00:00Z,60\ntrailer,1,60' },
  ],
] as const

suite('usage of a whole business', () => {
  for (const [path, body] of bringing)
    test(`is not brought by somebody who sees some of its customers: ${path}`, async () => {
      const post = await world({ staffId: crypto.randomUUID(), locationIds: [] })
      const answer = await post(path, body)
      assert.deepEqual([answer.status, answer.body.code], [403, 'charging.all_customers_needed'])
    })

  test('is brought by somebody who sees all of them, and what cannot be taken waits', async () => {
    const post = await world()
    const [records, file] = bringing
    assert.deepEqual((await post(...records)).body.rejected.length, 1)
    assert.deepEqual((await post(...file)).body.rejected, 1)
  })
})
