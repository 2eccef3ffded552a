import { deepEqual, equal, match, notEqual, rejects } from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, afterEach, before, beforeEach, suite, test } from 'node:test'
import { fixedClock } from '#kernel/time.ts'
import { createPaystack, type Paystack, signPaystackWebhook } from './index.ts'

const secretKey = 'sk_test_simulator'

interface Received {
  readonly signature: string | undefined
  readonly body: string
}

/** A shop that keeps what it is sent and answers what it is told to. */
const received: Received[] = []
let answers: number[] = []
const shop = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    received.push({ signature: request.headers['x-paystack-signature']?.toString(), body: Buffer.concat(chunks).toString() })
    response.writeHead(answers.shift() ?? 200).end()
  })
})
let webhookUrl: string
let paystack: Paystack

before(async () => {
  await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve))
  webhookUrl = `http://127.0.0.1:${(shop.address() as AddressInfo).port}/webhooks`
})
after(() => shop.close())

beforeEach(async () => {
  received.length = 0
  answers = []
  paystack = await createPaystack({ secretKey, webhookUrl, retryDelaysMs: [5, 5, 5], clock: fixedClock('2026-11-01T09:00:00Z') })
})
afterEach(() => paystack.close())

/** What these tests read of a payment or a refund. */
interface Told {
  readonly id: number
  readonly reference: string
  readonly status: string
  readonly amount: number
  readonly channel: string
  readonly fees: number
  readonly metadata: unknown
  readonly gateway_response: string
  readonly authorization_url: string
}

interface Answer<Data> {
  readonly status: number
  readonly body: {
    readonly status: boolean
    readonly message: string
    readonly code?: string
    readonly type?: string
    readonly data: Data
    readonly meta?: { readonly total: number }
  }
}

async function call<Data = Told>(
  method: string,
  path: string,
  body?: unknown,
  authorization = `Bearer ${secretKey}`,
): Promise<Answer<Data>> {
  const headers = { authorization, ...(body !== undefined && { 'content-type': 'application/json' }) }
  const response = await fetch(paystack.url + path, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) })
  return { status: response.status, body: (await response.json()) as Answer<Data>['body'] } // a wrong guess fails the test that made it
}

const order = { email: 'ada@spark.example', amount: '1850000', reference: 'SPK-1', callback_url: 'https://shop.example/back?from=portal' }
const start = (changes: object = {}) => call('POST', '/transaction/initialize', { ...order, ...changes })
const submit = (url: string, action: string, form = '') =>
  fetch(`${url}/${action}`, { method: 'POST', redirect: 'manual', body: new URLSearchParams(form) })

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 60_000
  while (!condition() && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 2))
  equal(condition(), true, 'it did not happen in a minute')
}

test('webhooks are signed as the published example is', () => {
  const body =
    '{"event":"charge.success","data":{"id":302961,"domain":"test","status":"success","reference":"inv-1001","amount":150000,"currency":"NGN","channel":"ussd"}}'
  equal(
    signPaystackWebhook('sk_test_spec_vector_0001', body),
    'fec66f5124d321115140acc1893c663d625398bc565a2fb53223b8cc4b35488773817bf4397ec32414ea6b8f2fde17a7484825a46ccc73dbaff9a1d338730dac',
  )
})

