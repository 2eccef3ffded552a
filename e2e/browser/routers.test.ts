/** A router from zero, as staff add it: three answers, one line pasted into its terminal, a list that turns green, a customer online. */
import { deepEqual, equal, match } from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { createMikrotik, type Mikrotik } from '#simulators/mikrotik'
import {
  accessibilityFaults,
  launchBrowser,
  openWindow,
  phone,
  settled,
  sidewaysScroll,
  signInByForm,
  type Window,
} from '../lib/browser.ts'
import { addSubscriber, administrator, type Company, foundCompany, patience, sellPlan } from '../lib/company.ts'
import { freeUdpPort } from '../lib/free-ports.ts'
import { startTrunkline, type Trunkline } from '../lib/trunkline.ts'
import { waitFor } from '../lib/wait-for.ts'

const customer = { name: 'Tunde Bello', username: 'tunde', password: 'tunde-secret-42' } as const

suite('a router from zero', () => {
  let trunkline: Trunkline
  let browser: Browser
  let window: Window
  let page: Page
  let company: Company
  let mikrotik: Mikrotik
  let nasId: string

  before(async () => {
    ;[trunkline, browser, mikrotik] = await Promise.all([
      startTrunkline({ env: { ROUTERS_ON_LOOPBACK: '1' } }),
      launchBrowser(),
      createMikrotik({ retry: patience }),
    ])
    company = await foundCompany(trunkline)
    const offerId = await sellPlan(company.api, { code: 'HOME50', name: 'Home 50' })
    await addSubscriber(company.api, offerId, customer)
    window = await openWindow(browser)
    page = window.page
    await signInByForm(page, trunkline.url, administrator)
  })

  after(async () => {
    await browser?.close()
    await mikrotik?.close()
    await trunkline?.remove()
  })

  const line = (name: string) => page.getByRole('listitem').filter({ hasText: name })
  const isIn = (name: string, state: string) => page.locator(`li[data-state=${state}]`).filter({ hasText: name }).waitFor()

  test('three answers give one line to paste', async () => {
    await page.goto(`${trunkline.url}/nas`)
    await page.getByRole('link', { name: 'Add a MikroTik' }).first().click()
    await page.getByLabel('Name').fill('Yaba roof')
    await page.getByLabel('CoA port').fill(String(await freeUdpPort()))
    await page.getByRole('button', { name: 'Make the command' }).click()
    const command = await page.getByLabel('Command', { exact: true }).innerText()
    match(command, /^\/tool fetch url="http:\/\/127\.0\.0\.1:\d+\/join\/[\w-]{43}" dst-path=trunkline\.rsc; \/import trunkline\.rsc/)
    await isIn('Script fetched', 'waiting')
    await mikrotik.type(command)
  })

  test('the list turns green while the router appears, without a reload', async () => {
    await isIn('Script fetched', 'passed')
    await isIn('Checks in', 'passed')
    for (const check of ['API reachable', 'Takes commands', 'Set up as it should be', 'Clock', 'Firmware']) await isIn(check, 'passed')
    await isIn('Accounting', 'waiting')
    equal(await line('First RADIUS packet').count(), 1)
  })

  test('a guest logs in on its page and is online', async () => {
    const answer = await fetch(`${mikrotik.hotspot.url}/login`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ username: customer.username, password: customer.password }),
    })
    equal(answer.headers.get('location'), '/status')
    await isIn('First RADIUS packet', 'passed')
    await isIn('Accounting', 'passed')
    await page.getByRole('link', { name: 'Open the router' }).click()
    await page.getByRole('heading', { name: 'Yaba roof' }).waitFor()
    nasId = page.url().split('/').at(-1)!
  })

  test('a session ended in the console is ended on the router', async () => {
    const session = await waitFor('the session', async () => (await company.api.rows<{ id: string }>('sessions', 'f=state:eq:open'))[0])
    await company.api.post(`/sessions/${session.id}/disconnect`)
    await waitFor('the end of the session', async () => mikrotik.sessions().length === 0)
    await page.getByRole('table', { name: 'Commands and their answers' }).getByText('Confirmed').waitFor()
  })

  test('the page of the router is fit for everyone, also on a phone', async () => {
    deepEqual(await accessibilityFaults(page), [])
    const small = await openWindow(browser, { viewport: phone })
    await signInByForm(small.page, trunkline.url, administrator)
    for (const path of [`/nas/${nasId}`, '/nas/join', '/router-drift', '/router-enrolments']) {
      await small.page.goto(`${trunkline.url}${path}`)
      await settled(small.page)
      equal(await sidewaysScroll(small.page), 0, path)
    }
    deepEqual([...window.complaints, ...small.complaints], [])
  })
})
