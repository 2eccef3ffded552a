import assert from 'node:assert/strict'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { suite, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import type { Event } from '#kernel/events.ts'
import { runJobNow } from '#kernel/jobs.ts'
import type { Platform } from '#kernel/platform.ts'
import { Problem } from '#kernel/problem.ts'
import { testTenant } from '#kernel/testing.ts'
import { createStaff } from '#modules/identity'
import { isSigned } from '#protocols/standard-webhooks'
import { createMailbox } from '#simulators/smtp'
import { jobs } from './jobs.ts'
import { addEndpoint, changeEndpoint, replayFailed, rotateSecret, testEndpoint } from './keep-endpoints.ts'
import { sendOptions } from './send-webhook.ts'
import { createSender } from './sender.ts'
import { findEndpoint, readAttempts, requeue, writePrivateAddresses } from './store.ts'
import { endpointTeller } from './tell-endpoints.ts'

interface Received {
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** A receiver on this machine that answers as it is told. */
async function receiver(answer: (response: ServerResponse, count: number) => void = (response) => void response.end('thanks')) {
  const received: Received[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (part: Buffer) => (body += part.toString()))
    request.on('end', () => answer(response, received.push({ headers: request.headers, body })))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number } // listens on TCP
  return {
    received,
    url: `http://127.0.0.1:${port}/hooks`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function world() {
  const tenant = await testTenant()
  const events = {
    'invoice.paid.v1': { summary: 'paid', example: {} },
    'customer.created.v1': { summary: 'created', example: {} },
    'webhook_endpoint.disabled.v1': { summary: 'disabled', example: {} },
  }
  const platform = { ...tenant.platform, events, config: { ...tenant.platform.config, WEBHOOK_PRIVATE_ADDRESSES: true } }
  await tenant.transact((tx) => writePrivateAddresses(tx, true))
  return { ...tenant, platform }
}
type World = Awaited<ReturnType<typeof world>>

const add = ({ transact, platform }: World, url: string, eventTypes: readonly string[] | null = null) =>
  transact((tx) => addEndpoint(tx, platform, { url, description: '', eventTypes, enabled: true }))

let lastEvent = 0n
const paid = ({ tenantId }: World, type = 'invoice.paid.v1'): Event => ({
  id: ++lastEvent,
  tenantId,
  type,
  subject: null,
  payload: { invoiceId: 'i1' },
  actor: 'test',
  requestId: '',
  at: Temporal.Instant.from('2026-03-10T07:59:59.5Z'),
})

const tell = (tenant: World, events: readonly Event[]) => tenant.transact((tx) => endpointTeller.handle(tx, events, tenant.platform))

/** Sends what is due for this tenant; others of the same database are left alone by their own clocks and endpoints. */
async function send(platform: Platform, timeoutMs = 5_000): Promise<void> {
  const sender = createSender(platform, { ...sendOptions, timeoutMs })
  await sender.round()
  await sender.idle()
}

interface DeliveryRow {
  id: string
  state: string
  attempts: number
  last_status: number | null
  last_error: string | null
  next_attempt_at: Temporal.Instant
}
const deliveriesOf = async ({ transact }: World) =>
  (await transact((tx) => sql<DeliveryRow>`select * from webhook_delivery where tenant_id = current_tenant() order by id`.execute(tx))).rows

suite('telling endpoints', () => {
  test('an event reaches each endpoint that listens to it, signed', async () => {
    await using hooks = await receiver()
    const tenant = await world()
    const { secret } = await add(tenant, hooks.url)
    await add(tenant, `${hooks.url}/others`, ['customer.created.v1'])
    const event = paid(tenant)
    await tell(tenant, [event])
    await send(tenant.platform)

    assert.equal(hooks.received.length, 1)
    const { headers, body } = hooks.received[0]!
    assert.deepEqual(JSON.parse(body), {
      id: event.id.toString(),
      type: 'invoice.paid.v1',
      timestamp: '2026-03-10T07:59:59.5Z',
      data: { invoiceId: 'i1' },
    })
    const message = { id: String(headers['webhook-id']), timestamp: Number(headers['webhook-timestamp']), body }
    assert.equal(message.timestamp, tenant.platform.clock.now().epochMilliseconds / 1000)
    assert.ok(isSigned(message, String(headers['webhook-signature']), secret))
    assert.deepEqual(
      (await deliveriesOf(tenant)).map(({ state, attempts, last_status }) => [state, attempts, last_status]),
      [['delivered', 1, 200]],
    )
  })

  test('an event that comes twice is told once; one that nobody declared is told nobody', async () => {
    await using hooks = await receiver()
    const tenant = await world()
    await add(tenant, hooks.url)
    const event = paid(tenant)
    await tell(tenant, [event, paid(tenant, 'sessions.changed.v1')])
    await tell(tenant, [event, paid(tenant)])
    await send(tenant.platform)
    await send(tenant.platform)
    assert.equal(hooks.received.length, 2)
  })

  test('while secrets rotate both sign, a day later only the new one', async () => {
    await using hooks = await receiver()
    const tenant = await world()
    const { endpoint, secret } = await add(tenant, hooks.url)
    const rotated = await tenant.transact((tx) => rotateSecret(tx, endpoint.id, tenant.platform.clock.now()))
    await tell(tenant, [paid(tenant)])
    await send(tenant.platform)
    tenant.platform.clock.moveTo(rotated.previousSecretUntil)
    await tell(tenant, [paid(tenant)])
    await send(tenant.platform)

    const known = hooks.received.map(({ headers, body }) => {
      const message = { id: String(headers['webhook-id']), timestamp: Number(headers['webhook-timestamp']), body }
      return [secret, rotated.secret].map((one) => isSigned(message, String(headers['webhook-signature']), one))
    })
    assert.deepEqual(known, [
      [true, true],
      [false, true],
    ])
  })

  test('a test reaches an endpoint whatever it listens to', async () => {
    await using hooks = await receiver()
    const tenant = await world()
    const { endpoint } = await add(tenant, hooks.url, ['customer.created.v1'])
    await tenant.transact((tx) => testEndpoint(tx, endpoint.id, tenant.platform.clock.now()))
    await send(tenant.platform)
    assert.equal((JSON.parse(hooks.received[0]!.body) as { type: string }).type, 'webhook.test.v1')
  })
})

suite('a receiver', () => {
  const afterOne = async (answer: Parameters<typeof receiver>[0], timeoutMs?: number) => {
    await using hooks = await receiver(answer)
    const tenant = await world()
    const { endpoint } = await add(tenant, hooks.url)
    await tell(tenant, [paid(tenant)])
    await send(tenant.platform, timeoutMs)
    const [delivery] = await deliveriesOf(tenant)
    return { tenant, endpoint, delivery: delivery!, received: hooks.received }
  }

  test('that fails is tried again later, with the same id and body', async () => {
    await using hooks = await receiver((response, count) => void response.writeHead(count === 1 ? 500 : 200).end('x'.repeat(5_000)))
    const tenant = await world()
    await add(tenant, hooks.url)
    await tell(tenant, [paid(tenant)])
    await send(tenant.platform)
    await send(tenant.platform) // not due yet
    const [waiting] = await deliveriesOf(tenant)
    assert.deepEqual([waiting!.state, waiting!.attempts, waiting!.last_status], ['waiting', 1, 500])
    tenant.platform.clock.moveTo(waiting!.next_attempt_at)
    await send(tenant.platform)
    const [first, second] = hooks.received
    assert.equal(hooks.received.length, 2)
    assert.deepEqual([second!.headers['webhook-id'], second!.body], [first!.headers['webhook-id'], first!.body])
    const attempts = await tenant.transact((tx) => readAttempts(tx, waiting!.id))
    assert.deepEqual(
      attempts.map(({ status, answer }) => [status, answer.length]),
      [
        [200, 1_024],
        [500, 1_024],
      ],
    )
  })

  test('that is down leaves the delivery waiting, with the reason', async () => {
    const tenant = await world()
    await using hooks = await receiver()
    await hooks[Symbol.asyncDispose]()
    await add(tenant, hooks.url)
    await tell(tenant, [paid(tenant)])
    await send(tenant.platform)
    const [delivery] = await deliveriesOf(tenant)
    assert.deepEqual([delivery!.state, delivery!.last_status], ['waiting', null])
    assert.match(delivery!.last_error!, /ECONNREFUSED/)
  })

  test('that never answers is given up after the timeout', async () => {
    const { delivery } = await afterOne(() => {}, 200)
    assert.deepEqual([delivery.state, delivery.last_error], ['waiting', 'No answer within 0.2 s.'])
  })

  test('that says 200 and never ends its answer has taken it', async () => {
    const { delivery } = await afterOne((response) => void response.writeHead(200).write('so far'), 300)
    assert.deepEqual([delivery.state, delivery.last_status], ['delivered', 200])
  })

  test('that redirects is not followed', async () => {
    const { delivery, received } = await afterOne((response) => void response.writeHead(307, { location: '/elsewhere' }).end())
    assert.equal(received.length, 1)
    assert.deepEqual([delivery.state, delivery.last_status], ['waiting', 307])
    assert.match(delivery.last_error!, /not followed/)
  })

  test('that answers 410 is told nothing more', async () => {
    const { tenant, endpoint, delivery } = await afterOne((response) => void response.writeHead(410).end())
    assert.equal(delivery.state, 'failed')
    const found = await tenant.transact((tx) => findEndpoint(tx, endpoint.id))
    assert.deepEqual([found!.enabled, found!.disabledBecause], [false, 'gone'])
    await tell(tenant, [paid(tenant)])
    assert.equal((await deliveriesOf(tenant)).length, 1)
  })

  test('that fails for days is switched off, which is told; switched on, it gets what waited and what failed', async () => {
    let isDown = true
    await using hooks = await receiver((response) => void response.writeHead(isDown ? 503 : 200).end())
    const tenant = await world()
    const { endpoint } = await add(tenant, hooks.url)
    const { clock } = tenant.platform
    const begun = clock.now()
    await tell(tenant, [paid(tenant)])
    const state = () => tenant.transact((tx) => findEndpoint(tx, endpoint.id))
    for (let round = 0; round < 20 && (await state())!.enabled; round++) {
      await send(tenant.platform)
      const [delivery] = await deliveriesOf(tenant)
      if (delivery!.state === 'waiting') {
        clock.moveTo(delivery!.next_attempt_at)
        continue
      }
      clock.moveTo(begun.add({ hours: 72 })) // as chance would have it, all attempts were made before the three days were over
      await tell(tenant, [paid(tenant)])
    }
    assert.equal((await state())!.disabledBecause, 'failing')
    assert.ok(begun.until(clock.now()).total('hours') >= 72)
    const { rows } = await tenant.transact((tx) =>
      sql<{ payload: object }>`select payload from event where type = 'webhook_endpoint.disabled.v1' and subject = ${endpoint.id}`.execute(
        tx,
      ),
    )
    assert.deepEqual(rows, [{ payload: { endpointId: endpoint.id, url: hooks.url, reason: 'failing' } }])

    isDown = false
    const { version } = (await state())!
    await tenant.transact((tx) => changeEndpoint(tx, tenant.platform, endpoint.id, { enabled: true }, String(version)))
    const range = { from: begun, to: clock.now().add({ seconds: 1 }), now: clock.now() }
    await tenant.transact((tx) => replayFailed(tx, endpoint.id, range))
    await tenant.transact((tx) => sql`update webhook_delivery set next_attempt_at = ${clock.now()} where state = 'waiting'`.execute(tx))
    await send(tenant.platform)
    assert.deepEqual([...new Set((await deliveriesOf(tenant)).map((one) => one.state))], ['delivered'])
    assert.equal((await state())!.failingSince, null)
  })
})

suite('replay', () => {
  test('sends what was taken once more, with the same id, but not what still waits', async () => {
    await using hooks = await receiver()
    const tenant = await world()
    await add(tenant, hooks.url)
    await tell(tenant, [paid(tenant)])
    const [waiting] = await deliveriesOf(tenant)
    const now = tenant.platform.clock.now()
    assert.deepEqual(await tenant.transact((tx) => requeue(tx, [waiting!.id], now)), [])
    await send(tenant.platform)
    assert.deepEqual(await tenant.transact((tx) => requeue(tx, [waiting!.id], now)), [waiting!.id])
    await send(tenant.platform)
    assert.equal(new Set(hooks.received.map(({ headers }) => headers['webhook-id'])).size, 1)
    assert.equal(hooks.received.length, 2)
  })
})

suite('private addresses', () => {
  const refused = (error: unknown) => error instanceof Problem && error.code === 'webhooks.address_refused'

  test('are refused where they are written down, unless the tenant and the installation allow them', async () => {
    const tenant = await world()
    const strict = { ...tenant, platform: { ...tenant.platform, config: { ...tenant.platform.config, WEBHOOK_PRIVATE_ADDRESSES: false } } }
    await assert.rejects(add(strict, 'https://127.0.0.1/'), refused)
    await tenant.transact((tx) => writePrivateAddresses(tx, false))
    await assert.rejects(add(tenant, 'https://127.0.0.1/'), refused)
  })

  test('are refused when a public name turns out to mean one', async () => {
    await using hooks = await receiver()
    const tenant = await world()
    await tenant.transact((tx) => writePrivateAddresses(tx, false))
    await add(tenant, hooks.url.replace('http://127.0.0.1', 'https://receiver.example'))
    await tell(tenant, [paid(tenant)])
    const sender = createSender(tenant.platform, { timeoutMs: 1_000, resolve: async () => ['127.0.0.1'] })
    await sender.round()
    await sender.idle()
    const [delivery] = await deliveriesOf(tenant)
    assert.deepEqual([delivery!.state, delivery!.last_error], ['waiting', '127.0.0.1 is this server itself.'])
    assert.equal(hooks.received.length, 0)
  })

  test('the connection goes to the address that was judged, whatever the name means a moment later', async () => {
    await using hooks = await receiver()
    const tenant = await world()
    await add(tenant, hooks.url.replace('127.0.0.1', 'receiver.invalid')) // a name that no resolver knows (RFC 6761)
    await tell(tenant, [paid(tenant)])
    const sender = createSender(tenant.platform, { timeoutMs: 5_000, resolve: async () => ['127.0.0.1'] })
    await sender.round()
    await sender.idle()
    assert.equal(hooks.received.length, 1)
    assert.match(hooks.received[0]!.headers.host!, /^receiver\.invalid:/)
  })
})

test('administrators are told of an endpoint that was switched off, each in their language', async () => {
  const mailbox = await createMailbox()
  try {
    await using hooks = await receiver((response) => void response.writeHead(410).end())
    const tenant = await world()
    const platform = { ...tenant.platform, config: { ...tenant.platform.config, SMTP_URL: `smtp://127.0.0.1:${mailbox.port}` } }
    await tenant.transact(async (tx) => {
      const password = 'monsoon over the padma'
      await createStaff(tx, { email: 'rina@webhooks.example', name: 'Rina', roles: ['admin'], locale: 'en', password })
      await createStaff(tx, { email: 'karim@webhooks.example', name: 'Karim', roles: ['admin'], locale: 'bn', password })
      await createStaff(tx, { email: 'desk@webhooks.example', name: 'Desk', roles: ['support'], locale: 'en', password })
    })
    const { endpoint } = await add(tenant, hooks.url)
    const tellAdministrators = jobs.find(({ name }) => name === 'webhooks.tell-administrators')!
    await runJobNow(platform, tellAdministrators, tenant.scope, { endpointId: endpoint.id })
    assert.equal(mailbox.messages.length, 0, 'it is on')
    await tell(tenant, [paid(tenant)])
    await send(platform)
    await runJobNow(platform, tellAdministrators, tenant.scope, { endpointId: endpoint.id })
    const textTo = async (to: string) => (await mailbox.waitFor(to, /Test Net/)).text
    assert.match(await textTo('rina@webhooks.example'), /gone for good \(410\)/)
    assert.match(await textTo('karim@webhooks.example'), /স্থায়ীভাবে/)
    assert.equal(mailbox.messages.length, 2)
  } finally {
    await mailbox.close()
  }
})

test('what was told is forgotten after its time, with its attempts', async () => {
  await using hooks = await receiver()
  const tenant = await world()
  await add(tenant, hooks.url)
  await tell(tenant, [paid(tenant)])
  await send(tenant.platform)
  const forget = jobs.find(({ name }) => name === 'webhooks.forget-deliveries')!
  await runJobNow(tenant.platform, forget, tenant.scope, {})
  assert.equal((await deliveriesOf(tenant)).length, 1)
  tenant.platform.clock.moveTo(tenant.platform.clock.now().add({ hours: 24 * 30 + 1 }))
  await runJobNow(tenant.platform, forget, tenant.scope, {})
  assert.equal((await deliveriesOf(tenant)).length, 0)
})

test('an event of any type wakes the subscriber', () => assert.equal(endpointTeller.types, 'every'))
