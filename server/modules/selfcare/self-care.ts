import type { FastifyReply, FastifyRequest } from 'fastify'
import { isEqual, sha256 } from '#kernel/crypto.ts'
import { type Scope, transact, type Tx } from '#kernel/db.ts'
import { pageHeaders } from '#kernel/page.ts'
import type { Platform } from '#kernel/platform.ts'
import { Problem } from '#kernel/problem.ts'
import { rowsOfCustomer } from '#kernel/row-scope.ts'
import { log } from '#kernel/telemetry.ts'
import { dateIn } from '#kernel/time.ts'
import { findTaxForm, readLogo } from '#modules/billing'
import { remaining } from '#modules/charging'
import { readCustomer } from '#modules/customers'
import { type DocumentRef, drawDocument } from '#modules/documents'
import { checkCheckout, findCheckout, gatewayFor } from '#modules/payments'
import { languageOf, languageOfVisitor, readTenant, scopeOfSlug } from '#modules/tenants'
import type { ListedKind, ShownDocument } from './document.ts'
import { documentLink, opensDocument } from './document-link.ts'
import { forged, linkOver, noPages, nothingHere, paperOver, signInFirst } from './errors.ts'
import {
  closedPage,
  codePage,
  documentPage,
  homePage,
  listPage,
  paymentPage,
  problemPage,
  type Stage,
  statementsPage,
  wordsOf,
} from './pages.ts'
import { payInvoice } from './pay-invoice.ts'
import { invoiceOfCode } from './payment-link.ts'
import { askForCode, csrfOf, sessionSeconds, signInByCode, signInByPassword } from './sign-in.ts'
import {
  deleteSession,
  findDocument,
  findPayable,
  findSession,
  readIsOpen,
  readOpenInvoices,
  readOwnAccounts,
  readOwnDocuments,
  readOwnServices,
  readShownLines,
} from './store.ts'

const sessionCookie = 'tl_my'
export const languageCookie = 'tl_my_language'
const languageSeconds = 400 * 86_400 // as long as browsers keep any
const listedMax = 40 // rows of a page that weighs less than 50 KB
const newestShown = 3

/** A document and how whoever asks came to it: as the customer, or by the link of a mail. */
interface Opened {
  readonly document: ShownDocument
  /** The token of the link; null: signed in. */
  readonly link: string | null
}

/** One request of a customer, or of somebody who wants to be known as one. */
export class SelfCare {
  readonly #platform: Platform
  readonly #request: FastifyRequest
  readonly #reply: FastifyReply
  /** Sees the whole tenant; what a customer sees is read in `#own`. */
  readonly #scope: Scope
  readonly #slug: string

  private constructor(platform: Platform, request: FastifyRequest, reply: FastifyReply, scope: Scope, slug: string) {
    this.#platform = platform
    this.#request = request
    this.#reply = reply
    this.#scope = scope
    this.#slug = slug
  }

  /** @throws selfcare.no_pages, and selfcare.forged where another site sends a form */
  static async open(platform: Platform, request: FastifyRequest, reply: FastifyReply, slug: string): Promise<SelfCare> {
    const site = request.headers['sec-fetch-site']
    if (request.method === 'POST' && (site === 'cross-site' || site === 'same-site')) throw forged()
    const scope = await scopeOfSlug(platform.db, slug, { actor: 'customer:unknown', requestId: String(request.id) })
    if (!scope) throw noPages()
    return new SelfCare(platform, request, reply, scope, slug)
  }

