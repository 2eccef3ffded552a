import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { runJobNow } from '#kernel/jobs.ts'
import { AddressRefused } from '#kernel/address.ts'
import { createHttpServer } from '#kernel/http.ts'
import { sql } from '#kernel/db.ts'
import { money } from '#kernel/money.ts'
import { testTenant } from '#kernel/testing.ts'
import { createOffer, publishOffer } from '#modules/catalog'
import { createCustomer } from '#modules/customers'
import { addGateway, openCheckout } from '#modules/payments'
import { readTenant } from '#modules/tenants'
import { distribute, makeBatch, openCodes, startBatch, vouchersModule } from '#modules/vouchers'
import { createPaystack } from '#simulators/paystack'
import { routes } from './routes.ts'
import { authoriseGuest } from './unifi.ts'
import { findPurchase, readSettings, writeSettings } from './store.ts'

const day = (iso: string) => Temporal.PlainDate.from(iso)
const gateway = {
  mac: '02:54:AC:10:00:07',
  ip: '10.5.50.7',
  'link-login-only': 'http://10.5.50.1/login',
  'link-orig': 'http://example.com/news',
}

/** A business with a portal, ten vouchers in a shop, and browsers that keep cookies or forget them. */
async function portalWorld({ places = 2 } = {}) {
  const tenant = await testTenant({ now: '2026-03-10T08:00:00Z', country: 'NG', currency: 'NGN', timeZone: 'Africa/Lagos' })
  const now = () => tenant.platform.clock.now()
  const { slug, offerId, batchId } = await tenant.transact(async (tx) => {
    const { offerId } = await createOffer(tx, {
      code: 'DAY',
      name: 'Day pass',
      technology: 'hotspot',
      terms: {
        validFrom: day('2026-01-01'),
        recurring: money(50_000n, 'NGN'),
        pricesIncludeTax: true,
        downloadBps: 5_000_000n,
        uploadBps: 5_000_000n,
        sessionsMax: places,
        pass: { unit: 'hour', count: 24 },
      },
    })
    await publishOffer(tx, offerId)
    const shop = await createCustomer(tx, { name: 'Mama Ngozi Stores' })
    const batch = await startBatch(tx, { offerId, count: 10, price: money(50_000n, 'NGN') }, now())
    await writeSettings(tx, { ...(await readSettings(tx)), trialOfferId: offerId, offerIds: [offerId] })
    return { slug: (await readTenant(tx)).slug, offerId, batchId: batch.id, shop }
  })
  await runJobNow(tenant.platform, makeBatch, tenant.scope, { batchId })
  const codes = await tenant.transact(async (tx) => {
    const { accountId } = await createCustomer(tx, { name: 'Bayo Phones' })
    await distribute(tx, { batchId, range: { from: 1, to: 10 } }, { accountId })
    return [...(await openCodes(tx, batchId, { from: 1, to: 10 })).values()]
  })
  const app = createHttpServer(tenant.platform, [...routes, ...(vouchersModule.routes ?? [])], async () => null)

  function browser(agent = 'Mozilla/5.0 (Linux; Android 14)') {
    const cookies = new Map<string, string>()
    const send = async (method: 'GET' | 'POST', path: string, form?: Record<string, string>, headers: Record<string, string> = {}) => {
      const answer = await app.inject({
        method,
        url: `/portal/${slug}${path}`,
        headers: {
          'user-agent': agent,
          cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
          ...headers,
          ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
        },
        ...(form && { payload: new URLSearchParams(form).toString() }),
      })
      for (const { name, value } of answer.cookies) cookies.set(name, value)
      return answer
    }
    const visit = async (more: Record<string, string> = {}) => {
      const page = await send('GET', `?${new URLSearchParams({ ...gateway, ...more })}`)
      return { page, visit: /name="visit" value="([^"]+)"/.exec(page.body)![1]! }
    }
    return {
      send,
      visit,
      forget: () => cookies.clear(),
      async enter(code: string, more: Record<string, string> = {}) {
        return send('POST', '/voucher', { visit: (await visit()).visit, code, ...more })
      },
    }
  }
  return { tenant, now, codes, browser, offerId, slug }
}

/** Where the page leads by itself. */
const leadsTo = (body: string) => /http-equiv="refresh" content="\d+;url=([^"]+)"/.exec(body)?.[1]?.replaceAll('&amp;', '&')

