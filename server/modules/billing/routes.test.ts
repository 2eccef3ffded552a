import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { createHttpServer, type Principal } from '#kernel/http.ts'
import { operationsRoutes } from '#kernel/operations.ts'
import { money } from '#kernel/money.ts'
import { stopPdfWorker } from '#kernel/pdf.ts'
import { type TestTenant, testTenant } from '#kernel/testing.ts'
import { createOffer, publishOffer } from '#modules/catalog'
import { createCustomer } from '#modules/customers'
import { activate, readSubscription, subscribe } from '#modules/subscriptions'
import { seedBilling } from './defaults.ts'
import { billingModule } from './module.ts'
import { billNow } from './run-bills.ts'

const day = (iso: string) => Temporal.PlainDate.from(iso)

async function world(language = 'en') {
  const tenant = await testTenant({ now: '2026-03-16T04:00:00Z' })
  const subscriptionId = await tenant.transact(async (tx) => {
    await seedBilling(tx)
    const { offerId } = await createOffer(tx, {
      code: 'home',
      name: 'Home 20',
      technology: 'pppoe',
      terms: { validFrom: day('2026-01-01'), recurring: money(100_000n, 'BDT'), downloadBps: 20_000_000n, uploadBps: 20_000_000n },
    })
    await publishOffer(tx, offerId)
    const { customerId } = await createCustomer(tx, { name: 'Rahima Khatun', language, addressLine: 'House 12, Road 5', city: 'Dhaka' })
    const { id } = await subscribe(tx, { customerId, offerId, startOn: day('2026-03-16'), billDay: 1 })
    await activate(tx, id, tenant.platform.clock.now())
    await billNow(tx, day('2026-03-16'), tenant.platform.clock.now())
    return id
  })
  return { ...tenant, subscriptionId, call: caller(tenant) }
}

test('the journal knows the entries of invoices by their number, and all by their customer', async () => {
  const tenant = await world()
  const read = caller(tenant, ['ledger.read'])
  const { items } = (await read('GET', '/lists/ledger-entries/rows')).body
  assert.deepEqual(
    (items as Record<string, unknown>[]).map(({ description, customer, actor }) => [description, customer, actor]),
    [['Invoice INV-2026-000001', 'Rahima Khatun', 'staff:test']],
  )
})

const everything = [...Object.keys(billingModule.permissions!), 'subscriptions.write']

