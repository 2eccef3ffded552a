import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import { after, suite, test } from 'node:test'
import { sql, type Tx } from '#kernel/db.ts'
import type { Event } from '#kernel/events.ts'
import { createHttpServer, type Principal } from '#kernel/http.ts'
import { runJobNow } from '#kernel/jobs.ts'
import { money } from '#kernel/money.ts'
import { operationsRoutes } from '#kernel/operations.ts'
import { stopPdfWorker } from '#kernel/pdf.ts'
import { testTenant } from '#kernel/testing.ts'
import { billNow, runDunning, seedBilling, verifyInvoices } from '#modules/billing'
import { createOffer, publishOffer } from '#modules/catalog'
import { createCustomer } from '#modules/customers'
import { receivableOf, trialBalance, verifyLedger } from '#modules/ledger'
import { activate, readSubscription, subscribe } from '#modules/subscriptions'
import { createPaystack, signPaystackWebhook } from '#simulators/paystack'
import { chargeMethod, retrySavedMethods } from './charge-saved-method.ts'
import { lists } from './lists.ts'
import { paymentsModule } from './module.ts'
import { requestRefund } from './refund-payment.ts'
import { routes } from './routes.ts'
import { askGateways, openCheckout } from './run-checkout.ts'
import { lookAtWebhook } from './take-webhook.ts'
import { verifyPayments } from './verify.ts'

const secretKey = 'sk_test_simulator'
const day = (iso: string) => Temporal.PlainDate.from(iso)
const price = 1_075_000n // 10,000.00 with 7.5 % VAT
const closers: (() => Promise<unknown>)[] = []
after(async () => {
  await Promise.all(closers.map((close) => close()))
  stopPdfWorker()
})

