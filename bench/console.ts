/**
 * What a browser has to do for the console: JavaScript transferred until a screen is at rest, Largest Contentful Paint, layout shift, how long
 * the main thread was blocked, and Lighthouse's four categories, on the sign-in screen and on the home screen of the demo. The figure is the
 * JavaScript of the heavier of the two.
 * Run: npm run -s bench -- console [--short]
 */
import { gzipSync } from 'node:zlib'
import lighthouse, { desktopConfig } from 'lighthouse'
import type { Browser } from 'playwright-core'
import { freePorts } from '../e2e/lib/free-ports.ts'
import { launchBrowser, openWindow, signInByForm } from '../e2e/lib/browser.ts'
import { startTrunkline } from '../e2e/lib/trunkline.ts'
import { memoryMb, processTree } from './lib/processes.ts'
import { readOptions, report, say } from './lib/report.ts'

const login = { email: 'admin@padma.demo', password: 'demo-trunkline-42' }
const categories = ['performance', 'accessibility', 'best-practices', 'seo']
const options = { onlyCategories: categories, logLevel: 'error' as const, disableFullPageScreenshot: true }
const atRestMs = 2_000
const runs = readOptions().isShort ? 1 : 3 // of Lighthouse, the best counts: the others had neighbours

interface Painting {
  readonly lcpMs: number
  /** Of the main thread, beyond 50 ms a task. */
  readonly blockedMs: number
  /** Cumulative Layout Shift: 0 when nothing moves that is already there. */
  readonly layoutShift: number
  /** Audits of Lighthouse that cost points. */
  readonly faults: readonly string[]
  /** Of 100, by category. */
  readonly scores: Readonly<Record<string, number>>
}

const { http: debuggingPort } = await freePorts()
const [trunkline, browser] = await Promise.all([
  startTrunkline({ demo: true, env: { DEMO_SCALE: '0.1' } }),
  launchBrowser([`--remote-debugging-port=${debuggingPort}`]),
])
try {
  const cookie = await signIn(browser)
  const screens = [`${trunkline.url}/sign-in`, `${trunkline.url}/`] as const
  const [signInKb, homeKb] = await Promise.all([javascriptOf(screens[0], ''), javascriptOf(screens[1], cookie)])
  const signInScreen = { javascriptKb: signInKb, ...(await measureScreen(screens[0], '')) }
  const home = { javascriptKb: homeKb, ...(await measureScreen(screens[1], cookie)) }
  const rssMb = memoryMb(processTree(trunkline.pid))
  report({ bench: 'console', value: Math.max(signInKb, homeKb), unit: 'KB gz', ...(rssMb && { rssMb }), signIn: signInScreen, home })
} finally {
  await browser.close()
  await trunkline.remove()
}

/** @returns the cookies of a session, as a header */
async function signIn(browser: Browser): Promise<string> {
  const { context, page } = await openWindow(browser)
  await signInByForm(page, trunkline.url, login)
  const cookies = await context.cookies()
  await context.close()
  return cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
}

async function measureScreen(url: string, cookie: string): Promise<Painting> {
  const results = []
  for (let run = 0; run < runs; run++) results.push(await runLighthouse(url, cookie))
  const best = results.toSorted((a, b) => a.lcpMs - b.lcpMs)[0]!
  say(`${url}: ${JSON.stringify(best)}`)
  return best
}

/** Kilobytes after gzip of every script that an empty cache loads; browsers that speak Brotli take less. */
async function javascriptOf(url: string, cookie: string): Promise<number> {
  const { context, page } = await openWindow(browser, cookie ? { extraHTTPHeaders: { cookie } } : {})
  const scripts: Promise<Buffer>[] = []
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script') scripts.push(response.body())
  })
  await page.goto(url)
  await page.waitForTimeout(atRestMs)
  const bytes = (await Promise.all(scripts)).reduce((sum, body) => sum + gzipSync(body).length, 0)
  await context.close()
  return Math.round(bytes / 1024)
}

async function runLighthouse(url: string, cookie: string): Promise<Painting> {
  const flags = { ...options, port: debuggingPort, ...(cookie && { extraHeaders: { cookie } }) }
  const result = await lighthouse(url, flags, desktopConfig)
  if (!result) throw new Error(`Lighthouse could not load ${url}`)
  const { lhr } = result
  const valueOf = (audit: string) => lhr.audits[audit]?.numericValue ?? NaN
  return {
    lcpMs: Math.round(valueOf('largest-contentful-paint')),
    blockedMs: Math.round(valueOf('total-blocking-time')),
    layoutShift: Math.round(valueOf('cumulative-layout-shift') * 1000) / 1000,
    faults: Object.values(lhr.categories).flatMap(({ auditRefs }) =>
      auditRefs.filter(({ id, weight }) => weight > 0 && (lhr.audits[id]?.score ?? 1) < 0.9).map(({ id }) => id),
    ),
    scores: Object.fromEntries(Object.entries(lhr.categories).map(([name, { score }]) => [name, Math.round((score ?? 0) * 100)])),
  }
}
