import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { runJobNow } from '#kernel/jobs.ts'
import { sql } from '#kernel/db.ts'
import { createHttpServer } from '#kernel/http.ts'
import { money } from '#kernel/money.ts'
import { testTenant } from '#kernel/testing.ts'
import { sealSecret } from '#kernel/vault.ts'
import { createLogin } from '#modules/access'
import { createOffer, publishOffer } from '#modules/catalog'
import { createCustomer } from '#modules/customers'
import { startPass } from '#modules/subscriptions'
import { readTenant } from '#modules/tenants'
import { jobs } from './jobs.ts'
import { gatewayHashOf, type OpenndsLevel } from './opennds.ts'
import { openndsPurpose } from './portal.ts'
import { routes } from './routes.ts'
import { readSettings, writeSettings } from './store.ts'

const key = '0123456789abcdef0123456789abcdef'
const base64 = (text: string) => Buffer.from(text).toString('base64')
const gatewayHash = gatewayHashOf('Balogun%20Market')
const mac = (device: number) => `02:54:ac:10:00:0${device}`
const hid = (device: number) => String(device).repeat(64)
const redirect = (device: number, more = '') =>
  new URLSearchParams({
    fas: base64(
      `hid=${hid(device)}, clientip=192.168.8.${device + 1}, clientmac=${mac(device)}, gatewayname=Balogun%20Market, gatewayaddress=192.168.8.1:2050, originurl=http%3a%2f%2fnews.example%2f${more}`,
    ),
  })

/** A business whose gateways are openNDS, with a trial and a service that somebody logs in to. */
async function openndsWorld({ level = 4 as OpenndsLevel, places = 1 } = {}) {
  const tenant = await testTenant({ now: '2026-03-10T08:00:00Z', country: 'NG', currency: 'NGN', timeZone: 'Africa/Lagos' })
  const now = () => tenant.platform.clock.now()
  const { slug, subscriptionId } = await tenant.transact(async (tx) => {
    const { offerId, versionId } = await createOffer(tx, {
      code: 'HOUR',
      name: 'An hour',
      technology: 'hotspot',
      terms: {
        validFrom: Temporal.PlainDate.from('2026-01-01'),
        recurring: money(0n, 'NGN'),
        downloadBps: 5_000_000n,
        uploadBps: 2_000_000n,
        sessionsMax: places,
        pass: { unit: 'hour', count: 1 },
      },
    })
    await publishOffer(tx, offerId)
    const { customerId } = await createCustomer(tx, { name: 'Ada' })
    const { id: subscriptionId } = await startPass(tx, { customerId, offerVersionId: versionId }, now())
    await createLogin(tx, { subscriptionId, kind: 'hotspot', username: 'ada', password: 'quay-lantern' })
    const openndsKeySealed = await sealSecret(tx, key, openndsPurpose)
    await writeSettings(tx, { ...(await readSettings(tx)), trialOfferId: offerId, openndsLevel: level, openndsKeySealed })
    return { slug: (await readTenant(tx)).slug, subscriptionId }
  })
  const app = createHttpServer(tenant.platform, routes, async () => null)

  function phone(device: number) {
    const cookies = new Map<string, string>()
    const send = async (method: 'GET' | 'POST', path: string, form?: Record<string, string>) => {
      const answer = await app.inject({
        method,
        url: path.startsWith('/portal') ? path : `/portal/${slug}${path}`,
        headers: {
          cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
          ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
        },
        ...(form && { payload: new URLSearchParams(form).toString() }),
      })
      for (const { name, value } of answer.cookies) cookies.set(name, value)
      return answer
    }
    const visit = async () => {
      const page = await send('GET', `?${redirect(device)}`)
      return /name="visit" value="([^"]+)"/.exec(page.body)![1]!
    }
    return {
      send,
      visit,
      trial: async () => send('POST', '/trial', { visit: await visit() }),
      signIn: async (password: string) => send('POST', '/sign-in', { visit: await visit(), username: 'Ada', password }),
    }
  }

  /** What authmon posts. */
  const authmon = async (ask: string, payload = 'none', hash = gatewayHash) => {
    const answer = await app.inject({
      method: 'POST',
      url: `/portal/${slug}`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ auth_get: ask, gatewayhash: hash, payload: base64(payload) }).toString(),
    })
    return answer.body
  }
  const listed = async () => (await authmon('view')).split(' ').slice(1).map(decodeURIComponent)
  const later = (seconds: number) => tenant.platform.clock.advance({ seconds })
  const openings = () =>
    tenant.transact(async (tx) => {
      const { rows } = await sql<{ mac: string; mark: string; isOpened: boolean; isEnded: boolean }>`
        select mac, mark, opened_at is not null as "isOpened", ended_at is not null as "isEnded" from hotspot_opening order by id`.execute(
        tx,
      )
      return rows
    })
  /** What was told to the journal: of each session the counters and the end. */
  const told = () =>
    tenant.transact(async (tx) => {
      const { rows } = await sql<{ records: string }>`select records from accounting_journal order by id`.execute(tx)
      return rows.flatMap(({ records }) =>
        (JSON.parse(records) as unknown[][]).map((fields) => (fields.length === 2 ? ['restart'] : fields.slice(17))),
      )
    })
  const deauthed = (mark: string, bytes: { up: number; down: number }) =>
    authmon(
      'deauthed',
      `method="downquota_deauth", clientmac="${mac(1)}", bytes_incoming=${bytes.down}, bytes_outgoing=${bytes.up}, session_start=1, session_end=2, token=x, custom="${mark}"`,
    )
  return { tenant, slug, subscriptionId, app, phone, authmon, listed, later, openings, told, deauthed }
}