suite('the portal', () => {
  test('is small, needs no script, and says what is on sale', async () => {
    const { browser } = await portalWorld()
    const { page } = await browser().visit()
    assert.equal(page.statusCode, 200)
    assert.ok(Buffer.byteLength(page.body) < 50_000)
    assert.equal(/<script|onload|onclick/i.test(page.body), false)
    assert.match(page.body, /I have a voucher/)
    assert.match(String(page.headers['cache-control']), /no-store/)
  })

  test('speaks the language of the phone, or the one that is chosen', async () => {
    const { browser } = await portalWorld()
    assert.match((await browser().send('GET', '', undefined, { 'accept-language': 'bn-BD,bn;q=0.9,en;q=0.8' })).body, /আমার ভাউচার আছে/)
    const phone = browser()
    assert.match((await phone.send('GET', '?lang=hi')).body, /मेरे पास वाउचर है/)
    assert.match((await phone.visit()).page.body, /मेरे पास वाउचर है/, 'the next page too')
  })

  test('lets a phone in by a voucher', async () => {
    const { browser, codes } = await portalWorld()
    const answer = await browser().enter(codes[0]!.toLowerCase())
    assert.equal(answer.statusCode, 200)
    const url = new URL(leadsTo(answer.body)!)
    assert.equal(url.origin + url.pathname, 'http://10.5.50.1/login')
    assert.match(url.searchParams.get('username')!, /^p-[a-z2-7]{8}$/)
    assert.equal(url.searchParams.get('dst'), 'http://example.com/news')
  })

  test('knows a browser again, whatever its MAC address', async () => {
    const { browser, codes } = await portalWorld()
    const phone = browser()
    const first = new URL(leadsTo((await phone.enter(codes[0]!)).body)!)
    const { page, visit } = await phone.visit({ mac: '06:11:22:33:44:55' })
    assert.match(page.body, /You have a pass until/)
    const again = new URL(leadsTo((await phone.send('POST', '/again', { visit })).body)!)
    assert.equal(again.searchParams.get('username'), first.searchParams.get('username'))
  })

  test('a used voucher is the way back for a browser that has forgotten everything', async () => {
    const { browser, codes } = await portalWorld()
    const phone = browser()
    await phone.enter(codes[0]!)
    phone.forget()
    assert.ok(leadsTo((await phone.enter(codes[0]!)).body), 'the second of two places')
  })

  test('places are limited; one is given up after a while, and its device is out', async () => {
    const { browser, codes, tenant } = await portalWorld({ places: 1 })
    await browser('iPhone').enter(codes[0]!)
    const friend = browser()
    const full = await friend.enter(codes[0]!)
    assert.equal(full.statusCode, 409)
    const instead = /name="instead" value="([^"]+)"/.exec(full.body)![1]!
    assert.match(full.body, /iPhone/)
    assert.equal((await friend.enter(codes[0]!, { instead })).statusCode, 409, 'it got its place a moment ago')
    tenant.platform.clock.advance({ minutes: 16 })
    assert.ok(leadsTo((await friend.enter(codes[0]!, { instead })).body))
    const { rows } = await tenant.transact((tx) => sql<{ count: bigint }>`select count(*) from login`.execute(tx))
    assert.equal(rows[0]!.count, 1n)
  })

  test('a slip of the finger leads back to the same page, which still knows the gateway', async () => {
    const { browser, codes, offerId } = await portalWorld()
    const phone = browser()
    const wrong = await phone.enter(`${codes[0]!.slice(0, -1)}${codes[0]!.endsWith('0') ? '1' : '0'}`)
    assert.match(wrong.body, /role="alert">A character of this code is wrong/)
    const visit = /name="visit" value="([^"]+)"/.exec(wrong.body)![1]!
    const short = await phone.send('POST', '/purchases', { visit, offerId, phone: '0801' })
    assert.equal(short.statusCode, 422)
    assert.match(short.body, /role="alert">Give your phone number with the code of the country/)
    assert.ok(leadsTo((await phone.send('POST', '/voucher', { visit, code: codes[0]! })).body))
  })

  test('a pass that is over lets nobody in', async () => {
    const { browser, codes, tenant } = await portalWorld()
    const phone = browser()
    await phone.enter(codes[0]!)
    tenant.platform.clock.advance({ hours: 24 })
    const { page, visit } = await phone.visit()
    assert.doesNotMatch(page.body, /You have a pass/)
    assert.equal((await phone.send('POST', '/again', { visit })).statusCode, 409)
    assert.match((await phone.enter(codes[0]!)).body, /was used before/)
  })

  test('a trial is given once a day to a browser, and to a MAC address', async () => {
    const { browser, tenant } = await portalWorld()
    const tryIt = async (one: ReturnType<typeof browser>) =>
      (await one.send('POST', '/trial', { visit: (await one.visit()).visit })).statusCode
    const phone = browser()
    assert.equal(await tryIt(phone), 200)
    assert.equal(await tryIt(phone), 409)
    assert.equal(await tryIt(browser()), 409, 'the same MAC address without the cookie')
    tenant.platform.clock.advance({ hours: 25 })
    assert.equal(await tryIt(phone), 200)
  })

  test('a trial that is asked for many times at once is one', async () => {
    const { browser, tenant } = await portalWorld()
    const phones = await Promise.all(
      Array.from({ length: 6 }, async () => {
        const phone = browser()
        return { phone, visit: (await phone.visit()).visit }
      }),
    )
    const answers = await Promise.all(phones.map(({ phone, visit }) => phone.send('POST', '/trial', { visit })))
    assert.deepEqual(answers.map(({ statusCode }) => statusCode).toSorted(), [200, 409, 409, 409, 409, 409])
    const { rows } = await tenant.transact((tx) => sql`select from subscription`.execute(tx))
    assert.equal(rows.length, 1)
  })

  test('minutes to reach the bank leave a purchase to the browser that began it', async (t) => {
    const { browser, tenant, offerId } = await portalWorld()
    const secretKey = 'sk_test_portal'
    const paystack = await createPaystack({ secretKey, webhookUrl: null })
    t.after(() => paystack.close())
    await tenant.transact(async (tx) => {
      const { id } = await addGateway(tx, 'loopback', 'paystack', { settings: { baseUrl: paystack.url }, credentials: { secretKey } })
      await writeSettings(tx, { ...(await readSettings(tx)), gatewayId: id, paymentOfferId: offerId })
    })
    const phone = browser()
    const { visit } = await phone.visit()
    const begun = await phone.send('POST', '/purchases', { visit, offerId, phone: '0801 234 5678', email: 'ada@example.com' })
    const path = String(begun.headers.location).replace(/^\/portal\/[^/]+/, '')
    assert.ok(leadsTo((await phone.send('POST', `${path}/way-out`, {})).body))
    assert.match((await phone.send('GET', path)).body, /500\.00/)
    const { checkoutId } = (await tenant.transact((tx) => findPurchase(tx, path.split('/').at(-1)!)))!
    await runJobNow(tenant.platform, openCheckout, tenant.scope, { checkoutId, email: 'ada@example.com' })
    assert.match((await phone.send('GET', path)).body, /checkout/)
    await paystack.pay(paystack.payments()[0]!.reference)
    const paid = await phone.send('GET', path)
    assert.match(paid.body, /Your payment has arrived/)
    assert.doesNotMatch(paid.body, /checkout/, 'nothing to pay a second time')
  })
})

