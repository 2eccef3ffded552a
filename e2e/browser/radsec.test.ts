/** A router that speaks RADIUS over TLS: its certificate is issued, used, and revoked, all in the console. */
import { deepEqual, equal, ok } from 'node:assert/strict'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, suite, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { certificates, connectStream, type Stream } from '#simulators/nas'
import { accessibilityFaults, launchBrowser, openWindow, phone, sidewaysScroll, signInByForm, type Window } from '../lib/browser.ts'
import { addNas, administrator, foundCompany } from '../lib/company.ts'
import { freePorts } from '../lib/free-ports.ts'
import { startTrunkline, type Trunkline } from '../lib/trunkline.ts'
import { waitFor } from '../lib/wait-for.ts'

suite('certificates of a router', () => {
  const files = mkdtempSync(path.join(tmpdir(), 'trunkline-radsec-'))
  let trunkline: Trunkline
  let browser: Browser
  let window: Window
  let page: Page
  let nasId: string
  let tlsPort: number

  before(async () => {
    const file = (name: string, text: string) => {
      writeFileSync(path.join(files, name), text)
      return path.join(files, name)
    }
    tlsPort = (await freePorts()).http
    const env = {
      RADIUS_TLS_PORT: String(tlsPort),
      RADIUS_TLS_CERT: file('cert.pem', certificates.server.cert),
      RADIUS_TLS_KEY: file('key.pem', certificates.server.key),
    }
    ;[trunkline, browser] = await Promise.all([startTrunkline({ env }), launchBrowser()])
    const { api } = await foundCompany(trunkline)
    nasId = await addNas(api, 3799, { address: null, certificateName: 'bng-1.lagoon.example' })
    window = await openWindow(browser)
    page = window.page
    await signInByForm(page, trunkline.url, administrator)
  })

  after(async () => {
    await browser?.close()
    await trunkline?.remove()
    await rm(files, { recursive: true })
  })

  async function download(button: string): Promise<string> {
    const saved = page.waitForEvent('download')
    await page.getByRole('button', { name: button }).click()
    return readFile((await (await saved).path())!, 'utf8')
  }

  test('one is issued, lets the router in, and ends its connection when it is revoked', async () => {
    await page.goto(`${trunkline.url}/nas/${nasId}`)
    await page.getByText('No certificate yet').waitFor()
    await page.getByRole('button', { name: 'Issue a certificate' }).click()
    await page.getByText('The key is shown this once').waitFor()
    deepEqual(await accessibilityFaults(page), [])
    const [cert, key] = [await download('Certificate (PEM)'), await download('Key (PEM)')]
    await page.keyboard.press('Escape')

    const connect = (): Promise<Stream> =>
      connectStream({ port: tlsPort, tls: { ca: certificates.authority.cert, cert, key, servername: 'localhost' } })
    const enters = async () => {
      const stream = await connect().catch(() => undefined)
      const reply = await stream?.ask('Status-Server', () => [])
      stream?.close()
      return reply?.code === 'Access-Accept'
    }
    await waitFor('the router to be let in', enters)
    const running = await connect()
    ok(await running.ask('Status-Server', () => []))

    await page.getByRole('button', { name: 'Revoke' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
    await page.getByText('The certificate is revoked').waitFor()
    await running.ended
    ok(!(await enters()))
    await page.getByRole('table', { name: 'Certificates for RADIUS over TLS' }).getByText('Revoked').waitFor()
    deepEqual(await accessibilityFaults(page), [])
  })

  test('the authority of its owner is trusted, and all certificates stand in one list', async () => {
    await page.goto(`${trunkline.url}/nas/${nasId}`)
    await page.getByRole('button', { name: 'Trust an authority' }).click()
    await page.getByText('bng-1.lagoon.example. They open no other router.').waitFor()
    await page.getByLabel(/^Certificate( \*)?$/).fill(certificates.authority.cert)
    deepEqual(await accessibilityFaults(page), [])
    await page.getByRole('dialog').getByRole('button', { name: 'Trust an authority' }).click()
    await page.getByText('The authority is trusted for this router').waitFor()
    await page.goto(`${trunkline.url}/nas-certificates`)
    for (const kind of ['Issued here', 'Authority']) await page.getByText(kind, { exact: true }).waitFor()
    deepEqual(await accessibilityFaults(page), [])
  })

  test('on a phone nothing scrolls sideways', async () => {
    const small = await openWindow(browser, { viewport: phone })
    await signInByForm(small.page, trunkline.url, administrator)
    for (const place of [`/nas/${nasId}`, '/nas-certificates']) {
      await small.page.goto(trunkline.url + place)
      await small.page.getByText('Authority').first().waitFor()
      equal(await sidewaysScroll(small.page), 0, place)
    }
    deepEqual([...window.complaints, ...small.complaints], [])
  })
})