suite('openNDS asks whom to let in', () => {
  test('a guest waits on a page, is listed a second later with limits, and is online when the gateway says so', async () => {
    const { phone, authmon, listed, later } = await openndsWorld()
    const one = phone(1)
    const asked = await one.trial()
    assert.equal(asked.statusCode, 303)
    const page = String(asked.headers['location'])
    assert.match((await one.send('GET', page)).body, /opens for you within seconds/)
    assert.deepEqual(await listed(), [], 'not before what was begun is settled')
    later(2)
    const [line] = await listed()
    assert.match(line!, /^02:54:ac:10:00:01 60 2000 5000 0 0 [0-9a-f]{32}$/)
    assert.equal(await authmon('view', `* ${mac(1)}`), 'ack')
    const online = await one.send('GET', page)
    assert.match(online.body, /You are online/)
    assert.match(online.body, /url=http:\/\/news\.example\//)
    assert.deepEqual(await listed(), [])
  })

  test('pressed twice it is one', async () => {
    const { phone, listed, later, openings } = await openndsWorld()
    const one = phone(1)
    await one.trial()
    await one.send('POST', '/again', { visit: await one.visit() })
    later(2)
    assert.equal((await listed()).length, 1)
    assert.equal((await openings()).length, 1)
  })

  test('another gateway, and another business, are told of nobody', async () => {
    const { phone, authmon, later } = await openndsWorld()
    const other = await openndsWorld()
    await phone(1).trial()
    later(2)
    assert.equal(await authmon('view', 'none', gatewayHashOf('Another')), '*')
    assert.equal(await other.authmon('view'), '*')
  })

  test('who waits too long is told that the Wi-Fi is silent, and is not let in later', async () => {
    const { phone, listed, later } = await openndsWorld()
    const one = phone(1)
    const page = String((await one.trial()).headers['location'])
    later(91)
    assert.deepEqual(await listed(), [])
    const answer = await one.send('GET', page)
    assert.equal(answer.statusCode, 504)
    assert.match(answer.body, /Your pass is kept/)
  })

  test('a pass that ended meanwhile lets nobody in', async () => {
    const { phone, listed, later, tenant, openings } = await openndsWorld()
    await phone(1).signIn('quay-lantern')
    await tenant.transact((tx) => sql`update subscription set ends_at = ${tenant.platform.clock.now()}`.execute(tx))
    later(2)
    assert.deepEqual(await listed(), [])
    assert.equal((await openings())[0]!.isEnded, true)
  })

  test('the question may come in the address, as routers without PHP ask', async () => {
    const { app, slug, phone, later } = await openndsWorld()
    await phone(1).trial()
    later(2)
    const query = new URLSearchParams({ auth_get: 'view', gatewayhash: gatewayHash, payload: base64('none') })
    const answer = await app.inject({ method: 'GET', url: `/portal/${slug}?${query}` })
    assert.match(answer.body, /^\* 02%3A54/)
    assert.match(String(answer.headers['content-type']), /text\/plain/)
  })

  test('a question that no gateway asks is refused', async () => {
    const { app, slug } = await openndsWorld()
    for (const form of [{ auth_get: 'drop' }, { auth_get: 'view', gatewayhash: "' or 1=1" }, {}]) {
      const payload = new URLSearchParams({ gatewayhash: gatewayHash, ...form }).toString()
      const headers = { 'content-type': 'application/x-www-form-urlencoded' }
      assert.equal((await app.inject({ method: 'POST', url: `/portal/${slug}`, headers, payload })).statusCode, 422)
    }
  })
})

suite('who is let in', () => {
  test('a guest cannot ask for the hash where the gateway asks: it would open the door without limits', async () => {
    const { phone } = await openndsWorld({ level: 3 })
    const page = await phone(1).send('GET', `?${redirect(1)}`)
    assert.equal(page.statusCode, 200)
    const visit = /name="visit" value="([^"]+)"/.exec(page.body)![1]!
    const answer = await phone(1).send('POST', '/sign-in', { visit, username: 'ada', password: 'quay-lantern' })
    assert.doesNotMatch(answer.body, /opennds_auth|tok=/)
  })

  test('level 1: the browser is sent to the gateway, once it is decided', async () => {
    const { phone } = await openndsWorld({ level: 1 })
    const answer = await phone(1).trial()
    assert.match(answer.body, /url=http:\/\/192\.168\.8\.1:2050\/opennds_auth\/\?tok=[0-9a-f]{64}&amp;redir=/)
  })

  test('a name and a password are checked here; wrong ones are counted', async () => {
    const { phone, openings } = await openndsWorld()
    const one = phone(1)
    for (let tries = 0; tries < 5; tries++) {
      const wrong = await one.signIn('guess')
      assert.equal(wrong.statusCode, 422)
      assert.match(wrong.body, /user name or the password is wrong/)
    }
    assert.equal((await one.signIn('quay-lantern')).statusCode, 429)
    assert.equal((await openings()).length, 0)
    assert.equal((await phone(2).signIn('quay-lantern')).statusCode, 303, 'another device may')
  })

  test('as many devices as the plan lets in, until the gateway has put one off', async () => {
    const { phone, authmon, listed, later, openings, deauthed } = await openndsWorld({ places: 1 })
    assert.equal((await phone(1).signIn('quay-lantern')).statusCode, 303)
    const second = await phone(2).signIn('quay-lantern')
    assert.equal(second.statusCode, 409)
    assert.match(second.body, /Other devices are online/)
    later(2)
    await listed()
    await authmon('view', `* ${mac(1)}`)
    assert.equal((await phone(2).signIn('quay-lantern')).statusCode, 409)
    await deauthed((await openings())[0]!.mark, { up: 1, down: 2 })
    assert.equal((await phone(2).signIn('quay-lantern')).statusCode, 303)
  })

  test('what the session before used is counted before the next begins', async () => {
    const { phone, authmon, listed, later, openings, deauthed } = await openndsWorld()
    await phone(1).signIn('quay-lantern')
    later(2)
    await listed()
    await authmon('view', `* ${mac(1)}`)
    await deauthed((await openings())[0]!.mark, { up: 1, down: 2 })
    await phone(1).signIn('quay-lantern')
    later(2)
    assert.deepEqual(await listed(), [], 'the report is still in the journal')
    later(80)
    assert.deepEqual(await listed(), [])
  })
})

