import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { z } from 'zod'
import { sql } from './db.ts'
import { type AnyRoute, createHttpServer, type Principal, requireVersion, route, sendParts } from './http.ts'
import { openApiDocument } from './openapi.ts'
import { log } from './telemetry.ts'
import { testTenant } from './testing.ts'
import { zBigint, zDate, zInstant, zMoney, zText } from './wire.ts'

const routes: AnyRoute[] = [
  route({
    method: 'POST',
    path: '/places',
    summary: 'Adds a place',
    tag: 'test',
    permission: 'places.write',
    body: z.object({ name: zText(20), size: zBigint.optional(), price: zMoney.optional(), on: zDate.optional() }),
    response: z.object({ name: z.string(), size: zBigint.nullable(), price: zMoney.nullable(), on: zDate.nullable(), at: zInstant }),
    async handle({ tx, body, now }) {
      await sql`insert into location (name) values (${body.name})`.execute(tx)
      return { name: body.name, size: body.size ?? null, price: body.price ?? null, on: body.on ?? null, at: now }
    },
  }),
  route({
    method: 'GET',
    path: '/places/:id',
    summary: 'Reads',
    tag: 'test',
    permission: 'places.read',
    params: z.object({ id: z.uuid() }),
    response: z.object({ id: z.string(), version: z.number() }),
    etag: (place) => String(place.version),
    handle: async ({ params }) => ({ id: params.id, version: 7 }),
  }),
  route({
    method: 'PATCH',
    path: '/places/:id',
    summary: 'Changes',
    tag: 'test',
    permission: 'places.write',
    params: z.object({ id: z.uuid() }),
    body: z.object({}),
    handle: async ({ ifMatch }) => requireVersion(ifMatch, 7),
  }),
  route({
    method: 'GET',
    path: '/crash',
    summary: 'Crashes',
    tag: 'test',
    permission: 'session',
    handle: async () => {
      throw new TypeError('secret detail')
    },
  }),
  route({
    method: 'POST',
    path: '/secrets',
    summary: 'Tells',
    tag: 'test',
    permission: 'session',
    confidential: true,
    body: z.object({ password: z.string() }),
    response: z.object({ token: z.string() }),
    handle: async ({ body }) => ({ token: `told ${body.password}` }),
  }),
  route({
    method: 'POST',
    path: '/guess',
    summary: 'Guessed at',
    tag: 'test',
    permission: 'public',
    perMinute: 2,
    body: z.object({}),
    handle: async () => {},
  }),
]

async function server(permissions: string[], csrf: string | null = null) {
  const tenant = await testTenant()
  const principal: Principal = {
    tenantId: tenant.tenantId,
    actor: 'staff:1',
    staffId: '1',
    sessionId: null,
    permissions: new Set(permissions),
    timeZone: 'Asia/Dhaka',
    currency: 'BDT',
    locale: 'en',
    csrf,
  }
  const app = createHttpServer(tenant.platform, routes, async (request) => (request.headers.authorization ? principal : null))
  const call = (method: string, url: string, options: { body?: unknown; raw?: string; headers?: Record<string, string> } = {}) =>
    app.inject({
      method: method as 'GET',
      url: `/api/v1${url}`,
      headers: {
        authorization: 'Bearer x',
        ...((options.body !== undefined || options.raw !== undefined) && { 'content-type': 'application/json' }),
        ...options.headers,
      },
      ...(options.body !== undefined && { payload: JSON.stringify(options.body) }),
      ...(options.raw !== undefined && { payload: options.raw }),
    })
  return { call, app, tenant }
}

