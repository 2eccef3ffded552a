import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { FastifyRequest } from 'fastify'
import { sql } from '#kernel/db.ts'
import { testTenant } from '#kernel/testing.ts'
import { authenticator } from './authenticate.ts'
import { browserOf, employ, identityServer, password } from './test-browser.ts'

async function office() {
  const tenant = await testTenant()
  const { app, platform } = identityServer(tenant)
  const admin = await employ(tenant, 'admin')
  const enter = async (email: string) => {
    const browser = browserOf(app)
    assert.equal((await browser.send('POST', '/session', { email, password })).statusCode, 201)
    return browser
  }
  return { tenant, app, platform, admin, enter, desk: await enter(admin.email) }
}
type Desk = Awaited<ReturnType<typeof office>>['desk']

/** A change with the version that is current. */
async function change(desk: Desk, path: string, patch: object) {
  const { etag } = (await desk.send('GET', path)).headers
  return desk.send('PATCH', path, patch, { 'if-match': String(etag) })
}

/** Somebody of the tenant's own role that may manage staff but little else. */
async function clerkOf({ tenant, desk }: Awaited<ReturnType<typeof office>>) {
  await desk.send('POST', '/roles', { code: 'clerk', name: 'Clerk', permissions: ['staff.read', 'staff.write'] })
  return employ(tenant, 'clerk')
}

suite('staff', () => {
  test('an invited person chooses a password with the link and is in', async () => {
    const { app, desk } = await office()
    const invited = await desk.send('POST', '/staff', { email: 'Karim@padma.example', name: 'Karim', roles: ['support'] })
    assert.equal(invited.statusCode, 201)
    const { id, url } = invited.json()
    assert.deepEqual(
      [(await desk.send('GET', `/staff/${id}`)).json().state, (await desk.send('GET', `/staff/${id}`)).json().email],
      ['invited', 'karim@padma.example'],
    )
    const token = new URL(url).searchParams.get('token')
    assert.equal(
      (await browserOf(app).send('POST', '/password-resets/confirm', { token, password: 'a boat upon the river' })).statusCode,
      204,
    )
    assert.equal(
      (await browserOf(app).send('POST', '/session', { email: 'karim@padma.example', password: 'a boat upon the river' })).statusCode,
      201,
    )
    assert.equal(
      (await desk.send('POST', '/staff', { email: 'karim@padma.example', name: 'Karim', roles: ['support'] })).json().code,
      'identity.email_taken',
    )
    assert.equal(
      (await desk.send('POST', '/staff', { email: 'k2@padma.example', name: 'Karim', roles: ['king'] })).json().code,
      'identity.unknown_role',
    )
  })

  test('who is disabled is out within a second and cannot come back', async () => {
    const { tenant, app, platform, desk, enter } = await office()
    const karim = await employ(tenant, 'support')
    const browser = await enter(karim.email)
    assert.equal((await change(desk, `/staff/${karim.id}`, { state: 'disabled' })).json().state, 'disabled')
    platform.clock.advance({ seconds: 1 })
    assert.equal((await browser.send('GET', '/session')).statusCode, 401)
    assert.equal((await browserOf(app).send('POST', '/session', { email: karim.email, password })).statusCode, 401)
  })

  test('a change of roles counts from the next second', async () => {
    const { tenant, platform, desk, enter } = await office()
    const karim = await employ(tenant, 'support')
    const browser = await enter(karim.email)
    assert.equal((await browser.send('PATCH', '/tenant', {})).statusCode, 403)
    await change(desk, `/staff/${karim.id}`, { roles: ['manager'] })
    platform.clock.advance({ seconds: 1 })
    assert.equal((await browser.send('PATCH', '/tenant', {})).statusCode, 428)
  })

  test('two who edit one person: the second is told', async () => {
    const { tenant, desk } = await office()
    const karim = await employ(tenant, 'support')
    const { etag } = (await desk.send('GET', `/staff/${karim.id}`)).headers
    assert.equal((await desk.send('PATCH', `/staff/${karim.id}`, { name: 'Karim A' }, { 'if-match': String(etag) })).statusCode, 200)
    assert.equal((await desk.send('PATCH', `/staff/${karim.id}`, { name: 'Karim B' }, { 'if-match': String(etag) })).statusCode, 412)
  })

  test('the last administrator stays', async () => {
    const { desk, admin } = await office()
    for (const patch of [{ state: 'disabled' }, { roles: ['support'] }])
      assert.equal((await change(desk, `/staff/${admin.id}`, patch)).json().code, 'identity.last_administrator')
  })

  test('nobody gives or manages more than they have', async () => {
    const world = await office()
    const clerk = await world.enter((await clerkOf(world)).email)
    const { admin } = world
    const attempts = {
      'invite an administrator': await clerk.send('POST', '/staff', { email: 'x@padma.example', name: 'X', roles: ['admin'] }),
      'become one': await change(clerk, `/staff/${(await clerk.send('GET', '/session')).json().staff.id}`, { roles: ['admin'] }),
      'disable one': await change(clerk, `/staff/${admin.id}`, { state: 'disabled' }),
      'take over one by a link': await clerk.send('POST', `/staff/${admin.id}/link`, {}),
      'weaken one': await clerk.send('DELETE', `/staff/${admin.id}/second-factors`),
      'make a mightier role': await clerk.send('POST', '/roles', { code: 'boss', name: 'Boss', permissions: ['tenant.write'] }),
      'make a mightier key': await clerk.send('POST', '/api-keys', { name: 'X', permissions: ['tenant.write'] }),
    }
    for (const [deed, answer] of Object.entries(attempts)) assert.equal(answer.json().code, 'identity.beyond_own', deed)
  })
})

