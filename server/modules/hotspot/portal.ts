import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { sha256 } from '#kernel/crypto.ts'
import { type Scope, transact, type Tx } from '#kernel/db.ts'
import { openFiles } from '#kernel/files.ts'
import { pageHeaders } from '#kernel/page.ts'
import type { Platform } from '#kernel/platform.ts'
import { Problem } from '#kernel/problem.ts'
import { networkOf } from '#kernel/rate-limit.ts'
import { log } from '#kernel/telemetry.ts'
import { zPhone } from '#kernel/wire.ts'
import { openSecret } from '#kernel/vault.ts'
import { canonicalUsername, ownerOfLogin } from '#modules/access'
import { readLogo } from '#modules/billing'
import { readVersions } from '#modules/catalog'
import { checkCheckout } from '#modules/payments'
import { routerReach } from '#modules/routers'
import { readSubscription } from '#modules/subscriptions'
import { languageOf, languageOfVisitor, readTenant, scopeOfSlug } from '#modules/tenants'
import { inFull } from '#modules/sms'
import { behind, guarded } from '#modules/vouchers'
import { askCode, sendsCodes } from './ask-code.ts'
import { enterCode } from './enter-code.ts'
import {
  codeNotSent,
  codeOver,
  codeWrong,
  controllerFailed,
  emailInvalid,
  gatewaySilent,
  noController,
  openingNotFound,
  phoneInvalid,
  portalNotFound,
  type SeatedDevice,
  signInWrong,
} from './errors.ts'
import { asksRadius, entryOf, noVisit, readVisit, type Trusted, type Visit } from './gateway.ts'
import { givePass } from './give-pass.ts'
import { type Guest, type Joined, joinPass, rejoin } from './join-pass.ts'
import { readPicture } from './keep-campaigns.ts'
import { codeMinutes } from './one-time-code.ts'
import { admit, answerAuthmon, askToOpen, type AuthmonAsk, waitingSeconds } from './open-gateway.ts'
import { findOpening } from './opening-store.ts'
import {
  codePage,
  devicesPage,
  entryPage,
  homePage,
  onlinePage,
  problemPage,
  purchasePage,
  type Stage,
  waitingPage,
  wordsOf,
} from './pages.ts'
import { passesForSale, readPurchase, startPurchase } from './sell-pass.ts'
import { grantShowing, readOffers, startShowing, watch } from './show-campaign.ts'
import { sponsorPage } from './sponsor-page.ts'
import { findLocationOf } from './sponsor-store.ts'
import { findDevice, type GrantKind, readSettings, type Settings } from './store.ts'
import { authoriseGuest } from './unifi.ts'
import { useCode } from './use-code.ts'
import { openVisit, sealVisit } from './visit-token.ts'
import { fill } from './words.ts'

const cookieName = 'tl_guest'
export const languageCookieName = 'tl_language'
const cookieDays = 400 // as long as browsers keep any

/** One request of somebody before a portal. */
export class Portal {
  readonly #platform: Platform
  readonly #request: FastifyRequest
  readonly #reply: FastifyReply
  readonly #scope: Scope
  readonly #slug: string

  private constructor(platform: Platform, request: FastifyRequest, reply: FastifyReply, scope: Scope, slug: string) {
    this.#platform = platform
    this.#request = request
    this.#reply = reply
    this.#scope = scope
    this.#slug = slug
  }

  /** @throws hotspot.portal_not_found */
  static async open(platform: Platform, request: FastifyRequest, reply: FastifyReply, slug: string): Promise<Portal> {
    const scope = await scopeOfSlug(platform.db, slug, { actor: 'customer:guest', requestId: String(request.id) })
    if (!scope) throw portalNotFound()
    return new Portal(platform, request, reply, scope, slug)
  }

