import assert from 'node:assert/strict'
import { before, suite, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { sql } from '#kernel/db.ts'
import { openFiles } from '#kernel/files.ts'
import { type AnyRoute, createHttpServer, urlOf } from '#kernel/http.ts'
import { runJobNow } from '#kernel/jobs.ts'
import { testTenant, type TestTenant } from '#kernel/testing.ts'
import { billNow } from '#modules/billing'
import { createCustomer } from '#modules/customers'
import { makeArchive } from '#modules/documents'
import { authenticator, createStaff } from '#modules/identity'
import { makeBatch } from '#modules/vouchers'
import { allModules } from './all-modules.ts'
import { assemble, permissionsOf } from './program.ts'
import { sampleInput } from './sample-input.ts'

const program = assemble(allModules)
const permissions = permissionsOf(allModules)
const password = 'monsoon over the padma'
const tinyPng = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAAEElEQVR4nGPgL8uDIAY4CwA2zgWzhtVStgAAAABJRU5ErkJggg==',
  'base64',
)
const unknownId = '0198a4b0-0000-7000-8000-0000000000ff'

/** One tenant with a server of all routes, and people who are signed in to it. */
interface World {
  readonly tenant: TestTenant
  readonly app: FastifyInstance
  readonly admin: Caller
  /** Signed in, with a role that allows nothing. */
  readonly powerless: Caller
  /** May do everything, with the customers assigned to this person: none. */
  readonly agent: Caller
}
type Caller = (method: string, path: string, options?: { body?: unknown; headers?: Record<string, string> }) => ReturnType<typeof send>

async function createWorld(): Promise<World> {
  const tenant = await testTenant({ country: 'NG', currency: 'NGN', timeZone: 'Africa/Lagos' })
  const platform = { ...tenant.platform, permissions, config: { ...tenant.platform.config, RATE_LIMIT_PER_SECOND: 10_000 } }
  // The limits per minute have their own tests; this one walks every route from one address while the clock stands still.
  const routes = program.routes.map((route) => ({ ...route, perMinute: 10_000 }))
  const app = createHttpServer(platform, routes, authenticator())
  return {
    tenant,
    app,
    admin: await signIn(tenant, app, 'admin'),
    powerless: await signIn(tenant, app, 'customer'),
    agent: await signIn(tenant, app, 'agent'),
  }
}

async function signIn(tenant: TestTenant, app: FastifyInstance, role: string): Promise<Caller> {
  const email = `${role}-${tenant.tenantId}@walk.example`
  if (role === 'agent')
    await tenant.transact((tx) =>
      sql`insert into role (code, name, permissions, row_scope) values ('agent', 'Agent', '{*}', 'own')`.execute(tx),
    )
  await tenant.transact((tx) => createStaff(tx, { email, name: 'Walker', roles: [role], password }))
  const answer = await send(app, 'POST', '/session', { body: { email, password } })
  const cookie = `tl_session=${answer.cookies.find((one) => one.name === 'tl_session')!.value}`
  const { csrf } = answer.json() as { csrf: string }
  return (method, path, options = {}) =>
    send(app, method, path, { ...options, headers: { cookie, 'x-csrf-token': csrf, ...options.headers } })
}

function send(app: FastifyInstance, method: string, path: string, options: { body?: unknown; headers?: Record<string, string> } = {}) {
  return app.inject({
    method: method as 'GET', // routes name methods that HTTP has
    url: urlOf(path),
    headers: { ...(options.body !== undefined && { 'content-type': 'application/json' }), ...options.headers },
    ...(options.body !== undefined && { payload: JSON.stringify(options.body) }),
  })
}

const nameOf = (route: AnyRoute) => `${route.method} ${route.path}`
const guarded = program.routes.filter((route) => route.permission !== 'public')
const writing = program.routes.filter((route) => route.body && !route.rawBody)

/** Ids that a tenant has, by the path before them: `/customers` -> id. */
type Ids = Readonly<Record<string, string | undefined>>

const collectionOf = (route: AnyRoute) => route.path.slice(0, route.path.indexOf('/:id'))

