import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { createHttpServer } from '#kernel/http.ts'
import { runJobNow } from '#kernel/jobs.ts'
import { testTenant } from '#kernel/testing.ts'
import { createOffer, publishOffer, retireOffer } from '#modules/catalog'
import { addLocation, readTenant } from '#modules/tenants'
import { money } from '#kernel/money.ts'
import { jobs } from './jobs.ts'
import { readVisit } from './gateway.ts'
import { routes } from './routes.ts'
import { grantShowing, startShowing } from './show-campaign.ts'
import { sponsorRoutes } from './sponsor-routes.ts'

const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAAEElEQVR4nGPgL8uDIAY4CwA2zgWzhtVStgAAAABJRU5ErkJggg==', 'base64')
const gateway = {
  mac: '02:54:AC:10:00:07',
  ip: '10.5.50.7',
  'link-login-only': 'http://10.5.50.1/login',
  'link-orig': 'http://example.com/news',
}
const asked = { text: 'Cold as ice.\nFrom the shop behind you.', question: 'Which do you like?', answers: ['Cola', 'Orange'] }
const kola = {
  name: 'Rainy season',
  sponsor: 'Kola <Cola>',
  messages: { en: asked, bn: null, hi: null },
  startsOn: '2026-03-10',
  price: naira(500),
}

function naira(minor: number) {
  return { minor: String(minor), currency: 'NGN' }
}

/** A business with a free quarter of an hour, staff with an API, and browsers that keep cookies. */
async function sponsorWorld() {
  const tenant = await testTenant({ now: '2026-03-10T08:00:00Z', country: 'NG', currency: 'NGN', timeZone: 'Africa/Lagos' })
  const { slug, offerId, locationId } = await tenant.transact(async (tx) => {
    const { offerId } = await createOffer(tx, {
      code: 'QUARTER',
      name: 'A quarter of an hour',
      technology: 'hotspot',
      terms: {
        validFrom: Temporal.PlainDate.from('2026-01-01'),
        recurring: money(0n, 'NGN'),
        downloadBps: 2_000_000n,
        uploadBps: 1_000_000n,
        quotaBytes: 100_000_000n,
        quotaPolicy: 'cut',
        pass: { unit: 'minute', count: 15 },
      },
    })
    await publishOffer(tx, offerId)
    const { id: locationId } = await addLocation(tx, { name: 'Balogun', address: '', position: null, branchCode: null, taxNumber: '' })
    return { slug: (await readTenant(tx)).slug, offerId, locationId }
  })
  const permissions = new Set(['sponsors.read', 'sponsors.write', 'hotspot.configure'])
  const staff = { ...tenant, actor: 'staff:test', staffId: null, sessionId: null, permissions, csrf: null }
  const app = createHttpServer(tenant.platform, [...routes, ...sponsorRoutes], async () => ({
    ...staff,
    timeZone: 'Africa/Lagos',
    currency: 'NGN',
    locale: 'en',
  }))

  async function api(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, payload?: object, headers: Record<string, string> = {}) {
    return app.inject({ method, url: `/api/v1/sponsor-campaigns${path}`, headers, ...(payload && { payload }) })
  }
  async function campaign(change: object = {}) {
    const made = await api('POST', '', { ...kola, offerId, ...change })
    assert.equal(made.statusCode, 201, made.body)
    const { id } = made.json() as { id: string }
    assert.equal((await api('POST', `/${id}/publication`)).statusCode, 200)
    return { id, report: async () => (await api('GET', `/${id}`)).json() }
  }

  /** @param mac of the device; browsers of one device may differ */
  function browser(mac = gateway.mac) {
    const cookies = new Map<string, string>()
    const send = async (method: 'GET' | 'POST', path: string, form?: Record<string, string>) => {
      const answer = await app.inject({
        method,
        url: `/portal/${slug}${path}`,
        headers: {
          cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
          ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
        },
        ...(form && { payload: new URLSearchParams(form).toString() }),
      })
      for (const { name, value } of answer.cookies) cookies.set(name, value)
      return answer
    }
    const home = async (more: Record<string, string> = {}) => {
      const page = await send('GET', `?${new URLSearchParams({ ...gateway, mac, ...more })}`)
      return { page, visit: hidden(page.body, 'visit')! }
    }
    /** Chooses the offer and comes to its page. */
    const look = async (campaignId: string, more: Record<string, string> = {}) => {
      const { visit } = await home(more)
      const begun = await send('POST', '/sponsors', { visit, campaignId })
      if (begun.statusCode !== 303) return { visit, showing: '', page: begun }
      const path = String(begun.headers.location).replace(`/portal/${slug}`, '')
      return { visit, showing: new URLSearchParams(path.split('?')[1]).get('showing')!, page: await send('GET', path) }
    }
    const take = async (looked: { visit: string; showing: string }, more: Record<string, string> = {}) =>
      send('POST', '/showings', { visit: looked.visit, showing: looked.showing, ...more })
    const again = (looked: { visit: string; showing: string }) =>
      send('GET', `/showings?${new URLSearchParams({ visit: looked.visit, showing: looked.showing })}`)
    return { send, home, look, again, take }
  }
  const wait = (seconds = 10) => tenant.platform.clock.advance({ seconds })
  return { tenant, api, app, campaign, browser, wait, offerId, locationId, slug }
}