function caller(tenant: TestTenant, permissions: readonly string[] = everything) {
  const principal: Principal = {
    tenantId: tenant.tenantId,
    actor: 'staff:test',
    staffId: null,
    sessionId: null,
    permissions: new Set(permissions),
    timeZone: 'Asia/Dhaka',
    currency: 'BDT',
    locale: 'en',
    csrf: null,
  }
  const app = createHttpServer(
    tenant.platform,
    [...billingModule.routes!, ...operationsRoutes(billingModule.lists!, [])],
    async () => principal,
  )
  return async (method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, body?: object) => {
    const answer = await app.inject({
      method,
      url: `/api/v1${url}`,
      ...(body && { payload: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
    const isJson = /json/.test(String(answer.headers['content-type']))
    return { status: answer.statusCode, body: isJson ? answer.json() : answer.rawPayload }
  }
}

suite('billing over HTTP', () => {
  test('an invoice is listed, read with its lines and printed as PDF in the language of the customer', async () => {
    const { call } = await world('bn')
    const listed = await call('GET', '/lists/invoices/rows?q=rahima&f=state:eq:open')
    assert.partialDeepStrictEqual(listed.body.items[0], {
      number: 'INV-2026-000001',
      customer: 'Rahima Khatun',
      total: { minor: '54194', currency: 'BDT' },
      dueOn: '2026-03-23',
    })
    const { id } = listed.body.items[0]
    const read = await call('GET', `/invoices/${id}`)
    assert.partialDeepStrictEqual(read.body, {
      state: 'open',
      periodFrom: '2026-03-16',
      periodTo: '2026-04-01',
      placeOfSupply: 'BD',
      taxes: [{ code: 'VAT', jurisdiction: 'BD', supplyCode: 'S012.14', net: { minor: '51613' }, tax: { minor: '2581' } }],
      lines: [{ kind: 'recurring', quantity: '0.516129', unit: { minor: '100000' }, taxPercent: '5.0000' }],
    })
    const pdf = await call('GET', `/invoices/${id}/document`)
    assert.equal(pdf.status, 200)
    assert.equal(pdf.body.subarray(0, 5).toString(), '%PDF-')
    stopPdfWorker()
  })

  test('a mistyped year neither bills ahead nor cuts off', async () => {
    const { call } = await world()
    assert.equal((await call('POST', '/bill-runs', { asOf: '2062-04-01' })).body.code, 'billing.too_far_ahead')
    assert.equal((await call('POST', '/bill-runs', { asOf: '2026-05-18', preview: true })).body.code, 'billing.too_far_ahead')
    assert.equal((await call('POST', '/bill-runs', { asOf: '2026-05-17' })).status, 202)
    assert.equal((await call('POST', '/dunning-runs', { asOf: '2026-03-17' })).body.code, 'billing.dunned_ahead')
  })

  test('a bill run is started and can be watched', async () => {
    const { call } = await world()
    const started = await call('POST', '/bill-runs', { asOf: '2026-04-01' })
    assert.equal(started.status, 202)
    const watched = await call('GET', `/bill-runs/${started.body.id}`)
    assert.partialDeepStrictEqual(watched.body, {
      asOf: '2026-04-01',
      state: 'running',
      subscriptionCount: '1',
      subscriptionDone: '0',
      total: { minor: '0' },
    })
    assert.equal((await call('GET', `/bill-runs/${crypto.randomUUID()}`)).body.code, 'billing.bill_run_not_found')
  })

  test('an unpaid invoice can be voided once: it keeps its number, nobody owes it, and service is given back', async () => {
    const { call, transact, platform, subscriptionId } = await world()
    platform.clock.moveTo('2026-04-10T04:00:00Z')
    await call('POST', '/dunning-runs', {})
    assert.equal((await transact((tx) => readSubscription(tx, subscriptionId))).state, 'suspended')
    const { id, accountId } = (await call('GET', '/lists/invoices/rows')).body.items[0]
    assert.equal((await call('GET', `/accounts/${accountId}/balance`)).body.owed.minor, '54194')
    assert.equal((await call('POST', `/invoices/${id}/void`, {})).body.state, 'void')
    assert.equal((await call('POST', `/invoices/${id}/void`, {})).body.code, 'billing.invoice_not_open')
    const [again] = (await call('POST', '/lists/invoices/actions/void', { ids: [id] })).body.failed
    assert.deepEqual([again.code, again.values], ['billing.invoice_not_open', { number: 'INV-2026-000001', state: 'void' }])
    assert.equal((await call('GET', `/accounts/${accountId}/balance`)).body.owed.minor, '0')
    assert.equal((await transact((tx) => readSubscription(tx, subscriptionId))).state, 'active')
  })

  test('a promise gives service back until it is broken, then the steps are taken anew', async () => {
    const { call, transact, platform, subscriptionId } = await world()
    const state = async () => (await transact((tx) => readSubscription(tx, subscriptionId))).state
    platform.clock.moveTo('2026-04-10T04:00:00Z')
    await call('POST', '/dunning-runs', {})
    const { id } = (await call('GET', '/lists/invoices/rows')).body.items[0]
    assert.equal((await call('POST', `/invoices/${id}/promise`, { until: '2026-04-09' })).body.code, 'billing.promise_in_the_past')
    assert.equal((await call('POST', `/invoices/${id}/promise`, { until: '2026-06-09' })).body.code, 'billing.promise_too_late')
    assert.equal((await call('POST', `/invoices/${id}/promise`, { until: '2026-04-20' })).body.promisedUntil, '2026-04-20')
    assert.equal(await state(), 'active')
    assert.equal(
      (await call('POST', `/invoices/${id}/promise`, { until: '2026-04-15' })).body.promisedUntil,
      '2026-04-20',
      'the later promise holds',
    )
    platform.clock.moveTo('2026-04-20T04:00:00Z')
    assert.deepEqual((await call('POST', '/dunning-runs', {})).body, {
      reminded: 0,
      charged: 0,
      suspended: 0,
      ending: 0,
    })
    platform.clock.moveTo('2026-04-21T04:00:00Z')
    assert.deepEqual((await call('POST', '/dunning-runs', { asOf: '2026-04-21' })).body, {
      reminded: 1,
      charged: 0,
      suspended: 1,
      ending: 0,
    })
    assert.deepEqual((await call('POST', '/dunning-runs', { asOf: '2026-04-21' })).body, {
      reminded: 0,
      charged: 0,
      suspended: 0,
      ending: 0,
    })
    assert.equal(await state(), 'suspended')
    assert.equal((await call('GET', `/invoices/${id}`)).body.dunning.length, 10)
  })

  test('dunning stages are changed by day', async () => {
    const { call } = await world()
    const stage = await call('POST', '/dunning-stages', { days: 20, action: 'suspend' })
    assert.equal((await call('POST', '/dunning-stages', { days: 20, action: 'suspend' })).body.code, 'billing.stage_exists')
    assert.equal((await call('PUT', `/dunning-stages/${stage.body.id}`, { days: 21, action: 'suspend' })).body.days, 21)
    assert.equal((await call('DELETE', `/dunning-stages/${stage.body.id}`)).status, 204)
  })

  test('a debt is written off once, by who may, and listed', async () => {
    const one = await world()
    const { id } = (await one.call('GET', '/lists/invoices/rows')).body.items[0]
    const adjuster = caller(one, ['billing.read', 'billing.adjust'])
    assert.equal((await adjuster('POST', `/invoices/${id}/write-off`, { reason: 'Moved away' })).body.code, 'http.forbidden')
    const refused = await one.call('POST', `/invoices/${id}/write-off`, { reason: 'Moved away', takesTaxesBack: true })
    assert.deepEqual([refused.body.code, refused.body.pointer], ['billing.no_tax_relief', '/takesTaxesBack'])
    assert.partialDeepStrictEqual((await one.call('POST', `/invoices/${id}/write-off`, { reason: 'Moved away' })).body, {
      amount: { minor: '54194' },
      tax: { minor: '0' },
    })
    assert.equal((await one.call('POST', `/invoices/${id}/write-off`, { reason: 'Moved away' })).body.code, 'billing.invoice_not_open')
    assert.partialDeepStrictEqual((await one.call('GET', '/lists/write-offs/rows?q=rahima')).body.items[0], {
      kind: 'write-off',
      reason: 'Moved away',
    })
    assert.partialDeepStrictEqual((await one.call('GET', '/lists/invoices/rows?f=state:eq:written-off')).body.items[0], {
      open: { minor: '0' },
    })
    assert.equal((await one.call('GET', '/receivables/ageing-report')).body.writtenOff.minor, '54194')
    await one.call('POST', `/invoices/${id}/write-off-reversal`, { reason: 'Found' })
    assert.equal((await one.call('GET', `/invoices/${id}`)).body.state, 'open')
  })

  test('another policy than the usual one is agreed to by who may adjust bills; a quote that changed comes with the answer', async () => {
    const one = await world()
    const ask = { kind: 'cancellation', subscriptionId: one.subscriptionId, refundOnCancellation: 'money' }
    const { body: quoted } = await one.call('POST', '/quotes', ask)
    const seller = caller(one, ['billing.read', 'subscriptions.write'])
    const agreement = { ask, fingerprint: quoted.fingerprint }
    assert.equal((await seller('POST', '/quotes/agreements', agreement)).body.code, 'billing.policy_not_yours')
    const stale = await one.call('POST', '/quotes/agreements', { ask, fingerprint: 'of yesterday' })
    assert.deepEqual([stale.status, stale.body.code, stale.body.quote], [409, 'billing.quote_changed', quoted])
    assert.equal((await one.call('POST', '/quotes/agreements', agreement)).body.state, 'ended')
  })

  test('what customers owe is shown by age', async () => {
    const { call, platform } = await world()
    assert.equal((await call('GET', '/receivables/ageing')).body.current.minor, '54194')
    platform.clock.moveTo('2026-05-01T04:00:00Z')
    assert.equal((await call('GET', '/receivables/ageing')).body.days60.minor, '54194')
  })
})