  async home(query: URLSearchParams): Promise<void> {
    await this.#send(async (stage) =>
      query.get('status') === 'authenticated' // openNDS says so to whoever comes to its door once more
        ? onlinePage(stage, null)
        : this.#transact((tx) => this.#homePage(tx, stage, query)),
    )
  }

  /** A gateway asks, not a guest. */
  async authmon(ask: AuthmonAsk): Promise<void> {
    const text = await this.#transact((tx) => answerAuthmon(tx, ask, this.#now()))
    this.#reply.headers({ 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' }).send(text)
  }

  /** Where a guest waits for the gateway. */
  async opening(id: string): Promise<void> {
    await this.#send(async (stage) => {
      const opening = await this.#transact((tx) => findOpening(tx, id))
      if (!opening) throw openingNotFound()
      if (opening.openedAt) return onlinePage(stage, opening.wanted)
      if (opening.endedAt || this.#now().since(opening.askedAt).total('seconds') > waitingSeconds) throw gatewaySilent()
      return waitingPage(stage)
    })
  }

  async voucher({ visit, code, instead }: { visit: string; code: string; instead?: string | undefined }): Promise<void> {
    await this.#enter(
      visit,
      (guest, now) =>
        guarded(
          (work) => this.#transact(work),
          [...this.#guessers(guest), behind(networkOf(this.#request.ip))],
          now,
          (tx) => useCode(tx, code, guest, now, instead),
        ),
      { action: 'voucher', fields: { visit, code } },
    )
  }

  async again({ visit }: { visit: string }): Promise<void> {
    await this.#enter(visit, async (guest, now) => {
      const joined = await this.#transact((tx) => rejoin(tx, guest, now))
      if (!joined) throw new Problem('hotspot.pass_over', 409, 'This pass is over.')
      return joined
    })
  }

  async give({ visit }: { visit: string }, kind: Exclude<GrantKind, 'code' | 'sponsor'>): Promise<void> {
    await this.#enter(visit, (guest, now) =>
      this.#transact(async (tx) => joinPass(tx, await givePass(tx, kind, withToken(guest), now), withToken(guest), now)),
    )
  }

  /** Begins to show what a sponsor says. */
  async show({ visit, campaignId }: { visit: string; campaignId: string }): Promise<void> {
    await this.#send(
      async () => {
        const now = this.#now()
        const { sealed, token } = await this.#transact(async (tx) =>
          startShowing(tx, campaignId, this.#guest(await openVisit(tx, visit, now)), now),
        )
        this.#keep(token)
        this.#reply.redirect(`/portal/${this.#slug}/showings?${new URLSearchParams({ visit, showing: sealed })}`, 303)
        return undefined
      },
      { visit },
    )
  }

  /** What the sponsor says, which comes again by itself when it was looked at to the end. */
  async watch({ visit, showing }: { visit: string; showing: string }): Promise<void> {
    await this.#send(
      (stage) =>
        this.#transact(async (tx) => {
          const now = this.#now()
          await openVisit(tx, visit, now)
          const watched = await watch(tx, showing, now)
          const picture = await readPicture(tx, openFiles(this.#platform.config), watched.campaign)
          return sponsorPage(stage, { ...watched, visit, showing, picture, home: homeOf(stage, visit) })
        }),
      { visit },
    )
  }

  /** The way in, for whoever has looked. */
  async watched({ visit, showing, answer }: { visit: string; showing: string; answer?: number | undefined }): Promise<void> {
    await this.#enter(visit, (guest, now) => this.#transact((tx) => grantShowing(tx, { sealed: showing, answer }, guest, now)))
  }

  /** Sends a code to a telephone; the page that comes takes it. */
  async askCode({ visit, phone }: { visit: string; phone: string }): Promise<void> {
    await this.#send(
      async (stage) => {
        const now = this.#now()
        const number = zPhone.safeParse(inFull(phone, stage.tenant.country))
        if (!number.success) throw phoneInvalid()
        const guest = withToken(this.#guest(await this.#transact((tx) => openVisit(tx, visit, now))))
        const w = wordsOf(stage)
        const textOf = (code: string) => fill(w.codeText, { code, name: stage.tenant.name.slice(0, nameMax), minutes: String(codeMinutes) })
        const asking = { phone: number.data, guest, guests: this.#guessers(guest), textOf }
        const ask = await this.#transact((tx) => askCode(tx, asking, now))
        if (ask === null) throw codeNotSent()
        this.#keep(guest.token)
        return codePage(stage, { visit, ask, phone: number.data, home: homeOf(stage, visit), error: null })
      },
      { visit },
    )
  }

  async enterCode(typed: { visit: string; ask: string; phone: string; code: string; instead?: string | undefined }): Promise<void> {
    const { visit, ask, phone, code, instead } = typed
    await this.#enter(
      visit,
      async (guest, now) => {
        const joined = await this.#transact((tx) => enterCode(tx, { ask, typed: code, instead }, guest, now))
        if (joined === 'wrong') throw codeWrong()
        if (joined === 'over') throw codeOver()
        return joined
      },
      { action: 'code-entries', fields: { visit, ask, phone, code } },
    )
  }

  /** With a user name of the operator's: most gateways ask RADIUS, so that nothing is checked here. */
  async signIn({ visit, username, password }: { visit: string; username: string; password: string }): Promise<void> {
    await this.#send(
      async (stage) => {
        const now = this.#now()
        const opened = await this.#transact((tx) => openVisit(tx, visit, now))
        if (asksRadius(opened.gateway))
          return entryPage(stage, entryOf(opened, { username, password }, await this.#transact((tx) => this.#uamSecret(tx))), opened.wanted)
        const guest = withToken(this.#guest(opened))
        return this.#admit(stage, opened, async () => {
          const owner = await guarded(
            (work) => this.#transact(work),
            [...this.#guessers(guest), behind(networkOf(this.#request.ip))],
            now,
            async (tx) => {
              const found = await ownerOfLogin(tx, { username, password })
              if (!found) throw signInWrong()
              return found
            },
            'hotspot.sign_in_wrong',
          )
          const { subscriptionId, loginId } = owner
          return { subscriptionId, loginId, token: guest.token, username: canonicalUsername(username), password }
        })
      },
      { visit },
    )
  }

  async purchase({ visit, offerId, phone, email }: { visit: string; offerId: string; phone: string; email: string }): Promise<void> {
    await this.#send(
      async (stage) => {
        const now = this.#now()
        const token = this.#token ?? newGuestToken()
        const id = await this.#transact(async (tx) => {
          await openVisit(tx, visit, now)
          return startPurchase(tx, { offerId, ...contactOf({ phone, email }, stage.tenant.country), visitSealed: visit, token }, now)
        })
        this.#keep(token)
        this.#reply.redirect(`/portal/${this.#slug}/purchases/${id}`, 303)
        return undefined
      },
      { visit },
    )
  }

  /** Where a purchase stands; once it is paid, the way in. */
  async purchased(id: string): Promise<void> {
    await this.#send(async (stage) => {
      const before = await this.#transact((tx) => readPurchase(tx, id))
      if (!before || (this.#token !== undefined && sha256(this.#token) !== before.tokenHash)) throw portalNotFound()
      // The page is a reason to ask the gateway of payments, as a return is: its webhook may be late.
      if (before.checkoutState === 'open' && before.url !== null)
        await checkCheckout(this.#platform, this.#scope, before.checkoutId).catch((error: unknown) =>
          log.warn({ checkout: before.checkoutId, err: error }, 'could not ask about a checkout of the portal'),
        )
      const purchase = (await this.#transact((tx) => readPurchase(tx, id)))!
      if (purchase.subscriptionId === null) {
        const { paymentOfferId } = await this.#transact(readSettings)
        const isOpen = purchase.checkoutState === 'open'
        return purchasePage(stage, {
          id,
          state: purchase.checkoutState,
          url: purchase.checkoutState === 'paid' ? null : purchase.url, // nobody pays twice
          amount: purchase.amount,
          canLetOut: paymentOfferId !== null && isOpen,
          home: homeOf(stage, purchase.visitSealed),
        })
      }
      const now = this.#now()
      const subscriptionId = purchase.subscriptionId
      return this.#admit(stage, await this.#transact((tx) => openVisit(tx, purchase.visitSealed, now)), (guest) =>
        this.#transact((tx) => joinPass(tx, subscriptionId, guest, now)),
      )
    })
  }

  /** Minutes of internet to reach the page of the bank. */
  async wayOut(id: string): Promise<void> {
    await this.#send(async (stage) => {
      const now = this.#now()
      const purchase = await this.#transact((tx) => readPurchase(tx, id))
      if (!purchase) throw portalNotFound()
      const visit = await this.#transact((tx) => openVisit(tx, purchase.visitSealed, now))
      const guest = withToken(this.#guest({ ...visit, wanted: purchase.url ?? visit.wanted }))
      return this.#admit(stage, guest.visit, () =>
        this.#transact(async (tx) => joinPass(tx, await givePass(tx, 'payment', guest, now), guest, now)),
      )
    })
  }

  // ---- what the above share -----------------------------------------------------------------------------------------------

  /** Opens a visit, lets the guest into a pass and shows the way in; where the pass is full, the devices that are in it. */
  async #enter(
    sealed: string,
    join: (guest: Guest, now: Temporal.Instant) => Promise<Joined>,
    again?: { readonly action: string; readonly fields: Readonly<Record<string, string>> },
  ): Promise<void> {
    await this.#send(
      async (stage) => {
        const now = this.#now()
        const visit = await this.#transact((tx) => openVisit(tx, sealed, now))
        try {
          return await this.#admit(stage, visit, (guest) => join(guest, now))
        } catch (error) {
          if (!(error instanceof Problem) || !again) throw error
          if (error.code === 'hotspot.code_wrong') return this.#codeAgain(stage, error, again.fields)
          const devices = error.extensions['devices']
          if (!devices) throw error
          this.#reply.code(409)
          return devicesPage(stage, devices as SeatedDevice[], homeOf(stage, sealed), { ...again, action: `${stage.base}/${again.action}` })
        }
      },
      { visit: sealed, voucher: again?.action === 'voucher' ? again.fields['code'] : undefined },
    )
  }

  #codeAgain(stage: Stage, problem: Problem, { visit = '', ask = '', phone = '' }: Readonly<Record<string, string>>): string {
    this.#reply.code(problem.status)
    return codePage(stage, {
      visit,
      ask,
      phone,
      home: homeOf(stage, visit),
      error: wordsOf(stage).problems[problem.code] ?? problem.message,
    })
  }

  async #admit(stage: Stage, visit: Visit, join: (guest: Guest) => Promise<Joined>): Promise<string | undefined> {
    const joined = await join(this.#guest(visit))
    this.#keep(joined.token)
    const entry = entryOf(visit, joined, await this.#transact((tx) => this.#uamSecret(tx)))
    if (entry.kind === 'authmon') {
      const id = await this.#transact((tx) => askToOpen(tx, entry, visit, joined, this.#now()))
      this.#reply.redirect(`${stage.base}/openings/${id}`, 303)
      return undefined
    }
    if (!asksRadius(visit.gateway)) await this.#transact((tx) => admit(tx, joined.subscriptionId, visit.mac ?? '', this.#now()))
    if (entry.kind === 'controller') await this.#tellController(entry.mac, visit, joined)
    return entryPage(stage, entry, visit.wanted)
  }

  async #tellController(mac: string, visit: Visit, { subscriptionId }: Joined): Promise<void> {
    const { controller, pass, version } = await this.#transact(async (tx) => {
      const settings = await readSettings(tx)
      const pass = await readSubscription(tx, subscriptionId)
      return {
        controller: settings.unifiUrl !== null && {
          url: settings.unifiUrl,
          site: settings.unifiSite ?? 'default',
          credentials: {
            username: settings.unifiUsername ?? '',
            password: settings.unifiPasswordSealed === null ? '' : await openSecret(tx, settings.unifiPasswordSealed, unifiPurpose),
          },
        },
        pass,
        version: (await readVersions(tx, [pass.offerVersionId])).get(pass.offerVersionId)!,
      }
    })
    if (!controller) throw noController()
    const minutes = pass.endsAt ? Math.max(1, Math.ceil(pass.endsAt.since(this.#now()).total('minutes'))) : 24 * 60
    const guest = {
      mac,
      minutes,
      uploadKbps: Number(version.uploadBps / 1000n),
      downloadKbps: Number(version.downloadBps / 1000n),
      accessPoint: visit.echoed,
    }
    await authoriseGuest(controller, guest, routerReach(this.#platform.config)).catch((error: unknown) => {
      log.warn({ requestId: this.#request.id, err: error }, 'the controller did not let a guest in')
      throw controllerFailed(error)
    })
  }

  async #homePage(tx: Tx, stage: Stage, query: URLSearchParams, error: string | null = null): Promise<string> {
    const now = this.#now()
    const settings = await readSettings(tx)
    const sealed = query.get('visit')
    const visit =
      sealed === null
        ? await this.#placed(tx, readVisit(query, await this.#trusted(tx, settings)))
        : await openVisit(tx, sealed, now).catch(() => noVisit)
    const device = this.#token === undefined ? undefined : await findDevice(tx, sha256(this.#token), now)
    const hasCode = visit.gateway !== null && (await sendsCodes(tx, settings))
    if (hasCode && this.#token === undefined) this.#keep(newGuestToken()) // whoever presses twice is one, from the first time on
    return homePage(stage, {
      visit: await sealVisit(tx, { ...visit, error: null }, now),
      welcome: settings.welcome,
      passes: await passesForSale(tx, now),
      canPay: settings.gatewayId !== null,
      sponsors: await readOffers(tx, this.#guest(visit), now),
      hasCode,
      hasTrial: settings.trialOfferId !== null && visit.gateway !== null,
      knownUntil: device && (await readSubscription(tx, device.subscriptionId)).endsAt,
      voucher: (query.get('voucher') ?? '').slice(0, 60),
      error,
      gatewayError: visit.error,
    })
  }

  async #placed(tx: Tx, visit: Visit): Promise<Visit> {
    return visit.gateway === null ? visit : { ...visit, locationId: await findLocationOf(tx, this.#request.ip, visit.locationId) }
  }

  /** Sends the page that `work` makes. What cannot be done is told on a page too, in the visitor's language: where they can try again, if they typed something. */
  async #send(work: (stage: Stage) => Promise<string | undefined>, typed?: Typed): Promise<void> {
    const stage = await this.#transact((tx) => this.#stage(tx))
    this.#reply.headers(pageHeaders)
    try {
      const page = await work(stage)
      if (page !== undefined) this.#reply.send(page)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      const text = wordsOf(stage).problems[error.code] ?? error.message
      const page = typed ? await this.#homeAgain(stage, typed, text) : problemPage(stage, text)
      this.#reply.code(error.status).headers(error.headers).send(page)
    }
  }

  #homeAgain(stage: Stage, { visit, voucher = '' }: Typed, error: string): Promise<string> {
    return this.#transact((tx) => this.#homePage(tx, stage, new URLSearchParams({ visit, voucher }), error))
  }

  async #stage(tx: Tx): Promise<Stage> {
    const tenant = await readTenant(tx)
    const { language = languageOf(tenant.locale), isChosen } = languageOfVisitor(this.#request, { cookie: languageCookieName })
    if (isChosen) this.#setCookie(languageCookieName, language)
    return { tenant, language, base: `/portal/${tenant.slug}`, logo: await readLogo(tx, tenant, this.#platform) }
  }

  get #token(): string | undefined {
    const token = this.#request.cookies[cookieName]
    return token && /^[\w-]{43}$/.test(token) ? token : undefined
  }

  #keep(token: string): void {
    this.#setCookie(cookieName, token)
  }

  #setCookie(name: string, value: string): void {
    this.#reply.setCookie(name, value, {
      path: '/portal',
      httpOnly: true,
      sameSite: 'lax',
      secure: this.#request.protocol === 'https',
      maxAge: cookieDays * 86_400,
    })
  }

  #guest(visit: Visit): Guest {
    return { visit, token: this.#token, userAgent: this.#request.headers['user-agent'] ?? '' }
  }

  /** Who may be guessing: the device as the gateway and the browser know it. Its address on the internet is that of everybody behind the gateway. */
  #guessers({ visit, token }: Guest): string[] {
    const known = [...(visit.mac === null ? [] : [`mac ${visit.mac}`]), ...(token === undefined ? [] : [`browser ${sha256(token)}`])]
    return visit.mac === null ? [...known, `address ${networkOf(this.#request.ip)}`] : known
  }

  async #trusted(tx: Tx, { gatewayHosts: hosts, openndsLevel: level, openndsKeySealed }: Settings): Promise<Trusted> {
    if (level === null || openndsKeySealed === null) return { hosts, opennds: null }
    return { hosts, opennds: { level, key: await openSecret(tx, openndsKeySealed, openndsPurpose) } }
  }

  async #uamSecret(tx: Tx): Promise<string> {
    const { uamSecretSealed } = await readSettings(tx)
    return uamSecretSealed === null ? '' : openSecret(tx, uamSecretSealed, uamPurpose)
  }

  #transact<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return transact(this.#platform.db, this.#scope, work)
  }

  #now(): Temporal.Instant {
    return this.#platform.clock.now()
  }
}