type World = Awaited<ReturnType<typeof sponsorWorld>>

const hidden = (body: string, name: string) => new RegExp(`name="${name}" value="([^"]+)"`).exec(body)?.[1]
const leadsTo = (body: string) => /http-equiv="refresh" content="\d+;url=([^"]+)"/.exec(body)?.[1]
const mac = (device: number) => `02:54:AC:10:${(device >> 8).toString(16).padStart(2, '0')}:${(device & 255).toString(16).padStart(2, '0')}`

/** A guest who has not been there chooses, looks to the end and presses. */
async function getIn({ browser, wait }: World, campaignId: string, device: number) {
  const phone = browser(mac(device))
  const looked = await phone.look(campaignId)
  if (looked.showing === '') return looked.page
  wait()
  await phone.again(looked)
  return phone.take(looked)
}

suite("a sponsor's offer", () => {
  test('is looked at, then lets in by the road of a trial', async () => {
    const { campaign, browser, wait } = await sponsorWorld()
    const { id, report } = await campaign()
    const phone = browser()
    const { page: home } = await phone.home()
    assert.match(home.body, /15 minutes free, from Kola &lt;Cola&gt;/)
    assert.match(home.body, /Look at their message for 10 seconds/)
    const looked = await phone.look(id)
    assert.match(looked.page.body, /http-equiv="refresh" content="10"/)
    assert.doesNotMatch(looked.page.body, /<form/)
    wait()
    const ready = await phone.again(looked)
    assert.match(ready.body, /You get 15\u00a0minutes · 2\u00a0Mbit\/s · 0.1\u00a0GB/)
    assert.match(ready.body, /Which do you like\?/)
    const entry = await phone.take(looked, { answer: '1' })
    assert.match(leadsTo(entry.body) ?? '', /^http:\/\/10\.5\.50\.1\/login\?username=p-/)
    const { shown, finished, granted, cost, answered, standing } = await report()
    assert.deepEqual([shown, finished, granted, cost.minor, answered, standing], [1, 1, 1, '500', [0, 1], 'running'])
    assert.doesNotMatch((await phone.home()).page.body, /Kola/, 'once a day')
  })

  test('is not given before the seconds are over, whatever is posted', async () => {
    const { campaign, browser, wait } = await sponsorWorld()
    const { id, report } = await campaign()
    const phone = browser()
    const looked = await phone.look(id)
    wait(9)
    const early = await phone.take(looked)
    assert.deepEqual([early.statusCode, early.headers['retry-after']], [409, '1'])
    assert.match((await phone.again(looked)).body, /content="1"/)
    assert.deepEqual([(await report()).finished, (await report()).granted], [0, 0])
    wait(1)
    assert.equal((await phone.take(looked)).statusCode, 200)
  })

  test('whoever goes back and forth is shown it once, and waits once', async () => {
    const { campaign, browser, wait } = await sponsorWorld()
    const { id, report } = await campaign()
    const phone = browser()
    await phone.look(id)
    wait(6)
    assert.match((await phone.look(id)).page.body, /content="4"/)
    assert.equal((await report()).shown, 1)
  })

  test('pressed many times, or sent again by another browser, it is one pass and one device', async () => {
    const { campaign, browser, wait, tenant } = await sponsorWorld()
    const { id, report } = await campaign()
    const phone = browser()
    const looked = await phone.look(id)
    wait()
    const pressed = await Promise.all(Array.from({ length: 5 }, () => phone.take(looked)))
    pressed.push(await browser(mac(9)).take(looked))
    const names = pressed.map(({ body }) => new URL(leadsTo(body)!.replaceAll('&amp;', '&')).searchParams.get('username'))
    assert.equal(new Set(names).size, 1)
    const { rows } = await tenant.transact((tx) => sql`select from subscription`.execute(tx))
    assert.deepEqual([rows.length, (await report()).granted, (await report()).cost.minor], [1, 1, '500'])
  })

  test('comes back the next day of the tenant, to a browser and to a MAC address', async () => {
    const world = await sponsorWorld()
    const { id } = await world.campaign({ guestPerDayMax: 2 })
    for (const status of [200, 200, 409]) assert.equal((await getIn(world, id, 7)).statusCode, status)
    world.tenant.platform.clock.advance({ hours: 14 }) // 23:00 in Lagos
    assert.equal((await getIn(world, id, 7)).statusCode, 409)
    world.tenant.platform.clock.advance({ hours: 1 })
    assert.equal((await getIn(world, id, 7)).statusCode, 200)
  })

  const days: [now: string, change: object, isShown: boolean, why: string][] = [
    ['2026-03-09T22:59:59Z', {}, false, 'the evening before, in Lagos'],
    ['2026-03-09T23:00:00Z', {}, true, 'the first minute of the first day there'],
    ['2026-03-19T22:59:59Z', { endsOn: '2026-03-20' }, true, 'the last evening'],
    ['2026-03-19T23:00:00Z', { endsOn: '2026-03-20' }, false, 'over'],
  ]
  for (const [now, change, isShown, why] of days)
    test(`${isShown ? 'is' : 'is not'} shown: ${why}`, async () => {
      const { campaign, browser, tenant } = await sponsorWorld()
      tenant.platform.clock.advance(tenant.platform.clock.now().until(Temporal.Instant.from(now)))
      const { id } = await campaign(change)
      assert.equal(/Kola/.test((await browser().home()).page.body), isShown)
      assert.equal((await browser().look(id)).page.statusCode, isShown ? 200 : 409)
    })

  test('is not shown while it is a draft, paused, or its plan is off sale', async () => {
    const { api, campaign, browser, offerId, tenant } = await sponsorWorld()
    const isShown = async () => /Kola/.test((await browser().home()).page.body)
    await api('POST', '', { ...kola, offerId })
    assert.equal(await isShown(), false)
    const { id } = await campaign()
    assert.equal(await isShown(), true)
    await api('POST', `/${id}/pause`)
    assert.equal(await isShown(), false)
    await api('POST', `/${id}/publication`)
    assert.equal(await isShown(), true)
    await tenant.transact((tx) => retireOffer(tx, offerId))
    assert.equal(await isShown(), false)
  })

  test('the page of a router at a location says where it stands, and of one elsewhere nothing', async () => {
    const { browser, locationId } = await sponsorWorld()
    const page = async (query: string) => (await browser().send('GET', `/login.html${query}`)).body
    assert.match(await page(`?site=${locationId}`), new RegExp(`site=${locationId}&amp;mac=`))
    assert.doesNotMatch(await page(''), /site=/)
    assert.equal((await browser().send('GET', '/login.html?site="><script>')).statusCode, 422)
  })

  test('of one location is for those who stand there: by the address of the router, or as its page says', async () => {
    const { campaign, browser, locationId, tenant } = await sponsorWorld()
    const { id, report } = await campaign({ locationIds: [locationId] })
    const isShown = async (more: Record<string, string> = {}) => /Kola/.test((await browser().home(more)).page.body)
    assert.equal(await isShown(), false)
    assert.equal(await isShown({ site: '0198a4b0-0000-7000-8000-0000000000ff' }), false)
    assert.equal(await isShown({ site: "' or true --" }), false)
    assert.equal(await isShown({ site: locationId }), true)
    const { id: elsewhere } = await tenant.transact((tx) =>
      addLocation(tx, { name: 'Yaba', address: '', position: null, branchCode: null, taxNumber: '' }),
    )
    const router = (name: string, at: string) =>
      tenant.transact((tx) =>
        sql`insert into nas (name, address, identifier, vendor, secret_sealed, location_id) values (${name}, '127.0.0.1', ${`${name} ${id}`}, 'mikrotik', '', ${at})`.execute(
          tx,
        ),
      )
    await router('Roof', locationId)
    assert.equal(await isShown(), true)
    assert.equal(await isShown({ site: elsewhere }), true, 'the address is harder to make up than a parameter')
    const phone = browser()
    await phone.look(id)
    assert.deepEqual((await report()).places, [{ location: 'Balogun', shown: 1, granted: 0 }])
    await router('Cellar', elsewhere)
    assert.equal(await isShown(), false, 'two routers behind one address: nobody knows')
  })
})