/** The path with its parameters filled. */
function fill(route: AnyRoute, ids: Ids = {}): string {
  const value = (parameter: string) => (parameter === ':id' ? ids[collectionOf(route)] : others[parameter]) ?? unknownId
  return route.path.replaceAll(/:\w+/g, value)
}

/** Parameters that are not ids. */
const others: Readonly<Record<string, string>> = { ':reason': 'unpaid', ':name': 'staff', ':action': 'revoke', ':part': '1' }

const query = (route: AnyRoute) => (route.query ? `?${new URLSearchParams(sampleInput(route.query) as Record<string, string>)}` : '')

const zAnyBody = z.looseObject({})
const bodyOf = (route: AnyRoute) => route.body && zAnyBody.parse(sampleInput(route.body) ?? {})

/** What belongs to no customer: whoever may see any of it sees all of it. A new collection stands here, or is seen by its customer's people only. */
const tenantWide: readonly string[] = [
  '/address-pools',
  '/api-keys',
  '/bill-runs',
  '/coupons',
  '/dunning-stages',
  '/eap-certificates',
  '/event-failures',
  '/files',
  '/gateways',
  '/ledger/accounts',
  '/ledger/entries',
  '/locations',
  '/nas',
  '/nas-certificates',
  '/nat-rules',
  '/plan-migrations',
  '/plans',
  '/realms',
  '/roles',
  '/router-enrolments',
  '/short-messages',
  '/sponsor-campaigns',
  '/staff',
  '/tariffs',
  '/voucher-batches',
  '/webhook-endpoints',
]

/** How a tenant comes to have one of each, in an order in which what each needs is there. */
const makers: readonly { collection: string; path?: (ids: Ids) => string; body?: (ids: Ids) => object }[] = [
  { collection: '/locations' },
  { collection: '/staff', body: () => ({ email: 'made@walk.example', name: 'Made', roles: ['support'] }) },
  { collection: '/roles', body: () => ({ code: 'made', name: 'Made', permissions: [], rowScope: 'all' }) },
  { collection: '/api-keys', body: () => ({ name: 'Made', permissions: ['staff.read'] }) },
  { collection: '/views' },
  { collection: '/ledger/accounts' },
  {
    collection: '/ledger/entries',
    body: (ids) => ({
      lines: ['100', '-100'].map((minor) => ({ ledgerAccountId: ids['/ledger/accounts'], amount: { minor, currency: 'NGN' } })),
    }),
  },
  {
    collection: '/plans',
    body: () => ({
      terms: { validFrom: '2026-03-10', recurring: { minor: '5000', currency: 'NGN' }, downloadBps: '10000000', uploadBps: '5000000' },
    }),
  },
  { collection: '/subscriptions', body: (ids) => ({ customerId: ids['/customers'], offerId: ids['/plans'], startOn: '2026-03-10' }) },
  {
    collection: '/sponsor-campaigns',
    body: (ids) => ({
      messages: { en: { text: 'Made', question: null, answers: [] }, bn: null, hi: null },
      offerId: ids['/plans'],
      locationIds: [],
      link: 'https://sponsor.example/',
      price: { minor: '500', currency: 'NGN' },
    }),
  },
  { collection: '/coupons', body: () => ({ reduction: { kind: 'percent', percentOff: '10' } }) },
  {
    collection: '/change-requests',
    path: (ids) => `/subscriptions/${ids['/subscriptions']}/change-requests`,
    body: () => ({ change: { kind: 'cancel' } }),
  },
  { collection: '/voucher-batches', body: (ids) => ({ offerId: ids['/plans'], price: { minor: '50000', currency: 'NGN' } }) },
  { collection: '/plan-migrations', body: (ids) => ({ offerId: ids['/plans'], toVersionId: ids['/plans/versions'] }) },
  { collection: '/nas', body: () => ({ address: '192.0.2.7' }) },
  { collection: '/nas-certificates', path: (ids) => `/nas/${ids['/nas']}/certificates` },
  { collection: '/address-pools', body: () => ({ kind: 'dynamic', prefix: '100.64.0.0/22' }) },
  { collection: '/nat-rules', body: () => ({ privatePrefix: '100.64.0.0/22', publicPrefix: '203.0.113.0/28', portsEach: 1008 }) },
  { collection: '/address-traces', body: () => ({ address: '203.0.113.1', port: 2000 }) },
  { collection: '/realms', body: () => ({ name: 'made.example', servers: [{ address: '192.0.2.9', secret: 'made-secret' }] }) },
  { collection: '/router-enrolments', body: () => ({ name: 'Joining', uses: ['hotspot'] }) },
  {
    collection: '/speed-boosts',
    path: (ids) => `/subscriptions/${ids['/subscriptions']}/boosts`,
    body: () => ({ faster: { kind: 'factor', percent: 200 }, until: '2026-03-11T08:00:00Z' }),
  },
  { collection: '/logins', path: (ids) => `/subscriptions/${ids['/subscriptions']}/logins` },
  { collection: '/eap-certificates', body: () => ({ hostname: 'radius.walk.example' }) },
  { collection: '/dunning-stages' },
  {
    collection: '/gateways',
    body: () => ({ provider: 'paystack', settings: { baseUrl: 'http://127.0.0.1:9' }, credentials: { secretKey: 'sk_test_made' } }),
  },
  { collection: '/payments', body: (ids) => ({ accountId: ids['/accounts'], amount: { minor: '5000', currency: 'NGN' } }) },
  {
    collection: '/checkouts',
    body: (ids) => ({ accountId: ids['/accounts'], gatewayId: ids['/gateways'], amount: { minor: '5000', currency: 'NGN' } }),
  },
  { collection: '/proformas', body: (ids) => ({ ask: { kind: 'subscription', customerId: ids['/customers'], offerId: ids['/plans'] } }) },
  { collection: '/simulations', body: () => ({ from: '2026-03-10', to: '2026-04-30', alternative: undefined }) },
  { collection: '/tariffs' },
  { collection: '/webhook-endpoints', body: () => ({ url: 'https://receiver.example/' }) },
  { collection: '/webhook-deliveries', path: (ids) => `/webhook-endpoints/${ids['/webhook-endpoints']}/test` },
]