export const uamPurpose = 'hotspot.uam'
export const unifiPurpose = 'hotspot.unifi'
export const openndsPurpose = 'hotspot.opennds'

/** What somebody typed and where they stand, for the page on which they try again. */
interface Typed {
  readonly visit: string // sealed
  readonly voucher?: string | undefined
}

/** Of the business in a message, so that it stays one part in any language. */
const nameMax = 20

const homeOf = ({ base }: Stage, visit: string) => `${base}?visit=${encodeURIComponent(visit)}`

/** @param country whose numbers are dialled as at home @throws hotspot.phone_invalid, hotspot.email_invalid */
function contactOf(
  { phone, email }: { readonly phone: string; readonly email: string },
  country: string,
): { phone: string | null; email: string | null } {
  const number = phone.trim() === '' ? undefined : zPhone.safeParse(inFull(phone, country))
  if (number?.success === false) throw phoneInvalid()
  const address = email.trim() === '' ? null : email.trim()
  if (address !== null && !z.email().safeParse(address).success) throw emailInvalid()
  return { phone: number?.data ?? null, email: address }
}

const newGuestToken = () => crypto.getRandomValues(Buffer.alloc(32)).toString('base64url')
const withToken = (guest: Guest) => ({ ...guest, token: guest.token ?? newGuestToken() })