suite('the budget of a campaign', () => {
  test('is never passed, however many press at once', async () => {
    const { campaign, tenant, wait } = await sponsorWorld()
    const { id, report } = await campaign({ budgetMax: 7, watchSeconds: 3 })
    const now = () => tenant.platform.clock.now()
    const guests = Array.from({ length: 1_000 }, (_, device) => ({
      visit: readVisit(new URLSearchParams({ ...gateway, mac: mac(device) }), { hosts: [], opennds: null }),
      token: undefined,
      userAgent: '',
    }))
    const sealed: string[] = []
    await tenant.transact(async (tx) => {
      for (const guest of guests) sealed.push((await startShowing(tx, id, guest, now())).sealed)
    })
    wait(3)
    const waiting = guests.map((guest, at) => ({ guest, sealed: sealed[at]! }))
    const ends: string[] = []
    const press = async () => {
      for (let next = waiting.pop(); next; next = waiting.pop()) {
        const { guest, sealed } = next
        const end = await tenant.transact((tx) => grantShowing(tx, { sealed }, guest, now())).catch((error: { code: string }) => error.code)
        ends.push(typeof end === 'string' ? end : 'in')
      }
    }
    await Promise.all(Array.from({ length: 50 }, press)) // five times as many as there are connections
    assert.deepEqual(
      Object.entries(Object.groupBy(ends, (end) => end))
        .map(([end, all]) => `${end} ${all!.length}`)
        .toSorted(),
      ['hotspot.campaign_over 993', 'in 7'],
    )
    const { shown, finished, granted, cost, standing } = await report()
    assert.deepEqual([shown, finished, granted, cost.minor, standing], [1_000, 7, 7, '3500', 'used-up'])
    const { rows } = await tenant.transact((tx) =>
      sql<{ passes: bigint; told: bigint }>`
      select (select count(*) from subscription) as passes, (select count(*) from event where type = 'sponsor_campaign.used_up.v1') as told`.execute(
        tx,
      ),
    )
    assert.deepEqual([rows[0]!.passes, rows[0]!.told], [7n, 1n])
  })

  test('of a day, and of a day at a location, is new tomorrow', async () => {
    const world = await sponsorWorld()
    const { id } = await world.campaign({ budgetPerDayMax: 2 })
    const statuses = async (...devices: number[]) => {
      const found: number[] = []
      for (const device of devices) found.push((await getIn(world, id, device)).statusCode)
      return found
    }
    assert.deepEqual(await statuses(1, 2, 3), [200, 200, 409])
    world.tenant.platform.clock.advance({ hours: 24 })
    assert.deepEqual(await statuses(3), [200])
  })

  test('of a day at a location leaves the other locations theirs', async () => {
    const { campaign, browser, locationId, wait } = await sponsorWorld()
    const { id } = await campaign({ budgetPerLocationDayMax: 1 })
    const status = async (device: number, more: Record<string, string> = {}) => {
      const phone = browser(mac(device))
      const looked = await phone.look(id, more)
      wait()
      return looked.showing === '' ? looked.page.statusCode : (await phone.take(looked)).statusCode
    }
    assert.deepEqual([await status(1, { site: locationId }), await status(2, { site: locationId })], [200, 409])
    assert.deepEqual([await status(3), await status(4)], [200, 409], 'where nobody knows is a place of its own')
  })

  test('that is charged by showings counts who looked to the end, pass or no pass', async () => {
    const { campaign, browser, wait } = await sponsorWorld()
    const { id, report } = await campaign({ chargedFor: 'showing', budgetMax: 1 })
    const [one, other] = [browser(mac(1)), browser(mac(2))]
    const [first, second] = [await one.look(id), await other.look(id)]
    wait()
    await one.again(first)
    await one.again(first)
    const { shown, finished, granted, cost, standing } = await report()
    assert.deepEqual([shown, finished, granted, cost.minor, standing], [2, 1, 0, '500', 'used-up'])
    assert.equal((await other.again(second)).statusCode, 409)
    assert.equal((await one.take(first)).statusCode, 200, 'what was looked at is given')
    assert.equal((await report()).cost.minor, '500')
  })

  test('keeps the price of then when the price changes', async () => {
    const world = await sponsorWorld()
    const { id, report } = await world.campaign()
    await getIn(world, id, 1)
    const { version } = await report()
    const changed = await world.api(
      'PUT',
      `/${id}`,
      { ...kola, offerId: world.offerId, price: naira(900) },
      { 'if-match': String(version) },
    )
    assert.equal(changed.statusCode, 200, changed.body)
    await getIn(world, id, 2)
    assert.equal((await report()).cost.minor, '1400')
  })
})

