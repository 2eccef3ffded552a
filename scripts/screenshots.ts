/**
 * `npm run screenshots` remakes the pictures in docs/images from the running program with the demo world. Names are arguments, to
 * remake only some: `npm run screenshots -- home-dark phone-customer`.
 */
import fs from 'node:fs'
import path from 'node:path'
import type { Browser } from 'playwright-core'
import { Api } from '../e2e/lib/api.ts'
import { desktop, launchBrowser, openWindow, phone, signInByForm } from '../e2e/lib/browser.ts'
import { startTrunkline, type Trunkline } from '../e2e/lib/trunkline.ts'
import { waitFor } from '../e2e/lib/wait-for.ts'

interface Picture {
  readonly name: string
  readonly path: string
  readonly isDark?: boolean
  readonly isPhone?: boolean
}

interface Home {
  readonly online: { readonly downloadBps: string }
}

const login = { email: 'admin@padma.demo', password: 'demo-trunkline-42' } as const
const outDir = path.join(import.meta.dirname, '..', 'docs', 'images')
const trafficWithinMs = 400_000 // two reports of the routers
const settleMs = 1_200 // charts and numbers come to rest
const bytesMax = 250_000

const trunkline = await startTrunkline({ demo: true })
const browser = await launchBrowser()
try {
  const api = new Api(trunkline.url)
  await api.signIn(login.email, login.password)
  await waitFor('traffic', async () => BigInt((await api.get<Home>('/insight/home')).online.downloadBps) > 0n, {
    withinMs: trafficWithinMs,
  })
  const wanted = process.argv.slice(2)
  const pictures = picturesOf(await customerNamed(api, 'alice'), await customerNamed(api, 'bob'))
  fs.mkdirSync(outDir, { recursive: true })
  for (const picture of pictures) if (wanted.length === 0 || wanted.includes(picture.name)) await take(browser, trunkline, picture)
} finally {
  await browser.close()
  await trunkline.remove()
}

function picturesOf(alice: string, bob: string): Picture[] {
  return [
    { name: 'home-light', path: '/' },
    { name: 'home-dark', path: '/', isDark: true },
    { name: 'customers', path: '/customers' },
    { name: 'customer-story', path: alice },
    { name: 'customer-offline', path: bob },
    { name: 'new-customer', path: '/customers/new' },
    { name: 'sessions', path: '/sessions' },
    { name: 'sessions-dark', path: '/sessions', isDark: true },
    { name: 'plans', path: '/plans' },
    { name: 'invoices', path: '/invoices' },
    { name: 'phone-home', path: '/', isPhone: true },
    { name: 'phone-customers', path: '/customers', isPhone: true },
    { name: 'phone-customer', path: alice, isPhone: true, isDark: true },
  ]
}

async function customerNamed(api: Api, typed: string): Promise<string> {
  const [customer] = await api.rows<{ id: string }>('customers', `q=${typed}`)
  if (!customer) throw new Error(`The demo world has nobody named ${typed}.`)
  return `/customers/${customer.id}`
}

async function take(browser: Browser, { url }: Trunkline, { name, path: place, isDark = false, isPhone = false }: Picture): Promise<void> {
  const { context, page, complaints } = await openWindow(browser, {
    colorScheme: isDark ? 'dark' : 'light',
    viewport: isPhone ? phone : desktop,
    isMobile: isPhone,
    hasTouch: isPhone,
  })
  await signInByForm(page, url, login)
  await page.goto(url + place)
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  await page.waitForTimeout(settleMs)
  const file = path.join(outDir, `${name}.png`)
  await page.screenshot({ path: file })
  await context.close()
  const { size } = fs.statSync(file)
  console.log(
    `${path.relative(process.cwd(), file)}  ${Math.ceil(size / 1000)} kB${size > bytesMax ? '  which is more than a page should load' : ''}`,
  )
  for (const complaint of complaints) console.log(`  ${complaint}`)
}
