/**
 * The main job from end to end: a subscriber goes online, is metered, billed, cut off and brought back. The program runs as a
 * process with an empty database; staff use a browser, routers are radclient and a NAS that speaks real RADIUS, and the payment
 * gateway is a server of its own that signs its webhooks. Each test is a step of the same story and needs the ones before it.
 */
import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { after, before, suite, test, type TestContext } from 'node:test'
import { type Nas, type Session, createNas } from '#simulators/nas'
import { type Paystack, createPaystack } from '#simulators/paystack'
import { Api, naira } from '../lib/api.ts'
import { type Window, launchBrowser, openWindow } from '../lib/browser.ts'
import {
  addNas,
  administrator,
  firstInvoice,
  nasSecret,
  nothingByTheClock,
  patience,
  runBills,
  sellPlan,
  type Subscriber,
  today,
  zone,
} from '../lib/company.ts'
import { invoicesAge } from '../lib/database.ts'
import { freePorts } from '../lib/free-ports.ts'
import { msUntil } from '../lib/ms-until.ts'
import { access, accounting } from '../lib/radclient.ts'
import { setUpToken, startTrunkline, type Trunkline } from '../lib/trunkline.ts'
import { verify } from '../lib/verify.ts'
import { waitFor } from '../lib/wait-for.ts'

const quotaBytes = 1_000_000_000_000n

