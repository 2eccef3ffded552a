/**
 * A hotspot from zero: a router that was never set up joins by one line, its pages lead to the portal, and guests get online by a voucher
 * from a shop and by a pass that they buy.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { equal, match } from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { createMikrotik, type Mikrotik } from '#simulators/mikrotik'
import { createPaystack, type Paystack } from '#simulators/paystack'
import { type Api, naira } from '../lib/api.ts'
import { foundCompany, patience, sellPass } from '../lib/company.ts'
import { freePorts } from '../lib/free-ports.ts'
import { Phone } from '../lib/phone.ts'
import { startTrunkline, type Trunkline } from '../lib/trunkline.ts'
import { verify } from '../lib/verify.ts'
import { waitFor } from '../lib/wait-for.ts'

suite('a hotspot from zero to its first guests', () => {
  let trunkline: Trunkline
  let api: Api
  let router: Mikrotik
  let paystack: Paystack
  let offerId: string
  let codes: readonly string[] | undefined

  before(async () => {
    trunkline = await startTrunkline({ env: { ROUTERS_ON_LOOPBACK: '1' } })
    ;({ api } = await foundCompany(trunkline))
    router = await createMikrotik({ retry: patience })
  })
  after(async () => {
    await router?.close()
    await paystack?.close()
    await trunkline?.remove()
  })

  test('a pass is on sale, and its price is paid through a gateway', async () => {
    offerId = await sellPass(api, { code: 'DAY', name: 'Day pass', pass: { unit: 'hour', count: 24 }, priceMinor: 50_000n, sessionsMax: 2 })
    const { http: port } = await freePorts()
    const secretKey = 'sk_test_hotspot'
    const gateway = await api.post<{ id: string; webhookUrl: string }>('/gateways', {
      provider: 'paystack',
      settings: { baseUrl: `http://127.0.0.1:${port}` },
      credentials: { secretKey },
    })
    paystack = await createPaystack({ port, secretKey, webhookUrl: gateway.webhookUrl, retryDelaysMs: [] })
    await api.put('/hotspot-settings', { welcome: 'Spark Wi-Fi, Balogun Market', offerIds: [offerId], gatewayId: gateway.id })
  })

  test('a router joins by one line, with the page of the portal', async () => {
    const { http: coaPort } = await freePorts()
    const { command } = await api.post<{ command: string }>('/router-enrolments', {
      name: 'Balogun',
      uses: ['hotspot'],
      interface: 'bridge',
      coaPort,
    })
    await router.type(command)
    const page = await new Phone(router).joinWifi()
    match(page.text, /\/portal\/lagoon-fibre\?mac=/)
  })

  test('a guest with a voucher from a shop gets online', async (t) => {
    if (spawnSync('pdftotext', ['-v']).error) return t.skip('pdftotext is not installed: nobody can read the sheet')
    const shop = await api.post<{ accountId: string }>('/customers', { name: 'Mama Ngozi Stores' })
    const batch = await api.post<{ id: string }>('/voucher-batches', { offerId, count: 40, price: naira(50_000n), prefix: 'K7' })
    await waitFor('the codes', async () => (await api.get<{ state: string }>(`/voucher-batches/${batch.id}`)).state === 'ready')
    await api.post(`/voucher-batches/${batch.id}/distribution`, { from: 1, to: 20, accountId: shop.accountId, discountPercent: '10' })
    const sheet = await api.document(`/voucher-batches/${batch.id}/sheets?to=24`)
    equal(sheet.subarray(0, 5).toString(), '%PDF-')

    codes = codesOf(sheet)
    const code = codes[0]!
    const phone = new Phone(router)
    const portal = await phone.follow(await phone.joinWifi())
    match(portal.text, /Spark Wi-Fi, Balogun Market/)
    const refused = await phone.submit(portal, '/voucher', { code: `${code.slice(0, -1)}${code.endsWith('2') ? '3' : '2'}` })
    match(refused.text, /wrong or missing/)

    const entered = await phone.getIn(await phone.submit(portal, '/voucher', { code: code.toLowerCase() }))
    equal(entered.url, 'http://news.example/', 'where the guest wanted to go')
    match((await phone.open(`${router.hotspot.url}/status`)).text, /Logged in/)
    const [session] = await waitFor('the session in the console', async () => {
      const rows = await api
        .rows<{ username: string }>('sessions', 'f=state:eq:open')
        .catch(() => api.rows<{ username: string }>('sessions'))
      return rows.length > 0 && rows
    })
    match(session!.username, /^p-/)
  })

  test('a guest buys a pass with a card and is online when it is paid', async () => {
    await fetch(`${router.hotspot.url}/logout`)
    const phone = new Phone(router)
    const portal = await phone.follow(await phone.joinWifi())
    match(portal.text, /500/)
    const waiting = await phone.submit(portal, '/purchases', { offerId, phone: '+234 801 234 5678', email: 'tunde@mail.example' })
    match(waiting.text, /We are waiting for your payment/)
    const { reference } = await waitFor('the payment at the gateway', () => paystack.payments().at(-1))
    await paystack.pay(reference)
    const entry = await waitFor('the way in', async () => {
      const page = await phone.open(waiting.url)
      return /Connecting/.test(page.text) && page
    })
    equal((await phone.getIn(entry)).url, 'http://news.example/')
    match((await phone.open(`${router.hotspot.url}/status`)).text, /Logged in/)
    const invoices = await api.rows<{ total: { minor: string }; state: string }>('invoices')
    equal(invoices.filter(({ total }) => total.minor === '50000').length, 1)
    await waitFor('the invoice to be paid', async () =>
      (await api.rows<{ total: { minor: string }; state: string }>('invoices')).every(
        ({ total, state }) => total.minor !== '50000' || state === 'paid',
      ),
    )
  })

  test("a guest types a voucher at the router's own login page, and comes back by it", async (t) => {
    if (!codes) return t.skip('nobody could read the sheet')
    const [{ id }] = (await api.rows<{ id: string }>('nas')) as [{ id: string }]
    const { version } = await api.get<{ version: number }>(`/nas/${id}`)
    await api.patch(`/nas/${id}`, { voucherPassword: 'same' }, version)
    await router.type('/ip hotspot profile set [find] login-by=http-pap')
    const typed = codes[1]!.toLowerCase()
    const login = async (username: string) => {
      await fetch(`${router.hotspot.url}/logout`)
      const body = new URLSearchParams({ username, password: username })
      return (await fetch(`${router.hotspot.url}/login`, { method: 'POST', body })).text()
    }
    await waitFor('the first login', async () => /Logged in/.test(await login(typed)))
    match(await login(codes[1]!), /Logged in/, 'as it is printed')
    match(await login(codes[20]!), /was not given out yet/, 'the router shows why')
    const passes = await api.rows<{ state: string }>('vouchers', 'f=state:eq:redeemed')
    equal(passes.length, 2, 'one at the portal, one here')
  })

  test('the books prove themselves', async () => equal((await verify(trunkline)).code, 0))
})

/** The codes on a sheet, as a person reads them. */
function codesOf(pdf: Buffer): string[] {
  const text = execFileSync('pdftotext', ['-layout', '-', '-'], { input: pdf }).toString()
  return [...text.matchAll(/\b(K7[0-9A-Z]{2}-[0-9A-Z]{4}-[0-9A-Z]{2,5})\b/g)].map(([, code]) => code!)
}