suite('what strangers try on a sponsor', () => {
  test('showings that were altered, are too old, or are of another business', async () => {
    const [here, there] = [await sponsorWorld(), await sponsorWorld()]
    const { id } = await here.campaign()
    const phone = here.browser()
    const looked = await phone.look(id)
    const foreign = await there.browser().look((await there.campaign()).id)
    here.wait()
    for (const showing of [looked.showing.slice(0, -4) + 'AAAA', 'v1.x.y.z', foreign.showing, looked.visit.slice(0, 900)])
      assert.equal((await phone.take({ ...looked, showing })).statusCode, 409, showing.slice(0, 10))
    assert.equal((await there.browser().look(id)).page.statusCode, 409, "another's campaign is not there")
    here.wait(30 * 60)
    assert.equal((await phone.take(looked)).statusCode, 409)
  })

  test('answers that are none, and a visit without a gateway', async () => {
    const { campaign, browser, wait } = await sponsorWorld()
    const { id, report } = await campaign()
    const phone = browser()
    const looked = await phone.look(id)
    wait()
    for (const answer of ['2', '-1', '1.5', 'x', '99999999999'])
      assert.equal((await phone.take(looked, { answer })).statusCode, 422, answer)
    assert.deepEqual([(await report()).granted, (await report()).answered], [0, []], 'nothing was given')
    const { body } = await phone.send('GET', '')
    assert.doesNotMatch(body, /Kola/)
    assert.equal((await phone.send('POST', '/sponsors', { visit: hidden(body, 'visit')!, campaignId: id })).statusCode, 409)
    assert.equal((await phone.send('POST', '/sponsors', { visit: looked.visit, campaignId: '../../x' })).statusCode, 422)
  })

  test('links that are no page of a sponsor are refused, and what is said stays text', async () => {
    const { api, campaign, browser, offerId, app } = await sponsorWorld()
    for (const link of ['http://kola.example/', 'javascript:alert(1)', 'https://kola@evil.example/', 'https://10.0.0.1/', '//kola.example'])
      assert.equal((await api('POST', '', { ...kola, offerId, link })).statusCode, 422, link)
    const text = '<script>alert(1)</script>'
    const { id } = await campaign({
      link: 'https://Kola.example/summer?a=1&b="x"',
      messages: { en: { ...asked, text }, bn: null, hi: null },
    })
    const { page } = await browser().look(id)
    assert.doesNotMatch(page.body, /<script/)
    assert.match(page.body, /href="https:\/\/kola\.example\/summer\?a=1&amp;b=%22x%22" target="_blank" rel="noopener noreferrer nofollow"/)
    const garden = await app.inject({ method: 'GET', url: '/api/v1/hotspot-settings/walled-garden' })
    assert.ok((garden.json() as { hosts: string[] }).hosts.includes('kola.example'))
  })

  test('another business sees neither the campaign nor its picture', async () => {
    const [here, there] = [await sponsorWorld(), await sponsorWorld()]
    const { id } = await here.campaign()
    for (const [method, path] of [
      ['GET', ''],
      ['GET', '/picture'],
      ['POST', '/pause'],
      ['PUT', '/picture'],
      ['DELETE', '/picture'],
    ] as const)
      assert.equal((await there.api(method, `/${id}${path}`, method === 'PUT' ? png : undefined)).statusCode, 404, path)
  })
})