  /** Which day it is where the provider is. */
  async today(): Promise<Temporal.PlainDate> {
    const { timeZone } = await this.#transact(readTenant)
    return dateIn(this.#now(), timeZone)
  }

  /** What a customer has and owes; for everybody else the ways to sign in. */
  async home(): Promise<void> {
    await this.#send(async (stage) => {
      const customerId = await this.#customer()
      if (customerId === undefined) return homePage(stage, null)
      const now = this.#now()
      const { timeZone } = stage.tenant
      return this.#own(customerId, async (tx) => {
        const services = await readOwnServices(tx)
        const quotas = await remaining(
          tx,
          services.map(({ id }) => id),
          now,
        )
        const open = await readOpenInvoices(tx)
        return homePage(stage, {
          name: (await readCustomer(tx, customerId)).name,
          accounts: await readOwnAccounts(tx),
          services: services.map((service) => ({ ...service, quota: quotas.get(service.id) ?? null })),
          open,
          canPay: open[0]?.open ? (await gatewayFor(tx, open[0].open.currency)) !== undefined : false,
          newest: (await readOwnDocuments(tx, 'invoice', { timeZone, limit: newestShown })).filter(({ state }) => state !== 'open'),
          hasProforma: (await readOwnDocuments(tx, 'proforma', { timeZone, limit: 1 })).length > 0,
          today: dateIn(now, timeZone),
        })
      })
    })
  }

  async askForCode(email: string): Promise<void> {
    await this.#send(async (stage) =>
      codePage(stage, { ask: await this.#transact((tx) => askForCode(tx, email, this.#now())), error: null }),
    )
  }

  /** Where the link of the mail leads: the code is typed, not followed, because programs follow links of mails. */
  async typeCode(ask: string): Promise<void> {
    await this.#send(async (stage) => codePage(stage, { ask, error: null }))
  }

  async signInByCode(typed: { ask: string; code: string }): Promise<void> {
    await this.#send(
      async () => this.#begin(await signInByCode((work) => this.#transact(work), typed, this.#now())),
      (stage, error) => codePage(stage, { ask: typed.ask, error }),
    )
  }

  async signInByPassword(typed: { username: string; password: string }): Promise<void> {
    await this.#send(
      async () => this.#begin(await signInByPassword((work) => this.#transact(work), typed, this.#now())),
      (stage, error) => homePage(stage, null, error),
    )
  }

  async signOut(csrf: string): Promise<void> {
    await this.#send(async () => {
      const token = this.#token
      if (token === undefined) return this.#goHome()
      if (!isEqual(csrf, csrfOf(token))) throw forged()
      await this.#transact((tx) => deleteSession(tx, sha256(token)))
      this.#reply.clearCookie(sessionCookie, { path: `/my/${this.#slug}` })
      return this.#goHome()
    })
  }

  async list(kind: ListedKind, before: string | null): Promise<void> {
    await this.#send(async (stage) => {
      const customerId = await this.#signedIn()
      const { timeZone } = stage.tenant
      const found = await this.#own(customerId, (tx) => readOwnDocuments(tx, kind, { timeZone, limit: listedMax + 1, before }))
      const documents = found.slice(0, listedMax)
      return listPage(stage, { kind, documents, older: found.length > listedMax ? documents.at(-1)!.id : null })
    })
  }

  async statements(): Promise<void> {
    await this.#send(async (stage) => {
      const accounts = await this.#own(await this.#signedIn(), readOwnAccounts)
      return statementsPage(stage, { accounts, today: dateIn(this.#now(), stage.tenant.timeZone) })
    })
  }

  async document(ref: DocumentRef, link: string | null): Promise<void> {
    await this.#send(async (stage) => {
      const { document, link: by } = await this.#open(ref, link)
      const isInvoice = ref.kind === 'invoice'
      return documentPage(stage, {
        ref,
        document,
        link: by,
        ...(isInvoice ? await this.#transact((tx) => readShownLines(tx, document.id)) : { lines: [], tax: null }),
        hasTaxForm: isInvoice && (await this.#taxForm(document.id)) !== undefined,
        // A link tells of its document alone.
        isFirst: by !== null || (await this.#isFirst(document)),
        canPay: document.open !== null && (await this.#transact((tx) => gatewayFor(tx, document.open!.currency))) !== undefined,
        today: dateIn(this.#now(), stage.tenant.timeZone),
      })
    })
  }

  async pdf(ref: DocumentRef, link: string | null): Promise<void> {
    await this.#send(async () => {
      const { document } = await this.#open(ref, link)
      // Drawn as for staff: the bill of who pays for others has lines that are not of the customer's own rows.
      const { fileName, pdf } = await this.#transact((tx) => drawDocument(tx, ref, this.#platform), document.customerId)
      this.#sendFile(fileName, 'application/pdf', pdf)
      return undefined
    })
  }

  async taxForm(invoiceId: string, link: string | null): Promise<void> {
    await this.#send(async () => {
      await this.#open({ kind: 'invoice', id: invoiceId }, link)
      const form = await this.#taxForm(invoiceId)
      if (!form) throw nothingHere()
      this.#sendFile(`${form.form}.json`, 'application/json', Buffer.from(JSON.stringify(form.content, null, 2)))
      return undefined
    })
  }

  /** Begins to pay an invoice: whoever holds its link may, and nobody's session is used for another site's form. */
  async pay(invoiceId: string, { link, csrf }: { link: string | null; csrf: string }): Promise<void> {
    await this.#send(async () => {
      const { document, link: by } = await this.#open({ kind: 'invoice', id: invoiceId }, link)
      if (by === null && !isEqual(csrf, csrfOf(this.#token ?? ''))) throw forged()
      const id = await this.#own(document.customerId, (tx) => payInvoice(tx, document, this.#now()))
      this.#reply.redirect(`/my/${this.#slug}/payments/${id}`, 303)
      return undefined
    })
  }

  /** Where the code on the paper of an invoice leads: the invoice's page, as by the link of a mail, as long as something of it is open. */
  async payByCode(code: string): Promise<void> {
    await this.#send(async () => {
      const link = await this.#transact(async (tx) => {
        const id = await invoiceOfCode(tx, code)
        if (id === undefined) throw nothingHere()
        return (await findPayable(tx, id)) && documentLink(tx, { kind: 'invoice', id }, { ...this.#platform, publicUrl: '' })
      })
      if (!link) throw paperOver()
      this.#reply.redirect(link, 303)
      return undefined
    })
  }

  /** Where a payment stands. The page is a reason to ask the gateway, whose webhook may be late. @param isBack from the gateway's page */
  async payment(id: string, isBack: boolean): Promise<void> {
    await this.#send(async (stage) => {
      const before = await this.#transact((tx) => findCheckout(tx, id))
      if (!before) throw nothingHere()
      if (isBack && before.state === 'open')
        await checkCheckout(this.#platform, this.#scope, id).catch((error: unknown) =>
          log.warn({ checkout: id, err: error }, 'could not ask about a checkout of a customer'),
        )
      const { state, url, amount } = (await this.#transact((tx) => findCheckout(tx, id)))!
      return paymentPage(stage, { state, url, amount, isBack })
    })
  }

  // ---- what the above share -----------------------------------------------------------------------------------------------

  /**
   * A document of the customer who is signed in, or the one that a link opens. Either way it is read among that customer's rows alone.
   * @throws selfcare.not_found, selfcare.sign_in_first, selfcare.link_over
   */
  async #open(ref: DocumentRef, link: string | null): Promise<Opened> {
    const { timeZone } = await this.#transact(readTenant)
    const isLinked = link !== null && (await this.#transact((tx) => opensDocument(tx, link, ref, this.#now())))
    const customerId = isLinked ? (await this.#transact((tx) => findDocument(tx, ref, timeZone)))?.customerId : await this.#customer()
    if (customerId === undefined) throw isLinked ? nothingHere() : link === null ? signInFirst() : linkOver()
    const document = await this.#own(customerId, (tx) => findDocument(tx, ref, timeZone))
    if (!document) throw nothingHere()
    return { document, link: isLinked ? link : null }
  }

  async #isFirst({ id, accountId, customerId }: ShownDocument): Promise<boolean> {
    const open = await this.#own(customerId, readOpenInvoices)
    return (open.find((invoice) => invoice.accountId === accountId)?.id ?? id) === id
  }

  /** None where the tax office has no form, or would not take this invoice. */
  async #taxForm(invoiceId: string) {
    const form = await this.#transact((tx) => findTaxForm(tx, invoiceId))
    return form && form.faults.length === 0 ? form : undefined
  }

  #begin(token: string): undefined {
    this.#setCookie(sessionCookie, token, sessionSeconds)
    return this.#goHome()
  }

  #goHome(): undefined {
    this.#reply.redirect(`/my/${this.#slug}`, 303)
  }

  /** Sends the page that `work` makes. What cannot be done is told on a page too, where possible on that on which one tries again. */
  async #send(work: (stage: Stage) => Promise<string | undefined>, again?: (stage: Stage, error: string) => string): Promise<void> {
    const stage = await this.#stage()
    this.#reply.headers(pageHeaders)
    try {
      if (!(await this.#transact(readIsOpen))) return void this.#reply.code(404).send(closedPage(stage))
      const page = await work(stage)
      if (page !== undefined) this.#reply.send(page)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      const text = wordsOf(stage).problems[error.code] ?? error.message
      const page = again?.(stage, text) ?? (error.status === 401 ? homePage(stage, null, text) : problemPage(stage, text))
      this.#reply.code(error.status).headers(error.headers).send(page)
    }
  }

  #sendFile(name: string, type: string, bytes: Uint8Array): void {
    this.#reply.header('content-disposition', `inline; filename="${name}"`).type(type).send(Buffer.from(bytes))
  }

  async #stage(): Promise<Stage> {
    const customerId = await this.#customer()
    return this.#transact(async (tx) => {
      const tenant = await readTenant(tx)
      const theirs = customerId === undefined ? undefined : (await readCustomer(tx, customerId)).language
      const { language = languageOf(tenant.locale), isChosen } = languageOfVisitor(this.#request, { cookie: languageCookie, theirs })
      if (isChosen) this.#setCookie(languageCookie, language, languageSeconds)
      const csrf = customerId === undefined ? null : csrfOf(this.#token!)
      return { tenant, language, base: `/my/${tenant.slug}`, logo: await readLogo(tx, tenant, this.#platform), csrf }
    })
  }

  get #token(): string | undefined {
    const token = this.#request.cookies[sessionCookie]
    return token && /^[\w-]{43}$/.test(token) ? token : undefined
  }

  async #customer(): Promise<string | undefined> {
    const token = this.#token
    return token === undefined ? undefined : this.#transact((tx) => findSession(tx, sha256(token), this.#now()))
  }

  /** @throws selfcare.sign_in_first */
  async #signedIn(): Promise<string> {
    const customerId = await this.#customer()
    if (customerId === undefined) throw signInFirst()
    return customerId
  }

  #setCookie(name: string, value: string, maxAge: number): void {
    const secure = this.#request.protocol === 'https'
    this.#reply.setCookie(name, value, { path: `/my/${this.#slug}`, httpOnly: true, sameSite: 'lax', secure, maxAge })
  }

  #transact<T>(work: (tx: Tx) => Promise<T>, customerId?: string): Promise<T> {
    const scope = customerId === undefined ? this.#scope : { ...this.#scope, actor: `customer:${customerId}` }
    return transact(this.#platform.db, scope, work)
  }

  /** Sees the rows of one customer, whatever is asked for. */
  #own<T>(customerId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    return transact(this.#platform.db, { ...this.#scope, actor: `customer:${customerId}`, rows: rowsOfCustomer(customerId) }, work)
  }

  #now(): Temporal.Instant {
    return this.#platform.clock.now()
  }
}