suite('a route', () => {
  test('reads and writes values of the domain', async () => {
    const { call } = await server(['places.write'])
    const answer = await call('POST', '/places', {
      body: { name: ' Hub ', size: '9007199254740993', price: { minor: '-125', currency: 'BDT' }, on: '2026-02-28' },
    })
    assert.equal(answer.statusCode, 201)
    assert.deepEqual(answer.json(), {
      name: 'Hub',
      size: '9007199254740993',
      price: { minor: '-125', currency: 'BDT' },
      on: '2026-02-28',
      at: '2026-03-10T08:00:00Z',
    })
  })

  const wrong = [
    // what is sent, pointer, why
    [{ name: '' }, '/name', 'empty text'],
    [{ name: 'x', size: 5 }, '/size', 'a number where digits in a string are due'],
    [{ name: 'x', price: { minor: '1', currency: 'XXX' } }, '/price/currency', 'no such currency'],
    [{ name: 'x', on: '2026-02-30' }, '/on', 'no such day'],
    [{ name: 'a\u0000b' }, '/name', 'control characters'],
  ] as const
  for (const [body, pointer, why] of wrong)
    test(`points at the field: ${why}`, async () => {
      const { call } = await server(['places.write'])
      const answer = await call('POST', '/places', { body })
      assert.equal(answer.statusCode, 422)
      assert.equal(answer.headers['content-type'], 'application/problem+json; charset=utf-8')
      assert.equal(answer.json().pointer, pointer)
    })

  test('refuses what it cannot read, and says why', async () => {
    const { call, app } = await server(['places.write'])
    assert.equal((await call('POST', '/places', { raw: '{"name":' })).json().code, 'http.malformed_json')
    assert.equal((await call('POST', '/places', { raw: 'x=1', headers: { 'content-type': 'text/xml' } })).statusCode, 415)
    assert.equal((await call('POST', '/places', { body: { name: 'x'.repeat(2_000_000) } })).statusCode, 413)
    assert.equal((await app.inject({ method: 'GET', url: '/api/v1/places/00000000-0000-7000-8000-000000000000' })).statusCode, 401)
    assert.equal((await call('GET', '/places/not-an-id')).statusCode, 403)
  })

  test('an id that is none is simply not there', async () => {
    const { call } = await server(['places.read'])
    assert.equal((await call('GET', '/places/not-an-id')).statusCode, 404)
  })

  test('an error of ours tells nothing about the inside', async () => {
    const { call } = await server([])
    const answer = await call('GET', '/crash')
    assert.equal(answer.statusCode, 500)
    assert.doesNotMatch(answer.body, /secret/)
    assert.ok(answer.json().requestId)
  })

  test('a cookie session needs its CSRF token to change something', async () => {
    const { call } = await server(['places.write'], 'token-1')
    assert.equal((await call('POST', '/places', { body: { name: 'A' } })).json().code, 'http.csrf')
    assert.equal((await call('POST', '/places', { body: { name: 'A' }, headers: { 'x-csrf-token': 'token-1' } })).statusCode, 201)
  })

  test('ETag and If-Match guard against lost updates', async () => {
    const { call } = await server(['places.read', 'places.write'])
    const url = '/places/00000000-0000-7000-8000-000000000000'
    assert.equal((await call('GET', url)).headers.etag, '"7"')
    assert.equal((await call('GET', url, { headers: { 'if-none-match': '"7"' } })).statusCode, 304)
    assert.equal((await call('PATCH', url, { body: {} })).statusCode, 428)
    assert.equal((await call('PATCH', url, { body: {}, headers: { 'if-match': '"6"' } })).statusCode, 412)
    assert.equal((await call('PATCH', url, { body: {}, headers: { 'if-match': '"7"' } })).statusCode, 204)
  })

  test('a door that is guessed at lets few through', async () => {
    const { call } = await server([])
    const statuses = []
    for (let i = 0; i < 3; i++) statuses.push((await call('POST', '/guess', { body: {} })).statusCode)
    assert.deepEqual(statuses, [204, 204, 429])
  })

  test('a door that is guessed at counts a network of IPv6 as one, since whoever has one has all of its addresses', async () => {
    const { app } = await server([])
    const guess = async (remoteAddress: string) =>
      (
        await app.inject({
          method: 'POST',
          url: '/api/v1/guess',
          remoteAddress,
          headers: { 'content-type': 'application/json' },
          payload: '{}',
        })
      ).statusCode
    const one = ['2001:db8:1:2::a', '2001:db8:1:2:3:4:5:6', '2001:db8:1:2::b']
    const another = ['2001:db8:1:3::a', '2001:db8:1::a', '::ffff:192.0.2.1', '192.0.2.2']
    const statuses = []
    for (const address of [...one, ...another]) statuses.push(await guess(address))
    assert.deepEqual(statuses, [204, 204, 429, 204, 204, 204, 204])
  })
})

