/** The console in a real browser, over the demo world: what staff do all day, by mouse, by keyboard, on a phone, in their language. */
import { deepEqual, equal, match, ok } from 'node:assert/strict'
import fs from 'node:fs'
import { after, before, suite, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
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
import { nothingByTheClock } from '../lib/company.ts'
import { startTrunkline, type Trunkline } from '../lib/trunkline.ts'
import { waitFor } from '../lib/wait-for.ts'

const login = { email: 'admin@padma.demo', password: 'demo-trunkline-42' } as const
const mainScreens = ['/', '/customers', '/sessions', '/invoices'] as const
const screens = ['/', '/customers', '/subscriptions', '/plans', '/sessions', '/nas', '/invoices', '/payments', '/jobs', '/events', '/audit']

suite('the console', () => {
  let trunkline: Trunkline
  let browser: Browser
  let window: Window
  let page: Page

  before(async () => {
    ;[trunkline, browser] = await Promise.all([
      startTrunkline({ demo: true, env: { DEMO_SCALE: '0.1', ...nothingByTheClock } }),
      launchBrowser(),
    ])
    window = await openWindow(browser)
    page = window.page
  })

  after(async () => {
    await browser?.close()
    await trunkline?.remove()
  })

  test('a wrong password is refused in words, the right one opens the home screen', async () => {
    await page.goto(trunkline.url)
    await page.locator('input[name=email]').fill(login.email)
    await page.locator('input[name=password]').fill('not-the-password')
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page
      .getByText(/password/i)
      .getByText(/not|wrong/i)
      .first()
      .waitFor()
    await page.locator('input[name=password]').fill(login.password)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByText('Online now').waitFor()
    await page.getByText('Arrears').first().waitFor()
  })

  test('customers are found while typing, filtered, sorted and exported, and the address holds the view', async () => {
    await go('/customers')
    const all = await rowCount()
    await page.getByLabel('Search in this list').fill('alice')
    await waitFor('fewer rows', async () => (await rowCount()) < all)
    match(await firstRow(), /alice/i)
    await page.getByLabel('Search in this list').fill('')
    await waitFor('all rows', async () => (await rowCount()) === all)

    const newest = await firstRow()
    await page.getByRole('columnheader', { name: 'Name' }).getByRole('button').first().click()
    await waitFor('the other order', async () => new URL(page.url()).searchParams.has('sort') && (await firstRow()) !== newest)
    const sorted = page.url()
    const first = await firstRow()
    await page.reload()
    await page.getByRole('row').nth(1).waitFor()
    equal(page.url(), sorted)
    equal(await firstRow(), first)

    const [download] = await Promise.all([page.waitForEvent('download'), downloadAs('CSV')])
    const lines = fs
      .readFileSync(await download.path(), 'utf8')
      .trim()
      .split('\n')
    ok(lines.length > 10, 'a line for every customer')
    match(lines[0]!, /name/i)
    const [workbook] = await Promise.all([page.waitForEvent('download'), downloadAs('Excel')])
    match(workbook.suggestedFilename(), /^customers-.*\.xlsx$/)
  })

  test('a view is kept under a name and opened again', async () => {
    await go('/customers?q=alice')
    await page.getByRole('button', { name: /views/i }).first().click()
    await page
      .getByRole('menuitem', { name: /save/i })
      .or(page.getByRole('button', { name: /save/i }))
      .first()
      .click()
    await page.getByRole('dialog').getByLabel('Name').fill('All of Alice')
    await page.getByRole('dialog').getByRole('button', { name: /save/i }).click()
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await go('/customers')
    await page.getByRole('button', { name: /views/i }).first().click()
    await page.getByText('All of Alice').first().click()
    await waitFor('the view', () => page.url().includes('alice'))
  })

  test('Ctrl+K finds a customer and opens the story', async () => {
    await go('/')
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog').getByRole('combobox').or(page.getByRole('dialog').getByRole('textbox')).first().fill('alice')
    const found = page.getByRole('dialog').getByText(/alice/i).first()
    await found.waitFor()
    await page.keyboard.press('Enter')
    await waitFor('the customer', () => /\/customers\/[\da-f-]{36}/.test(page.url()))
    await page.getByRole('heading', { level: 1 }).waitFor()
  })

  test('every screen opens without complaint', async () => {
    for (const screen of screens) await go(screen)
    deepEqual(window.complaints, [])
  })

  test('the main screens pass axe, by day and by night', async () => {
    const [alice] = await customersNamed('alice')
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      for (const screen of [...mainScreens, alice!]) {
        await go(screen)
        deepEqual(await accessibilityFaults(page), [], `${screen} ${colorScheme}`)
      }
    }
  })

  test('on a phone nothing has to be pushed sideways', async () => {
    const small = await openWindow(browser, { viewport: phone, hasTouch: true, isMobile: true })
    await signInByForm(small.page, trunkline.url, login)
    for (const screen of screens) {
      await small.page.goto(trunkline.url + screen)
      await settled(small.page)
      equal(await sidewaysScroll(small.page), 0, screen)
    }
    await small.context.close()
  })

  test('it speaks English, Bengali and Hindi', async () => {
    for (const [locale, word, refusal] of [
      ['bn-BD', 'গ্রাহক', 'ই-মেইল ও পাসওয়ার্ড মেলে না।'],
      ['hi-IN', 'ग्राहक', 'ई-मेल और पासवर्ड मेल नहीं खाते।'],
      ['en-GB', 'Customers', 'E-mail and password do not match.'],
    ] as const) {
      const foreign = await openWindow(browser, { locale })
      await foreign.page.goto(`${trunkline.url}/sign-in`)
      await foreign.page.locator('input[name=email]').fill(login.email)
      for (const [password, answer] of [
        ['not-the-password', refusal],
        [login.password, word],
      ] as const) {
        await foreign.page.locator('input[name=password]').fill(password)
        await foreign.page.locator('button[type=submit]').click()
        await foreign.page.getByText(answer).first().waitFor()
      }
      equal(await foreign.page.locator('html').getAttribute('lang'), locale.slice(0, 2))
      await foreign.context.close()
    }
  })

  async function downloadAs(format: string): Promise<void> {
    await page.getByRole('button', { name: 'Download', exact: true }).click()
    await page.getByRole('menuitem', { name: format }).click()
  }

  /** Addresses of the customers that a search finds. */
  async function customersNamed(typed: string): Promise<string[]> {
    await go(`/customers?q=${typed}`)
    const links = page.getByRole('gridcell').getByRole('link')
    await links.first().waitFor()
    return Promise.all((await links.all()).map(async (link) => (await link.getAttribute('href'))!))
  }

  async function go(path: string): Promise<void> {
    await page.goto(trunkline.url + path)
    await settled(page)
  }

  /** As the list itself says. */
  async function rowCount(): Promise<number> {
    const text = await page
      .getByText(/^[\d,]+\+? rows?$/)
      .first()
      .textContent()
    return Number(text!.replaceAll(/\D/g, ''))
  }

  const firstRow = async () => (await page.getByRole('row').nth(1).textContent()) ?? ''
})