/** A branch manager, who sees the customers at one of two shops, and may manage staff. */
async function branchOf(world: Awaited<ReturnType<typeof office>>) {
  const { tenant, desk } = world
  await desk.send('POST', '/roles', {
    code: 'branch',
    name: 'Branch',
    permissions: ['staff.read', 'staff.write', 'tenant.read'],
    rowScope: 'team',
  })
  for (const rowScope of ['all', 'territory', 'own'] as const)
    await desk.send('POST', '/roles', { code: `sees-${rowScope}`, name: rowScope, permissions: ['tenant.read'], rowScope })
  const [mine, theirs] = await tenant.transact(async (tx) => {
    const { rows } = await sql<{ id: string }>`insert into location (name) values ('Mirpur'), ('Uttara') returning id`.execute(tx)
    return rows.map(({ id }) => id) as [string, string]
  })
  const manager = await employ(tenant, 'branch')
  await change(desk, `/staff/${manager.id}`, { locationIds: [mine] })
  return { mine, theirs, manager, branch: await world.enter(manager.email) }
}

suite('a view of some customers', () => {
  test('nobody gives or manages a wider one than their own', async () => {
    const world = await office()
    const { branch, mine, theirs, manager } = await branchOf(world)
    const invite = (role: string) => branch.send('POST', '/staff', { email: `${role}@padma.example`, name: 'X', roles: [role] })
    const shop = (await invite('sees-territory')).json().id
    const elsewhere = await employ(world.tenant, 'sees-territory')
    await change(world.desk, `/staff/${elsewhere.id}`, { locationIds: [theirs] })
    const wide = await employ(world.tenant, 'sees-all')
    const roles: { id: string; code: string }[] = (await world.desk.send('GET', '/roles')).json().items
    const attempts = {
      'invite somebody who sees all': await invite('sees-all'),
      'widen a role of somebody': await change(branch, `/staff/${shop}`, { roles: ['sees-all'] }),
      'send somebody elsewhere': await change(branch, `/staff/${shop}`, { locationIds: [mine, theirs] }),
      'widen their own place': await change(branch, `/staff/${manager.id}`, { locationIds: [mine, theirs] }),
      'change who works elsewhere': await change(branch, `/staff/${elsewhere.id}`, { name: 'Y' }),
      'take over who sees all': await branch.send('POST', `/staff/${wide.id}/link`, {}),
      'weaken who sees all': await branch.send('DELETE', `/staff/${wide.id}/second-factors`),
      'make a role that sees all': await branch.send('POST', '/roles', { code: 'wide', name: 'Wide', permissions: [], rowScope: 'all' }),
      'change a role that others have': await branch.send(
        'PATCH',
        `/roles/${roles.find(({ code }) => code === 'sees-own')!.id}`,
        { rowScope: 'territory' },
        { 'if-match': '"1"' },
      ),
      'make a key for another shop': await branch.send('POST', '/api-keys', {
        name: 'X',
        permissions: ['tenant.read'],
        rows: { locationIds: [theirs] },
      }),
      'make a key that sees the customers of somebody else': await branch.send('POST', '/api-keys', {
        name: 'X',
        permissions: ['tenant.read'],
        rows: { staffId: wide.id },
      }),
    }
    for (const [deed, answer] of Object.entries(attempts))
      assert.deepEqual([answer.statusCode, answer.json().code], [403, 'identity.rows_beyond_own'], deed)
    assert.equal((await invite('sees-own')).statusCode, 201)
    assert.equal((await change(branch, `/staff/${shop}`, { locationIds: [mine] })).statusCode, 200)
  })

  test('a key sees what its maker saw, or less where that was asked for', async () => {
    const world = await office()
    const { branch, mine, theirs, manager } = await branchOf(world)
    const rowsOfKey = async (desk: Desk, rows?: object) => {
      const { token } = (await desk.send('POST', '/api-keys', { name: 'X', permissions: ['tenant.read'], rows })).json()
      const principal = await authenticator()(
        { id: 'test', headers: { authorization: `Bearer ${token}` }, cookies: {} } as FastifyRequest,
        world.platform,
      )
      return principal!.rows
    }
    assert.deepEqual(await rowsOfKey(branch), { staffId: manager.id, locationIds: [mine] })
    assert.deepEqual(await rowsOfKey(branch, { locationIds: [mine] }), { staffId: null, locationIds: [mine] })
    assert.equal(await rowsOfKey(world.desk), undefined)
    assert.deepEqual(await rowsOfKey(world.desk, { staffId: manager.id, locationIds: [theirs] }), {
      staffId: manager.id,
      locationIds: [theirs],
    })
    const nowhere = await world.desk.send('POST', '/api-keys', {
      name: 'X',
      permissions: ['tenant.read'],
      rows: { locationIds: [crypto.randomUUID()] },
    })
    assert.equal(nowhere.json().code, 'identity.location_unknown')
  })
})

