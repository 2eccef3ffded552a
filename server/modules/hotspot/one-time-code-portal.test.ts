import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { createHttpServer } from '#kernel/http.ts'
import { money } from '#kernel/money.ts'
import { testTenant } from '#kernel/testing.ts'
import { openSecret } from '#kernel/vault.ts'
import { createOffer, publishOffer } from '#modules/catalog'
import { createCustomer } from '#modules/customers'
import { smsModule } from '#modules/sms'
import { startPass } from '#modules/subscriptions'
import { readTenant } from '#modules/tenants'
import { routes } from './routes.ts'
import { readSettings, type Settings, writeSettings } from './store.ts'
import { fill, words } from './words.ts'

const gateway = {
  mac: '02:54:AC:10:00:07',
  ip: '10.5.50.7',
  'link-login-only': 'http://10.5.50.1/login',
  'link-orig': 'http://example.com/',
}
const ada = '+2348012345678'

/** A portal with a short message centre that nobody answers for: what it would send is read from the queue. */
async function codeWorld({ places = 2, hours = 1, ...settings }: Partial<Settings> & { places?: number; hours?: number } = {}) {
  const tenant = await testTenant({ now: '2026-03-10T08:00:00Z', country: 'NG', currency: 'NGN', timeZone: 'Africa/Lagos' })
  const now = () => tenant.platform.clock.now()
  const { slug, offerId, versionId } = await tenant.transact(async (tx) => {
    const { offerId, versionId } = await createOffer(tx, {
      code: 'HOUR',
      name: 'An hour for a number',
      technology: 'hotspot',
      terms: {
        validFrom: Temporal.PlainDate.from('2026-01-01'),
        recurring: money(0n, 'NGN'),
        pricesIncludeTax: true,
        downloadBps: 5_000_000n,
        uploadBps: 5_000_000n,
        sessionsMax: places,
        pass: { unit: 'hour', count: hours },
      },
    })
    await publishOffer(tx, offerId)
    await sql`insert into sms_setting (host, port, system_id, password_sealed, source) values ('127.0.0.1', 9, 'x', '', 'Spark')`.execute(
      tx,
    )
    await writeSettings(tx, { ...(await readSettings(tx)), codeOfferId: offerId, ...settings })
    return { slug: (await readTenant(tx)).slug, offerId, versionId }
  })
  const app = createHttpServer(tenant.platform, [...routes, ...(smsModule.routes ?? [])], async () => null)

  function browser({ mac = gateway.mac, keepsCookies = true } = {}) {
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
      if (keepsCookies) for (const { name, value } of answer.cookies) cookies.set(name, value)
      return answer
    }
    const open = () => send('GET', `?${new URLSearchParams({ ...gateway, mac })}`)
    const visit = async () => field((await open()).body, 'visit')
    return {
      send,
      open,
      ask: async (phone: string) => send('POST', '/codes', { visit: await visit(), phone }),
      type: (page: { body: string }, code: string, more: Record<string, string> = {}) =>
        send('POST', '/code-entries', {
          visit: field(page.body, 'visit'),
          ask: field(page.body, 'ask'),
          phone: field(page.body, 'phone'),
          code,
          ...more,
        }),
    }
  }
  /** Messages in the order in which they were queued, opened. */
  const messages = () =>
    tenant.transact(async (tx) => {
      const { rows } = await sql<{ destination: string; shown: string; sealed: string; state: string; reason: string | null }>`
        select destination, text_shown as shown, text_sealed as sealed, state, reason from sms order by id`.execute(tx)
      return Promise.all(rows.map(async (row) => ({ ...row, text: await openSecret(tx, row.sealed, 'sms.text') })))
    })
  const newestCode = async () => /\d{6}/.exec((await messages()).at(-1)!.text)![0]
  const count = async (table: 'customer' | 'subscription' | 'hotspot_device') =>
    Number((await tenant.transact((tx) => sql<{ n: bigint }>`select count(*) as n from ${sql.table(table)}`.execute(tx))).rows[0]!.n)
  /** A customer with a pass of ten hours at this number. */
  const customerAt = (phone: string) =>
    tenant.transact(async (tx) => {
      const { customerId } = await createCustomer(tx, { name: 'Ada Obi', phone })
      return (await startPass(tx, { customerId, offerVersionId: versionId }, now())).id
    })
  return { tenant, browser, messages, newestCode, count, customerAt, offerId }
}