async function makeOneOfEach({ tenant, admin }: World): Promise<Ids> {
  const ids: Record<string, string | undefined> = {}
  const customer = await tenant.transact((tx) => createCustomer(tx, { name: 'Made Customer', email: 'made@mail.example' }))
  Object.assign(ids, { '/customers': customer.customerId, '/accounts': customer.accountId })
  for (const { collection, path = () => collection, body = () => ({}) } of makers) {
    const made = program.routes.find(
      (route) => route.method === 'POST' && new RegExp(`^${route.path.replaceAll(/:\w+/g, '[^/]+')}$`).test(path(ids)),
    )
    assert.ok(made, `POST ${path(ids)} exists`)
    const answer = await admin('POST', path(ids), { body: { ...bodyOf(made), ...body(ids) } })
    assert.equal(answer.statusCode, made.status ?? 201, `POST ${path(ids)}: ${answer.body}`)
    const { id, offerId, versionId } = answer.json() as { id?: string; offerId?: string; versionId?: string } // a plan's answer names its first version too
    ids[collection] = id ?? offerId
    if (versionId) ids[`${collection}/versions`] = versionId
    if (collection === '/plans') await admin('POST', `/plans/${ids['/plans']}/publication`)
  }
  await admin('POST', `/subscriptions/${ids['/subscriptions']}/activation`)
  const today = Temporal.PlainDate.from('2026-03-10')
  const run = await tenant.transact((tx) => billNow(tx, today, tenant.platform.clock.now()))
  const { rows } = await tenant.transact((tx) =>
    sql<{ invoice: string; own: string; failure: string; session: string; recovery: string; sms: string }>`
    with recovery as (insert into device_recovery (subscription_id, due_on) select id, '2026-04-10' from subscription limit 1 returning id),
      failure as (insert into event_failure (subscriber, event_id, event_type, error) values ('walk', 1, 'walk.v1', 'made') returning id),
      session as (insert into session (tenant_id, identity, nas_id, username, acct_session_id, started_at, updated_at, subscription_id)
        select current_tenant(), uuidv7(), id, 'made', 'made', now(), now(), (select id from subscription limit 1) from nas returning id),
      sms as (insert into sms (destination, kind, text_shown, text_sealed, parts, due_at, queued_at) values ('+2348012345678', 'by-staff', 'Made', '', 1, now(), now()) returning id)
    select (select id from sms) as sms, (select id from invoice) as invoice, (select id from staff_session limit 1) as own, (select id from failure) as failure, (select id from session) as session, (select id from recovery) as recovery`.execute(
      tx,
    ),
  )
  const { invoice, own, failure, session, recovery, sms } = rows[0]!
  const credit = await admin('POST', `/invoices/${invoice}/credit-notes`, {
    body: { reason: 'Made', lines: [{ line: 1, net: { minor: '1', currency: 'NGN' } }] },
  })
  assert.equal(credit.statusCode, 201, credit.body)
  const note = (credit.json() as { id: string }).id
  const receipts = await admin('POST', '/document-archives', { body: { kind: 'receipt', from: '2026-01-01', to: '2100-01-01' } })
  assert.equal(receipts.statusCode, 202, receipts.body)
  const archive = (receipts.json() as { id: string }).id
  await runJobNow(tenant.platform, makeArchive, tenant.scope, { archiveId: archive })
  await runJobNow(tenant.platform, makeBatch, tenant.scope, { batchId: ids['/voucher-batches'] })
  const logo = await tenant.transact(async (tx) => {
    const id = await openFiles(tenant.platform.config).put(tx, { name: 'logo.png', contentType: 'image/png', bytes: tinyPng })
    await sql`update tenant set logo_file_id = ${id}`.execute(tx)
    await sql`update sponsor_campaign set picture_file_id = ${id}`.execute(tx)
    return id
  })
  const exemption = await tenant.transact(async (tx) => {
    const { rows } = await sql<{ id: string }>`
      insert into tax_exemption (customer_id, jurisdiction, number, valid_from, valid_until, file_id)
      values (${customer.customerId}, 'NG', 'made', '2026-01-01', '2026-12-31', ${logo}) returning id`.execute(tx)
    return rows[0]!.id
  })
  return {
    ...ids,
    '/tax-exemptions': exemption,
    '/bill-runs': run.id,
    '/invoices': invoice,
    '/credit-notes': note,
    '/document-archives': archive,
    '/me/sessions': own,
    '/event-failures': failure,
    '/sessions': session,
    '/short-messages': sms,
    '/device-recoveries': recovery,
    '/files': logo,
  }
}

