/** Guests of a hotspot: phones whose browsers follow links, refreshes and forms, and run no script. */
import { ok } from 'node:assert/strict'
import { waitFor } from './wait-for.ts'

export interface Page {
  readonly url: string
  readonly text: string
}

/** What takes over the pages of whoever is not logged in: a router, or an access point of a controller. */
export interface Wifi {
  readonly hotspot: {
    readonly url: string
    /** What a phone reaches there beside this machine. */
    readonly hosts?: readonly string[]
  }
}

/** A phone on the hotspot: a browser that keeps cookies and runs no script. */
export class Phone {
  readonly #wifi: Wifi
  readonly #cookies = new Map<string, string>() // by host

  constructor(wifi: Wifi) {
    this.#wifi = wifi
  }

  /** Opens any page of the web: the hotspot takes it over, as it does with every request before a login. */
  joinWifi(): Promise<Page> {
    return this.open(`${this.#wifi.hotspot.url}/login?dst=${encodeURIComponent('http://news.example/')}`)
  }

  async open(url: string, form?: Readonly<Record<string, string>>): Promise<Page> {
    const { host, hostname } = new URL(url)
    if (hostname !== '127.0.0.1' && !this.#wifi.hotspot.hosts?.includes(hostname)) return { url, text: 'the web' } // let through by the hotspot
    const answer = await fetch(url, {
      redirect: 'manual',
      headers: { Cookie: this.#cookies.get(host) ?? '', 'User-Agent': 'Mozilla/5.0 (Linux; Android 14)' }, // written as browsers do: openNDS ends at other letters
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    })
    const [kept] = answer.headers.getSetCookie()
    if (kept) this.#cookies.set(host, kept.split(';')[0]!)
    const location = answer.headers.get('location')
    if (location) return this.open(new URL(location, url).href)
    return { url, text: await answer.text() }
  }

  /** Sends the form of a page that has this action. */
  submit(page: Page, action: string, typed: Readonly<Record<string, string>> = {}): Promise<Page> {
    const [, path, body] = new RegExp(`<form method="post" action="([^"]*${action})"[^>]*>([\\s\\S]*?)</form>`).exec(page.text) ?? []
    ok(path && body, `a form for ${action} is on ${page.url}`)
    const hidden = [...body.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [
      name!,
      unescape(value!),
    ])
    return this.open(new URL(path, page.url).href, { ...Object.fromEntries(hidden), ...typed })
  }

  /** Waits as long as the page says and goes where it leads. */
  async follow(page: Page): Promise<Page> {
    const [, seconds, url] = /http-equiv="refresh" content="(\d+)(?:;url=([^"]+))?"/.exec(page.text) ?? []
    ok(seconds, `${page.url} leads on by itself: ${page.text.slice(0, 300)}`)
    await new Promise((resolve) => setTimeout(resolve, Number(seconds) * 1_000))
    return this.open(url === undefined ? page.url : new URL(unescape(url), page.url).href)
  }

  /**
   * Goes where a way in leads. The portal waits a second, after which the login is known to RADIUS; where the machine is too busy for that the
   * router says no, and the guest, whom the portal knows by now, presses its button once more.
   */
  async getIn(entry: Page): Promise<Page> {
    let way = entry
    return waitFor('the way in', async () => {
      const arrived = await this.follow(way)
      if (!arrived.url.startsWith(this.#wifi.hotspot.url)) return arrived
      way = await this.submit(await this.follow(await this.joinWifi()), '/again')
      return false
    })
  }
}

const unescape = (text: string) => text.replaceAll('&amp;', '&').replaceAll('&quot;', '"').replaceAll('&#39;', "'")
