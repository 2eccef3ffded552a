import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { crc32 } from 'node:zlib'
import { openFiles } from '#kernel/files.ts'
import { createHttpServer } from '#kernel/http.ts'
import { testTenant, type TestTenant } from '#kernel/testing.ts'
import { routes } from './routes.ts'

const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAAEElEQVR4nGPgL8uDIAY4CwA2zgWzhtVStgAAAABJRU5ErkJggg==', 'base64')

/** The routes for somebody who may change settings. */
function callerOf({ platform, tenantId }: TestTenant) {
  const principal = { tenantId, actor: 'staff:test', staffId: null, sessionId: null, timeZone: 'UTC', currency: 'BDT', locale: 'en' }
  const app = createHttpServer(platform, routes, async () => ({
    ...principal,
    permissions: new Set(['tenant.read', 'tenant.write']),
    csrf: null,
  }))
  return (method: 'GET' | 'PUT' | 'DELETE', path: string, payload?: Buffer) =>
    app.inject({ method, url: `/api/v1${path}`, ...(payload && { payload, headers: { 'content-type': 'image/png' } }) })
}

suite('the logo', () => {
  test('is taken, served as what it is and for ever, replaced and removed', async () => {
    const tenant = await testTenant()
    const call = callerOf(tenant)
    const taken = (await call('PUT', '/tenant/logo', png)).json()
    assert.equal(taken.version, 2)
    const served = await call('GET', `/files/${taken.logoFileId}`)
    assert.deepEqual(served.rawPayload, png)
    assert.deepEqual(
      [served.headers['content-type'], served.headers['cache-control']],
      ['image/png', 'private, max-age=31536000, immutable'],
    )

    const next = (await call('PUT', '/tenant/logo', png)).json()
    assert.notEqual(next.logoFileId, taken.logoFileId, 'browsers keep what was behind the first id')
    assert.equal((await call('DELETE', '/tenant/logo')).statusCode, 204)
    assert.equal((await call('GET', '/tenant')).json().logoFileId, null)
    assert.equal((await call('GET', `/files/${next.logoFileId}`)).json().code, 'files.not_found')
  })

  test('of another tenant is not there, nor are files that are no logo', async () => {
    const [one, other] = [await testTenant(), await testTenant()]
    const { logoFileId } = (await callerOf(other)('PUT', '/tenant/logo', png)).json()
    const invoice = await one.transact((tx) =>
      openFiles(one.platform.config).put(tx, { name: 'invoice.pdf', contentType: 'application/pdf', bytes: png }),
    )
    for (const id of [logoFileId, invoice]) assert.equal((await callerOf(one)('GET', `/files/${id}`)).statusCode, 404)
  })

  const huge = Buffer.from(png)
  huge.writeUInt32BE(50_000, 16)
  huge.writeUInt32BE(crc32(huge.subarray(12, 29)), 29)
  const refused = [
    [Buffer.from('<svg/>'), 422, 'Save it as PNG', 'a wrong kind'],
    [Buffer.concat([png, Buffer.alloc(512 * 1024)]), 413, 'at most 512 KB', 'too many bytes'],
    [huge, 413, '4096 pixels', 'a small file that holds a huge picture'],
  ] as const
  for (const [bytes, status, fix, why] of refused)
    test(`is refused with the way to mend it: ${why}`, async () => {
      const answer = await callerOf(await testTenant())('PUT', '/tenant/logo', bytes)
      assert.equal(answer.statusCode, status)
      assert.match(answer.json().detail, new RegExp(fix))
    })
})
