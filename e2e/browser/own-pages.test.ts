/** The pages of customers on a telephone whose browser runs no script: from the mail about an invoice to its payment, and in by a code. */
import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { createMailbox, type Mailbox } from '#simulators/smtp'
import { createPaystack, type Paystack } from '#simulators/paystack'
import type { Api } from '../lib/api.ts'
import { accessibilityFaults, launchBrowser, openWindow, phone, sidewaysScroll, type Window } from '../lib/browser.ts'
import { addSubscriber, foundCompany, nothingByTheClock, runBills, sellPlan, type Subscriber } from '../lib/company.ts'
import { freePorts } from '../lib/free-ports.ts'
import { startTrunkline, type Trunkline } from '../lib/trunkline.ts'
import { waitFor } from '../lib/wait-for.ts'

suite('the pages of customers, without a script', () => {
  let trunkline: Trunkline
  let browser: Browser
  let mailbox: Mailbox
  let paystack: Paystack
  let api: Api
  let bisi: Subscriber
  let telephone: Window
  let pages: string
  const address = 'bisi@subscriber.example'

  before(async () => {
    mailbox = await createMailbox()
    ;[trunkline, browser] = await Promise.all([
      startTrunkline({ env: { MESSAGING_PRIVATE_ADDRESSES: '1', ...nothingByTheClock } }),
      launchBrowser(),
    ])
    ;({ api } = await foundCompany(trunkline))
    const server = { host: '127.0.0.1', port: mailbox.port, security: 'none', senderAddress: 'bills@lagoon.example', username: null }
    await api.put('/mail-settings', { server })
    await takePayments()
    const offerId = await sellPlan(api, { code: 'HOME-50', name: 'Home 50', quotaBytes: 100_000_000_000n })
    bisi = await addSubscriber(api, offerId, { name: 'Bisi Okafor', username: 'bisi', password: 'wire-4711' })
    await runBills(api)
    ;({ url: pages } = await api.get<{ url: string }>('/selfcare-settings'))
    telephone = await openWindow(browser, { viewport: phone, javaScriptEnabled: false })
  })
  after(async () => {
    await browser?.close()
    await paystack?.close()
    await trunkline?.remove()
    await mailbox?.close()
  })

  async function takePayments(): Promise<void> {
    const { http: port } = await freePorts()
    const secretKey = 'sk_test_pages'
    const { webhookUrl } = await api.post<{ webhookUrl: string }>('/gateways', {
      provider: 'paystack',
      settings: { baseUrl: `http://127.0.0.1:${port}` },
      credentials: { secretKey },
    })
    paystack = await createPaystack({ port, secretKey, webhookUrl, retryDelaysMs: [] })
  }

  test('a code to the address on file opens what is owed and what is left', async () => {
    const { page } = telephone
    await page.goto(pages)
    await page.getByLabel('Your e-mail address').fill(address)
    await page.getByRole('button', { name: 'Send me a code' }).click()
    const { subject, from } = await mailbox.waitFor(address, /is your code/)
    equal(from, 'bills@lagoon.example')
    await page.getByLabel('Code of six digits').fill(/^\d{6}/.exec(subject)![0])
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('heading', { name: 'Hello Bisi Okafor' }).waitFor()
    await page.getByText(/GB of .* GB left/).waitFor()
    match(await page.getByRole('button', { name: /^Pay/ }).innerText(), /₦/)
  })

  test('the pages pass axe by day and by night, fit the telephone and weigh little', async () => {
    const storageState = await telephone.context.storageState()
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page, context, complaints } = await openWindow(browser, { viewport: phone, colorScheme, storageState }) // axe is a script
      const { page: door } = await openWindow(browser, { viewport: phone, colorScheme })
      await door.goto(pages)
      deepEqual(await accessibilityFaults(door), [], `sign-in, ${colorScheme}`)
      await door.context().close()
      for (const path of ['', '/documents/invoice', '/documents/statement']) {
        const answer = await page.goto(pages + path)
        ok((await answer!.body()).length < 50_000, path)
        deepEqual([await accessibilityFaults(page), await sidewaysScroll(page)], [[], 0], `${path}, ${colorScheme}`)
      }
      await page.goto(`${pages}/documents/invoice`)
      await page.getByRole('link', { name: /^INV-/ }).click()
      await page.getByRole('heading', { name: /Invoice INV-/ }).waitFor()
      deepEqual([await accessibilityFaults(page), await sidewaysScroll(page)], [[], 0], `an invoice, ${colorScheme}`)
      deepEqual(complaints, [])
      await context.close()
    }
  })

  test('the link of the mail opens the invoice for somebody who is not signed in, and pays it', async () => {
    const { text } = await mailbox.waitFor(address, /Invoice INV-/)
    const link = /See it online: (\S+)/.exec(text)![1]!
    const { page, context } = await openWindow(browser, { viewport: phone, javaScriptEnabled: false })
    await page.goto(link)
    await page.getByRole('heading', { name: /Invoice INV-/ }).waitFor()
    const href = await page.getByRole('link', { name: 'Open the PDF' }).getAttribute('href')
    const pdf = await fetch(new URL(href!, link))
    equal(
      Buffer.from(await pdf.arrayBuffer())
        .subarray(0, 5)
        .toString(),
      '%PDF-',
    )
    await page.getByRole('button', { name: /^Pay/ }).click()
    await page.waitForURL(/\/checkout\//) // the page of the gateway opens by itself
    await page.getByRole('button', { name: /Pay/ }).click()
    await page.getByText('Your payment has arrived').waitFor()
    deepEqual(await context.cookies(), [], 'nobody was signed in by it')
    await context.close()
  })

  test('then nothing is owed, and the receipt is there', async () => {
    const { page } = telephone
    await waitFor('the payment', async () => {
      await page.goto(pages)
      return page.getByText('Nothing to pay').isVisible()
    })
    await page.getByRole('link', { name: 'Receipts' }).click()
    await page.getByRole('link', { name: /^R-/ }).waitFor()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByLabel('User name').fill(bisi.username)
    await page.getByLabel('Password').fill(bisi.password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('heading', { name: 'Hello Bisi Okafor' }).waitFor()
    deepEqual(telephone.complaints, [])
  })
})