suite('what strangers try', () => {
  test('a password goes nowhere but to a gateway', async () => {
    const { browser, codes } = await portalWorld()
    const phone = browser()
    const { visit } = await phone.visit({ 'link-login-only': 'https://evil.example/login' })
    const answer = await phone.send('POST', '/voucher', { visit, code: codes[0]! })
    assert.equal(leadsTo(answer.body), undefined)
    assert.doesNotMatch(answer.body, /evil\.example/)
  })

  test('a visit that was altered, or made for another portal, is refused', async () => {
    const [here, there] = [await portalWorld(), await portalWorld()]
    const phone = here.browser()
    const { visit } = await phone.visit()
    for (const forged of [visit.slice(0, -4) + 'AAAA', 'v1.x.y.z', (await there.browser().visit()).visit]) {
      const answer = await phone.send('POST', '/voucher', { visit: forged, code: here.codes[0]! })
      assert.equal(answer.statusCode, 409, forged.slice(0, 10))
    }
  })

  test('nothing that is typed becomes part of the page', async () => {
    const { browser } = await portalWorld()
    const { page } = await browser().visit({ error: '<img src=x onerror=alert(1)>', voucher: '"><script>alert(1)</script>' })
    assert.doesNotMatch(page.body, /<script|<img src=x/)
    assert.match(String(page.headers['content-security-policy']), /default-src 'none'/)
  })

  test('codes are not guessed: five tries, and the phone waits', async () => {
    const { browser, codes } = await portalWorld()
    const strange = (await portalWorld()).codes[0]!
    const phone = browser()
    for (let tries = 0; tries < 5; tries++) assert.equal((await phone.enter(strange)).statusCode, 404)
    const locked = await phone.enter(codes[0]!)
    assert.equal(locked.statusCode, 429)
    assert.ok(Number(locked.headers['retry-after']) > 0)
  })

  test('whoever makes up another MAC address for every guess is known by where they are', async () => {
    const { browser, codes } = await portalWorld()
    const strange = (await portalWorld()).codes[0]!
    const guess = async (code: string, device: number) => {
      const phone = browser()
      const mac = `02:54:AC:10:01:${device.toString(16).padStart(2, '0')}`
      return phone.send('POST', '/voucher', { visit: (await phone.visit({ mac })).visit, code })
    }
    for (let device = 0; device < 50; device++) assert.equal((await guess(strange, device)).statusCode, 404)
    assert.equal((await guess(codes[0]!, 50)).statusCode, 429)
  })

  test('a portal that is none', async () => {
    const { browser } = await portalWorld()
    assert.equal((await browser().send('GET', 'x')).statusCode, 404)
  })
})