test('what stands behind the question mark opens documents, and is in no log', async (t) => {
  const { call } = await server([])
  const told = [t.mock.method(log, 'error'), t.mock.method(log, 'debug')]
  assert.equal((await call('GET', '/crash?t=sealed-link')).statusCode, 500)
  const lines = JSON.stringify(told.flatMap(({ mock }) => mock.calls.map(({ arguments: [line] }) => line)))
  assert.match(lines, /\/api\/v1\/crash/)
  assert.doesNotMatch(lines, /sealed-link/)
})

suite('Idempotency-Key', () => {
  test('keeps nothing readable of a confidential route, and yet repeats its answer', async () => {
    const { call, tenant } = await server(['session'])
    const tell = (password: string) => call('POST', '/secrets', { body: { password }, headers: { 'idempotency-key': 'k0' } })
    const first = await tell('hush')
    assert.deepEqual([(await tell('hush')).body, first.json()], [first.body, { token: 'told hush' }])
    assert.equal((await tell('other')).json().code, 'http.idempotency_key_reused')
    const { rows } = await tenant.transact((tx) =>
      sql<{ body: string; request_hash: string }>`select body, request_hash from idempotency`.execute(tx),
    )
    for (const kept of Object.values(rows[0]!)) assert.match(kept, /^v1\./)
  })

  test('the same request again gives the same answer and no second effect', async () => {
    const { call, tenant } = await server(['places.write'])
    const send = () => call('POST', '/places', { body: { name: 'Once' }, headers: { 'idempotency-key': 'k1' } })
    const answers = await Promise.all([send(), send(), send()])
    assert.deepEqual(
      answers.map((answer) => answer.statusCode),
      [201, 201, 201],
    )
    assert.equal(new Set(answers.map((answer) => answer.body)).size, 1)
    const { rows } = await tenant.transact((tx) => sql`select 1 from location`.execute(tx))
    assert.equal(rows.length, 1)
  })

  test('the same key for something else is an error; a failed request may be tried again', async () => {
    const { call } = await server(['places.write'])
    const headers = { 'idempotency-key': 'k2' }
    assert.equal((await call('POST', '/places', { body: { name: '' }, headers })).statusCode, 422)
    assert.equal((await call('POST', '/places', { body: { name: 'A' }, headers })).statusCode, 201)
    assert.equal((await call('POST', '/places', { body: { name: 'B' }, headers })).json().code, 'http.idempotency_key_reused')
  })
})

test('OpenAPI describes every route with what travels', () => {
  const document = openApiDocument(routes) as {
    paths: Record<string, Record<string, { parameters: { name: string }[] }>>
    components: { schemas: Record<string, unknown> }
  }
  assert.deepEqual(Object.keys(document.paths), [
    '/api/v1/places',
    '/api/v1/places/{id}',
    '/api/v1/crash',
    '/api/v1/secrets',
    '/api/v1/guess',
  ])
  assert.ok(document.components.schemas.Money)
  assert.deepEqual(
    document.paths['/api/v1/places/{id}']!.get!.parameters.map((parameter) => parameter.name),
    ['id'],
  )
})

test('a long answer ends when nobody is there to read it', { timeout: 20_000 }, async (t) => {
  const tenant = await testTenant()
  const ended = Promise.withResolvers<void>()
  async function* endless() {
    try {
      for (;;) yield Buffer.alloc(100_000)
    } finally {
      ended.resolve()
    }
  }
  const long = route({
    method: 'GET',
    path: '/long',
    summary: 'Never ends',
    tag: 'test',
    permission: 'session',
    handle: ({ reply }) => sendParts(reply, { 'content-type': 'text/plain' }, endless()),
  })
  const app = createHttpServer(tenant.platform, [long], async () => ({
    tenantId: tenant.tenantId,
    actor: 'staff:test',
    staffId: null,
    sessionId: null,
    permissions: new Set<string>(),
    timeZone: 'UTC',
    currency: 'BDT',
    locale: 'en',
    csrf: null,
  }))
  t.after(() => app.close())
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  const { body } = await fetch(`${url}/api/v1/long`)
  await body!.cancel()
  await ended.promise
})