suite('roles', () => {
  test('one of the own can be made and changed; built-in ones and unknown permissions cannot', async () => {
    const { desk } = await office()
    const made = await desk.send('POST', '/roles', { code: 'cashier', name: 'Cashier', permissions: ['billing.read'] })
    assert.equal(made.statusCode, 201)
    const patch = (id: string, body: object, version = '"1"') => desk.send('PATCH', `/roles/${id}`, body, { 'if-match': version })
    assert.deepEqual((await patch(made.json().id, { permissions: ['billing.read', 'tenant.read'] })).json().permissions, [
      'billing.read',
      'tenant.read',
    ])
    assert.equal(
      (await desk.send('POST', '/roles', { code: 'cashier', name: 'Cashier', permissions: [] })).json().code,
      'identity.role_taken',
    )
    assert.equal(
      (await desk.send('POST', '/roles', { code: 'mint', name: 'Mint', permissions: ['money.print'] })).json().code,
      'identity.unknown_permission',
    )
    const { items, permissions } = (await desk.send('GET', '/roles')).json()
    const manager = items.find((role: { code: string }) => role.code === 'manager')
    assert.equal((await patch(manager.id, { permissions: [] })).json().code, 'identity.role_built_in')
    assert.ok(
      permissions.some((one: { name: string; description: string }) => one.name === 'billing.read' && one.description === 'See bills'),
    )
  })
})

suite('API keys', () => {
  test('do what they are made for, no more, and nothing once revoked', async () => {
    const { app, platform, desk } = await office()
    const { id, token, prefix } = (await desk.send('POST', '/api-keys', { name: 'Shop', permissions: ['tenant.read'] })).json()
    assert.match(token, /^tlk_/)
    assert.ok(token.startsWith(prefix) && prefix.length < 12)
    const call = (path: string) => browserOf(app).send('GET', path, undefined, { authorization: `Bearer ${token}` })
    assert.equal((await call('/tenant')).statusCode, 200)
    assert.equal((await call('/roles')).statusCode, 403)
    assert.equal((await call('/session')).json().code, 'identity.no_session')
    assert.equal((await desk.send('DELETE', `/api-keys/${id}`)).statusCode, 204)
    platform.clock.advance({ seconds: 1 })
    assert.equal((await call('/tenant')).statusCode, 401)
    assert.equal((await desk.send('DELETE', `/api-keys/${id}`)).statusCode, 404)
  })

  test('end on their day', async () => {
    const { app, platform, desk } = await office()
    const { token } = (
      await desk.send('POST', '/api-keys', { name: 'Shop', permissions: ['tenant.read'], expiresAt: '2026-03-11T00:00:00Z' })
    ).json()
    const call = () => browserOf(app).send('GET', '/tenant', undefined, { authorization: `Bearer ${token}` })
    assert.equal((await call()).statusCode, 200)
    platform.clock.moveTo('2026-03-11T00:00:00Z')
    assert.equal((await call()).statusCode, 401)
  })
})
