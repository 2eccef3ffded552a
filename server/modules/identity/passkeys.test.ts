import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Secret, TOTP } from 'otpauth'
import { testTenant } from '#kernel/testing.ts'
import { softAuthenticator } from './test-authenticator.ts'
import { browserOf, employ, identityServer, password } from './test-browser.ts'

async function withPasskey() {
  const tenant = await testTenant()
  const { app, platform } = identityServer(tenant)
  const rina = await employ(tenant, 'admin')
  const browser = browserOf(app)
  await browser.send('POST', '/session', { email: rina.email, password })
  const phone = softAuthenticator(platform.publicUrl)
  const register = async (authenticator = phone) => {
    const { challenge } = (await browser.send('POST', '/me/passkeys/options', {})).json()
    return browser.send('POST', '/me/passkeys', { name: 'Phone', response: authenticator.create(challenge) })
  }
  assert.equal((await register()).statusCode, 201)
  const challengeOf = async () => (await browserOf(app).send('POST', '/session/passkey-options', {})).json().challenge as string
  return { tenant, app, platform, rina, browser, phone, register, challengeOf }
}

test('a passkey signs in alone, and each challenge is good once', async () => {
  const { app, rina, phone, challengeOf } = await withPasskey()
  const response = phone.get(await challengeOf())
  const answer = await browserOf(app).send('POST', '/session/passkey', { response })
  assert.equal(answer.statusCode, 201)
  assert.equal(answer.json().staff.email, rina.email)
  assert.equal((await browserOf(app).send('POST', '/session/passkey', { response })).json().code, 'identity.passkey_refused', 'replayed')
})

test('a passkey of another site, of nobody, or with an old challenge is refused', async () => {
  const { app, platform, phone, challengeOf, register } = await withPasskey()
  const attempt = async (response: object) => (await browserOf(app).send('POST', '/session/passkey', { response })).json().code
  const stranger = softAuthenticator(platform.publicUrl)
  assert.equal(await attempt(stranger.get(await challengeOf())), 'identity.passkey_refused')
  const phishing = softAuthenticator('https://padma-net.example')
  assert.equal((await register(phishing)).json().code, 'identity.passkey_refused')
  const challenge = await challengeOf()
  platform.clock.advance({ minutes: 5 })
  assert.equal(await attempt(phone.get(challenge)), 'identity.passkey_refused')
  assert.equal(await attempt({ id: 'x', response: {} }), 'identity.passkey_refused')
})

test('a passkey can be the second factor of its owner, and of nobody else', async () => {
  const { app, platform, rina, browser, phone, tenant, challengeOf } = await withPasskey()
  const { secret } = (await browser.send('POST', '/me/totp', {})).json()
  const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: platform.clock.now().epochMilliseconds })
  await browser.send('POST', '/me/totp/confirmation', { code })
  const asked = (await browserOf(app).send('POST', '/session', { email: rina.email, password })).json()
  assert.deepEqual(asked.methods, ['totp', 'passkey', 'recovery-code'])

  const other = await employ(tenant, 'admin')
  const otherBrowser = browserOf(app)
  await otherBrowser.send('POST', '/session', { email: other.email, password })
  const otherPhone = softAuthenticator(platform.publicUrl)
  const { challenge } = (await otherBrowser.send('POST', '/me/passkeys/options', {})).json()
  await otherBrowser.send('POST', '/me/passkeys', { name: 'Other', response: otherPhone.create(challenge) })

  const prove = async (response: object) =>
    browserOf(app).send('POST', '/session/second-factor', { challengeId: asked.challengeId, method: 'passkey', response })
  assert.equal((await prove(otherPhone.get(await challengeOf()))).json().code, 'identity.passkey_refused')
  assert.equal((await prove(phone.get(await challengeOf()))).statusCode, 201)
})

test('a removed passkey is of no use', async () => {
  const { app, browser, phone, challengeOf } = await withPasskey()
  const { passkeys } = (await browser.send('GET', '/me/second-factors')).json()
  assert.deepEqual(
    passkeys.map((passkey: { name: string }) => passkey.name),
    ['Phone'],
  )
  assert.equal((await browser.send('DELETE', `/me/passkeys/${passkeys[0].id}`)).statusCode, 204)
  assert.equal((await browserOf(app).send('POST', '/session/passkey', { response: phone.get(await challengeOf()) })).statusCode, 422)
})