const field = (body: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(body)?.[1]?.replaceAll('&amp;', '&') ?? ''
const leadsTo = (body: string) => /http-equiv="refresh" content="\d+;url=([^"]+)"/.exec(body)?.[1]?.replaceAll('&amp;', '&')
const usernameOf = (answer: { body: string }) => new URL(leadsTo(answer.body) ?? 'http://nowhere/').searchParams.get('username')
const alert = (body: string) => /role="alert">([^<]+)/.exec(body)?.[1]

suite('a one-time code by SMS', () => {
  test('is on the page only where it is switched on and messages can be sent', async () => {
    const on = await codeWorld()
    assert.match((await on.browser().open()).body, /Get a code by SMS/)
    const off = await codeWorld({ codeOfferId: null })
    assert.doesNotMatch((await off.browser().open()).body, /Get a code by SMS/)
    await on.tenant.transact((tx) => sql`delete from sms_setting`.execute(tx))
    assert.doesNotMatch((await on.browser().open()).body, /Get a code by SMS/)
  })

  test('lets a phone in; the pages are small, have no script and do not tell the code', async () => {
    const { browser, messages, newestCode } = await codeWorld()
    const phone = browser()
    const page = await phone.ask('0801 234 5678')
    assert.equal(page.statusCode, 200)
    assert.ok(Buffer.byteLength(page.body) < 50_000)
    assert.doesNotMatch(page.body, /<script|onload/i)
    const [{ destination, shown, text }] = (await messages()) as [Awaited<ReturnType<typeof messages>>[0]]
    assert.equal(destination, ada, 'as it is dialled at home')
    assert.match(text, /^\d{6} is your code for Test Net/)
    assert.match(shown, /^•••••• is your code/)
    assert.equal(page.body.includes(await newestCode()), false)
    assert.match(usernameOf(await phone.type(page, await newestCode()))!, /^p-/)
  })

  test('its message is one part in every language, whatever the name of the business', () => {
    for (const [language, { codeText }] of Object.entries(words)) {
      const text = fill(codeText, { code: '482913', name: 'N'.repeat(20), minutes: '5' })
      assert.ok(text.length <= (language === 'en' ? 160 : 70), `${language}: ${text.length}`)
    }
  })

  test('is not in the database in a form from which it can be guessed', async () => {
    const { browser, tenant, newestCode } = await codeWorld()
    await browser().ask(ada)
    const { rows } = await tenant.transact((tx) => sql<{ row: string }>`select row_to_json(c)::text as row from hotspot_code c`.execute(tx))
    assert.equal(rows[0]!.row.includes(await newestCode()), false)
  })

  test('pressed twice it is one message, and one device in one pass', async () => {
    const { browser, messages, newestCode, count } = await codeWorld({ places: 1 })
    const phone = browser()
    const visit = field((await phone.open()).body, 'visit')
    const pages = await Promise.all([1, 2, 3].map(() => phone.send('POST', '/codes', { visit, phone: ada })))
    assert.equal((await messages()).length, 1)
    const code = await newestCode()
    const entered = await Promise.all(pages.map((page) => phone.type(page, code)))
    assert.equal(new Set(entered.map(usernameOf)).size, 1)
    assert.deepEqual([await count('hotspot_device'), await count('subscription')], [1, 1])
  })

  test('in a browser that keeps no cookies it is the page that knows: pressed twice, one device', async () => {
    const { browser, newestCode, count } = await codeWorld({ places: 1 })
    const phone = browser({ keepsCookies: false })
    const page = await phone.ask(ada)
    const [first, second] = [await phone.type(page, await newestCode()), await phone.type(page, await newestCode())]
    assert.deepEqual([usernameOf(first), await count('hotspot_device')], [usernameOf(second), 1])
  })

  test('wrong: the page says so and takes another; after five it is over, the right one too', async () => {
    const { browser, newestCode } = await codeWorld()
    const phone = browser()
    let page = await phone.ask(ada)
    const code = await newestCode()
    const wrong = code === '000000' ? '000001' : '000000'
    for (let tries = 0; tries < 5; tries++) {
      page = await phone.type(page, wrong)
      assert.deepEqual([page.statusCode, alert(page.body)], [422, 'This is not the code. Look at the newest message and type it again.'])
    }
    const over = await phone.type(page, code)
    assert.deepEqual([over.statusCode, alert(over.body)], [409, 'This code is over. Ask for another one.'])
  })

  test('is over after five minutes', async () => {
    const { browser, newestCode, tenant } = await codeWorld()
    const phone = browser()
    const page = await phone.ask(ada)
    tenant.platform.clock.advance({ minutes: 5 })
    assert.equal((await phone.type(page, await newestCode())).statusCode, 409)
  })

  test('gives a number its pass once in so many hours, whatever MAC address and browser come with it', async () => {
    const { browser, newestCode, tenant, count } = await codeWorld({ places: 3 })
    const enter = async (mac: string) => {
      const phone = browser({ mac })
      return phone.type(await phone.ask(ada), await newestCode())
    }
    assert.ok(leadsTo((await enter('02:00:00:00:00:01')).body))
    tenant.platform.clock.advance({ minutes: 20 })
    assert.ok(leadsTo((await enter('02:00:00:00:00:02')).body), 'the pass still runs: another place in it')
    assert.equal(await count('subscription'), 1)
    tenant.platform.clock.advance({ minutes: 45 })
    const later = await enter('02:00:00:00:00:03')
    assert.deepEqual([later.statusCode, alert(later.body)], [409, 'You had this already. It comes back later.'])
    tenant.platform.clock.advance({ hours: 23 })
    assert.ok(leadsTo((await enter('02:00:00:00:00:04')).body))
    assert.deepEqual([await count('subscription'), await count('customer')], [2, 1], 'of one customer, found by the number')
  })

  test('lets customers into their own service, and does not tell who is one', async () => {
    const { browser, newestCode, messages, customerAt, count } = await codeWorld({ codeForCustomers: true, codeOfferId: null })
    await customerAt(ada)
    const [known, stranger] = [browser(), browser({ mac: '02:00:00:00:00:09' })]
    const page = await known.ask(ada)
    assert.ok(leadsTo((await known.type(page, await newestCode())).body))
    assert.equal(await count('subscription'), 1)
    const other = await stranger.ask('+2348099999999')
    const plain = (body: string) => body.replaceAll(/(value|href)="[^"]*"|\+\d+/g, '')
    assert.equal(plain(other.body), plain(page.body))
    assert.equal((await messages()).length, 2, 'a stranger gets a code too')
    const answer = await stranger.type(other, await newestCode())
    assert.deepEqual([answer.statusCode, alert(answer.body)], [409, 'There is no service for this number here.'])
  })

  test('of a customer whose places are all taken: one of them is chosen', async () => {
    const { browser, newestCode, customerAt, tenant } = await codeWorld({ codeForCustomers: true, places: 1, hours: 10 })
    await customerAt(ada)
    const [old, fresh] = [browser(), browser({ mac: '02:00:00:00:00:09' })]
    await old.type(await old.ask(ada), await newestCode())
    tenant.platform.clock.advance({ minutes: 20 })
    const page = await fresh.ask(ada)
    const code = await newestCode()
    const full = await fresh.type(page, code)
    assert.equal(full.statusCode, 409)
    assert.ok(leadsTo((await fresh.type(page, code, { instead: field(full.body, 'instead') })).body))
  })
})

