import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { createHttpServer } from '#kernel/http.ts'
import { sql, transact } from '#kernel/db.ts'
import { runJobNow } from '#kernel/jobs.ts'
import { money } from '#kernel/money.ts'
import { stopPdfWorker } from '#kernel/pdf.ts'
import { rowsOfCustomer } from '#kernel/row-scope.ts'
import { testTenant } from '#kernel/testing.ts'
import { type DocumentRef, issueProforma } from '#modules/documents'
import { createLogin, resetPassword } from '#modules/access'
import { billNow, seedBilling } from '#modules/billing'
import { createOffer, publishOffer } from '#modules/catalog'
import { openCycleBuckets } from '#modules/charging'
import { archiveCustomers, createCustomer } from '#modules/customers'
import { addGateway, openCheckout, receivePayment } from '#modules/payments'
import { activate, subscribe } from '#modules/subscriptions'
import { readTenant } from '#modules/tenants'
import { createPaystack } from '#simulators/paystack'
import { createMailbox, type Mailbox } from '#simulators/smtp'
import { documentLink } from './document-link.ts'
import { paymentPageOf } from './payment-link.ts'
import { routes } from './routes.ts'
import { askForCode, mailCode } from './sign-in.ts'
import { readOpenInvoices, readOwnAccounts, readOwnDocuments, readOwnServices, writeIsOpen } from './store.ts'

let mailbox: Mailbox
before(async () => {
  mailbox = await createMailbox()
})
after(async () => {
  stopPdfWorker()
  await mailbox.close()
})

const today = Temporal.PlainDate.from('2026-03-16')
/** As a Bengali keyboard writes digits. */
const bengali = (digits: string) => digits.replaceAll(/\d/g, (digit) => String.fromCharCode(0x09e6 + Number(digit)))
const unescaped = (text: string) => text.replaceAll('&amp;', '&')