suite('what a gateway tells', () => {
  async function online() {
    const world = await openndsWorld()
    await world.phone(1).signIn('quay-lantern')
    await world.later(2)
    await world.listed()
    await world.authmon('view', `* ${mac(1)}`)
    return { ...world, mark: (await world.openings())[0]!.mark }
  }

  test('the beginning and the end are told to the journal, with what was used', async () => {
    const { later, deauthed, told, mark, tenant } = await online()
    later(600)
    await deauthed(mark, { up: 1_000, down: 20_000 })
    assert.deepEqual(await told(), [
      [0, 0, null, null],
      [1_000, 20_000, tenant.platform.clock.now().epochMilliseconds, 'NAS-Request'],
    ])
  })

  test('told again it is the same end', async () => {
    const { later, deauthed, told, mark } = await online()
    await deauthed(mark, { up: 1_000, down: 20_000 })
    later(30)
    await deauthed(mark, { up: 1_000, down: 20_000 })
    const [, first, second] = await told()
    assert.deepEqual(second, first)
  })

  test('who does not know the mark ends nothing', async () => {
    const { deauthed, authmon, told, openings, mark } = await online()
    await deauthed('f'.repeat(32), { up: 0, down: 0 })
    await authmon('deauthed', `method="idle_deauth", bytes_incoming=0, bytes_outgoing=0, custom="${mark}"`, gatewayHashOf('Another'))
    assert.equal((await told()).length, 1)
    assert.equal((await openings())[0]!.isEnded, false)
  })

  test('an acknowledgement of somebody who does not wait changes nothing', async () => {
    const { authmon, told } = await online()
    assert.equal(await authmon('view', `* ${mac(1)} ${mac(2)} ; drop`), 'ack')
    assert.equal((await told()).length, 1)
  })

  test('a gateway that begins anew has nobody, but for those who wait already', async () => {
    const { phone, authmon, listed, later, told, openings } = await online()
    await phone(2).trial()
    assert.equal(await authmon('clear'), '')
    assert.deepEqual((await told()).at(-1), ['restart'])
    assert.deepEqual(
      (await openings()).map(({ isEnded }) => isEnded),
      [true, false],
    )
    later(2)
    assert.equal((await listed()).length, 1)
  })

  test('an end that was never told is concluded after the time of the pass, and still told later', async () => {
    const { later, deauthed, told, openings, mark, tenant } = await online()
    const end = jobs.find(({ name }) => name === 'hotspot.end-untold-openings')!
    later(70 * 60)
    await runJobNow(tenant.platform, end, tenant.scope, {})
    assert.equal((await openings())[0]!.isEnded, false, 'a quarter of an hour is waited')
    later(10 * 60)
    await runJobNow(tenant.platform, end, tenant.scope, {})
    assert.equal((await openings())[0]!.isEnded, true)
    await deauthed(mark, { up: 1_000, down: 20_000 })
    assert.deepEqual(
      (await told()).map(([up, down, , cause]) => [up, down, cause]),
      [
        [0, 0, null],
        [0, 0, 'Session-Timeout'],
        [1_000, 20_000, 'NAS-Request'],
      ],
    )
  })
})
