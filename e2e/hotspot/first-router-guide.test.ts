/**
 * docs/guides/first-router.md, followed by somebody who knows nothing else: from an empty installation to the first guest who pays and is
 * online. Whatever the guide names is used under that name; whatever is used is named there.
 */
import { deepEqual, equal, match } from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { createMikrotik, type Mikrotik } from '#simulators/mikrotik'
import { createPaystack, type Paystack } from '#simulators/paystack'
import { accessibilityFaults, launchBrowser, openWindow, phone, sidewaysScroll, type Window } from '../lib/browser.ts'
import { freePorts, freeUdpPort } from '../lib/free-ports.ts'
import { Guide, type Step } from '../lib/guide.ts'
import { setUpToken, startTrunkline, type Trunkline } from '../lib/trunkline.ts'

const guide = new Guide('first-router.md')
/** The data are where each test has them. */
const { DATA_DIR: _, ...asWritten } = guide.settings
const slowly = { timeout: 60_000 } // what a router, a job or a provider does in its own time

suite('docs/guides/first-router.md', () => {
  let trunkline: Trunkline
  let browser: Browser
  let staff: Window
  let page: Page
  let router: Mikrotik
  let paystack: Paystack | undefined
  const walked: string[] = []

  before(async () => {
    ;[trunkline, browser, router] = await Promise.all([
      startTrunkline({ env: { GATEWAY_PRIVATE_ADDRESSES: '0', ...asWritten } }),
      launchBrowser(),
      createMikrotik(),
    ])
    staff = await openWindow(browser)
    page = staff.page
  })

  after(async () => {
    await browser?.close()
    await router?.close()
    await paystack?.close()
    await trunkline?.remove()
  })

  const step = (heading: string, walk: (step: Step) => Promise<void>) =>
    test(heading, async () => {
      await guide.follow(heading, walk)
      deepEqual(await accessibilityFaults(page), [])
      walked.push(heading)
    })

  const goTo = (name: string) => page.getByRole('navigation').getByRole('link', { name, exact: true }).click()
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
  const field = (name: string) => page.getByRole('textbox', { name, exact: true })
  const choose = async (name: string, option: string) => {
    await page.getByRole('combobox', { name, exact: true }).click()
    await page.getByRole('option', { name: option, exact: true }).click()
    await page.keyboard.press('Escape')
  }
  const openSettings = async (settings: string, tab: string) => {
    await goTo(settings)
    await page.getByRole('tab', { name: tab, exact: true }).click()
  }
  const check = (name: string, state: 'waiting' | 'passed') =>
    page.locator(`li[data-state=${state}]`).filter({ hasText: name }).waitFor(slowly)

  test('a link is printed, on which the company is set up', async () => {
    await page.goto(`${trunkline.url}/setup?token=${setUpToken(trunkline)}`)
    await field('Name of the business').fill('Lagoon Wi-Fi')
    await choose('Country', 'Nigeria')
    await choose('Currency', 'Nigerian Naira')
    await choose('Time zone', 'Africa/Lagos')
    await field('Your name').fill('Ngozi Adeyemi')
    await field('Email').fill('ngozi@lagoon.example')
    for (const name of ['New password', 'New password again']) await field(name).fill('quay-lantern-84-harbour')
    await press('Start')
    await page.getByRole('heading', { name: 'Hello, Ngozi' }).waitFor()
  })

  step('1. Something to sell', async ({ says, types }) => {
    await goTo(says('Plans'))
    await page
      .getByRole('link', { name: says('New plan') })
      .first()
      .click()
    await field(says('Name')).fill(types('Day pass'))
    await field(says('Code')).fill(types('DAY'))
    await choose(says('Technology'), types('Hotspot'))
    await field(says('Price per cycle')).fill('500')
    await page.getByLabel(says('Sold as a pass for')).fill(types('24'))
    await field(says('Download')).fill('5')
    await field(says('Upload')).fill('2')
    await page.getByRole('switch', { name: says('Prices include tax') }).click()
    const invoices = page.getByRole('region', { name: says('The first invoices') })
    await invoices.getByText('₦500.00').waitFor()
    equal(await invoices.getByRole('table').count(), 1, 'a pass is paid once')
    await press(says('Draft the plan'))
    await press(says('Publish'))
    await page.getByText('On sale', { exact: true }).waitFor()
  })

  step('2. Somebody who takes the money', async ({ says, types }) => {
    await openSettings(says('Settings'), says('Payment gateways'))
    await page
      .getByRole('button', { name: says('Connect a gateway') })
      .first()
      .click()
    const { http: port } = await freePorts()
    const secretKey = types('sk_test_simulator')
    types('http://127.0.0.1:8091') // of the program by itself
    await field(says('Secret key')).fill(secretKey)
    await field(says('Address of its API')).fill(`http://127.0.0.1:${port}`)
    await press(says('Save'))
    const webhookUrl = await page.getByRole('definition').filter({ hasText: '/hooks/' }).innerText()
    await page.getByText(says('Address for its messages')).waitFor()
    paystack = await createPaystack({ port, secretKey, webhookUrl: webhookUrl.trim() })
    await press(says('Test the connection'))
    await page.getByText('The connection works').waitFor()
  })

  step('3. The page that guests see', async ({ says }) => {
    await openSettings(says('Settings'), says('Hotspot'))
    await field(says('Greeting')).fill('Welcome to Balogun Market')
    await choose(says('Passes on sale'), 'Day pass')
    await choose(says('Payments by'), 'Paystack')
    await press(says('Save'))
    await page.getByText('Saved', { exact: true }).waitFor()
    const address = await page
      .getByRole('region', { name: says('Address of the portal') })
      .getByText('/portal/')
      .innerText()
    const portal = await openWindow(browser, { viewport: phone })
    await portal.page.goto(address)
    await portal.page.getByRole('heading', { name: 'Welcome to Balogun Market' }).waitFor()
    await portal.page.getByText('₦500.00').waitFor()
    await portal.context.close()
  })

  step('4. Make the command', async ({ says }) => {
    await goTo(says('Routers'))
    await page
      .getByRole('link', { name: says('Add a MikroTik') })
      .first()
      .click()
    await field('Name').fill('Balogun')
    equal(await page.getByRole('combobox', { name: 'What it does', exact: true }).locator('..').innerText(), 'Wi-Fi hotspot')
    equal(await field(says('Interface of the subscribers')).inputValue(), 'bridge')
    await page.getByRole('combobox', { name: says('Hosts open before the login'), exact: true }).fill('lagoon.example')
    await page.keyboard.press('Enter')
    await page.getByLabel(says('CoA port')).fill(String(await freeUdpPort()))
    await press(says('Make the command'))
    await page.getByRole('region', { name: says('Check list') }).waitFor()
    await check('Script fetched', 'waiting')
  })

  step("5. Paste it into the router's terminal", async () => {
    await router.type(await page.getByLabel('Command', { exact: true }).innerText())
    const garden = router.tree.print('/ip/hotspot/walled-garden').map((row) => row['dst-host'])
    deepEqual(garden, ['127.0.0.1', '*.paystack.co', '*.paystack.com', 'paystack.com', 'lagoon.example'])
  })

  step('6. Watch the list turn green', async () => {
    for (const name of ['Script fetched', 'Checks in', 'API reachable', 'Takes commands', 'Set up as it should be', 'Clock', 'Firmware'])
      await check(name, 'passed')
    for (const name of ['First RADIUS packet', 'Accounting']) await check(name, 'waiting')
  })

  step('7. The first paying guest', async ({ says }) => {
    // A phone on the Wi-Fi: all it asks for goes by way of the router. No script runs in the windows that phones open for a login.
    const guest = await openWindow(browser, {
      viewport: phone,
      javaScriptEnabled: false,
      proxy: { server: router.hotspot.url, bypass: '127.0.0.1' },
    })
    await guest.page.goto('http://news.example/')
    await guest.page.getByRole('heading', { name: says('Buy a pass') }).waitFor(slowly)
    await guest.page.getByText(says('Day pass')).click()
    await guest.page.getByLabel(says('Your phone number')).fill('+234 801 234 5678')
    await guest.page.getByLabel(says('Your e-mail address')).fill('tunde@mail.example')
    await guest.page.getByRole('button', { name: says('Continue to payment') }).click()
    await guest.page.getByRole('link', { name: 'Pay ₦500.00 now' }).click(slowly)
    await guest.page.getByRole('button', { name: says('Pay ₦500.00') }).click()
    await guest.page.getByRole('heading', { name: 'The internet' }).waitFor(slowly)
    equal(guest.page.url(), 'http://news.example/')

    for (const name of ['First RADIUS packet', 'Accounting']) await check(name, 'passed')
    await goTo(says('Live sessions'))
    await page.getByRole('row').filter({ hasText: '02:54:7F:00:00:01' }).click()
    await press(says('Disconnect'))
    await page.getByText('The router is asked to disconnect').waitFor()
    await goTo('Routers')
    await page.getByRole('link', { name: 'Balogun', exact: true }).click()
    await page
      .getByRole('table', { name: says('Commands and their answers') })
      .getByText(says('Confirmed'))
      .waitFor(slowly)
    await goTo(says('Invoices'))
    await page.getByRole('row').filter({ hasText: '₦500.00' }).getByText(says('Paid'), { exact: true }).waitFor(slowly)

    await openSettings(says('Settings'), says('Hotspot'))
    await page.getByRole('combobox', { name: says('Way out to pay'), exact: true }).waitFor()
    deepEqual(guest.complaints, [])
  })

  test('no step of the guide was left out', () => deepEqual(walked, guide.steps))

  test('its screens fit on a phone, and no page complained', async () => {
    for (const path of ['/plans', '/settings/gateways', '/settings/hotspot', '/nas', '/sessions', '/invoices']) {
      await page.setViewportSize(phone)
      await page.goto(`${trunkline.url}${path}`)
      await page.getByRole('heading', { level: 1 }).waitFor()
      equal(await sidewaysScroll(page), 0, path)
    }
    deepEqual(staff.complaints, [])
    match(trunkline.output, /trunkline ready/)
  })
})