suite('the API', () => {
  let one: World
  let other: World
  let ids: Ids // of the first
  before(async () => {
    one = await createWorld()
    other = await createWorld()
    ids = await makeOneOfEach(one)
  })

  suite('every route', () => {
    for (const route of guarded)
      test(`${nameOf(route)}: needs a login`, async () => {
        const answer = await send(one.app, route.method, fill(route), { body: route.body ? {} : undefined })
        assert.equal(answer.statusCode, 401, answer.body)
      })

    for (const route of guarded.filter((one) => one.permission !== 'session'))
      test(`${nameOf(route)}: needs ${route.permission}`, async () => {
        assert.ok(Object.hasOwn(permissions, route.permission), 'a module declares it')
        const answer = await one.powerless(route.method, fill(route, ids), { body: route.body ? {} : undefined })
        assert.deepEqual([answer.statusCode, (answer.json() as { code: string }).code], [403, 'http.forbidden'])
      })

    for (const route of guarded.filter((one) => one.path.includes('/:id')))
      test(`${nameOf(route)}: another tenant's id is not there`, async () => {
        const answer = await other.admin(route.method, fill(route, ids) + query(route), {
          headers: { 'if-match': '*' },
          body: bodyOf(route),
        })
        assert.equal(answer.statusCode, 404, answer.body)
      })

    // Only then does the 404 above prove anything.
    for (const route of guarded.filter((one) => one.method === 'GET' && one.path.includes('/:id')))
      test(`${nameOf(route)}: the own id is there`, async () => {
        assert.ok(ids[collectionOf(route)], `add a maker of ${collectionOf(route)} to this test`)
        const answer = await one.admin('GET', fill(route, ids) + query(route))
        assert.equal(answer.statusCode, 200, answer.body)
      })

    for (const route of guarded.filter(
      (one) => one.path.includes('/:id') && !tenantWide.includes(collectionOf(one)) && collectionOf(one) !== '/me/sessions',
    ))
      test(`${nameOf(route)}: a customer of others is not there for an agent`, async () => {
        const answer = await one.agent(route.method, fill(route, ids) + query(route), { headers: { 'if-match': '*' }, body: bodyOf(route) })
        assert.equal(answer.statusCode, 404, answer.body)
      })

    test('an API key of an agent sees no customer of others either, and of an administrator all', async () => {
      const statusFor = async (maker: Caller) => {
        const { token } = (await maker('POST', '/api-keys', { body: { name: 'Walk', permissions: ['customers.read'] } })).json() as {
          token: string
        }
        return (await send(one.app, 'GET', `/customers/${ids['/customers']}`, { headers: { authorization: `Bearer ${token}` } })).statusCode
      }
      assert.deepEqual([await statusFor(one.agent), await statusFor(one.admin)], [404, 200])
    })

    for (const route of writing)
      test(`${nameOf(route)}: a body that is none is refused, as a page where people look`, async () => {
        const answer = await one.admin(route.method, fill(route, ids), { headers: { 'if-match': '*' }, body: 'nonsense' })
        const type = route.problemPage ? 'text/html; charset=utf-8' : 'application/problem+json; charset=utf-8'
        assert.deepEqual([answer.statusCode, answer.headers['content-type']], [422, type], answer.body)
        assert.match(answer.body, route.problemPage ? /role="alert"/ : /"pointer":/)
      })

    for (const path of ['/locations', '/staff', '/views'])
      test(`POST ${path}: a repeated Idempotency-Key gives the first answer and does nothing more`, async () => {
        const made = program.routes.find((route) => nameOf(route) === `POST ${path}`)!
        const body = {
          ...bodyOf(made),
          ...makers.find((maker) => maker.collection === path)?.body?.(ids),
          email: 'again@walk.example',
          name: 'Again',
        }
        const call = (key: string, given: object) => one.admin('POST', path, { body: given, headers: { 'idempotency-key': key } })
        const first = await call(`walk${path}`, body)
        const second = await call(`walk${path}`, body)
        assert.deepEqual([second.statusCode, second.body, second.headers['idempotency-replayed']], [first.statusCode, first.body, 'true'])
        assert.equal((await call(`walk${path}`, { ...body, name: 'Else' })).statusCode, 422)
      })
  })

  suite('every list', () => {
    for (const list of program.lists)
      test(`${list.name} can be searched, sorted by any column and exported, and shows no rows of others`, async () => {
        const { columns, searchable } = (await one.admin('GET', `/lists/${list.name}`)).json() as {
          columns: { key: string; sortable: boolean }[]
          searchable: boolean
        }
        for (const { key } of columns.filter((column) => column.sortable)) {
          const page = await one.admin('GET', `/lists/${list.name}/rows?sort=-${key}&limit=2${searchable ? '&q=walk' : ''}`)
          assert.equal(page.statusCode, 200, `${key}: ${page.body}`)
        }
        for (const format of ['csv', 'xlsx'])
          assert.equal((await one.admin('GET', `/lists/${list.name}/export?format=${format}`)).statusCode, 200, format)
        const idsOf = async (caller: Caller) =>
          ((await caller('GET', `/lists/${list.name}/rows?limit=200`)).json() as { items: { id: string }[] }).items.map((item) => item.id)
        // Lists without a tenant also hold what belongs to no one, such as packets of strangers.
        if (list.tenant !== null)
          assert.deepEqual(new Set(await idsOf(one.admin)).intersection(new Set(await idsOf(other.admin))), new Set())
        assert.equal((await one.powerless('GET', `/lists/${list.name}/rows`)).statusCode, 403)
      })
  })
})