suite('the main job', () => {
  let trunkline: Trunkline
  let api: Api
  let browser: Awaited<ReturnType<typeof launchBrowser>>
  let window: Window
  let nas: Nas
  let paystack: Paystack | undefined
  let ada: Subscriber // pays at the desk
  let bola: Subscriber // pays by card
  let adaSession: Session
  let bolaSession: Session

  before(async () => {
    ;[trunkline, browser] = await Promise.all([startTrunkline({ env: nothingByTheClock }), launchBrowser()])
    api = new Api(trunkline.url)
    window = await openWindow(browser)
    nas = await createNas({
      host: '127.0.0.1',
      authPort: trunkline.ports.auth,
      acctPort: trunkline.ports.acct,
      secret: nasSecret,
      address: '127.0.0.1',
      retry: patience,
    })
  })

  after(async () => {
    nas?.close()
    await browser?.close()
    await paystack?.close()
    await trunkline?.remove()
  })

  let isBroken = false
  /** One failure is told once: what comes after it cannot work and is left out. */
  function step(name: string, work: (t: TestContext) => Promise<void>): void {
    test(name, async (t) => {
      if (isBroken) return t.skip('an earlier step failed')
      isBroken = true
      await work(t)
      isBroken = false
    })
  }

  step('the set-up link makes the company and its administrator', async () => {
    const { page } = window
    await page.goto(`${trunkline.url}/setup?token=${setUpToken(trunkline)}`)
    await page.getByLabel('Name of the business').fill('Lagoon Fibre')
    await choose('Country', 'Nigeria')
    await choose('Currency', 'Nigerian Naira')
    await choose('Time zone', zone)
    await page.getByLabel('Your name').fill(administrator.name)
    await page.getByLabel('Email').fill(administrator.email)
    for (const field of await page.locator('input[type=password]').all()) await field.fill(administrator.password)
    await page.getByRole('button', { name: 'Start' }).click()
    await page.getByRole('link', { name: 'Customers' }).first().waitFor()

    await api.signIn(administrator.email, administrator.password)
    const tenant = await api.get<{ name: string; currency: string; timeZone: string; version: number }>('/tenant')
    deepEqual([tenant.name, tenant.currency, tenant.timeZone], ['Lagoon Fibre', 'NGN', zone])
    await api.patch('/tenant', { paymentTermsDays: 7 }, tenant.version)
  })

  step('the company sells a plan with a quota and knows its router and its tax', async () => {
    await sellPlan(api, { code: 'home-50', name: 'Home 50', quotaBytes })
    await addNas(api, nas.coaPort)
    const taxes = await waitFor('the taxes of the country', async () => {
      const rates = await api.get<{ name: string; percent: string }[]>('/tax-rates')
      return rates.length > 0 && rates
    })
    deepEqual(
      taxes.map(({ name, percent }) => [name, Number(percent)]),
      [['VAT', 7.5]],
    )
  })

  step('staff connect customers in the browser: who, which plan, what to log in with', async () => {
    ada = await connect({ name: 'Ada Obi', username: 'ada', password: 'ada-secret-4711' })
    bola = await connect({ name: 'Bola Salami', username: 'bola', password: 'bola-secret-4711' })
  })

  step('radclient logs in by PAP and by CHAP and gets the terms of the plan', async () => {
    const asked = { 'User-Name': ada.username, 'NAS-IP-Address': '127.0.0.1' }
    for (const method of ['User-Password', 'CHAP-Password']) {
      const reply = await waitFor(`an answer to ${method}`, async () => {
        const answer = await access(trunkline.ports, { ...asked, [method]: ada.password })
        return answer?.code === 'Access-Accept' && answer
      })
      equal(reply.attributes['Mikrotik-Rate-Limit'], '10M/50M', 'as seen from the router: upload first')
      equal(reply.attributes['Acct-Interim-Interval'], '300')
      ok(Number(reply.attributes['Session-Timeout']) > 0)
      match(reply.attributes['Class'] ?? '', /^0x[\da-f]+$/)
      ok(reply.attributes['Message-Authenticator'], 'every reply is signed')
    }
  })

  step('wrong password and unknown user are refused, wrong secret and unknown router get silence', async () => {
    const right = { 'User-Name': ada.username, 'User-Password': ada.password }
    equal((await access(trunkline.ports, { ...right, 'User-Password': 'wrong' }))?.code, 'Access-Reject')
    equal((await access(trunkline.ports, { ...right, 'User-Name': 'nobody-known' }))?.code, 'Access-Reject')
    const [wrongSecret, unknownNas] = await Promise.all([
      access(trunkline.ports, right, { secret: 'not-the-secret', timeoutSeconds: 1 }),
      access(trunkline.ports, right, { source: '127.0.0.9', timeoutSeconds: 1 }),
    ])
    deepEqual([wrongSecret, unknownNas], [undefined, undefined])
  })

  step('a session appears in the open browser by itself, and adds up to the byte', async () => {
    const { page } = window
    await page.goto(`${trunkline.url}/sessions`)
    await page
      .getByText(/nothing|no sessions|nobody|match/i)
      .first()
      .waitFor()
    const row = page.getByRole('row').filter({ hasText: 'ada' })
    equal(await row.count(), 0)

    const sent = { 'User-Name': ada.username, 'Acct-Session-Id': 'tour-1', 'NAS-IP-Address': '127.0.0.1', 'Framed-IP-Address': '10.0.0.7' }
    const report = async (status: string, counters: Readonly<Record<string, number>> = {}) =>
      equal((await accounting(trunkline.ports, { ...sent, 'Acct-Status-Type': status, ...counters }))?.code, 'Accounting-Response', status)
    await report('Start')
    await row.waitFor()

    const early = { 'Acct-Session-Time': 300, 'Acct-Input-Octets': 50_000_000, 'Acct-Output-Octets': 900_000_000 }
    const late = {
      'Acct-Session-Time': 600,
      'Acct-Input-Octets': 100_000_001,
      'Acct-Output-Octets': 1_073_741_825,
      'Acct-Output-Gigawords': 1,
    }
    const last = {
      'Acct-Session-Time': 660,
      'Acct-Input-Octets': 100_000_100,
      'Acct-Output-Octets': 1_073_742_000,
      'Acct-Output-Gigawords': 1,
    }
    await report('Interim-Update', late)
    await report('Interim-Update', early) // overtaken on its way
    await report('Interim-Update', late) // sent again
    await report('Stop', { ...last, 'Acct-Terminate-Cause': 1 })
    await report('Stop', { ...last, 'Acct-Terminate-Cause': 1 })
    await report('Interim-Update', late) // arrives after the end

    const used = { upload: 100_000_100n, download: 2n ** 32n + 1_073_742_000n }
    await waitFor('the usage to be counted', async () => (await quotaOf(ada)).used === used.upload + used.download)
    const [session] = await api.rows<{ state: string; uploadBytes: string; downloadBytes: string }>('sessions', 'f=username:eq:ada')
    deepEqual([session?.state, BigInt(session!.uploadBytes), BigInt(session!.downloadBytes)], ['closed', used.upload, used.download])
    const { points } = await api.get<{ points: { uploadBytes: string; downloadBytes: string }[] }>(
      `/subscriptions/${ada.subscriptionId}/usage`,
    )
    const total = (direction: 'uploadBytes' | 'downloadBytes') => points.reduce((sum, point) => sum + BigInt(point[direction]), 0n)
    deepEqual({ upload: total('uploadBytes'), download: total('downloadBytes') }, used)
  })

  step('at 75, 90 and 100 % of the quota the customer is told, and the router is told to slow down', async () => {
    bolaSession = await login(bola)
    equal(bolaSession.rate?.download, 50_000_000)
    await reach(70n)
    await reach(76n)
    deepEqual(await quotaNotices(bola, 1), ['quota-75'])
    await reach(91n)
    deepEqual(await quotaNotices(bola, 2), ['quota-75', 'quota-90'])
    await reach(100n)
    deepEqual(await quotaNotices(bola, 3), ['quota-75', 'quota-90', 'quota-100'])

    await waitFor('the CoA to slow the session down', () => bolaSession.rate?.download === 1_000_000)
    const command = await waitFor('the answer to the CoA', async () =>
      (await commandsOf(bola)).find(({ state }) => state !== 'queued' && state !== 'sent'),
    )
    deepEqual([command.kind, command.downloadBps], ['change', '1000000'])
    const elsewhere = await access(trunkline.ports, { 'User-Name': bola.username, 'CHAP-Password': bola.password })
    equal(elsewhere?.code, 'Access-Reject', 'the plan allows one session at a time')
  })

  step('the bill run invoices the rest of the month with tax, a gapless number and a PDF, and the books balance', async () => {
    const run = await runBills(api)
    deepEqual([run.state, run.invoiceCount], ['done', '2'])
    const expected = firstInvoice()
    const invoices = (await api.rows<InvoiceRow>('invoices')).toSorted((a, b) => a.number.localeCompare(b.number))
    for (const { id } of invoices) {
      const invoice = await api.get<{ net: Money; tax: Money; total: Money; issuedOn: string; periodFrom: string }>(`/invoices/${id}`)
      deepEqual({ net: BigInt(invoice.net.minor), tax: BigInt(invoice.tax.minor), total: BigInt(invoice.total.minor) }, expected)
      deepEqual([invoice.issuedOn, invoice.periodFrom], [today().toString(), today().toString()])
      equal((await api.document(`/invoices/${id}/document`)).subarray(0, 5).toString(), '%PDF-')
    }
    const [first, second] = invoices.map(({ number }) => Number(/\d+$/.exec(number)?.[0]))
    equal(second, first! + 1)
    await booksBalance()

    equal((await runBills(api)).invoiceCount, '0', 'what is billed is not billed again')
  })

  step('who has not paid after the days of grace is disconnected and refused', async () => {
    adaSession = await login(ada)
    await invoicesAge(trunkline, 40)
    const kicked = Promise.all([adaSession, bolaSession].map((session) => waitFor('the Disconnect', () => session.state === 'stopped')))
    deepEqual((await api.post<{ suspended: number }>('/dunning-runs')).suspended, 2)
    await kicked
    for (const subscriber of [ada, bola]) {
      const reply = await access(trunkline.ports, { 'User-Name': subscriber.username, 'User-Password': subscriber.password })
      equal(reply?.code, 'Access-Reject')
      const commands = await waitFor('the proof that the router obeyed', async () => {
        const found = (await commandsOf(subscriber)).filter(({ kind }) => kind === 'disconnect')
        return found.some(({ state }) => state === 'confirmed') && found
      })
      match(commands[0]!.reason, /unpaid/)
    }
  })

  step('"why is this customer offline?" leads from the invoice to the answer of the router', async () => {
    const { verdict, findings, remedy } = await waitFor('the reply to be told', async () => {
      const diagnosis = await diagnosisOf(ada)
      return diagnosis.findings.some(({ code }) => code === 'reject') && diagnosis
    })
    equal(verdict, 'withheld')
    const wrong = new Map(findings.filter(({ isFine }) => !isFine).map(({ topic, code }) => [topic, code]))
    deepEqual([wrong.get('invoice'), wrong.get('dunning'), wrong.get('blocks')], ['overdue', 'suspend', 'blocked'])
    equal(wrong.get('radius-reply'), 'reject')
    const topics = findings.map(({ topic }) => topic)
    deepEqual(topics, ['invoice', 'dunning', 'blocks', 'subscription', 'quota', 'login', 'radius-reply', 'session', 'nas-answer'])
    match(findings.find(({ topic }) => topic === 'nas-answer')!.code, /confirmed/)
    deepEqual([remedy?.action, remedy?.amount?.minor], ['pay', String(firstInvoice().total)])
  })

  step('cash at the desk brings service back at once, with a receipt', async (t) => {
    const { page } = window
    await page.goto(`${trunkline.url}/customers/${ada.customerId}`)
    await page.getByRole('button', { name: 'Take a payment' }).first().click()
    await page.getByRole('button', { name: 'Receive it' }).click()
    const receipt = page.getByRole('link', { name: /Open receipt/ })
    await receipt.waitFor()
    await acceptedAgain(ada, t)
    const address = await receipt.getAttribute('href')
    equal((await api.document(address!.replace('/api/v1', ''))).subarray(0, 5).toString(), '%PDF-')
  })

  step('so does Paystack, whose webhook pays once however often it comes', async (t) => {
    const { http: port } = await freePorts()
    const secretKey = 'sk_test_main_job'
    const gateway = await api.post<{ id: string; webhookUrl: string }>('/gateways', {
      provider: 'paystack',
      settings: { baseUrl: `http://127.0.0.1:${port}` },
      credentials: { secretKey },
    })
    paystack = await createPaystack({ port, secretKey, webhookUrl: gateway.webhookUrl, retryDelaysMs: [] })
    const { id } = await api.post<{ id: string }>('/checkouts', {
      accountId: bola.accountId,
      gatewayId: gateway.id,
      amount: naira(firstInvoice().total),
    })
    const { url, reference } = await waitFor('the address of the checkout', async () => {
      const checkout = await api.get<{ url: string | null; reference: string }>(`/checkouts/${id}`)
      return checkout.url !== null && { ...checkout, url: checkout.url }
    })

    const { page } = window
    await page.goto(url)
    await page.getByRole('button', { name: /^Pay / }).click()
    await waitFor('our answer to the webhook', () => paystack!.deliveries.length > 0)
    await acceptedAgain(bola, t)
    await page.waitForURL(/\/pay\/return/)

    const answers = await paystack.deliverAgain(reference, 20)
    deepEqual(new Set(answers), new Set([200]))
    const payments = (await api.rows<{ id: string; method: string }>('payments')).filter(({ method }) => method === 'paystack')
    equal(payments.length, 1)
    equal((await api.get<{ owed: Money }>(`/accounts/${bola.accountId}/balance`)).owed.minor, '0')
    equal((await api.document(`/payments/${payments[0]!.id}/receipt`)).subarray(0, 5).toString(), '%PDF-')
    await booksBalance()
  })

  step("the customer's page tells the whole story in order", async () => {
    const { items } = await api.get<{ items: { at: string; kind: string }[] }>(`/customers/${ada.customerId}/story?limit=200`)
    deepEqual(
      items.map(({ at }) => at),
      items.map(({ at }) => at).toSorted((one, other) => Temporal.Instant.compare(other, one)),
      'newest first',
    )
    const firstSeen = new Map(
      items
        .toReversed()
        .map(({ kind }, index) => [kind, index] as const)
        .toReversed(),
    )
    const order = ['subscription', 'invoice', 'dunning', 'payment']
    deepEqual(
      order.toSorted((a, b) => firstSeen.get(a)! - firstSeen.get(b)!),
      order,
    )
    const { page } = window
    await page.goto(`${trunkline.url}/customers/${ada.customerId}`)
    for (const told of ['Became customer', 'Home 50 began', 'Suspended for', 'Service restored', 'Paid'])
      await page.getByText(told).first().waitFor()
    for (const kind of ['customer', 'session', 'refused', 'block', 'command', 'notice'])
      ok(firstSeen.has(kind), `${kind} is part of the story`)
  })

  step('no screen complained, and the verifier finds nothing', async () => {
    deepEqual(window.complaints, [])
    const { code, output } = await verify(trunkline)
    equal(code, 0, output)
    equal(await trunkline.stop(), 0)
  })

  // ---- words of the story -----------------------------------------------------------------------------------------------

  async function choose(label: string, option: string): Promise<void> {
    await window.page
      .getByRole('combobox', { name: label })
      .or(window.page.getByRole('textbox', { name: label }))
      .first()
      .fill(option)
    await window.page.getByRole('option', { name: option }).first().click()
  }

  async function connect(draft: { name: string; username: string; password: string }): Promise<Subscriber> {
    const { page } = window
    await page.goto(`${trunkline.url}/customers`)
    await page.getByRole('link', { name: 'New customer' }).first().click()
    await page.locator('[name="customer.name"]').fill(draft.name)
    await page.locator('[name="customer.email"]').fill(`${draft.username}@subscriber.example`)
    await page.getByRole('radio', { name: /Home 50/ }).check()
    await page.locator('[name="login.username"]').fill(draft.username)
    await page.locator('[name="login.password"]').fill(draft.password)
    await page.getByRole('button', { name: 'Create the customer' }).click()
    await page.getByText(draft.password).first().waitFor()
    await page.getByRole('link', { name: 'Open the customer' }).click()
    await page.getByRole('heading', { name: draft.name }).waitFor()

    const customerId = new URL(page.url()).pathname.split('/').at(-1)!
    const { accounts } = await api.get<{ accounts: { id: string }[] }>(`/customers/${customerId}`)
    const [subscription] = await api.rows<{ id: string }>('subscriptions', `f=customerId:eq:${customerId}`)
    return { ...draft, customerId, accountId: accounts[0]!.id, subscriptionId: subscription!.id }
  }

  async function login({ username, password }: Subscriber): Promise<Session> {
    const session = await waitFor(`the login of ${username}`, async () => {
      const result = await nas.login({ username, password, method: 'chap' })
      return result.outcome === 'accepted' && result.session
    })
    ok(await session.start(), 'Accounting-Start was confirmed')
    return session
  }

  /** Lets Bola use his quota up to a percentage. */
  async function reach(percent: bigint): Promise<void> {
    const { granted, used } = await quotaOf(bola) // the first month's is a part of the whole, like its price
    const download = (granted * percent) / 100n - used + 1n
    bolaSession.count({ upload: 0n, download })
    ok(await bolaSession.interim(), 'the interim was confirmed')
    await waitFor('the usage to be counted', async () => (await quotaOf(bola)).used === used + download)
  }

  async function quotaOf({ subscriptionId }: Subscriber): Promise<{ used: bigint; granted: bigint }> {
    const { used, granted } = await api.get<{ used: string; granted: string }>(`/subscriptions/${subscriptionId}/quota`)
    return { used: BigInt(used), granted: BigInt(granted) }
  }

  const quotaNotices = ({ customerId }: Subscriber, count: number) =>
    waitFor(`${count} notices`, async () => {
      const { items } = await api.get<{ items: { kind: string; channel: string }[] }>(`/customers/${customerId}/notices`)
      const kinds = items.map(({ kind }) => kind).filter((kind) => kind.startsWith('quota-'))
      const each = [...new Set(kinds.toReversed())]
      return each.length >= count && each
    })

  const commandsOf = ({ subscriptionId }: Subscriber) =>
    api.rows<{ kind: string; state: string; reason: string; downloadBps: string | null }>(
      'network-commands',
      `f=subscriptionId:eq:${subscriptionId}`,
    )

  const diagnosisOf = ({ subscriptionId }: Subscriber) => api.get<Diagnosis>(`/subscriptions/${subscriptionId}/diagnosis`)

  /** Asks until service is back, and holds the program to its promise. */
  async function acceptedAgain({ username, password }: Subscriber, t: TestContext): Promise<void> {
    const isAccepted = async () =>
      (await access(trunkline.ports, { 'User-Name': username, 'User-Password': password }))?.code === 'Access-Accept'
    t.diagnostic(`${(await msUntil('service', isAccepted)).toFixed(1)} ms`)
  }

  async function booksBalance(): Promise<void> {
    const { accounts } = await api.get<{ accounts: { balance: Money }[] }>('/ledger/trial-balance')
    ok(accounts.some(({ balance }) => balance.minor !== '0'))
    equal(
      accounts.reduce((sum, { balance }) => sum + BigInt(balance.minor), 0n),
      0n,
    )
  }
})

interface Money {
  readonly minor: string
  readonly currency: string
}

interface InvoiceRow {
  readonly id: string
  readonly number: string
}

interface Diagnosis {
  readonly verdict: string
  readonly findings: readonly { readonly topic: string; readonly isFine: boolean; readonly code: string }[]
  readonly remedy: { readonly action: string; readonly amount: Money | null } | null
}