suite('what codes may cost', () => {
  test('a number gets three in an hour, and so few that nobody is pestered', async () => {
    const { browser, messages, tenant } = await codeWorld()
    const answers: number[] = []
    for (let index = 0; index < 5; index++) {
      answers.push((await browser({ mac: `02:00:00:00:01:0${index}` }).ask(ada)).statusCode)
      tenant.platform.clock.advance({ minutes: 2 })
    }
    assert.deepEqual(answers, [200, 200, 200, 429, 429])
    assert.equal((await messages()).length, 3)
    tenant.platform.clock.advance({ minutes: 55 })
    assert.equal((await browser().ask(ada)).statusCode, 200)
  })

  test('a device gets five in an hour, whichever numbers it types', async () => {
    const { browser, tenant } = await codeWorld()
    const answers: number[] = []
    for (let index = 0; index < 6; index++) {
      answers.push((await browser().ask(`+23480000000${index}0`)).statusCode) // a new browser, the same MAC address
      tenant.platform.clock.advance({ seconds: 10 })
    }
    assert.deepEqual(answers, [200, 200, 200, 200, 200, 429])
  })

  test('a business sends so many in an hour, whoever asks; at once they pass no more', async () => {
    const { browser, messages, tenant } = await codeWorld({ codesPerHourMax: 4 })
    const answers = await Promise.all(
      Array.from({ length: 9 }, (_, index) => browser({ mac: `02:00:00:00:02:0${index}` }).ask(`+23480000000${index}0`)),
    )
    assert.equal(answers.filter(({ statusCode }) => statusCode === 200).length, 4)
    assert.equal((await messages()).length, 4)
    assert.ok(answers.every(({ statusCode, headers }) => statusCode === 200 || Number(headers['retry-after']) > 0))
    const told = () =>
      tenant.transact(async (tx) => {
        const { rows } = await sql<{ payload: unknown }>`select payload from event where type = 'hotspot.code_limit_reached.v1'`.execute(tx)
        return rows.map(({ payload }) => payload)
      })
    assert.deepEqual(await told(), [{ codesPerHourMax: 4 }])
    const askAgain = (guest: number) => browser({ mac: `02:00:00:00:03:0${guest}` }).ask(`+23480000000${guest}1`)
    tenant.platform.clock.advance({ minutes: 59 })
    assert.equal((await askAgain(1)).statusCode, 429)
    tenant.platform.clock.advance({ minutes: 2 })
    for (const guest of [1, 2, 3, 4]) assert.equal((await askAgain(guest)).statusCode, 200)
    assert.equal((await told()).length, 2, 'it was reached in another hour')
  })

  test('none to other countries; what was refused is kept for staff and counts', async () => {
    const { browser, messages } = await codeWorld()
    const phone = browser()
    const answer = await phone.ask('+88213001234567')
    assert.deepEqual([answer.statusCode, alert(answer.body)?.slice(0, 44)], [409, 'No code can be sent to this number now. Choo'])
    assert.deepEqual(
      (await messages()).map(({ state, reason }) => [state, reason]),
      [['refused', 'destination-not-allowed']],
    )
  })
})