/** A Lagos operator with one customer who owes a month, its HTTP server, and Paystack on the other side. */
async function world() {
  const tenant = await testTenant({ now: '2026-03-01T08:00:00Z', country: 'NG', currency: 'NGN', timeZone: 'Africa/Lagos' })
  const permissions = new Set(Object.keys(paymentsModule.permissions!))
  const principal: Principal = {
    tenantId: tenant.tenantId,
    actor: 'staff:test',
    staffId: null,
    sessionId: null,
    permissions,
    timeZone: 'Africa/Lagos',
    currency: 'NGN',
    locale: 'en',
    csrf: null,
  }
  const app = createHttpServer(tenant.platform, [...routes, ...operationsRoutes(lists, [])], async () => principal)
  await app.listen({ port: 0, host: '127.0.0.1' })
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}` // it listens on TCP
  const call = async (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: object, headers: Record<string, string> = {}) => {
    const answer = await app.inject({
      method,
      url: `/api/v1${path}`,
      ...(body && { payload: JSON.stringify(body) }),
      headers: { ...(body && { 'content-type': 'application/json' }), ...headers },
    })
    return {
      status: answer.statusCode,
      body: answer.body === '' || answer.headers['content-type'] === 'application/pdf' ? answer.rawPayload : answer.json(),
    }
  }
  const { body: gateway } = await call('POST', '/gateways', { provider: 'paystack', credentials: { secretKey } })
  const webhookUrl = `${url}/hooks/paystack/${gateway.id}`
  const paystack = await createPaystack({ secretKey, webhookUrl, retryDelaysMs: [] })
  await call('PATCH', `/gateways/${gateway.id}`, { settings: { baseUrl: paystack.url } }, { 'if-match': '"1"' })
  closers.push(
    () => paystack.close(),
    () => app.close(),
  )

  const { accountId, subscriptionId } = await tenant.transact(async (tx) => {
    await seedBilling(tx)
    const { offerId } = await createOffer(tx, {
      code: 'home',
      name: 'Spark Home',
      technology: 'wireless',
      terms: { validFrom: day('2026-01-01'), recurring: money(1_000_000n, 'NGN'), downloadBps: 20_000_000n, uploadBps: 20_000_000n },
    })
    await publishOffer(tx, offerId)
    const { customerId, accountId } = await createCustomer(tx, { name: 'Adébáyọ̀ Ọláníyan', email: 'ade@example.ng' })
    const { id } = await subscribe(tx, { customerId, offerId, startOn: day('2026-03-01'), billDay: 1 })
    await activate(tx, id, tenant.platform.clock.now())
    await billNow(tx, day('2026-03-01'), tenant.platform.clock.now())
    return { accountId, subscriptionId: id }
  })

  /** Starts a checkout and lets the job register it. @returns it with the address to pay at */
  const checkout = async (minor = price) => {
    const started = await call('POST', '/checkouts', {
      accountId,
      gatewayId: gateway.id,
      amount: { minor: String(minor), currency: 'NGN' },
    })
    assert.equal(started.status, 202)
    await runJobNow(tenant.platform, openCheckout, tenant.scope, { checkoutId: started.body.id, email: 'ade@example.ng' })
    return (await call('GET', `/checkouts/${started.body.id}`)).body
  }
  const post = (body: string, signature = signPaystackWebhook(secretKey, body)) =>
    fetch(webhookUrl, { method: 'POST', body, headers: { 'content-type': 'application/json', 'x-paystack-signature': signature } })
  const rows = async (list: string) => (await call('GET', `/lists/${list}/rows`)).body.items
  const owed = () => tenant.transact(async (tx) => (await receivableOf(tx, [accountId])).get(accountId)!.minor)
  const blocks = () => tenant.transact(async (tx) => (await readSubscription(tx, subscriptionId)).blockReasons)
  const prove = () =>
    tenant.transact(async (tx) =>
      assert.deepEqual([...(await verifyLedger(tx)), ...(await verifyInvoices(tx)), ...(await verifyPayments(tx))], []),
    )
  return { ...tenant, url, call, gateway, paystack, accountId, checkout, post, rows, owed, blocks, prove }
}

suite('Paystack, end to end', () => {
  test('a suspended customer pays and has service back before the gateway is answered', async () => {
    const { transact, checkout, paystack, blocks, owed, rows, prove, call } = await world()
    await transact((tx) => runDunning(tx, day('2026-03-30')))
    assert.deepEqual(await blocks(), ['unpaid'])
    const started = await checkout()
    assert.match(started.url, /^http:\/\/127\.0\.0\.1:\d+\/checkout\//)
    assert.equal(await paystack.pay(started.reference), 200)
    assert.deepEqual(await blocks(), [])
    assert.equal(await owed(), 0n)
    assert.partialDeepStrictEqual(await rows('payments'), [
      { number: 'R-2026-000001', method: 'paystack', reference: started.reference, amount: { minor: String(price) } },
    ])
    assert.partialDeepStrictEqual(await rows('webhooks'), [{ state: 'processed', deliveries: 1 }])
    assert.equal((await call('GET', `/checkouts/${started.id}`)).body.state, 'paid')
    await prove()
  })

  test('twenty deliveries at once pay once', async () => {
    const { checkout, paystack, rows, owed, prove } = await world()
    const { reference } = await checkout()
    await paystack.pay(reference)
    const answers = await paystack.deliverAgain(reference, 20)
    assert.deepEqual(new Set(answers), new Set([200]))
    assert.equal((await rows('payments')).length, 1)
    assert.equal((await rows('webhooks'))[0].deliveries, 21)
    assert.equal(await owed(), 0n)
    await prove()
  })

  test('twenty deliveries at once of the first notice pay once', async () => {
    const { checkout, paystack, post, rows, owed, prove } = await world()
    const { reference } = await checkout()
    const paid = paystack.pay(reference) // its own notice races with ours
    const body = JSON.stringify({ event: 'charge.success', data: { id: 77, reference, amount: 1, status: 'success', currency: 'NGN' } })
    await Promise.all([paid, ...Array.from({ length: 20 }, () => post(body))])
    assert.equal((await rows('payments')).length, 1)
    assert.equal(await owed(), 0n)
    await prove()
  })

  test('what a webhook claims is not believed', async () => {
    const { checkout, post, rows, owed } = await world()
    const { reference } = await checkout()
    const claim = (id: number, ref: string) =>
      JSON.stringify({ event: 'charge.success', data: { id, reference: ref, status: 'success', amount: Number(price), currency: 'NGN' } })
    assert.equal((await post(claim(1, reference), 'forged')).status, 401)
    assert.equal((await rows('webhooks')).length, 0)
    assert.equal((await post(claim(1, reference))).status, 200) // signed, but Paystack says that nothing was paid
    assert.equal((await post(claim(2, 'TL-nobody'))).status, 200)
    assert.equal((await post('{"event":"subscription.create","data":{"id":3}}')).status, 200)
    assert.equal((await post('{"hello":1}')).status, 400)
    assert.deepEqual((await rows('webhooks')).map((row: { state: string; error: string }) => [row.state, row.error]).toSorted(), [
      ['ignored', null],
      ['rejected', 'No checkout has the reference TL-nobody.'],
      ['rejected', 'The gateway says that nothing was paid yet.'],
    ])
    assert.equal((await rows('payments')).length, 0)
    assert.equal(await owed(), price)
  })

  test('another amount than asked for is kept for a person, and can be replayed', async () => {
    const { checkout, paystack, transact, rows, call, platform, scope } = await world()
    const { id, reference } = await checkout()
    await transact((tx: Tx) => sql`update checkout set amount_minor = amount_minor + 1 where id = ${id}`.execute(tx))
    await paystack.pay(reference)
    const [webhook] = await rows('webhooks')
    assert.equal(webhook.state, 'rejected')
    assert.match(webhook.error, /₦10,750\.00 were paid, ₦10,750\.01 were asked for/)
    await transact((tx: Tx) => sql`update checkout set amount_minor = amount_minor - 1 where id = ${id}`.execute(tx))
    assert.deepEqual((await call('POST', '/lists/webhooks/actions/replay', { ids: [webhook.id] })).body, { done: 1, failed: [] })
    await runJobNow(platform, lookAtWebhook, scope, { webhookId: webhook.id })
    assert.equal((await rows('webhooks'))[0].state, 'processed')
    assert.equal((await rows('payments')).length, 1)
  })

  test('a lost webhook is made up for by asking, and by the customer coming back', async () => {
    const { checkout, paystack, platform, scope, call, rows, url, gateway, transact } = await world()
    const lost = await checkout()
    const returning = await checkout(100n)
    await transact((tx: Tx) => sql`update gateway set provider = 'elsewhere' where id = ${gateway.id}`.execute(tx)) // webhooks find nobody
    assert.equal(await paystack.pay(lost.reference), 404)
    assert.equal(await paystack.pay(returning.reference), 404)
    await transact((tx: Tx) => sql`update gateway set provider = 'paystack' where id = ${gateway.id}`.execute(tx))
    const page = await (await fetch(`${url}/pay/return?trxref=${returning.reference}&reference=${returning.reference}`)).text()
    assert.match(page, /Your payment has arrived/)
    assert.equal((await rows('payments')).length, 1)
    platform.clock.advance({ minutes: 6 })
    await runJobNow(platform, askGateways, scope, {})
    assert.equal((await call('GET', `/checkouts/${lost.id}`)).body.state, 'paid')
    assert.equal((await rows('payments')).length, 2)
    assert.equal((await fetch(`${url}/pay/return?reference=TL-nobody`)).status, 404)
  })

  test('a declined payment fails, a second attempt still counts, a day of silence abandons', async () => {
    const { checkout, paystack, platform, scope, call } = await world()
    const state = async (id: string) => (await call('GET', `/checkouts/${id}`)).body.state
    const declined = await checkout()
    const silent = await checkout(100n)
    paystack.decline(declined.reference)
    platform.clock.advance({ minutes: 6 })
    await runJobNow(platform, askGateways, scope, {})
    assert.equal(await state(declined.id), 'failed')
    assert.equal(await state(silent.id), 'open')
    await paystack.pay(declined.reference)
    assert.equal(await state(declined.id), 'paid')
    platform.clock.advance({ hours: 30 })
    await runJobNow(platform, askGateways, scope, {})
    assert.equal(await state(silent.id), 'abandoned')
  })

  test('registering again after the answer was lost ends in words, not in a second payment', async () => {
    const { checkout, platform, scope, transact, call } = await world()
    const started = await checkout()
    await transact((tx: Tx) => sql`update checkout set url = null where id = ${started.id}`.execute(tx))
    await runJobNow(platform, openCheckout, scope, { checkoutId: started.id, email: 'ade@example.ng' })
    assert.partialDeepStrictEqual((await call('GET', `/checkouts/${started.id}`)).body, {
      state: 'failed',
      error: 'Duplicate Transaction Reference',
    })
  })
})

suite('a refund through a gateway', () => {
  test('that is refused is due, and paid out at the desk', async () => {
    const { checkout, paystack, call, rows, transact, scope, platform, prove } = await world()
    const started = await checkout()
    await paystack.pay(started.reference)
    const [payment] = await rows('payments')
    await fetch(`${paystack.url}/refund`, {
      method: 'POST',
      body: JSON.stringify({ transaction: started.reference }),
      headers: { 'content-type': 'application/json', authorization: `Bearer ${secretKey}` },
    }) // in its own dashboard
    const refund = (await call('POST', `/payments/${payment.id}/refunds`, { reason: 'Moved away' })).body
    assert.equal(refund.state, 'requested')
    await runJobNow(platform, requestRefund, scope, { refundId: refund.id })
    const [refused] = await rows('refunds')
    assert.equal(refused.state, 'due')
    assert.equal(refused.error, 'Transaction has been fully reversed')
    const balances = () =>
      transact(async (tx) => new Map((await trialBalance(tx, day('2026-12-31'))).map(({ code, balance }) => [code, balance.minor])))
    const owedBefore = await balances()
    assert.equal(owedBefore.get('refunds-payable'), -price)
    assert.equal(owedBefore.get('gateways'), price)
    assert.equal((await call('POST', `/refunds/${refund.id}/payout`, { method: 'bank', reference: 'TRF 1' })).body.state, 'done')
    assert.equal((await call('POST', `/refunds/${refund.id}/payout`, { method: 'bank' })).body.code, 'payments.refund_not_due')
    assert.equal((await balances()).get('refunds-payable') ?? 0n, 0n)
    await prove()
  })
})

suite('saved methods', () => {
  /** A customer who paid the first invoice by card, agreed that it is kept, and owes the next. */
  async function withCard() {
    const made = await world()
    const { call, accountId, gateway, paystack, platform, scope, transact } = made
    const body = { accountId, gatewayId: gateway.id, amount: { minor: String(price), currency: 'NGN' }, keepsMethod: true }
    const { body: started } = await call('POST', '/checkouts', body)
    await runJobNow(platform, openCheckout, scope, { checkoutId: started.id, email: 'ade@example.ng' })
    await paystack.pay(started.reference, 'card')
    const { body: methods } = await call('GET', `/accounts/${accountId}/saved-methods`)
    platform.clock.moveTo('2026-04-01T08:00:00Z')
    await transact((tx) => billNow(tx, day('2026-04-01'), platform.clock.now()))
    const invoiceId = await transact(
      async (tx) => (await sql<{ id: string }>`select id from invoice where state = 'open'`.execute(tx)).rows[0]!.id,
    )
    let events = 1n
    /** What dunning asks for, as its event, and the job that follows. */
    const retry = async (id = events++) => {
      const payload = { invoiceId, accountId, amount: { minor: String(price), currency: 'NGN' } }
      const event = {
        id,
        tenantId: scope.tenants[0]!,
        type: 'payment_retry.requested.v1',
        subject: accountId,
        payload,
        actor: 'test',
        at: platform.clock.now(),
      }
      await transact((tx) => retrySavedMethods.handle(tx, [event as unknown as Event], platform))
      const [charge] = await made.rows('checkouts')
      if (charge.savedMethod !== null) await runJobNow(platform, chargeMethod, scope, { checkoutId: charge.id })
    }
    const told = (type: string) =>
      transact(async (tx) =>
        (await sql<{ payload: { reason: string } }>`select payload from event where type = ${type} order by id`.execute(tx)).rows.map(
          (row) => row.payload,
        ),
      )
    return { ...made, methods, cardOf: started.reference as string, retry, told }
  }
  const chargeStates = async (rows: (list: string) => Promise<{ savedMethod: string | null; state: string; error: string | null }[]>) =>
    (await rows('checkouts')).filter((row) => row.savedMethod !== null).map(({ state, error }) => [state, error])

  test('a card is kept where the customer agreed, for people without what it is charged by', async () => {
    const { methods, transact } = await withCard()
    assert.partialDeepStrictEqual(methods, [{ label: 'visa', lastDigits: '4081', expiresOn: '2030-12-31' }])
    assert.doesNotMatch(JSON.stringify(methods), /AUTH_/)
    const { rows } = await transact((tx) => sql<{ sealed: string }>`select authorization_sealed as sealed from saved_method`.execute(tx))
    assert.doesNotMatch(rows[0]!.sealed, /AUTH_/)
  })

  test('nothing is kept without consent, nor what cannot be charged again', async () => {
    const { call, checkout, paystack, accountId, platform, scope, gateway } = await world()
    await paystack.pay((await checkout()).reference, 'card')
    const amount = { minor: '100', currency: 'NGN' }
    const { body: kept } = await call('POST', '/checkouts', { accountId, gatewayId: gateway.id, amount, keepsMethod: true })
    await runJobNow(platform, openCheckout, scope, { checkoutId: kept.id, email: 'ade@example.ng' })
    await paystack.pay(kept.reference, 'bank_transfer')
    assert.deepEqual((await call('GET', `/accounts/${accountId}/saved-methods`)).body, [])
  })

  test('a retry charges what the invoice has open; the same event again charges nothing', async () => {
    const { retry, owed, rows, prove } = await withCard()
    assert.equal(await owed(), price)
    await retry(7n)
    assert.equal(await owed(), 0n)
    await retry(7n)
    assert.deepEqual(await chargeStates(rows), [['paid', null]])
    assert.equal((await rows('payments')).length, 2)
    await prove()
  })

  test('a declined card is told with its reason, and the next stage tries again', async () => {
    const { retry, owed, rows, paystack, cardOf, told, prove } = await withCard()
    paystack.declineCardOf(cardOf)
    await retry()
    assert.equal(await owed(), price)
    assert.deepEqual(await chargeStates(rows), [['failed', 'Declined']])
    assert.partialDeepStrictEqual(await told('checkout.failed.v1'), [{ reason: 'Declined' }])
    paystack.declineCardOf(cardOf, false)
    await retry()
    assert.equal(await owed(), 0n)
    await prove()
  })

  test('an answer that was lost does not charge twice', async () => {
    const { retry, owed, rows, paystack, platform, scope, transact } = await withCard()
    await retry()
    const [charge] = await rows('checkouts')
    // The process died behind the charge: as far as the database knows, nothing came of it.
    await transact((tx) => sql`delete from webhook_inbox`.execute(tx))
    await transact((tx) => sql`update checkout set state = 'open', settled_at = null where id = ${charge.id}`.execute(tx))
    await runJobNow(platform, chargeMethod, scope, { checkoutId: charge.id })
    assert.equal(paystack.payments().filter((payment) => payment.savedBy !== null).length, 1)
    assert.equal((await rows('payments')).length, 2)
    assert.equal(await owed(), 0n)
  })

  test('staff charge it at will; not while a charge is under way, and not once it is removed', async () => {
    const { call, accountId, platform, scope, methods, owed } = await withCard()
    const charge = () => call('POST', `/accounts/${accountId}/saved-method-charges`, { amount: { minor: '5000', currency: 'NGN' } })
    const first = await charge()
    assert.equal(first.status, 202)
    assert.equal((await charge()).body.code, 'payments.charge_under_way')
    await runJobNow(platform, chargeMethod, scope, { checkoutId: first.body.id })
    assert.equal(await owed(), price - 5_000n)
    assert.equal((await call('DELETE', `/saved-methods/${methods[0].id}`)).status, 204)
    assert.equal((await call('DELETE', `/saved-methods/${methods[0].id}`)).status, 404)
    assert.equal((await charge()).body.code, 'payments.no_saved_method')
  })

  test('an invoice that was paid meanwhile, or a card that has expired, is not charged', async () => {
    const { call, retry, accountId, rows, transact } = await withCard()
    const expire = (on: string) => transact((tx) => sql`update saved_method set expires_on = ${day(on)}`.execute(tx))
    await expire('2026-03-31') // today is the day after
    await retry()
    assert.deepEqual(await chargeStates(rows), [])
    await expire('2026-04-01')
    await call('POST', '/payments', { accountId, amount: { minor: String(price), currency: 'NGN' }, method: 'cash' })
    await retry()
    assert.deepEqual(await chargeStates(rows), [])
  })
})

suite('gateways', () => {
  test('credentials go in and never come out; the connection can be tested', async () => {
    const { call, gateway } = await world()
    assert.deepEqual((await call('POST', `/gateways/${gateway.id}/test`, {})).body, { works: true, detail: 'Connected in test mode.' })
    await call('PATCH', `/gateways/${gateway.id}`, { credentials: { secretKey: 'sk_test_other' } }, { 'if-match': '"2"' })
    assert.deepEqual((await call('POST', `/gateways/${gateway.id}/test`, {})).body, { works: false, detail: 'Invalid key' })
    const { body } = await call('GET', '/gateways')
    assert.doesNotMatch(JSON.stringify(body), /sk_test/)
    assert.partialDeepStrictEqual(body, [
      { name: 'Paystack', hasCredentials: true, version: 3, webhookUrl: `http://localhost:8080/hooks/paystack/${gateway.id}` },
    ])
    assert.equal((await call('GET', '/gateway-providers')).body[0].credentials.properties.secretKey.type, 'string')
  })

  test('what is wrong is said with the field it is about', async () => {
    const { call, accountId, gateway } = await world()
    const wrong = async (method: 'POST' | 'PATCH', path: string, body: object, headers = {}) =>
      (await call(method, path, body, headers)).body
    const ask = { accountId, gatewayId: gateway.id, amount: { minor: '100', currency: 'NGN' } }
    assert.equal((await wrong('POST', '/gateways', { provider: 'nobody' })).code, 'payments.provider_unknown')
    assert.equal(
      (await wrong('POST', '/gateways', { provider: 'paystack', name: 'X', credentials: { secretKey: 'pk_live_1' } })).pointer,
      '/credentials/secretKey',
    )
    assert.equal(
      (await wrong('POST', '/gateways', { provider: 'paystack', name: 'X', settings: { baseUrl: 'http://169.254.169.254' } })).pointer,
      '/settings/baseUrl',
    )
    assert.equal((await wrong('POST', '/gateways', { provider: 'paystack' })).code, 'payments.gateway_name_taken')
    assert.equal((await wrong('PATCH', `/gateways/${gateway.id}`, { enabled: false }, { 'if-match': '"1"' })).status, 412)
    assert.equal(
      (await wrong('POST', '/checkouts', { ...ask, amount: { minor: '0', currency: 'NGN' } })).code,
      'payments.amount_not_positive',
    )
    assert.equal((await wrong('POST', '/checkouts', { ...ask, amount: { minor: '1', currency: 'USD' } })).code, 'payments.wrong_currency')
    await call('PATCH', `/gateways/${gateway.id}`, { enabled: false }, { 'if-match': '*' })
    assert.equal((await wrong('POST', '/checkouts', ask)).code, 'payments.gateway_disabled')
  })
})

