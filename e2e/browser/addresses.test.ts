/** A letter of the police: an address, a port and a minute, and who it was. */
import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { readFile } from 'node:fs/promises'
import type { Browser, Download, Page } from 'playwright-core'
import { createNas, type Nas } from '#simulators/nas'
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
import { addNas, addSubscriber, administrator, type Company, foundCompany, nasSecret, patience, sellPlan } from '../lib/company.ts'
import { startTrunkline, type Trunkline } from '../lib/trunkline.ts'
import { waitFor } from '../lib/wait-for.ts'

const textOf = async (download: Download) => readFile((await download.path())!, 'utf8')

const customer = { name: 'Tunde Bello', username: 'tunde', password: 'tunde-secret-42' } as const

suite('who had an address', () => {
  let trunkline: Trunkline
  let browser: Browser
  let window: Window
  let page: Page
  let company: Company
  let nas: Nas
  let address: string

  before(async () => {
    ;[trunkline, browser] = await Promise.all([startTrunkline(), launchBrowser()])
    company = await foundCompany(trunkline)
    await addNas(company.api)
    await addSubscriber(company.api, await sellPlan(company.api, { code: 'HOME50', name: 'Home 50' }), customer)
    const { auth: authPort, acct: acctPort } = trunkline.ports
    nas = await createNas({ host: '127.0.0.1', authPort, acctPort, secret: nasSecret, address: '127.0.0.1', retry: patience })
    // The router and the login are known a moment after they were made.
    const session = await waitFor('the login to be let in', async () => {
      const result = await nas.login({ username: customer.username, password: customer.password, method: 'chap' })
      return result.outcome === 'accepted' && result.session
    })
    ok(await session.start(), 'the customer is online')
    address = await waitFor(
      'the session and its address',
      async () => (await company.api.rows<{ address: string | null }>('sessions'))[0]?.address,
    )
    window = await openWindow(browser)
    page = window.page
    await signInByForm(page, trunkline.url, administrator)
  })

  after(async () => {
    await browser?.close()
    await nas?.close()
    await trunkline?.remove()
  })

  test('a pool shows how much of it is in use', async () => {
    await page.goto(`${trunkline.url}/address-pools`)
    await page.getByRole('button', { name: 'Add a pool' }).first().click()
    await page.getByLabel('Name').fill('home')
    await page.getByLabel('Prefix').fill(`${address}/32`)
    await page.getByRole('dialog').getByRole('button', { name: 'Add a pool' }).click()
    await page.getByText('1 of 1').waitFor()
    await page.getByText('No address is wanted by two.').waitFor()
    deepEqual(await accessibilityFaults(page), [])
  })

  test('an address, a port and an instant lead to the customer by the log of the NAT', async () => {
    const now = Temporal.Now.instant()
    const block = { publicAddress: '203.0.113.9', portFrom: 2048, portTo: 3055, privateAddress: address }
    await company.api.post('/nat-mappings', { mappings: [{ ...block, from: now.subtract({ hours: 1 }).toString() }] })
    await page.goto(`${trunkline.url}/who-had-address`)
    await page.getByLabel('Address').fill('203.0.113.9')
    await page.getByLabel('Source port').fill('2500')
    await page.getByLabel('Instant').fill(Temporal.Now.instant().toString())
    await page.getByLabel('Reference').fill('CID 12/2026')
    await page.getByLabel('Reason').fill('Order of the high court')
    await page.getByRole('button', { name: 'Search', exact: true }).click()
    await page.getByText('One subscriber had it').waitFor()
    await page.getByRole('link', { name: /Tunde Bello/ }).waitFor()
    deepEqual(await accessibilityFaults(page), [])
    const kept = await company.api.rows<{ reference: string; verdict: string }>('address-traces')
    deepEqual(
      kept.map(({ reference, verdict }) => [reference, verdict]),
      [['CID 12/2026', 'one']],
    )
  })

  test('a pool that was described wrongly is changed', async () => {
    await page.goto(`${trunkline.url}/address-pools`)
    await page.getByRole('button', { name: 'Change' }).click()
    await page.getByLabel('Prefix').fill(address.replace(/\d+$/, '0/24'))
    await page.getByLabel('Mask each line gets').fill('32')
    await page.getByLabel('Note').fill('Ground floor')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('1 of 256').waitFor()
    await page.getByText('Ground floor').waitFor()
    deepEqual(await accessibilityFaults(page), [])
  })

  test('a log is imported as a file: sound lines count, the others are shown with what is wrong', async () => {
    const line = (port: number) => `203.0.113.20,${port},${port + 1007},100.64.0.5,2026-03-10T08:00:00+06:00,,nat-1`
    const lines = ['publicAddress,portFrom,portTo,privateAddress,from,until,device', line(2048), line(70_000), line(3056)]
    await page.goto(`${trunkline.url}/nat-rules`)
    await page.getByRole('button', { name: 'Import logs' }).click()
    const file = { name: 'nat.csv', mimeType: 'text/csv', buffer: Buffer.from(lines.join('\r\n')) }
    await page.getByLabel('Log of a NAT').setInputFiles(file)
    await page.getByText('Done. New blocks: 2. Blocks that ended: 0. Lines that could not be taken: 1.').waitFor()
    const faulty = page.getByRole('table', { name: 'Lines that could not be taken' }).getByRole('row').nth(1)
    match(await faulty.innerText(), /^3\s+portFrom/)
    deepEqual(await accessibilityFaults(page), [])
    const saved = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Save these lines' }).click()
    equal(await textOf(await saved), `${lines[0]}\n${lines[2]}\n`)
  })

  test('a rule is added, gets another layout, and how long logs are kept is said', async () => {
    await page.goto(`${trunkline.url}/nat-rules`)
    await page.getByRole('button', { name: 'Add a rule' }).first().click()
    await page.getByLabel('Name of the NAT').fill('nat-2')
    await page.getByLabel('Private prefix').fill('100.64.0.0/24')
    await page.getByLabel('Public prefix').fill('192.0.2.0/28')
    await page.getByLabel('Ports each').fill('60000')
    await page.getByLabel('From').fill('2026-03-01T00:00:00Z')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('dialog', { name: 'Add a rule' }).getByText('The public prefix has too few ports').waitFor() // once, at its field
    await page.getByLabel('Ports each').fill('1008')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('The rule nat-2 is saved').waitFor()
    await page.getByRole('row', { name: /nat-2/ }).click()
    await page.getByRole('button', { name: 'Another layout' }).click()
    const layout = page.getByRole('dialog', { name: 'Another layout' })
    await layout.getByLabel('Ports each').fill('2016')
    await layout.getByRole('button', { name: 'Save' }).click()
    await layout.waitFor({ state: 'hidden' }) // that the rule is saved may still be said of the first
    const rules = await company.api.rows<{ portsEach: number; from: string; until: string | null }>('nat-rules')
    const [before, after] = rules.toSorted((a, b) => a.portsEach - b.portsEach)
    deepEqual([before!.portsEach, after!.portsEach, after!.until], [1008, 2016, null])
    equal(before!.until, after!.from)

    await page.goto(`${trunkline.url}/nat-rules`)
    await page.getByRole('button', { name: 'How long logs are kept' }).click()
    await page.getByLabel('Days').fill('180')
    deepEqual(await accessibilityFaults(page), [])
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Kept as long as you said').waitFor()
    deepEqual(await company.api.get('/address-settings'), { mappingRetentionDays: 180 })
  })

  test('on a phone nothing scrolls sideways', async () => {
    const small = await openWindow(browser, { viewport: phone })
    await signInByForm(small.page, trunkline.url, administrator)
    for (const path of ['/address-pools', '/who-had-address', '/address-traces', '/nat-rules']) {
      await small.page.goto(trunkline.url + path)
      await settled(small.page)
      equal(await sidewaysScroll(small.page), 0, path)
    }
    await small.page.getByRole('button', { name: 'Import logs' }).click()
    const zone = (await small.page.getByText('Drop a CSV or NDJSON file here').boundingBox())!
    ok(zone.x + zone.width <= phone.width, 'the drop zone is on the screen')
    const unexpected = [...window.complaints, ...small.complaints].filter((complaint) => !complaint.includes('422')) // the rule that was refused
    deepEqual(unexpected, [])
  })
})
