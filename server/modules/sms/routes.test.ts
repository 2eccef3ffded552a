import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { createHttpServer, type Principal } from '#kernel/http.ts'
import { testTenant } from '#kernel/testing.ts'
import { routes } from './routes.ts'

const provider = { host: 'smpp.example.com', port: 2775, isTls: true, systemId: 'lagoon', source: 'Lagoon', password: 'secret12' }

async function world() {
  const tenant = await testTenant({ country: 'NG', currency: 'NGN', timeZone: 'Africa/Lagos' })
  const principal: Principal = {
    tenantId: tenant.tenantId,
    actor: 'staff:test',
    staffId: null,
    sessionId: null,
    permissions: new Set(['sms.read', 'sms.send', 'sms.configure']),
    timeZone: 'Africa/Lagos',
    currency: 'NGN',
    locale: 'en',
    csrf: null,
  }
  const app = createHttpServer(tenant.platform, routes, async () => principal)
  return async (method: 'GET' | 'PUT' | 'POST', path: string, payload?: object) => {
    const answer = await app.inject({ method, url: `/api/v1${path}`, ...(payload && { payload }) })
    return { status: answer.statusCode, body: answer.body === '' ? undefined : answer.json(), text: answer.body }
  }
}

suite('the settings of short messages', () => {
  test('are kept without telling the password, which stays when it is left out', async () => {
    const send = await world()
    assert.equal((await send('PUT', '/sms-settings', provider)).status, 204)
    const { password: _, ...changed } = provider
    assert.equal((await send('PUT', '/sms-settings', { ...changed, partPrice: { minor: '400', currency: 'NGN' } })).status, 204)
    const { body, text } = await send('GET', '/sms-settings')
    assert.deepEqual(
      [body.settings.perSecond, body.settings.partPrice.minor, body.countryPrefixes, body.partsThisHour],
      [10, '400', ['+234'], 0],
    )
    assert.doesNotMatch(text, /secret12|password/i)
  })

  test('the password goes to no other centre than the one it was given for', async () => {
    const send = await world()
    await send('PUT', '/sms-settings', provider)
    for (const change of [{ host: 'smpp.elsewhere.example' }, { systemId: 'other' }, { isTls: false }]) {
      const { status, body } = await send('PUT', '/sms-settings', { ...provider, ...change, password: undefined })
      assert.deepEqual([status, body?.pointer], [422, '/password'], JSON.stringify(change))
    }
  })

  const wrong: [change: object, pointer: string, why: string][] = [
    [{ password: undefined }, '/password', 'no password'],
    [{ password: 'nine chars' }, '/password', 'more than SMPP carries'],
    [{ source: 'A name of twelve' }, '/source', 'a sender that is too long'],
    [{ source: 'লেগুন' }, '/source', 'a sender in another script'],
    [{ prefixes: ['880'] }, '/prefixes/0', 'a prefix without a plus'],
    [{ prefixes: ['+0'] }, '/prefixes/0', 'a prefix of no country'],
    [{ perSecond: 0 }, '/perSecond', 'none at all'],
    [{ port: 65_536 }, '/port', 'a port that there is not'],
    [{ partPrice: { minor: '400', currency: 'BDT' } }, '/partPrice/currency', 'money of elsewhere'],
  ]
  for (const [change, pointer, why] of wrong)
    test(`what is wrong stands at its field: ${why}`, async () => {
      const { status, body } = await (await world())('PUT', '/sms-settings', { ...provider, ...change })
      assert.deepEqual([status, body.pointer ?? body.errors[0].pointer], [422, pointer])
    })

  test('a centre that only we can reach is refused at its field', async () => {
    for (const host of ['127.0.0.1', '10.0.0.7', '169.254.169.254', '::ffff:10.0.0.7']) {
      const { status, body } = await (await world())('PUT', '/sms-settings', { ...provider, host })
      assert.deepEqual([status, body.code, body.pointer], [422, 'sms.address_refused', '/host'], host)
      assert.match(body.detail, /MESSAGING_PRIVATE_ADDRESSES/)
    }
  })

  test('without them nothing is sent', async () => {
    const send = await world()
    const { status, body } = await send('POST', '/short-messages', { to: '+2348012345678', text: 'x' })
    assert.deepEqual([status, body.code], [409, 'sms.not_set_up'])
  })
})
