/** Short messages, as staff set them up: a provider, a test that says what it answered, the list of what became of each, a second try. */
import { deepEqual, equal, match } from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { createSmsc, type Smsc } from '#simulators/smsc'
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
import { administrator, foundCompany } from '../lib/company.ts'
import { startTrunkline, type Trunkline } from '../lib/trunkline.ts'

suite('short messages', () => {
  let trunkline: Trunkline
  let browser: Browser
  let window: Window
  let page: Page
  let smsc: Smsc

  before(async () => {
    ;[trunkline, browser, smsc] = await Promise.all([
      startTrunkline({ env: { MESSAGING_PRIVATE_ADDRESSES: '1' } }),
      launchBrowser(),
      createSmsc(),
    ])
    await foundCompany(trunkline)
    window = await openWindow(browser)
    page = window.page
    await signInByForm(page, trunkline.url, administrator)
  })

  after(async () => {
    await browser?.close()
    await smsc?.close()
    await trunkline?.remove()
  })

  const dialog = () => page.getByRole('dialog')

  async function sendTest(to: string): Promise<void> {
    await page.getByRole('button', { name: 'Send a test message' }).click()
    await dialog().getByLabel('To', { exact: false }).first().fill(to)
    await dialog().getByRole('button', { name: 'Send', exact: true }).click()
  }

  test('without a provider the screens say what to do', async () => {
    await page.goto(`${trunkline.url}/short-messages`)
    await page.getByText('No short message yet').waitFor()
    await page.goto(`${trunkline.url}/settings/sms`)
    await page.getByText('No SMS provider is connected').waitFor()
    deepEqual(await accessibilityFaults(page), [])
  })

  test('a provider is connected; what is wrong stands at its field', async () => {
    await page.getByRole('button', { name: 'Connect a provider' }).click()
    await dialog().getByLabel('Host').fill('127.0.0.1')
    await dialog().getByLabel('Port').fill(String(smsc.port))
    await dialog().getByLabel('System ID').fill('trunkline')
    await dialog().locator('input[name=password]').fill('secret12')
    await dialog().getByLabel('Sender').fill('A name that is far too long')
    deepEqual(await accessibilityFaults(page), [])
    await dialog().getByRole('button', { name: 'Save' }).click()
    await dialog().getByText('at most eleven letters and digits').waitFor()
    await dialog().getByLabel('Sender').fill('Lagoon')
    await dialog().getByRole('button', { name: 'Save' }).click()
    await page.getByText(`127.0.0.1:${smsc.port}`).waitFor()
    await page.getByText('0 of 300').waitFor()
    await page.getByText('+234, your own country').waitFor()
  })

  test('a test message says what the provider answers', async () => {
    smsc.habits.unknown.add('2348030000009')
    await sendTest('+234 803 000 0009')
    await dialog().getByText('No such number').waitFor()
    await dialog().getByText('submit_sm 0x0000000b').waitFor()
    await dialog().getByRole('button', { name: 'Send another one' }).click()
    await dialog().getByLabel('To', { exact: false }).first().fill('+2348030000001')
    await dialog().getByRole('button', { name: 'Send', exact: true }).click()
    await dialog().getByText('It is on the telephone.').waitFor()
    equal(smsc.messages.at(-1)!.text, 'A test of Lagoon Fibre')
    await page.keyboard.press('Escape')
    await page.getByText('2 of 300').waitFor()
  })

  test('the list tells what became of each, and sends again what failed, without a reload', async () => {
    await page.goto(`${trunkline.url}/short-messages`)
    const failed = page.getByRole('row').filter({ hasText: '+2348030000009' })
    match((await failed.textContent())!, /Failed.*No such number/)
    smsc.habits.unknown.clear()
    await failed.getByText('+2348030000009').click()
    await page.getByRole('button', { name: 'Send again' }).click()
    await failed.getByText('Delivered').waitFor()
  })

  test('the screens pass axe by day and by night, and fit a phone', async () => {
    const screens = ['/short-messages', '/settings/sms', '/settings/hotspot']
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      for (const screen of screens) {
        await page.goto(trunkline.url + screen)
        await settled(page)
        deepEqual(await accessibilityFaults(page), [], `${screen} ${colorScheme}`)
      }
    }
    const small = await openWindow(browser, { viewport: phone, hasTouch: true, isMobile: true })
    await signInByForm(small.page, trunkline.url, administrator)
    for (const screen of screens) {
      await small.page.goto(trunkline.url + screen)
      await settled(small.page)
      equal(await sidewaysScroll(small.page), 0, screen)
    }
    await small.context.close()
    const unexpected = window.complaints.filter((complaint) => !complaint.includes('422')) // the sender that was too long
    deepEqual(unexpected, [])
  })
})