suite('a payment', () => {
  test('is started, paid at the checkout, announced, verified', async () => {
    const { status, body } = await start({ metadata: JSON.stringify({ invoice: 'i1' }) })
    equal(status, 200)
    equal(body.data.reference, 'SPK-1')
    equal((await call('GET', '/transaction/verify/SPK-1')).body.data.status, 'abandoned')

    const page = await (await fetch(body.data.authorization_url)).text()
    match(page, /Paystack simulator/)
    match(page, /₦18,500\.00/)
    const back = await submit(body.data.authorization_url, 'pay', 'channel=ussd')
    equal(back.status, 303)
    equal(back.headers.get('location'), 'https://shop.example/back?from=portal&trxref=SPK-1&reference=SPK-1')

    await until(() => received.length === 1)
    const event = JSON.parse(received[0]!.body)
    equal(received[0]!.signature, signPaystackWebhook(secretKey, received[0]!.body))
    equal(event.event, 'charge.success')
    const verified = (await call('GET', '/transaction/verify/SPK-1')).body.data
    deepEqual(event.data, verified)
    equal(verified.status, 'success')
    equal(verified.amount, 1_850_000)
    equal(verified.channel, 'ussd')
    equal(verified.fees, 37_750)
    deepEqual(verified.metadata, { invoice: 'i1' })
  })

  test('can be declined and then paid; paying twice announces once', async () => {
    const { authorization_url: url } = (await start()).body.data
    await submit(url, 'decline')
    equal((await call('GET', '/transaction/verify/SPK-1')).body.data.gateway_response, 'Declined')
    match(await (await fetch(url)).text(), /was declined/)
    equal(received.length, 0)

    equal(await paystack.pay('SPK-1'), 200)
    equal(await paystack.pay('SPK-1'), 'already paid')
    paystack.decline('SPK-1')
    equal(paystack.payments()[0]!.status, 'success')
    equal(received.length, 1)
  })

  test('can be abandoned, which goes where the shop asked', async () => {
    const cancelled = (await start({ metadata: { cancel_action: 'https://shop.example/cancelled' } })).body.data
    match((await submit(cancelled.authorization_url, 'abandon')).headers.get('location')!, /^https:\/\/shop\.example\/cancelled\?/)
    const elsewhere = (await start({ reference: 'SPK-2', callback_url: undefined })).body.data
    match(await (await submit(elsewhere.authorization_url, 'abandon')).text(), /Payment cancelled/)
  })

  test('a name in the data cannot put mark-up on a page', async () => {
    const { authorization_url: url } = (await start({ email: "o'<b>neill@spark.example" })).body.data ?? {}
    equal(url, undefined)
    const apostrophe = (await start({ email: "o'neill@spark.example" })).body.data
    match(await (await fetch(apostrophe.authorization_url)).text(), /o&#39;neill/)
  })

  test('ids and codes come from the seed', async () => {
    const [first, second] = await Promise.all(['a', 'a'].map((seed) => createPaystack({ secretKey, webhookUrl: null, seed })))
    const codes = async (url: string) =>
      (
        (await (
          await fetch(`${url}/transaction/initialize`, {
            method: 'POST',
            headers: { authorization: `Bearer ${secretKey}`, 'content-type': 'application/json' },
            body: JSON.stringify({ email: 'a@b.example', amount: 100 }),
          })
        ).json()) as { data: { access_code: string; reference: string } }
      ).data
    const a = await codes(first!.url)
    const b = await codes(second!.url)
    equal(a.access_code, b.access_code)
    equal(a.reference, b.reference)
    await Promise.all([first!.close(), second!.close()])
  })
})

suite('refusals', () => {
  const wrong = [
    [{ email: 'nobody' }, 400, 'invalid_params', 'Invalid email passed'],
    [{ amount: 0 }, 400, 'invalid_params', 'Invalid amount passed'],
    [{ amount: '12.50' }, 400, 'invalid_params', 'Invalid amount passed'],
    [{ currency: 'BDT' }, 400, 'invalid_params', 'Invalid currency passed'],
    [{ reference: 'has space' }, 400, 'invalid_params', 'Invalid reference passed'],
  ] as const
  for (const [changes, status, code, message] of wrong)
    test(JSON.stringify(changes), async () => {
      const answer = await start(changes)
      equal(answer.status, status)
      equal(answer.body.status, false)
      equal(answer.body.code, code)
      equal(answer.body.type, 'validation_error')
      equal(answer.body.message, message)
    })

  test('a reference is used once', async () => {
    await start()
    equal((await start()).body.message, 'Duplicate Transaction Reference')
  })

  test('without the key nothing is told', async () => {
    await start()
    equal((await call('GET', '/transaction/verify/SPK-1', undefined, 'Bearer sk_test_other')).status, 401)
    equal((await call('GET', '/transaction/verify/SPK-1', undefined, '')).body.message, 'No Authorization Header was found')
  })

  test('an unknown reference, an unknown address and broken JSON', async () => {
    equal((await call('GET', '/transaction/verify/none')).body.code, 'transaction_not_found')
    equal((await call('GET', '/nowhere')).status, 404)
    const headers = { authorization: `Bearer ${secretKey}`, 'content-type': 'application/json' }
    const broken = await fetch(`${paystack.url}/transaction/initialize`, { method: 'POST', headers, body: '{' })
    equal(broken.status, 400)
    equal(((await broken.json()) as { status: boolean }).status, false)
  })
})

suite('webhooks', () => {
  test('are sent again until they are accepted', async () => {
    answers = [500, 302, 200]
    await start()
    equal(await paystack.pay('SPK-1'), 500)
    await until(() => paystack.deliveries.length === 3)
    deepEqual(
      paystack.deliveries.map(({ answer }) => answer),
      [500, 302, 200],
    )
    equal(new Set(received.map(({ body }) => body)).size, 1)
  })

  test('are given up after the last try', async () => {
    answers = Array<number>(10).fill(503)
    await start()
    await paystack.pay('SPK-1')
    await until(() => paystack.deliveries.length === 4)
    await new Promise((resolve) => setTimeout(resolve, 30))
    equal(received.length, 4)
  })

  test('can be delivered twenty times more, byte for byte', async () => {
    await start()
    await rejects(paystack.deliverAgain('SPK-1', 1), /was not paid/)
    await paystack.pay('SPK-1')
    deepEqual(await paystack.deliverAgain('SPK-1', 20), Array<number>(20).fill(200))
    equal(received.length, 21)
    equal(new Set(received.map(({ body, signature }) => body + signature)).size, 1)
  })
})

suite('refunds', () => {
  test('in part, then the rest, then no more', async () => {
    await start()
    await paystack.pay('SPK-1')
    const part = await call('POST', '/refund', { transaction: 'SPK-1', amount: 850_000 })
    equal(part.body.data.status, 'pending')
    await until(() => received.length === 3)
    deepEqual(
      received.slice(1).map(({ body }) => [JSON.parse(body).event, JSON.parse(body).data.amount]),
      [
        ['refund.pending', '850000'],
        ['refund.processed', '850000'],
      ],
    )
    equal((await call('GET', `/refund/${part.body.data.id}`)).body.data.status, 'processed')
    equal((await call('GET', '/transaction/verify/SPK-1')).body.data.status, 'success')

    equal((await call('POST', '/refund', { transaction: 'SPK-1', amount: 1_000_001 })).body.code, 'invalid_amount')
    const rest = await call('POST', '/refund', { transaction: paystack.payments()[0]!.id })
    equal(rest.body.data.amount, 1_000_000)
    notEqual(rest.body.data.id, part.body.data.id)
    equal((await call('GET', '/transaction/verify/SPK-1')).body.data.status, 'reversed')
    equal((await call('POST', '/refund', { transaction: 'SPK-1' })).body.code, 'transaction_reversed')
    equal((await call('GET', '/refund')).body.meta?.total, 2)
  })

  test('only of what was paid', async () => {
    await start()
    equal((await call('POST', '/refund', { transaction: 'SPK-1' })).body.code, 'transaction_not_successful')
    equal((await call('POST', '/refund', { transaction: 'none' })).status, 404)
  })
})

suite('looking back', () => {
  test('transactions are listed newest first, in pages', async () => {
    for (const reference of ['A', 'B', 'C']) await start({ reference })
    const { body } = await call<readonly Told[]>('GET', '/transaction?perPage=2&page=1')
    deepEqual(
      body.data.map(({ reference }) => reference),
      ['C', 'B'],
    )
    deepEqual(body.meta, { total: 3, skipped: 0, perPage: 2, page: 1, pageCount: 2 })
  })

  test('the dashboard shows payments and sends a webhook again', async () => {
    await start()
    await paystack.pay('SPK-1')
    match(await (await fetch(paystack.url)).text(), /Send webhook again/)
    equal((await submit(`${paystack.url}/payments/SPK-1`, 'deliver-again', 'times=3')).status, 303)
    equal(received.length, 4)
  })
})