suite('what staff do with campaigns', () => {
  test('a picture is a whole PNG or JPEG of 24 KB, and the page with it stays below 50 KB', async () => {
    const { api, campaign, browser } = await sponsorWorld()
    const { id } = await campaign()
    const put = async (bytes: Buffer) => (await api('PUT', `/${id}/picture`, bytes, { 'content-type': 'image/png' })).statusCode
    assert.deepEqual([await put(Buffer.from('<svg/>')), await put(Buffer.concat([png, Buffer.alloc(24_000)]))], [422, 413])
    assert.equal((await api('GET', `/${id}/picture`)).statusCode, 404)
    assert.equal(await put(jpegOf(24_000)), 200)
    const { page } = await browser().look(id, { 'link-orig': `http://example.com/${'a'.repeat(1_900)}` })
    assert.match(page.body, /src="data:image\/jpeg;base64,/)
    assert.ok(Buffer.byteLength(page.body) < 50_000, `${Buffer.byteLength(page.body)} bytes`)
    assert.doesNotMatch(page.body, /<script|onload|onclick/i)
    assert.equal((await api('DELETE', `/${id}/picture`)).statusCode, 204)
  })

  const refused: [change: object, pointer: string, why: string][] = [
    [{ offerId: '0198a4b0-0000-7000-8000-0000000000ff' }, '/offerId', 'no plan'],
    [{ price: { minor: '5', currency: 'USD' } }, '/price', 'another currency'],
    [{ price: naira(-5) }, '/price', 'a price below zero'],
    [{ endsOn: '2026-03-10' }, '/endsOn', 'no day at all'],
    [{ watchSeconds: 61 }, '/watchSeconds', 'longer than anybody looks'],
    [{ budgetMax: 0 }, '/budgetMax', 'nothing to give'],
  ]
  for (const [change, pointer, why] of refused)
    test(`refused: ${why}`, async () => {
      const { api, offerId } = await sponsorWorld()
      const answer = await api('POST', '', { ...kola, offerId, ...change })
      const { pointer: of, errors } = answer.json() as { pointer?: string; errors?: { pointer: string }[] }
      assert.deepEqual([answer.statusCode, of ?? errors?.[0]?.pointer], [422, pointer], answer.body)
    })

  test('answers keep their number once somebody has answered; who changes an old page is told', async () => {
    const { api, campaign, browser, wait, offerId } = await sponsorWorld()
    const { id, report } = await campaign()
    const phone = browser()
    const looked = await phone.look(id)
    wait()
    await phone.take(looked, { answer: '0' })
    const put = async (answers: string[], version: number) => {
      const messages = { ...kola.messages, en: { ...asked, answers } }
      return (await api('PUT', `/${id}`, { ...kola, offerId, messages }, { 'if-match': String(version) })).statusCode
    }
    const { version } = await report()
    assert.equal(await put(['Cola', 'Orange', 'Lime'], version), 409)
    assert.equal(await put(['Kola', 'Orange'], version), 200)
    assert.equal(await put(['Kola', 'Orange'], version), 412)
  })

  test('who looked is forgotten after a week, what was counted is not', async () => {
    const world = await sponsorWorld()
    const { id, report } = await world.campaign()
    await getIn(world, id, 1)
    world.tenant.platform.clock.advance({ hours: 8 * 24 })
    await runJobNow(
      world.tenant.platform,
      jobs.find(({ name }) => name === 'hotspot.forget-showings')!,
      world.tenant.scope,
      {},
    )
    const { rows } = await world.tenant.transact((tx) => sql`select from sponsor_showing`.execute(tx))
    assert.deepEqual([rows.length, (await report()).granted], [0, 1])
  })
})

/** A JPEG of one grey pixel, made as long as wanted by comments (ITU-T T.81 §B.2.4.5). */
function jpegOf(bytesCount: number): Buffer {
  const pixel = Buffer.from(
    '/9j/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkKDA8MCgsOCwkJDRENDg8QEBEQCgwSExIQEw8QEBD/yQALCAABAAEBAREA/8wABgAQEAX/2gAIAQEAAD8A0s8g/9k=',
    'base64',
  )
  const comment = Buffer.alloc(bytesCount - pixel.length, 0x20)
  comment.writeUInt16BE(0xfffe, 0)
  comment.writeUInt16BE(comment.length - 2, 2)
  return Buffer.concat([pixel.subarray(0, 2), comment, pixel.subarray(2)])
}
