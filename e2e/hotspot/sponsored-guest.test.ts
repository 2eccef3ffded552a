/** A guest without money: a sponsor's campaign is made in the console, looked at on a phone without a script, and lets the phone in. */
import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { createMikrotik, type Mikrotik } from '#simulators/mikrotik'
import { type Api } from '../lib/api.ts'
import { accessibilityFaults, launchBrowser, openWindow, phone, sidewaysScroll, signInByForm, type Window } from '../lib/browser.ts'
import { administrator, foundCompany, patience, sellPass } from '../lib/company.ts'
import { freePorts } from '../lib/free-ports.ts'
import { startTrunkline, type Trunkline } from '../lib/trunkline.ts'
import { waitFor } from '../lib/wait-for.ts'

const slowly = { timeout: 60_000 }

interface Report {
  readonly standing: string
  readonly shown: number
  readonly finished: number
  readonly granted: number
  readonly cost: { readonly minor: string }
  readonly answered: readonly number[]
  readonly places: readonly { readonly location: string | null; readonly granted: number }[]
}

suite('a guest for whom a sponsor pays', () => {
  let trunkline: Trunkline
  let api: Api
  let router: Mikrotik
  let browser: Browser
  let staff: Window
  let page: Page
  let campaignId: string

  before(async () => {
    trunkline = await startTrunkline({ env: { ROUTERS_ON_LOOPBACK: '1' } })
    ;[{ api }, router, browser] = await Promise.all([foundCompany(trunkline), createMikrotik({ retry: patience }), launchBrowser()])
    staff = await openWindow(browser)
    page = staff.page
    await signInByForm(page, trunkline.url, administrator)
  })
  after(async () => {
    await browser?.close()
    await router?.close()
    await trunkline?.remove()
  })

  const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
  const field = (name: string) => page.getByRole('textbox', { name, exact: true })
  const choose = async (name: string, option: string) => {
    await page.getByRole('combobox', { name, exact: true }).click()
    await page.getByRole('option', { name: option, exact: true }).click()
    await page.keyboard.press('Escape')
  }

  test('there is a quarter of an hour to give, and a router at the market', async () => {
    await sellPass(api, { code: 'QUARTER', name: 'Quarter of an hour', pass: { unit: 'minute', count: 15 } })
    const { id: locationId } = await api.post<{ id: string }>('/locations', { name: 'Balogun Market' })
    const { http: coaPort } = await freePorts()
    const enrolment = { name: 'Balogun', uses: ['hotspot'], interface: 'bridge', coaPort, locationId }
    await router.type((await api.post<{ command: string }>('/router-enrolments', enrolment)).command)
  })

  test('staff make a campaign for the market, with a question and a picture, and publish it', async () => {
    await page.goto(`${trunkline.url}/sponsor-campaigns`)
    await page.getByRole('link', { name: 'New campaign' }).first().click()
    await field('Name').fill('Rainy season')
    await field('Sponsor').fill('Kola Cola')
    await choose('Only at these locations', 'Balogun Market')
    await choose('Plan', 'Quarter of an hour')
    await page.getByLabel('Seconds to look').fill('3')
    await page.getByLabel('Price of one').fill('25')
    await page.getByLabel('At most in all').fill('100')
    const english = page.getByRole('group', { name: 'English' })
    await english.getByRole('textbox', { name: 'Message' }).fill('Ice-cold, at the shop behind you.')
    await english.getByRole('textbox', { name: 'Question' }).fill('Which do you like?')
    for (const answer of ['Cola', 'Orange']) {
      await english.getByLabel('Answers').fill(answer)
      await page.keyboard.press('Enter')
    }
    deepEqual(await accessibilityFaults(page), [])
    await press('Save as a draft')
    await page.getByText('Draft', { exact: true }).waitFor()
    const large = await page.screenshot({ scale: 'device' })
    ok(large.length > 24_000, 'larger than the server takes')
    await page.locator('input[type=file]').setInputFiles({ name: 'market.png', mimeType: 'image/png', buffer: large })
    await page.getByRole('img', { name: 'Picture' }).waitFor()
    await press('Publish')
    await page.getByText('Running', { exact: true }).waitFor()
    campaignId = new URL(page.url()).pathname.split('/').at(-1)!
  })

  test('the guest looks at it for as long as it takes, answers, and is online', async () => {
    // No script runs in the windows that phones open for a login.
    const proxy = { server: router.hotspot.url, bypass: '127.0.0.1' }
    const guest = await openWindow(browser, { viewport: phone, javaScriptEnabled: false, proxy })
    await guest.page.goto('http://news.example/')
    await guest.page.getByRole('heading', { name: '15 minutes free, from Kola Cola' }).waitFor(slowly)
    await guest.page.getByRole('button', { name: 'See the message' }).click()
    await guest.page.getByText('Ice-cold, at the shop behind you.').waitFor()
    equal(await guest.page.getByRole('button').count(), 0, 'nothing to press before the seconds are over')
    await guest.page.getByText('Orange').click(slowly)
    await guest.page.getByRole('button', { name: 'Connect' }).click()
    await guest.page.getByRole('heading', { name: 'The internet' }).waitFor(slowly)
    equal(guest.page.url(), 'http://news.example/')
    deepEqual(guest.complaints, [])
    await guest.context.close()
  })

  test('it is a session of a login of its own, and the sponsor owes for one', async () => {
    const [session] = await waitFor('the session', async () => {
      const rows = await api.rows<{ username: string }>('sessions', 'f=state:eq:open').catch(() => [])
      return rows.length > 0 && rows
    })
    match(session!.username, /^p-/)
    const { standing, shown, finished, granted, cost, answered, places } = await api.get<Report>(`/sponsor-campaigns/${campaignId}`)
    deepEqual([standing, shown, finished, granted, cost.minor], ['running', 1, 1, 1, '2500'])
    deepEqual(answered, [0, 1])
    deepEqual(
      places.map(({ location, granted }) => [location, granted]),
      [['Balogun Market', 1]],
    )
  })

  test('the screens show it, on a phone too', async () => {
    await page.reload()
    await page.getByText('₦25.00').first().waitFor()
    await page.getByRole('row').filter({ hasText: 'Orange' }).getByText('100%').waitFor()
    deepEqual(await accessibilityFaults(page), [])
    for (const path of ['/sponsor-campaigns', `/sponsor-campaigns/${campaignId}`, `/sponsor-campaigns/${campaignId}/change`]) {
      await page.setViewportSize(phone)
      await page.goto(`${trunkline.url}${path}`)
      await page.getByRole('heading', { level: 1 }).waitFor()
      equal(await sidewaysScroll(page), 0, path)
    }
    deepEqual(staff.complaints, [])
  })
})