suite('what strangers try with codes', () => {
  test('a page that was altered, or is of another portal, is over', async () => {
    const [here, there] = [await codeWorld(), await codeWorld()]
    const page = await here.browser().ask(ada)
    const foreign = field((await there.browser().ask(ada)).body, 'ask')
    for (const ask of ['', 'x', `${field(page.body, 'ask').slice(0, -4)}AAAA`, foreign]) {
      const answer = await here.browser().type(page, await here.newestCode(), { ask })
      assert.equal(answer.statusCode, 409, ask.slice(0, 12))
      assert.equal(leadsTo(answer.body), undefined)
    }
  })

  test('a number is a number', async () => {
    const { browser, messages } = await codeWorld()
    const hostile = [
      '',
      '+',
      "'; drop table sms; --",
      '<script>alert(1)</script>',
      '+1 900',
      '0'.repeat(60),
      '+234801234567801234567',
      '\u0000',
    ]
    for (const phone of hostile) {
      const answer = await browser().ask(phone)
      assert.equal(answer.statusCode, 422, JSON.stringify(phone))
      assert.doesNotMatch(answer.body, /<script/)
    }
    assert.deepEqual(await messages(), [])
  })

  test('the number on the page is only shown: the code decides whose it is', async () => {
    const { browser, newestCode, tenant } = await codeWorld()
    const phone = browser()
    const page = await phone.ask(ada)
    await phone.type(page, await newestCode(), { phone: '"><script>alert(1)</script>' })
    const { rows } = await tenant.transact((tx) => sql<{ phone: string }>`select phone from customer`.execute(tx))
    assert.deepEqual(
      rows.map((row) => row.phone),
      [ada],
    )
    const wrong = await phone.type(page, 'abc', { phone: '"><script>alert(1)</script>' })
    assert.doesNotMatch(wrong.body, /<script/)
  })

  test('whoever stands before no gateway gets none', async () => {
    const { browser, messages } = await codeWorld()
    const phone = browser()
    const visit = field((await phone.send('GET', '')).body, 'visit')
    assert.equal((await phone.send('POST', '/codes', { visit, phone: ada })).statusCode, 404)
    assert.deepEqual(await messages(), [])
  })
})
