/** A real browser, from an npm package, looking at the running program. */
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import packagedChromium, { inflate, setupLambdaEnvironment } from '@sparticuz/chromium'
import { type Browser, type BrowserContext, type BrowserContextOptions, type Page, chromium } from 'playwright-core'
import { waitFor } from './wait-for.ts'

const flags = [
  '--no-sandbox', // Chromium refuses its sandbox to root
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--font-render-hinting=none', // the same pictures on every machine
]

export const desktop = { width: 1440, height: 900 } as const
export const phone = { width: 390, height: 844 } as const

/** How long a person would wait is measured in `bench/`; here a busy machine has the time it takes. */
const patienceMs = 60_000

/** CHROME_PATH names a browser of your own, where the packaged one does not run. */
export async function launchBrowser(moreFlags: readonly string[] = []): Promise<Browser> {
  const executablePath = process.env['CHROME_PATH'] ?? (await packagedBrowser())
  return chromium.launch({ executablePath, args: [...flags, ...moreFlags], timeout: patienceMs })
}

async function packagedBrowser(): Promise<string> {
  const file = await packagedChromium.executablePath()
  // Slim systems lack NSS and its kin; the package brings them for a system that has nothing.
  if (spawnSync(file, ['--version']).status !== 0) {
    const packageDir = path.dirname(path.dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))))
    const unpacked = await inflate(path.join(packageDir, 'bin', 'al2023.tar.br'))
    setupLambdaEnvironment(path.join(unpacked, 'lib'))
  }
  return file
}

/** A window with its own cookies; what its pages complain about is collected. */
export interface Window {
  readonly context: BrowserContext
  readonly page: Page
  /** Uncaught errors and console errors, which a healthy screen does not have. */
  readonly complaints: readonly string[]
}

export async function openWindow(browser: Browser, options: BrowserContextOptions = {}): Promise<Window> {
  const context = await browser.newContext({ viewport: desktop, locale: 'en-GB', reducedMotion: 'reduce', ...options })
  context.setDefaultTimeout(patienceMs)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(`${new URL(page.url()).pathname}: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error' && !isRefusedSession(message.text(), message.location().url))
      complaints.push(`${new URL(page.url()).pathname}: ${message.text()}`)
  })
  return { context, page, complaints }
}

/** Before signing in the console asks who is signed in, and the browser writes the 401 to its console. */
const isRefusedSession = (text: string, url: string) => text.includes('401') && url.endsWith('/api/v1/session')

/** Signs in by the form, as a person does. */
export async function signInByForm(page: Page, url: string, { email, password }: { email: string; password: string }): Promise<void> {
  await page.goto(`${url}/sign-in`)
  await page.locator('input[name=email]').fill(email)
  await page.locator('input[name=password]').fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('navigation').first().waitFor()
}

/** Waits until a screen has its heading, and nothing on it is loading any more. */
export async function settled(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  // Not by waitForFunction: its second look is an eval in the page, which our policy of scripts forbids.
  await waitFor('everything to be loaded', async () => (await page.locator('[data-loading]').count()) === 0)
}

/** What axe finds wrong on the page as it is, by the rules of WCAG 2.2 AA; one line each. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze()
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(' ')}: ${node.failureSummary?.split('\n')[1]?.trim() ?? ''}`),
  )
}

/** Pixels by which the page is wider than its window: what a thumb would have to push sideways. */
export const sidewaysScroll = (page: Page): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
