/** Deeds that are done seldom and must work then: each clicked as staff do, and looked up through the API afterwards. */
import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, suite, test } from 'node:test'
import { Secret, TOTP } from 'otpauth'
import type { Browser, Page } from 'playwright-core'
import { type Paystack, createPaystack } from '#simulators/paystack'
import { Api } from '../lib/api.ts'
import { launchBrowser, openWindow, settled, signInByForm, type Window } from '../lib/browser.ts'
import { nothingByTheClock, runBills } from '../lib/company.ts'
import { withOwner } from '../lib/database.ts'
import { startTrunkline, type Trunkline } from '../lib/trunkline.ts'
import { waitFor } from '../lib/wait-for.ts'

const login = { email: 'admin@padma.demo', password: 'demo-trunkline-42' } as const
const secretKey = 'sk_test_deeds'

interface Row {
  readonly id: string
}

suite('deeds in the console', () => {
  let trunkline: Trunkline
  let browser: Browser
  let window: Window
  let page: Page
  let api: Api
  let tenantId: string
  let paystack: Paystack
  let receiver: Server

  before(async () => {
    ;[trunkline, browser, paystack] = await Promise.all([
      startTrunkline({ demo: true, env: { DEMO_SCALE: '0.02', WEBHOOK_PRIVATE_ADDRESSES: '1', ...nothingByTheClock } }),
      launchBrowser(),
      createPaystack({ secretKey, webhookUrl: 'http://127.0.0.1:9/' }),
    ])
    receiver = createServer((_request, response) => response.end()).listen(0, '127.0.0.1')
    await once(receiver, 'listening')
    window = await openWindow(browser)
    page = window.page
    await signInByForm(page, trunkline.url, login)
    api = new Api(trunkline.url)
    tenantId = (await api.signIn(login.email, login.password)).tenant.id
  })

  after(async () => {
    await browser?.close()
    receiver?.close()
    await paystack?.close()
    await trunkline?.remove()
  })

  test('a payment gateway is saved, and its connection tested', async () => {
    await go('/settings/gateways')
    await press('Connect a gateway')
    await dialog().getByLabel('Name').fill('Paystack of the test')
    await dialog().getByLabel('Secret key').fill(secretKey)
    await dialog().getByLabel('Address of its API').fill(paystack.url)
    await pressInDialog('Save')
    await page.getByRole('region', { name: 'Paystack of the test' }).getByRole('button', { name: 'Test the connection' }).click()
    await told('The connection works')
  })

  test('a failed job runs again', async () => {
    const input = { staffId: 'nobody', purpose: 'invitation' }
    await asOwner(
      `select graphile_worker.add_job('identity.mail-link', json_build_object('tenantId', $1::text, 'requestId', '', 'input', $2::json))`,
      [tenantId, JSON.stringify(input)],
    )
    const failed = 'f=state:eq:failed&f=name:eq:identity.mail-link'
    const [run] = await waitFor('the failure', () => some('jobs', failed))
    await go(`/jobs?open=${run!.id}`)
    await pressInDialog('Run again')
    await told('The job runs again')
    await waitFor('its second failure', async () => (await api.rows('jobs', failed)).length > 1)
  })

  test('an event that was parked is handled', async () => {
    await asOwner(
      `insert into event_failure (tenant_id, subscriber, event_id, event_type, error)
       select tenant_id, 'identity.roles', id, type, 'made by the test' from event where type = 'tenant.created.v1' and tenant_id = $1`,
      [tenantId],
    )
    const [failure] = await api.rows<Row>('event-failures')
    await go(`/event-failures?open=${failure!.id}`)
    await pressInDialog('Run the event again')
    await told('The event is handled')
  })

  test('a webhook is sent again', async () => {
    await api.put('/webhook-settings', { privateAddresses: true })
    const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`
    const { id } = await api.post<Row>('/webhook-endpoints', { url })
    await api.post(`/webhook-endpoints/${id}/test`)
    const [delivery] = await waitFor('the delivery', () => some('webhook-deliveries', 'f=state:eq:delivered'))
    await go(`/webhook-deliveries?open=${delivery!.id}`)
    await pressInDialog('Send again')
    await told('It is sent again')
  })

  test('a payment is refunded, with its reason', async () => {
    const [payment] = await api.rows<Row>('payments')
    await go(`/payments/${payment!.id}`)
    await press('Give money back')
    await dialog().getByLabel('Reason').fill('Paid twice')
    await pressInDialog('Give money back')
    await told(/are given back/)
  })

  test('an invoice is void', async () => {
    const invoice = await unpaidInvoice()
    await go(`/invoices/${invoice.id}`)
    await press('More actions')
    await page.getByRole('menuitem', { name: 'Void the invoice' }).click()
    await pressInDialog('Void the invoice')
    await told('The invoice is void')
    equal((await api.get<{ state: string }>(`/invoices/${invoice.id}`)).state, 'void')
  })

  test('what the tax office answered to a credit note is kept, once', async () => {
    const pune = { email: 'admin@bharat.demo', password: login.password }
    const desk = new Api(trunkline.url)
    await desk.signIn(pune.email, pune.password)
    const invoiceId = await invoiceToBusiness(desk)
    const note = await desk.post<Row & { number: string }>(`/invoices/${invoiceId}/credit-notes`, { reason: 'Made in error' })
    const { content, reference } = await desk.get<{ content: object; reference: string }>(`/credit-notes/${note.id}/tax-form`)

    const office = await openWindow(browser)
    await signInByForm(office.page, trunkline.url, pune)
    await office.page.goto(`${trunkline.url}/invoices/${invoiceId}`)
    const notes = office.page.getByRole('row').filter({ hasText: note.number })
    await notes.getByRole('button', { name: 'Tax office' }).click()
    const form = office.page.getByRole('dialog')
    const [download] = await Promise.all([office.page.waitForEvent('download'), form.getByRole('button', { name: 'Save INV-01' }).click()])
    equal(download.suggestedFilename(), `${note.number.replaceAll('/', '-')}-INV-01.json`)
    deepEqual(JSON.parse((await readFile(await download.path())).toString()), content)

    await form.getByLabel('Number of the tax office').fill('0'.repeat(64))
    await form.getByLabel('Number of the acknowledgement').fill('112610091832002')
    await form.getByLabel('Acknowledged at').fill('2026-03-10T14:05:00+05:30')
    await form.getByLabel('Text of the QR code').fill('eyJhbGciOiJSUzI1NiJ9')
    await form.getByRole('button', { name: 'Keep the answer' }).click()
    await form.getByText('This is not the number of this document').waitFor()
    await form.getByLabel('Number of the tax office').fill(reference)
    await form.getByRole('button', { name: 'Keep the answer' }).click()
    await office.page.getByText(`The answer to ${note.number} is kept.`).waitFor()
    const { registration } = await desk.get<{ registration: object }>(`/credit-notes/${note.id}`)
    deepEqual(registration, {
      reference,
      acknowledgedNumber: '112610091832002',
      acknowledgedAt: '2026-03-10T08:35:00Z',
      qrCode: 'eyJhbGciOiJSUzI1NiJ9',
    })

    await notes.getByRole('button', { name: 'Tax office' }).click()
    await form.getByText(reference).waitFor()
    await form.getByText(/^10 Mar 2026, 2:05/).waitFor()
    equal(await form.getByRole('button', { name: 'Keep the answer' }).count(), 0)
    equal(office.complaints.filter((one) => !one.includes('422')).join('\n'), '') // the browser tells of the wrong number
    await office.context.close()
  })

  test('a promise to pay makes reminders wait', async () => {
    const invoice = await unpaidInvoice()
    await go(`/invoices/${invoice.id}`)
    await press('More actions')
    await page.getByRole('menuitem', { name: 'Promise to pay' }).click()
    await dialog()
      .getByLabel('Will pay by')
      .fill(Temporal.Now.plainDateISO().add({ days: 5 }).toString())
    await pressInDialog('Promise to pay')
    await told(/Reminders wait until/)
  })

  test('dunning is run', async () => {
    await go('/dunning')
    await press('Run dunning now')
    await pressInDialog('Run dunning now')
    await told(/Reminded of \d+ invoices?, suspended \d+/)
  })

  test('a plan is taken off sale', async () => {
    const [plan] = await api.rows<Row>('plans', 'f=state:eq:published')
    await go(`/plans/${plan!.id}`)
    await press('Take off sale')
    await pressInDialog('Take off sale')
    await told('The plan is off sale')
  })

  test('a router is edited', async () => {
    const [router] = await api.rows<Row>('nas')
    await go(`/nas/${router!.id}`)
    await press('Edit')
    await dialog().getByLabel('Interim interval').fill('120')
    await pressInDialog('Save')
    await told('The router is saved')
    equal((await api.get<{ interimSeconds: number }>(`/nas/${router!.id}`)).interimSeconds, 120)
  })

  test('the logo is shown once it is chosen', async () => {
    const buffer = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAAEElEQVR4nGPgL8uDIAY4CwA2zgWzhtVStgAAAABJRU5ErkJggg==',
      'base64',
    )
    await go('/settings/company')
    await page.locator('input[type=file]').setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer })
    const logo = page.getByRole('img', { name: 'Logo', exact: true })
    await logo.waitFor()
    equal(await logo.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth), 3)
  })

  test('a session is disconnected', async () => {
    await asOwner(
      `insert into session (tenant_id, identity, nas_id, username, acct_session_id, started_at, updated_at)
       select tenant_id, uuidv7(), id, 'walker', 'deeds', now(), now() from nas where tenant_id = $1 limit 1`,
      [tenantId],
    )
    const [session] = await api.rows<Row>('sessions', 'f=username:eq:walker')
    await go(`/sessions?f=username:eq:walker&open=${session!.id}`)
    await pressInDialog('Disconnect')
    await told('The router is asked to disconnect')
  })

  test('Wi-Fi gets a certificate, a device gets one of its own, and loses it again', async () => {
    await go('/settings/wifi')
    await press('Make a certificate')
    await dialog().getByLabel('Name of the server').fill('radius.padma.example')
    await pressInDialog('Make a certificate')
    await told('The certificate is ready')
    const authority = await downloadOf(async () => {
      await page.getByText('Authority', { exact: true }).first().click()
      await pressInDialog('Download')
    })
    match(authority.toString(), /^-----BEGIN CERTIFICATE-----/)

    const [login] = await api.rows<{ username: string; customerId: string }>('logins', 'f=kind:eq:pppoe')
    await go(`/customers/${login!.customerId}`)
    await page.getByRole('button', { name: `Certificate for a device of ${login!.username}` }).click()
    const file = await downloadOf(() => pressInDialog('Download the file'))
    equal(file[0], 0x30, 'DER begins with a sequence')

    const [device] = await api.rows<Row>('eap-certificates', 'f=role:eq:device')
    await go(`/settings/wifi?open=${device!.id}`)
    await pressInDialog('Revoke')
    await page
      .getByRole('dialog', { name: /^Revoke / })
      .getByRole('button', { name: 'Revoke', exact: true })
      .click()
    await told('The certificate is revoked')
    equal((await api.rows('eap-certificates', 'f=state:eq:revoked')).length, 1)
  })

  test('an authenticator app guards the sign-in, and a recovery code stands in for it', async () => {
    await go('/me')
    await press('Set it up')
    const key = (await page.getByLabel('Or type this key', { exact: true }).textContent())!
    const app = new TOTP({ secret: Secret.fromBase32(key) })
    await page.locator('input[name=code]').fill(app.generate())
    await press('Switch it on')
    const list = page.getByRole('list', { name: 'Recovery codes' })
    await list.waitFor()
    const codes = await list.getByRole('listitem').allTextContents()
    equal(codes.length, 10)
    await press('I have kept them')
    await told('10 recovery codes are left')

    // A code is good once: the one of the next half minute is accepted already.
    await signInAgain(app.generate({ timestamp: Date.now() + 30_000 }))
    await signInAgain(codes[0]!, { isRecovery: true })
    await go('/me')
    await told('9 recovery codes are left')
  })

  test('none of it made a screen complain', () => {
    equal(window.complaints.join('\n'), '')
  })

  async function signInAgain(code: string, { isRecovery = false } = {}): Promise<void> {
    await page.goto('about:blank') // or the screen would ask for something without its session, and complain
    await page.context().clearCookies()
    await page.goto(`${trunkline.url}/sign-in`)
    await page.locator('input[name=email]').fill(login.email)
    await page.locator('input[name=password]').fill(login.password)
    await press('Sign in')
    await page.getByText('One more step').waitFor()
    if (isRecovery) await press('My phone is lost: use a recovery code')
    await page.locator('input[name=code]').fill(code)
    await press('Continue')
    await page.getByRole('navigation').first().waitFor()
  }

  /** Rows of a list, once there are any. */
  async function some(list: string, query: string): Promise<Row[] | false> {
    const rows = await api.rows<Row>(list, query)
    return rows.length > 0 && rows
  }

  async function unpaidInvoice(): Promise<Row> {
    const invoices = await api.rows<Row & { paid: { minor: string } | null }>('invoices', 'f=state:eq:open')
    const unpaid = invoices.find(({ paid }) => !paid || paid.minor === '0')
    ok(unpaid, 'the demo has an unpaid invoice')
    return unpaid
  }

  /** An invoice to a business, which the tax office of India would take. @returns its id */
  async function invoiceToBusiness(desk: Api): Promise<string> {
    const today = Temporal.Now.plainDateISO('Asia/Kolkata').toString()
    const terms = { validFrom: today, recurring: { minor: '99900', currency: 'INR' }, downloadBps: '100000000', uploadBps: '100000000' }
    const { offerId } = await desk.post<{ offerId: string }>('/plans', { code: 'SHOP', name: 'Shop 100', technology: 'fibre', terms })
    await desk.post(`/plans/${offerId}/publication`)
    const { customerId } = await desk.post<{ customerId: string }>('/customers', {
      kind: 'organisation',
      name: 'Sahyadri Traders',
      taxNumber: '27AAPFU0939F1ZV',
      addressLine: 'FC Road',
      city: 'Pune',
      region: 'Maharashtra',
      postalCode: '411004',
    })
    const { id } = await desk.post<Row>('/subscriptions', { customerId, offerId, startOn: today })
    await desk.post(`/subscriptions/${id}/activation`)
    await runBills(desk)
    const [invoice] = await desk.rows<Row>('invoices', `f=customerId:eq:${customerId}`)
    ok(invoice, 'the business is billed')
    return invoice.id
  }

  const asOwner = (statement: string, values: readonly unknown[]) => withOwner(trunkline, (client) => client.query(statement, [...values]))
  const dialog = () => page.getByRole('dialog')
  const press = (name: string) => page.getByRole('button', { name, exact: true }).first().click()
  const pressInDialog = (name: string) => dialog().getByRole('button', { name, exact: true }).last().click()
  const told = (text: string | RegExp) => page.getByText(text).first().waitFor()

  async function downloadOf(act: () => Promise<void>): Promise<Buffer> {
    const [download] = await Promise.all([page.waitForEvent('download'), act()])
    return readFile(await download.path())
  }

  async function go(path: string): Promise<void> {
    await page.goto(trunkline.url + path)
    await settled(page)
    match(page.url(), new RegExp(path.split('?')[0]!))
  }
})
