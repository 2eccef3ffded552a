import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { readConfig } from '#kernel/config.ts'
import { createHttpServer } from '#kernel/http.ts'
import { startTestDatabase, stopTestDatabase, testTenant } from '#kernel/testing.ts'
import { movableClock } from '#kernel/time.ts'
import { authenticator } from './authenticate.ts'
import { identityModule } from './module.ts'
import { setUpLink } from './set-up.ts'
import { browserOf } from './test-browser.ts'

/** A database without any tenant: that of other tests has many. */
async function emptyInstallation() {
  const database = await startTestDatabase()
  after(() => stopTestDatabase(database))
  const clock = movableClock('2026-03-10T08:00:00Z')
  const config = readConfig({ DATA_DIR: database.dataDir, DEMO: '0', LOG_LEVEL: 'silent' })
  return {
    config,
    db: database.db,
    clock,
    publicUrl: 'http://localhost:8080',
    permissions: identityModule.permissions!,
    events: {},
    pages: {},
  }
}

const answers = {
  businessName: 'Padma Net',
  country: 'BD',
  currency: 'BDT',
  timeZone: 'Asia/Dhaka',
  name: 'Rina Akter',
  email: 'rina@padma.example',
  password: 'monsoon over the padma',
}

test('the newest link makes the first tenant and its administrator, once', async () => {
  const platform = await emptyInstallation()
  const app = createHttpServer(platform, identityModule.routes!, authenticator())
  const tokens = [await setUpLink(platform), await setUpLink(platform)].map((link) => new URL(link!).searchParams.get('token'))
  const [old, current] = tokens
  const browser = browserOf(app)
  assert.equal((await browser.send('POST', '/setup', { ...answers, token: old })).json().code, 'identity.link_over')
  assert.equal(
    (await browser.send('POST', '/setup', { ...answers, token: current, password: 'rina@padma.example' })).json().code,
    'identity.weak_password',
  )
  assert.equal((await browser.send('POST', '/setup', { ...answers, token: current, timeZone: 'Mars' })).json().pointer, '/timeZone')

  const made = await browser.send('POST', '/setup', { ...answers, token: current })
  assert.equal(made.statusCode, 201)
  assert.deepEqual(
    [made.json().tenant.slug, made.json().staff.roles, made.json().permissions],
    ['padma-net', ['admin'], ['staff.read', 'staff.write']],
  )
  assert.equal((await browser.send('GET', '/session')).statusCode, 200)
  assert.equal((await browserOf(app).send('POST', '/setup', { ...answers, token: current })).json().code, 'identity.set_up_done')
})

test('an installation with tenants has no set-up link', async () => {
  const { platform } = await testTenant()
  assert.equal(await setUpLink(platform), null)
})