/** A business in Bangladesh; Rahima and Karim have a service and an invoice each. */
async function world({ country = 'BD', currency = 'BDT' } = {}) {
  const tenant = await testTenant({ now: '2026-03-16T06:00:00Z', timeZone: 'Asia/Dhaka', currency, country })
  const { clock } = tenant.platform
  const platform = { ...tenant.platform, config: { ...tenant.platform.config, SMTP_URL: `smtp://127.0.0.1:${mailbox.port}` } }
  const { slug, parties, offerId } = await tenant.transact(async (tx) => {
    await seedBilling(tx)
    const { offerId } = await createOffer(tx, {
      code: 'home',
      name: 'Home 20',
      technology: 'fibre',
      terms: {
        validFrom: today,
        recurring: money(100_000n, currency),
        downloadBps: 20_000_000n,
        uploadBps: 10_000_000n,
        quotaBytes: 100_000_000_000n,
        quotaPolicy: 'cut',
      },
    })
    await publishOffer(tx, offerId)
    const { slug } = await readTenant(tx)
    const add = async (name: string) => {
      const email = `${name}@${slug}.example`
      const { customerId, accountId } = await createCustomer(tx, { name, email })
      const { id: subscriptionId } = await subscribe(tx, { customerId, offerId, startOn: today })
      await activate(tx, subscriptionId, clock.now())
      await openCycleBuckets(tx, [subscriptionId], clock.now())
      const login = await createLogin(tx, { subscriptionId, username: `${name}-${slug}` })
      return { name, email, customerId, accountId, login }
    }
    const parties = { rahima: await add('Rahima'), karim: await add('Karim') }
    await billNow(tx, today, clock.now())
    return { slug, parties, offerId }
  })
  const { rows: invoices } = await tenant.transact((tx) =>
    sql<{ id: string; customer_id: string; number: string }>`select id, customer_id, number from invoice`.execute(tx),
  )
  const invoiceOf = ({ customerId }: { customerId: string }) => invoices.find((invoice) => invoice.customer_id === customerId)!
  const app = createHttpServer(platform, routes, async () => null)

  function browser() {
    const cookies = new Map<string, string>()
    const send = async (method: 'GET' | 'POST', path: string, form?: Record<string, string>, headers: Record<string, string> = {}) => {
      const answer = await app.inject({
        method,
        url: path.startsWith('/my/') ? path : `/my/${slug}${path}`,
        headers: {
          cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
          ...headers,
          ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
        },
        ...(form && { payload: new URLSearchParams(form).toString() }),
      })
      for (const { name, value } of answer.cookies)
        if (value) cookies.set(name, value)
        else cookies.delete(name)
      return answer
    }
    const hidden = (body: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(body)?.[1] ?? ''
    const ask = async (email: string) => hidden((await send('POST', '/codes', { email })).body, 'ask')
    return {
      cookies,
      send,
      ask,
      hidden,
      /** Asks for a code, reads the mail and types it. */
      async signIn({ email }: { email: string }) {
        const code = await codeFor(email, await ask(email))
        return send('POST', '/code', { ask: lastAsk, code })
      },
    }
  }
  let lastAsk = ''
  async function codeFor(email: string, ask: string): Promise<string> {
    lastAsk = ask
    await runJobNow(platform, mailCode, tenant.scope, { codeId: ask })
    const { text } = mailbox.messages.findLast((message) => message.to.includes(email.toLowerCase()))!
    return /\b\d{6}\b/.exec(text)![0]
  }
  const link = (ref: DocumentRef) => tenant.transact(async (tx) => new URL((await documentLink(tx, ref, platform))!))
  const pathOf = (url: URL) => url.pathname + url.search
  return { ...tenant, platform, clock, slug, offerId, ...parties, invoiceOf, browser, codeFor, link, pathOf }
}

suite('signing in by a code', () => {
  test('shows what is owed, what is left, and the newest invoices; small, and without a script', async () => {
    const { browser, rahima, invoiceOf } = await world()
    const phone = browser()
    const door = await phone.send('GET', '')
    assert.match(door.body, /Sign in by e-mail/)
    const entered = await phone.signIn(rahima)
    assert.equal(entered.statusCode, 303)
    const home = await phone.send('GET', '')
    assert.match(home.body, /Hello Rahima/)
    assert.match(home.body, new RegExp(invoiceOf(rahima).number))
    assert.match(home.body, /[\d.]+ GB of [\d.]+ GB left/)
    assert.match(home.body, /To pay<\/p><strong>৳/)
    for (const { body, headers } of [door, home]) {
      assert.ok(Buffer.byteLength(body) < 50_000)
      assert.equal(/<script|onload|onclick/i.test(body), false)
      assert.equal(headers['cache-control'], 'no-store')
      assert.match(String(headers['content-security-policy']), /default-src 'none'/)
    }
    const cookie = String(entered.headers['set-cookie'])
    assert.match(cookie, /HttpOnly/)
    assert.match(cookie, /SameSite=Lax/)
    assert.match(cookie, new RegExp(`Path=/my/[^;]+`))
  })

  test('looks the same for an address that nobody has', async () => {
    const { browser, rahima, platform, scope } = await world()
    const [known, unknown] = [
      await browser().send('POST', '/codes', { email: rahima.email }),
      await browser().send('POST', '/codes', { email: 'nobody@mail.example' }),
    ]
    const plain = (body: string) => body.replaceAll(/value="[^"]*"/g, '')
    assert.deepEqual([known.statusCode, plain(known.body)], [unknown.statusCode, plain(unknown.body)])
    const stranger = browser()
    const ask = await stranger.ask('nobody@mail.example')
    await runJobNow(platform, mailCode, scope, { codeId: ask })
    assert.equal((await stranger.send('POST', '/code', { ask, code: '000000' })).statusCode, 422)
    assert.equal(mailbox.messages.filter(({ to }) => to.includes('nobody@mail.example')).length, 0)
  })

  test('what no text can hold is a mistake of whoever sends it', async () => {
    const { browser } = await world()
    const phone = browser()
    assert.equal((await phone.send('POST', '/codes', { email: 'a\0@example.com' })).statusCode, 400)
    assert.equal((await phone.send('POST', '/sign-in', { username: 'a\0', password: 'x' })).statusCode, 400)
    assert.equal((await phone.send('GET', '/my/a%00')).statusCode, 400)
  })

  test('takes five tries, then not even the right code', async () => {
    const { browser, rahima, codeFor } = await world()
    const phone = browser()
    const ask = await phone.ask(rahima.email)
    const code = await codeFor(rahima.email, ask)
    const wrong = code === '000000' ? '000001' : '000000'
    for (let tries = 0; tries < 5; tries++) assert.equal((await phone.send('POST', '/code', { ask, code: wrong })).statusCode, 422)
    assert.equal((await phone.send('POST', '/code', { ask, code })).statusCode, 422)
  })

  test('is for ten minutes, and once', async () => {
    const { browser, rahima, codeFor, clock } = await world()
    const phone = browser()
    const ask = await phone.ask(rahima.email)
    const code = await codeFor(rahima.email, ask)
    assert.equal((await phone.send('POST', '/code', { ask, code: ` ${bengali(code.slice(0, 3))} ${code.slice(3)}` })).statusCode, 303)
    assert.equal((await browser().send('POST', '/code', { ask, code })).statusCode, 422, 'it was used')
    const later = await phone.ask(rahima.email)
    const second = await codeFor(rahima.email, later)
    clock.advance({ minutes: 10 })
    assert.equal((await browser().send('POST', '/code', { ask: later, code: second })).statusCode, 422)
  })

  test('keeps no code that can be read, and floods no mailbox', async () => {
    const { browser, rahima, transact: inTenant, codeFor } = await world()
    const phone = browser()
    const code = await codeFor(rahima.email, await phone.ask(rahima.email))
    const { rows } = await inTenant((tx) => sql<{ code_hash: string }>`select code_hash from selfcare_code_customer`.execute(tx))
    assert.match(rows[0]!.code_hash, /^\$argon2id\$/)
    assert.doesNotMatch(rows[0]!.code_hash, new RegExp(code))
    for (let times = 0; times < 7; times++) await phone.ask(rahima.email)
    const queued = await inTenant((tx) =>
      sql<{ count: bigint }>`select count(*) from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
        where t.identifier = 'selfcare.mail-code' and j.payload ->> 'tenantId' = current_tenant()::text`.execute(tx),
    )
    assert.equal(queued.rows[0]!.count, 5n)
  })

  test('floods no mailbox by many requests at once either', async () => {
    const { rahima, transact: inTenant, clock } = await world()
    await Promise.all(Array.from({ length: 12 }, () => inTenant((tx) => askForCode(tx, rahima.email, clock.now()))))
    const queued = await inTenant((tx) =>
      sql<{ count: bigint }>`select count(*) from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
        where t.identifier = 'selfcare.mail-code' and j.payload ->> 'tenantId' = current_tenant()::text`.execute(tx),
    )
    assert.equal(queued.rows[0]!.count, 5n)
  })

  test('an address of two customers gets a code for each', async () => {
    const { browser, rahima, transact: inTenant, platform, scope } = await world()
    const shop = await inTenant((tx) => createCustomer(tx, { name: 'Rahima Stores', email: rahima.email.toUpperCase() }))
    const phone = browser()
    const ask = await phone.ask(rahima.email)
    await runJobNow(platform, mailCode, scope, { codeId: ask })
    const { text } = mailbox.messages.findLast(({ to }) => to.includes(rahima.email.toLowerCase()))!
    const code = /(\d{6}) {2}\S+ Rahima Stores/.exec(text)![1]!
    await phone.send('POST', '/code', { ask, code })
    assert.match((await phone.send('GET', '')).body, /Hello Rahima Stores/)
    assert.ok(shop)
  })

  test('is not for customers who are archived, nor are sessions of theirs', async () => {
    const { browser, transact: inTenant, codeFor } = await world()
    const email = `gone@${crypto.randomUUID()}.example`
    const { customerId } = await inTenant((tx) => createCustomer(tx, { name: 'Gone', email }))
    const phone = browser()
    const ask = await phone.ask(email)
    await phone.send('POST', '/code', { ask, code: await codeFor(email, ask) })
    assert.match((await phone.send('GET', '')).body, /Hello Gone/)
    await inTenant((tx) => archiveCustomers(tx, [customerId]))
    assert.match((await phone.send('GET', '')).body, /Sign in by e-mail/)
  })
})

suite('signing in by the login of a service', () => {
  test('opens the pages of whose service it is', async () => {
    const { browser, karim } = await world()
    const phone = browser()
    const entered = await phone.send('POST', '/sign-in', { username: karim.login.username.toUpperCase(), password: karim.login.password })
    assert.equal(entered.statusCode, 303)
    assert.match((await phone.send('GET', '')).body, /Hello Karim/)
  })

  test('says the same of a wrong name and a wrong password, and stops after five', async () => {
    const { browser, karim, slug, clock } = await world()
    const phone = browser()
    const attempt = (username: string, password: string) => phone.send('POST', '/sign-in', { username, password })
    const unknown = await attempt(`nobody-${slug}`, 'x')
    const wrong = await attempt(karim.login.username, 'x')
    assert.deepEqual([unknown.statusCode, unknown.body], [wrong.statusCode, wrong.body])
    for (let tries = 0; tries < 4; tries++) await attempt(karim.login.username, 'x')
    const locked = await attempt(karim.login.username, karim.login.password)
    assert.equal(locked.statusCode, 429)
    assert.ok(Number(locked.headers['retry-after']) > 0)
    clock.advance({ minutes: 10 })
    assert.equal((await attempt(karim.login.username, karim.login.password)).statusCode, 303)
  })

  test('ends when the password is another; a session by a code does not', async () => {
    const { browser, karim, transact: inTenant } = await world()
    const [wired, mailed] = [browser(), browser()]
    await wired.send('POST', '/sign-in', { username: karim.login.username, password: karim.login.password })
    await mailed.signIn(karim)
    assert.match((await wired.send('GET', '')).body, /Hello Karim/)
    const { password } = await inTenant((tx) => resetPassword(tx, karim.login.id))
    assert.match((await wired.send('GET', '')).body, /Sign in by e-mail/)
    assert.match((await mailed.send('GET', '')).body, /Hello Karim/)
    assert.equal((await wired.send('POST', '/sign-in', { username: karim.login.username, password })).statusCode, 303)
    assert.match((await wired.send('GET', '')).body, /Hello Karim/)
    await inTenant((tx) => sql`delete from login where id = ${karim.login.id}`.execute(tx))
    assert.match((await wired.send('GET', '')).body, /Sign in by e-mail/, 'nor does it outlive the login')
  })

  test('a password that can no longer be read is a wrong one, so that nobody learns of the name', async () => {
    const { browser, karim, transact: inTenant } = await world()
    await inTenant((tx) => sql`update login set password_sealed = 'v1.lost.AAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'`.execute(tx))
    const answer = await browser().send('POST', '/sign-in', { username: karim.login.username, password: karim.login.password })
    assert.equal(answer.statusCode, 422)
  })

  test('a MAC address is known to everybody around, so it opens nothing', async () => {
    const { browser, karim, transact: inTenant } = await world()
    const mac = '02:54:ac:10:00:07'
    await inTenant(async (tx) => {
      const [service] = await readOwnServices(tx)
      await createLogin(tx, { subscriptionId: service!.id, kind: 'mac', username: mac })
    })
    assert.equal((await browser().send('POST', '/sign-in', { username: mac, password: mac })).statusCode, 422)
    assert.ok(karim)
  })

  test('what the portal of a hotspot logs a device in with is sent in the clear, so it opens nothing', async () => {
    const { browser, transact: inTenant, clock } = await world()
    const { username, password } = await inTenant(async (tx) => {
      const [service] = await readOwnServices(tx)
      const login = await createLogin(tx, { subscriptionId: service!.id, kind: 'hotspot' })
      await sql`
        insert into hotspot_device (subscription_id, login_id, username, password_sealed, token_hash, name, joined_at, seen_at)
        values (${service!.id}, ${login.id}, ${login.username}, '', '', '', ${clock.now()}, ${clock.now()})`.execute(tx)
      return login
    })
    assert.equal((await browser().send('POST', '/sign-in', { username, password })).statusCode, 422)
  })
})

suite('a customer sees what is their own', () => {
  test("another's document is not there, in any form", async () => {
    const { browser, rahima, karim, invoiceOf, transact: inTenant, clock } = await world()
    const receipt = await inTenant((tx) =>
      receivePayment(tx, {
        accountId: karim.accountId,
        amount: money(5_000n, 'BDT'),
        method: 'cash',
        reference: 'desk',
        receivedAt: clock.now(),
      }),
    )
    const phone = browser()
    await phone.signIn(rahima)
    const foreign = [
      `/documents/invoice/${invoiceOf(karim).id}`,
      `/documents/invoice/${invoiceOf(karim).id}/pdf`,
      `/documents/invoice/${invoiceOf(karim).id}/tax-form`,
      `/documents/receipt/${receipt.id}`,
      `/documents/receipt/${receipt.id}/pdf`,
      `/documents/statement/${karim.accountId}/pdf?from=2026-03-01&to=2026-04-01`,
      `/documents/credit-note/${crypto.randomUUID()}`,
      '/documents/invoice/no-id',
    ]
    for (const path of foreign) assert.equal((await phone.send('GET', path)).statusCode, 404, path)
    const csrf = phone.hidden((await phone.send('GET', '')).body, 'csrf')
    assert.equal((await phone.send('POST', `/documents/invoice/${invoiceOf(karim).id}/payment`, { csrf })).statusCode, 404)
    for (const kind of ['invoice', 'receipt'])
      assert.doesNotMatch((await phone.send('GET', `/documents/${kind}`)).body, new RegExp(invoiceOf(karim).number))
    const page = await phone.send('GET', `/documents/invoice/${invoiceOf(rahima).id}`)
    assert.equal(page.statusCode, 200)
    assert.match(page.body, /Home 20/)
  })

  test('a statement without days is of the month that it is where the provider is', async () => {
    const { browser, rahima, clock } = await world()
    clock.moveTo('2026-03-31T18:30:00Z') // 1 April in Dhaka
    const phone = browser()
    await phone.signIn(rahima)
    const page = await phone.send('GET', `/documents/statement/${rahima.accountId}`)
    assert.match(page.body, /Apr 1, 2026 – Apr 30, 2026/)
  })

  test('whatever is asked for, the transaction has their rows alone', async () => {
    const { rahima, db, scope, invoiceOf } = await world()
    const own = await transact(db, { ...scope, rows: rowsOfCustomer(rahima.customerId) }, async (tx) => ({
      accounts: (await readOwnAccounts(tx)).map(({ id }) => id),
      services: (await readOwnServices(tx)).length,
      open: (await readOpenInvoices(tx)).map(({ id }) => id),
      invoices: (await readOwnDocuments(tx, 'invoice', { timeZone: 'UTC', limit: 9 })).map(({ id }) => id),
      customers: (await sql<{ id: string }>`select id from customer`.execute(tx)).rows.map(({ id }) => id),
    }))
    const { id } = invoiceOf(rahima)
    assert.deepEqual(own, { accounts: [rahima.accountId], services: 1, open: [id], invoices: [id], customers: [rahima.customerId] })
  })

  test('a session of one business is none in another', async () => {
    const [here, there] = [await world(), await world()]
    const phone = here.browser()
    await phone.signIn(here.rahima)
    const answer = await there.browser().send('GET', '', undefined, { cookie: `tl_my=${phone.cookies.get('tl_my')!}` })
    assert.match(answer.body, /Sign in by e-mail/)
  })

  test('PDF and the form of the tax office', async () => {
    const { browser, rahima, invoiceOf } = await world()
    const phone = browser()
    await phone.signIn(rahima)
    const { id } = invoiceOf(rahima)
    const pdf = await phone.send('GET', `/documents/invoice/${id}/pdf`)
    assert.equal(pdf.headers['content-type'], 'application/pdf')
    assert.equal(pdf.headers['cache-control'], 'no-store')
    assert.equal(pdf.rawPayload.subarray(0, 5).toString(), '%PDF-')
    const statement = await phone.send('GET', `/documents/statement/${rahima.accountId}/pdf?from=2026-03-01&to=2026-04-01`)
    assert.equal(statement.rawPayload.subarray(0, 5).toString(), '%PDF-')
    assert.ok((await phone.send('GET', `/documents/invoice/${id}/tax-form`)).json())
  })

  test('a proforma is among their documents, says until when it holds, and asks for no money', async () => {
    const { browser, rahima, karim, clock, offerId, transact: inTenant } = await world()
    const ask = { kind: 'subscription', customerId: rahima.customerId, offerId, startOn: today, coupons: [] } as const
    const phone = browser()
    await phone.signIn(rahima)
    assert.doesNotMatch((await phone.send('GET', '')).body, /Proforma/, 'who has none is not led to them')
    const { id, number } = await inTenant((tx) => issueProforma(tx, { ask, validDays: 14, isMailed: false }, clock.now()))
    assert.match((await phone.send('GET', '')).body, /Proforma invoices/)
    const path = `/documents/proforma/${id}`
    assert.ok((await phone.send('GET', '/documents/proforma')).body.includes(`${path}"`))
    const page = await phone.send('GET', path)
    for (const text of [number, 'Valid until Mar 30, 2026', 'It is no invoice']) assert.ok(page.body.includes(text), text)
    assert.doesNotMatch(page.body, /\/payment"/)
    assert.equal((await phone.send('GET', `${path}/pdf`)).rawPayload.subarray(0, 5).toString(), '%PDF-')
    const other = browser()
    await other.signIn(karim)
    assert.equal((await other.send('GET', path)).statusCode, 404)
    assert.doesNotMatch((await other.send('GET', '/documents/proforma')).body, new RegExp(number))
  })

  test('a form of another site does nothing', async () => {
    const { browser, rahima, invoiceOf } = await world()
    const phone = browser()
    await phone.signIn(rahima)
    const path = `/documents/invoice/${invoiceOf(rahima).id}/payment`
    assert.equal((await phone.send('POST', path, { csrf: 'guessed' })).statusCode, 403)
    assert.equal((await phone.send('POST', '/sign-out', {})).statusCode, 403)
    const csrf = phone.hidden((await phone.send('GET', '')).body, 'csrf')
    assert.equal((await phone.send('POST', '/sign-out', { csrf }, { 'sec-fetch-site': 'cross-site' })).statusCode, 403)
    await phone.send('POST', '/sign-out', { csrf })
    assert.match((await phone.send('GET', '')).body, /Sign in by e-mail/)
  })
})

suite('the link of a mail', () => {
  test('opens its document and nothing else, and signs nobody in', async () => {
    const { browser, rahima, karim, invoiceOf, link, pathOf } = await world()
    const phone = browser()
    const url = await link({ kind: 'invoice', id: invoiceOf(rahima).id })
    const page = await phone.send('GET', pathOf(url))
    assert.equal(page.statusCode, 200)
    assert.match(page.body, new RegExp(invoiceOf(rahima).number))
    assert.equal(phone.cookies.size, 0)
    const pdf = unescaped(/href="([^"]+\/pdf[^"]*)"/.exec(page.body)![1]!)
    assert.equal((await phone.send('GET', pdf)).rawPayload.subarray(0, 5).toString(), '%PDF-')
    const token = url.searchParams.get('t')!
    for (const path of [
      `/documents/invoice/${invoiceOf(karim).id}?t=${token}`,
      `/documents/receipt/${invoiceOf(rahima).id}?t=${token}`,
      `/documents/statement/${rahima.accountId}?t=${token}`,
      `/documents/invoice?t=${token}`,
    ])
      assert.equal((await phone.send('GET', path)).statusCode, 401, path)
    assert.match((await phone.send('GET', `?t=${token}`)).body, /Sign in by e-mail/)
  })

  test('ends after ninety days, and cannot be altered', async () => {
    const { browser, rahima, invoiceOf, link, pathOf, clock } = await world()
    const path = pathOf(await link({ kind: 'invoice', id: invoiceOf(rahima).id }))
    assert.equal((await browser().send('GET', `${path.slice(0, -4)}AAAA`)).statusCode, 401)
    clock.advance({ hours: 90 * 24 - 1 })
    assert.equal((await browser().send('GET', path)).statusCode, 200)
    clock.advance({ hours: 1 })
    const over = await browser().send('GET', path)
    assert.equal(over.statusCode, 401)
    assert.match(over.body, /This link is too old/)
  })

  test('of a statement opens its days alone', async () => {
    const { browser, rahima, link, pathOf } = await world()
    const url = await link({ kind: 'statement', accountId: rahima.accountId, from: '2026-03-01', to: '2026-04-01' })
    assert.equal((await browser().send('GET', pathOf(url))).statusCode, 200)
    url.searchParams.set('from', '2025-01-01')
    assert.equal((await browser().send('GET', pathOf(url))).statusCode, 401)
  })

  test('of another business opens nothing', async () => {
    const [here, there] = [await world(), await world()]
    const url = await there.link({ kind: 'invoice', id: there.invoiceOf(there.rahima).id })
    const answer = await here.browser().send('GET', `/documents/invoice/${there.invoiceOf(there.rahima).id}${url.search}`)
    assert.equal(answer.statusCode, 401)
  })
})

suite('pages that a business keeps closed', () => {
  test('say so in its brand at every address, whoever asks; opened again everything is as it was', async () => {
    const { browser, rahima, invoiceOf, link, pathOf, transact: inTenant } = await world()
    const phone = browser()
    await phone.signIn(rahima)
    const linked = pathOf(await link({ kind: 'invoice', id: invoiceOf(rahima).id }))
    await inTenant((tx) => writeIsOpen(tx, false))
    const csrf = { csrf: 'any' }
    const answers = [
      ...(await Promise.all(['', '/documents/invoice', '/code?ask=' + crypto.randomUUID(), linked].map((path) => phone.send('GET', path)))),
      await phone.send('POST', '/codes', { email: rahima.email }),
      await phone.send('POST', '/sign-in', { username: rahima.login.username, password: rahima.login.password }),
      await phone.send('POST', `/documents/invoice/${invoiceOf(rahima).id}/payment`, csrf),
      await phone.send('GET', `/documents/invoice/${invoiceOf(rahima).id}/pdf`),
    ]
    for (const { statusCode, body } of answers) {
      assert.equal(statusCode, 404)
      assert.match(body, /Test Net.*There is nothing here/s)
      assert.doesNotMatch(body, /href="\/my|<form/, 'it leads nowhere')
    }
    await inTenant((tx) => writeIsOpen(tx, true))
    assert.match((await phone.send('GET', '')).body, /Hello Rahima/)
    assert.equal((await phone.send('GET', linked)).statusCode, 200)
  })

  test('are not linked to', async () => {
    const { rahima, invoiceOf, platform, transact: inTenant } = await world()
    await inTenant((tx) => writeIsOpen(tx, false))
    assert.equal(await inTenant((tx) => documentLink(tx, { kind: 'invoice', id: invoiceOf(rahima).id }, platform)), null)
  })
})

suite('paying', () => {
  test('has no button where no gateway takes the currency, and a form that is sent all the same does nothing', async () => {
    const { browser, rahima, invoiceOf, transact: inTenant } = await world()
    const phone = browser()
    await phone.signIn(rahima)
    const path = `/documents/invoice/${invoiceOf(rahima).id}`
    await inTenant((tx) => addGateway(tx, 'loopback', 'paystack', { settings: {}, credentials: { secretKey: 'sk_test_selfcare' } }))
    const page = await phone.send('GET', path)
    assert.doesNotMatch(page.body, /\/payment"/, 'Paystack takes no taka')
    const refused = await phone.send('POST', `${path}/payment`, { csrf: phone.hidden(page.body, 'csrf') })
    assert.equal(refused.statusCode, 409)
    assert.match(refused.body, /Paying here is not set up/)
  })

  test('leads to the page of the gateway, and the invoice is paid when the customer comes back', async (t) => {
    const secretKey = 'sk_test_selfcare'
    const paystack = await createPaystack({ secretKey, webhookUrl: null })
    t.after(() => paystack.close())
    const {
      browser,
      rahima,
      invoiceOf,
      transact: inTenant,
      link,
      pathOf,
      platform,
      scope,
    } = await world({ country: 'NG', currency: 'NGN' })
    await inTenant((tx) => addGateway(tx, 'loopback', 'paystack', { settings: { baseUrl: paystack.url }, credentials: { secretKey } }))
    const phone = browser()
    const page = await phone.send('GET', pathOf(await link({ kind: 'invoice', id: invoiceOf(rahima).id })))
    const begun = await phone.send('POST', `/documents/invoice/${invoiceOf(rahima).id}/payment`, { t: phone.hidden(page.body, 't') })
    const waiting = String(begun.headers.location)
    assert.match((await phone.send('GET', waiting)).body, /http-equiv="refresh" content="1"/)
    const { rows } = await inTenant((tx) =>
      sql<{ id: string; reference: string; actor: string }>`select id, reference, actor from checkout`.execute(tx),
    )
    assert.equal(rows[0]!.actor, `customer:${rahima.customerId}`)
    await runJobNow(platform, openCheckout, scope, { checkoutId: rows[0]!.id, email: rahima.email, returnPath: waiting })
    assert.match((await phone.send('GET', waiting)).body, /http-equiv="refresh" content="0;url=http/)
    await paystack.pay(rows[0]!.reference)
    const back = await phone.send('GET', `${waiting}?trxref=${rows[0]!.reference}&reference=${rows[0]!.reference}`)
    assert.match(back.body, /Your payment has arrived/)
    const after = await phone.send('GET', pathOf(await link({ kind: 'invoice', id: invoiceOf(rahima).id })))
    assert.match(after.body, /Paid/)
    assert.doesNotMatch(after.body, /\/payment"/)
  })

  test('paper leads whoever holds it to its invoice, as long as something of it is open', async () => {
    const { browser, rahima, karim, invoiceOf, transact: inTenant, platform, clock } = await world({ country: 'NG', currency: 'NGN' })
    const { id, number } = invoiceOf(rahima)
    const printed = () => inTenant((tx) => paymentPageOf(tx, id, platform))
    assert.equal(await printed(), null, 'nobody takes money online')
    await inTenant((tx) => addGateway(tx, 'loopback', 'paystack', { settings: {}, credentials: { secretKey: 'sk_test_selfcare' } }))
    await inTenant((tx) => writeIsOpen(tx, false))
    assert.equal(await printed(), null, 'the pages are closed')
    await inTenant((tx) => writeIsOpen(tx, true))

    const url = (await printed())!
    const { pathname } = new URL(url)
    assert.ok(url.startsWith(platform.publicUrl) && url.length < platform.publicUrl.length + 70, url)
    clock.advance({ hours: 100 * 24 }) // longer than the link of a mail: whoever pays late still owes
    const phone = browser()
    const led = await phone.send('GET', pathname)
    assert.equal(led.statusCode, 303)
    const page = await phone.send('GET', String(led.headers.location))
    assert.match(page.body, new RegExp(number))
    assert.match(page.body, /\/payment"/)
    assert.equal(phone.cookies.size, 0, 'it signs nobody in')

    const other = (await inTenant((tx) => paymentPageOf(tx, invoiceOf(karim).id, platform)))!
    const forged = pathname.slice(0, -14) + other.slice(-14)
    assert.equal((await phone.send('GET', forged)).statusCode, 404)
    await inTenant((tx) =>
      receivePayment(tx, {
        accountId: rahima.accountId,
        amount: money(900_000n, 'NGN'),
        method: 'cash',
        reference: 'desk',
        receivedAt: clock.now(),
      }),
    )
    assert.equal(await printed(), null)
    const over = await phone.send('GET', pathname)
    assert.equal(over.statusCode, 401)
    assert.match(over.body, /Nothing of this invoice is open any more/)
  })

  test('a payment that is none', async () => {
    const { browser } = await world()
    assert.equal((await browser().send('GET', `/payments/${crypto.randomUUID()}`)).statusCode, 404)
  })
})

suite('what is refused before it is known who asks', () => {
  test('too much at once is told on a page, in the language of the browser', async () => {
    const { browser } = await world()
    const phone = browser()
    const hindi = { 'accept-language': 'hi-IN,hi;q=0.9' }
    const answers = await Promise.all(Array.from({ length: 301 }, () => phone.send('GET', '', undefined, hindi)))
    const refused = answers.find(({ statusCode }) => statusCode === 429)!
    assert.match(String(refused.headers['content-type']), /^text\/html/)
    assert.match(refused.body, /<html lang="hi">.*बहुत बार माँगा गया/s)
    assert.ok(Number(refused.headers['retry-after']) > 0)
  })

  test('a form that is wrong and a business that is none are told on a page too', async () => {
    const { browser } = await world()
    const phone = browser()
    const answers = [
      await phone.send('POST', '/code', { ask: 'none', code: '1' }),
      await phone.send('GET', '/my/nobody'),
      await phone.send('GET', '/documents/letter/1'),
    ]
    assert.deepEqual(
      answers.map(({ statusCode, headers }) => [statusCode, headers['content-type'], headers['cache-control']]),
      [422, 404, 404].map((status) => [status, 'text/html; charset=utf-8', 'no-store']),
    )
    assert.match(answers[0]!.body, /What was typed cannot be right/)
  })
})

test('speaks the language of the customer, or the one that is chosen', async () => {
  const { browser, transact: inTenant, codeFor } = await world()
  const email = `anik@${crypto.randomUUID()}.example`
  await inTenant((tx) => createCustomer(tx, { name: 'Anik', email, language: 'bn' }))
  const phone = browser()
  const ask = await phone.ask(email)
  await phone.send('POST', '/code', { ask, code: await codeFor(email, ask) })
  assert.match((await phone.send('GET', '')).body, /শুভেচ্ছা, Anik/)
  assert.match((await phone.send('GET', '?lang=hi')).body, /नमस्ते Anik/)
  assert.match((await phone.send('GET', '/documents/invoice')).body, /<h1>बिल/, 'the next page too')
})
