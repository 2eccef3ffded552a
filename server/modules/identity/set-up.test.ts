import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { readConfig } from '#kernel/config.ts'
import { openDatabase } from '#kernel/db.ts'
import { createHttpServer } from '#kernel/http.ts'
import { migrateJobs } from '#kernel/jobs.ts'
import { migrate } from '#kernel/migrations.ts'
import { startPostgres } from '#kernel/postgres.ts'
import { testTenant } from '#kernel/testing.ts'
import { movableClock } from '#kernel/time.ts'
import { modules } from '#server/modules.ts'
import { authenticator } from './authenticate.ts'
import { identityModule } from './module.ts'
import { setUpLink } from './set-up.ts'
import { browserOf } from './test-browser.ts'

/** A database without any tenant: that of other tests has many. */
async function emptyInstallation() {
  const dataDir = mkdtempSync(join(tmpdir(), 'trunkline-set-up-'))
  const postgres = await startPostgres({ dataDir, settings: { fsync: 'off' } })
  await migrate(postgres.ownerUrl, modules)
  await migrateJobs(postgres.ownerUrl)
  const db = openDatabase(postgres.appUrl)
  after(async () => {
    await db.close()
    await postgres.stop()
    rmSync(dataDir, { recursive: true, force: true })
  })
  const clock = movableClock('2026-03-10T08:00:00Z')
  const config = readConfig({ DATA_DIR: dataDir, DEMO: '0', LOG_LEVEL: 'silent' })
  return { config, db, clock, publicUrl: 'http://localhost:8080', permissions: identityModule.permissions! }
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