suite('the desk', () => {
  test('takes cash once for one key, prints a receipt, and gives it back', async () => {
    const { call, accountId, owed, rows, prove } = await world()
    const cash = { accountId, amount: { minor: '1100000', currency: 'NGN' }, method: 'cash' }
    const first = await call('POST', '/payments', cash, { 'idempotency-key': 'desk-1' })
    const again = await call('POST', '/payments', cash, { 'idempotency-key': 'desk-1' })
    assert.equal(first.status, 201)
    assert.deepEqual(again.body, first.body)
    assert.equal((await rows('payments')).length, 1)
    assert.equal(await owed(), -25_000n)
    const read = await call('GET', `/payments/${first.body.id}`)
    assert.partialDeepStrictEqual(read.body, {
      unallocated: { minor: '25000' },
      allocations: [{ invoiceNumber: 'INV-2026-000001', amount: { minor: String(price) } }],
    })
    assert.equal((await call('GET', `/payments/${first.body.id}/receipt`)).body.subarray(0, 5).toString(), '%PDF-')

    const part = await call('POST', `/payments/${first.body.id}/refunds`, {
      amount: { minor: '125000', currency: 'NGN' },
      reason: 'Paid too much',
    })
    assert.equal(part.body.state, 'done')
    assert.equal(await owed(), 100_000n)
    await prove()
    assert.equal(
      (await call('POST', `/payments/${first.body.id}/refunds`, { amount: { minor: '975001', currency: 'NGN' }, reason: 'x' })).body.code,
      'payments.refund_too_large',
    )
    await call('POST', `/payments/${first.body.id}/refunds`, { reason: 'Moved away' })
    assert.equal(await owed(), price)
    await prove()
  })
})