test('the password of the Wi-Fi controller goes to no other than it was given for', async () => {
  const tenant = await testTenant()
  const staff = { ...tenant, actor: 'staff:test', staffId: null, sessionId: null, permissions: new Set(['hotspot.configure']), csrf: null }
  const app = createHttpServer(tenant.platform, routes, async () => ({ ...staff, timeZone: 'UTC', currency: 'NGN', locale: 'en' }))
  const put = async (payload: object) => (await app.inject({ method: 'PUT', url: '/api/v1/hotspot-settings', payload })).statusCode
  const controller = { unifiUrl: 'https://unifi.example.com', unifiUsername: 'portal' }
  assert.equal(await put({ ...controller, unifiPassword: 'secret' }), 204)
  assert.equal(await put({ ...controller, welcome: 'Hello' }), 204)
  assert.equal(await put({ unifiUrl: 'https://elsewhere.example.com' }), 422)
  assert.equal(await put({ unifiUrl: 'https://elsewhere.example.com', unifiPassword: 'other' }), 204)
})

test('the Wi-Fi controller is a device of the network, never this server or what a cloud keeps for it', async () => {
  const tenant = await testTenant()
  const staff = { ...tenant, actor: 'staff:test', staffId: null, sessionId: null, permissions: new Set(['hotspot.configure']), csrf: null }
  const app = createHttpServer(tenant.platform, routes, async () => ({ ...staff, timeZone: 'UTC', currency: 'NGN', locale: 'en' }))
  const put = async (unifiUrl: string) =>
    (await app.inject({ method: 'PUT', url: '/api/v1/hotspot-settings', payload: { unifiUrl } })).statusCode
  for (const url of [
    'http://169.254.169.254',
    'https://127.0.0.1:8443',
    'http://[::1]:8443',
    'http://[::ffff:127.0.0.1]',
    'http://0.0.0.0',
  ])
    assert.equal(await put(url), 422, url)
  for (const url of ['https://192.168.1.2:8443', 'https://unifi.example.com']) assert.equal(await put(url), 204, url)

  const controller = { url: 'http://unifi.example.com', site: 'default', credentials: { username: 'portal', password: 'secret' } }
  const guest = { mac: '02:54:ac:10:00:07', minutes: 60, uploadKbps: 1, downloadKbps: 1, accessPoint: null }
  await assert.rejects(
    authoriseGuest(controller, guest, 'private', async () => ['192.168.1.2', '127.0.0.1']),
    AddressRefused,
  )
})

test('RFC 8908: whoever asks from no session is captive', async () => {
  const { browser, slug } = await portalWorld()
  const answer = await browser().send('GET', '/captive')
  assert.equal(answer.headers['content-type'], 'application/captive+json')
  assert.deepEqual(answer.json(), { captive: true, 'user-portal-url': `http://localhost:8080/portal/${slug}` })
})
