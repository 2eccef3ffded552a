/** What staff do about money in the console, by mouse; the API tells what became of it. */
import { deepEqual, equal } from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { type Api, naira } from '../lib/api.ts'
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
import { addSubscriber, administrator, foundCompany, monthlyMinor, nothingByTheClock, runBills, sellPlan, today } from '../lib/company.ts'
import { startTrunkline, type Trunkline } from '../lib/trunkline.ts'

suite('money in the console', () => {
  let trunkline: Trunkline
  let browser: Browser
  let window: Window
  let page: Page
  let api: Api
  let planId: string
  let fasterId: string
  let subscriptionId: string
  let receiverId: string

  before(async () => {
    ;[trunkline, browser] = await Promise.all([startTrunkline({ env: nothingByTheClock }), launchBrowser()])
    ;({ api } = await foundCompany(trunkline))
    planId = await sellPlan(api, { code: 'HOME-50', name: 'Home 50' })
    fasterId = await sellPlan(api, { code: 'HOME-100', name: 'Home 100' })
    await sellAddOn()
    ;({ subscriptionId } = await addSubscriber(api, planId, { name: 'Bisi Okafor', username: 'bisi', password: 'wire-4711' }))
    ;({ customerId: receiverId } = await api.post<{ customerId: string }>('/customers', { name: 'Chidi Balogun' }))
    window = await openWindow(browser)
    page = window.page
    await signInByForm(page, trunkline.url, administrator)
  })

  after(async () => {
    await browser?.close()
    await trunkline?.remove()
  })

  test('an add-on is added, its quantity changed, and ended', async () => {
    await go(`/subscriptions/${subscriptionId}`)
    await page.getByRole('button', { name: 'Add an add-on' }).click()
    await dialog().getByText('Fixed address').click()
    await dialog().getByLabel('Quantity').fill('2')
    await dialog().getByRole('table').getByText('Fixed address').first().waitFor()
    await dialog().getByLabel('The customer knows these lines and agrees').check()
    await dialog().getByRole('button', { name: 'Add an add-on' }).click()
    await page.getByText('The add-on is added').waitFor()
    await page.getByRole('cell', { name: 'Fixed address', exact: true }).waitFor()

    await chooseForItem('Change the quantity')
    await dialog().getByLabel('Quantity').fill('5')
    await dialog().getByLabel('The customer knows these lines and agrees').check()
    await dialog().getByRole('button', { name: 'Change the quantity' }).click()
    await page.getByText('The quantity is changed').waitFor()
    deepEqual(await quantitiesHad(), [5])

    await chooseForItem('End the add-on')
    await dialog().getByText('Now', { exact: true }).click()
    await dialog().getByLabel('The customer knows these lines and agrees').check()
    await dialog().getByRole('button', { name: 'End the add-on' }).click()
    await page.getByText('The add-on ends').waitFor()
    deepEqual(await quantitiesHad(), [])
  })

  test('a coupon is made and redeemed once, and its discount taken away', async () => {
    await go('/coupons')
    await page.getByRole('button', { name: 'New coupon' }).first().click()
    await dialog().getByLabel('Code').fill('welcome10')
    await dialog().getByLabel('Name on invoices').fill('Welcome')
    await dialog().getByLabel('Percent off').fill('10')
    await dialog().getByRole('button', { name: 'New coupon' }).click()
    await page.getByText('WELCOME10 can be redeemed').waitFor()

    await go(`/subscriptions/${subscriptionId}`)
    await redeem('welcome10')
    await page.getByText('The coupon is redeemed').waitFor()
    await page.getByRole('cell', { name: '10% off' }).waitFor()
    await redeem('welcome10')
    await dialog()
      .getByText(/already/)
      .waitFor()
    await page.keyboard.press('Escape')
    equal((await discounts()).length, 1)

    await page.getByRole('button', { name: 'Take Welcome away?' }).click()
    await dialog().getByRole('button', { name: 'Take it away' }).click()
    await page.getByText('The discount is taken away').waitFor()
    deepEqual(await discounts(), [])
  })

  test('a discount in money is given by staff', async () => {
    await go(`/subscriptions/${subscriptionId}`)
    await page.getByRole('button', { name: 'Give a discount' }).click()
    await dialog().getByLabel('Name on invoices').fill('Loyal')
    await dialog().getByRole('combobox', { name: 'Reduction' }).click()
    await page.getByRole('option', { name: 'Amount' }).click()
    await dialog().getByLabel('Amount off').fill('500')
    await dialog().getByLabel('For how many cycles').fill('3')
    await dialog().getByRole('button', { name: 'Give a discount' }).click()
    await page.getByText('The discount is given').waitFor()
    const [given] = await discounts()
    deepEqual(given!.reduction, { kind: 'amount', amountOff: naira(50_000) })
    equal(given!.cyclesLeft, 3)
  })

  test('a bill run is looked at, filtered by what is strange, and posts once approved', async () => {
    const before = (await invoices()).length
    await go('/bill-runs')
    await page.getByRole('button', { name: 'Run billing' }).click()
    await dialog()
      .getByLabel('Bill up to')
      .fill(today().add({ months: 1 }).with({ day: 1 }).toString())
    await dialog().getByRole('button', { name: 'Run billing' }).click()
    await previewed().waitFor()
    equal((await invoices()).length, before, 'a preview bills nothing')
    await page.getByText('First bills').click()
    await page.getByText('No row matches').waitFor()
    await page.getByText('All bills').click()
    await previewed().waitFor()

    await page.getByRole('button', { name: 'Approve and post' }).click()
    await dialog().getByRole('button', { name: 'Approve and post' }).click()
    await page.getByRole('link', { name: 'Open its invoices' }).waitFor()
    equal((await invoices()).length, before + 1)
  })

  test('the invoices of the run are packed, and their file can be had', async () => {
    await page.getByRole('button', { name: 'ZIP of the invoices' }).click()
    const file = dialog().getByRole('link', { name: /^File 1/ })
    await file.waitFor()
    const answer = await page.request.get(new URL((await file.getAttribute('href'))!, trunkline.url).href)
    equal(answer.headers()['content-type'], 'application/zip')
    equal((await answer.body()).subarray(0, 2).toString(), 'PK')
  })

  test('a quote is written down as a proforma, and nothing is billed', async () => {
    const before = (await invoices()).length
    await go(`/subscriptions/${subscriptionId}`)
    await page.getByRole('button', { name: 'Add an add-on' }).click()
    await dialog().getByText('Fixed address').click()
    await dialog().getByRole('button', { name: 'Proforma invoice' }).click()
    const paper = dialog().getByRole('link', { name: /^PF-/ })
    await paper.waitFor()
    const answer = await page.request.get(new URL((await paper.getAttribute('href'))!, trunkline.url).href)
    equal(answer.headers()['content-type'], 'application/pdf')
    equal((await invoices()).length, before)
    await go('/proformas')
    await page.getByRole('gridcell', { name: /^PF-/ }).first().waitFor()
  })

  test('an adjustment waits for the next invoice; a part of a line is credited', async () => {
    await go(`/subscriptions/${subscriptionId}`)
    await page.getByRole('button', { name: 'Add an adjustment' }).click()
    await dialog().getByLabel('Text on the invoice').fill('New cable')
    await dialog().getByLabel('Amount before tax').fill('200')
    await dialog().getByLabel('Reason').fill('The dog bit the old one')
    await dialog().getByRole('button', { name: 'Add an adjustment' }).click()
    await page.getByRole('cell', { name: 'New cable', exact: true }).waitFor()

    const [invoice] = await invoices()
    await go(`/invoices/${invoice!.id}`)
    await page.getByRole('button', { name: 'More' }).click()
    await page.getByRole('menuitem', { name: 'Credit note' }).click()
    await dialog().getByRole('combobox', { name: 'Lines' }).click()
    await page.getByRole('option').first().click()
    await page.keyboard.press('Escape')
    await dialog().getByLabel('Amount before tax').fill('100')
    await dialog().getByLabel('Reason').fill('A day without light')
    await dialog().getByRole('button', { name: 'Credit note' }).click()
    await page.getByRole('heading', { name: 'Credit notes' }).waitFor()
    const notes = await api.get<{ net: object; reason: string }[]>(`/invoices/${invoice!.id}/credit-notes`)
    deepEqual(notes.find(({ reason }) => reason === 'A day without light')?.net, naira(10_000))
  })

  test('another plan shows what comes back and what is charged before the customer agrees', async () => {
    await go(`/subscriptions/${subscriptionId}`)
    await page.getByRole('button', { name: /^Actions for S-/ }).click()
    await page.getByRole('menuitem', { name: 'Change plan' }).click()
    await dialog().getByText('Home 100').click()
    await dialog().getByRole('table', { name: 'Given back' }).first().waitFor()
    await dialog().getByRole('button', { name: 'Change plan' }).click()
    equal((await subscription()).offerId, planId, 'nothing is done without consent')
    await dialog().getByLabel('The customer knows these lines and agrees').check()
    await dialog().getByRole('button', { name: 'Change plan' }).click()
    await page.getByText('The plan is changed').waitFor()
    equal((await subscription()).offerId, fasterId)
  })

  test('the first invoices of a plan are seen while it is typed', async () => {
    await go('/plans/new')
    await page.getByText('They appear here as soon as the terms are complete.').waitFor()
    await page.getByLabel('Name').first().fill('Home 200')
    await page.getByLabel('Price').first().fill('3000')
    await page.getByRole('table').getByText('Home 200').first().waitFor()
    equal(await page.getByRole('table').count(), 3)
  })

  test('a request that costs something else by now is not made, says so, and can be declined', async () => {
    const offerId = await sellPlan(api, { code: 'HOME-75', name: 'Home 75' })
    const asked = await ask({ kind: 'plan', offerId }, 'now')
    const recurring = naira(monthlyMinor + 50_000n)
    await api.post(`/plans/${offerId}/versions`, {
      validFrom: today().toString(),
      recurring,
      downloadBps: '75000000',
      uploadBps: '75000000',
    })
    await go(`/subscriptions/${subscriptionId}`)
    await page.getByRole('button', { name: 'Approve' }).click()
    await dialog().getByRole('button', { name: 'Approve' }).click()
    await page.getByText('Not made: it costs something else').waitFor()
    equal((await api.get<{ state: string }>(`/change-requests/${asked}`)).state, 'needs-consent')
    await page.getByText('Tell them the new price').waitFor()
    await page.getByRole('button', { name: 'Decline' }).click()
    await dialog().getByRole('button', { name: 'Decline' }).click()
    await page.getByText('The change is declined').waitFor()
    equal((await subscription()).offerId, fasterId)
  })

  test('a request is approved from the list with words for the customer, another declined on the page', async () => {
    const until = today().add({ days: 20 }).toString()
    const asked = await ask({ kind: 'pause', until }, 'cycle-end')
    await go('/change-requests')
    await page
      .getByRole('gridcell', { name: /Bisi Okafor/ })
      .first()
      .click()
    await dialog().getByText('Pause until').first().waitFor()
    await dialog().getByRole('button', { name: 'Approve' }).click()
    await page.getByLabel('Words for the customer').fill('Have a good journey')
    await page.getByText('Now', { exact: true }).click()
    await page.getByRole('dialog', { name: 'Approve' }).getByRole('button', { name: 'Approve' }).click()
    await page.getByText('The change is approved').waitFor()
    const done = await api.get<{ state: string; note: string }>(`/change-requests/${asked}`)
    deepEqual([done.state, done.note], ['done', 'Have a good journey'])
    equal((await subscription()).resumeOn, until)

    const other = await ask({ kind: 'cancel' }, 'now')
    await go(`/subscriptions/${subscriptionId}`)
    await page.getByRole('button', { name: 'Decline' }).click()
    await dialog().getByRole('button', { name: 'Decline' }).click()
    await page.getByText('The change is declined').waitFor()
    equal((await api.get<{ state: string }>(`/change-requests/${other}`)).state, 'declined')
  })

  test('a subscription is given to another customer', async () => {
    await go(`/subscriptions/${subscriptionId}`)
    await page
      .getByRole('button', { name: /^Actions for / })
      .first()
      .click()
    await page.getByRole('menuitem', { name: 'Transfer' }).click()
    await dialog().getByLabel('Who gets it').fill('chidi')
    await dialog().getByText('Chidi Balogun').click()
    await dialog().getByLabel('The customer knows these lines and agrees').check()
    await dialog().getByRole('button', { name: 'Transfer' }).click()
    await page.getByText('The service belongs to the other customer').waitFor()
    equal((await subscription()).customerId, receiverId)
  })

  test('an account is billed to another, and to itself again', async () => {
    const open = async () => {
      await page.getByRole('button', { name: 'More actions' }).click()
      await page.getByRole('menuitem', { name: 'Bill to another account' }).click()
    }
    await go(`/customers/${receiverId}`)
    await open()
    await dialog().getByLabel('Who pays').fill('bisi')
    await dialog().getByText('Bisi Okafor').click()
    await dialog().getByRole('button', { name: 'Save' }).click()
    await page.getByText('The other account pays from now on').waitFor()
    await page.getByRole('link', { name: 'Bisi Okafor' }).waitFor()

    await open()
    await dialog().getByRole('button', { name: 'Save' }).click()
    await page.getByText('The account pays for itself').waitFor()
    const { accounts } = await api.get<{ accounts: { billedToId: string | null }[] }>(`/customers/${receiverId}`)
    deepEqual(accounts, [{ ...accounts[0], billedToId: null }])
  })

  test('a debt is written off with its reason, and comes back when it is paid after all', async () => {
    const { id, number, open, accountId } = await billedInvoice('Femi Ade')
    await go(`/invoices/${id}`)
    await page.getByRole('button', { name: 'More actions' }).click()
    await page.getByRole('menuitem', { name: 'Write off' }).click()
    await dialog().getByText('Its taxes stay due').waitFor()
    await dialog().getByLabel('Why nobody will pay').fill('Moved away')
    await dialog().getByRole('button', { name: 'Write off' }).click()
    await page.getByText(`Invoice ${number} is written off`).waitFor()
    await page.getByRole('table', { name: 'Write-offs' }).getByText('Moved away').waitFor()
    await api.post('/payments', { accountId, amount: { ...open, minor: String(BigInt(open.minor) / 4n) }, method: 'cash' })
    await go('/write-offs')
    await page.getByRole('row', { name: /Femi Ade.*Paid after all/ }).waitFor()
  })

  test('the rest of what was paid comes back as money, and is paid out from the list', async () => {
    await api.put('/billing-settings', { refundOnCancellation: 'money' })
    const { open, accountId, subscriptionId: ending } = await billedInvoice('Ngozi Eze')
    await api.post('/payments', { accountId, amount: open, method: 'bank', reference: 'TRF 4711' })
    await go(`/subscriptions/${ending}`)
    await page.getByRole('button', { name: /^Actions for S-/ }).click()
    await page.getByRole('menuitem', { name: 'End the service' }).click()
    await dialog().getByText('Now', { exact: true }).click()
    await dialog().getByText('To be given back as money').waitFor()
    await dialog().getByLabel('The customer knows these lines and agrees').check()
    await dialog().getByRole('button', { name: 'End the service' }).click()
    await page.getByText('The service has ended').waitFor()
    await go('/refunds')
    await page.getByRole('row', { name: /Ngozi Eze.*Due/ }).click()
    await page.getByRole('button', { name: 'Pay out' }).click()
    // By its name: a locator holds on to what it found first, and the drawer below has a button of that name too.
    await page.getByRole('dialog', { name: 'Pay out' }).getByRole('button', { name: 'Pay out' }).click()
    await page.getByText(/are paid out/).waitFor()
    equal((await api.get<{ items: { state: string }[] }>('/lists/refunds/rows')).items[0]!.state, 'done')
  })

  test('the screens pass axe and fit a phone', async () => {
    const [invoice] = await invoices()
    const [run] = await api.rows<{ id: string }>('bill-runs')
    const screens = [
      `/subscriptions/${subscriptionId}`,
      '/coupons',
      '/change-requests',
      '/credit-notes',
      '/write-offs',
      '/refunds',
      '/proformas',
      '/document-archives',
      `/invoices/${invoice!.id}`,
      `/bill-runs/${run!.id}`,
      '/plans/new',
    ]
    for (const screen of screens) {
      await go(screen)
      deepEqual(await accessibilityFaults(page), [], screen)
    }
    await page.setViewportSize(phone)
    for (const screen of screens) {
      await go(screen)
      equal(await sidewaysScroll(page), 0, screen)
    }
    deepEqual(
      window.complaints.filter((complaint) => !complaint.includes('409')), // the coupon that was refused
      [],
    )
  })

  async function sellAddOn(): Promise<void> {
    const { offerId } = await api.post<{ offerId: string }>('/plans', {
      code: 'FIXED-IP',
      name: 'Fixed address',
      kind: 'add-on',
      technology: 'pppoe',
      terms: { validFrom: today().toString(), recurring: naira(monthlyMinor / 10n) },
    })
    await api.post(`/plans/${offerId}/publication`)
  }

  /** Somebody with a service whose first invoice is open. */
  async function billedInvoice(name: string) {
    const subscriber = await addSubscriber(api, planId, { name, username: name.toLowerCase().replaceAll(' ', '-'), password: 'wire-4711' })
    await runBills(api)
    const all = await api.rows<{
      id: string
      number: string
      customer: string
      accountId: string
      open: { minor: string; currency: string }
    }>('invoices')
    return { ...subscriber, ...all.find(({ customer }) => customer === name)! }
  }

  async function chooseForItem(deed: string): Promise<void> {
    await page.getByRole('button', { name: 'Actions for Fixed address' }).click()
    await page.getByRole('menuitem', { name: deed }).click()
  }

  async function redeem(code: string): Promise<void> {
    await page.getByRole('button', { name: 'Redeem a coupon' }).click()
    await dialog().getByLabel('Code').fill(code)
    await dialog().getByRole('button', { name: 'Redeem a coupon' }).click()
  }

  const ask = async (change: object, effective: string) =>
    (await api.post<{ id: string }>(`/subscriptions/${subscriptionId}/change-requests`, { change, effective })).id
  const subscription = () => api.get<{ customerId: string; offerId: string; resumeOn: string | null }>(`/subscriptions/${subscriptionId}`)
  const discounts = () => api.get<{ reduction: object; cyclesLeft: number | null }[]>(`/subscriptions/${subscriptionId}/discounts`)

  const previewed = () => page.getByRole('gridcell', { name: /Bisi Okafor/ }).first()
  const invoices = () => api.rows<{ id: string }>('invoices')

  async function quantitiesHad(): Promise<number[]> {
    const items = await api.get<{ quantity: number; toOn: string | null }[]>(`/subscriptions/${subscriptionId}/items`)
    return items.filter(({ toOn }) => toOn === null).map(({ quantity }) => quantity)
  }

  const dialog = () => page.getByRole('dialog')

  async function go(path: string): Promise<void> {
    await page.goto(trunkline.url + path)
    await settled(page)
  }
})
