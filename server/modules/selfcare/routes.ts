import { z } from 'zod'
import { type AnyRoute, type Context, route } from '#kernel/http.ts'
import { zDate, zId } from '#kernel/wire.ts'
import type { DocumentRef } from '#modules/documents'
import { problemPageOf } from '#modules/tenants'
import { documentKinds, listedKinds } from './document.ts'
import { addressOfPages } from './document-link.ts'
import { languageCookie, SelfCare } from './self-care.ts'
import { readIsOpen, writeIsOpen } from './store.ts'
import { words } from './words.ts'

const zSlug = z.object({ slug: z.string().max(60) })
const zLink = z.string().max(600)
const zNamed = zSlug.extend({ kind: z.enum(documentKinds), id: zId })
const zSpan = z.object({ t: zLink.optional(), from: zDate.optional(), to: zDate.optional().describe('Exclusive') })

const zSettings = z.object({ url: z.string(), isOpen: z.boolean() }).meta({ id: 'SelfcareSettings' })

/** Customers of one provider often come from few addresses. */
const perMinute = 300
/** Of doors that are guessed at; what is typed has its own limits beside it. */
const guessesPerMinute = 30

const pagesOf = ({
  platform,
  request,
  reply,
  params,
}: Pick<Context<{ slug: string }, unknown, unknown>, 'platform' | 'request' | 'reply' | 'params'>) =>
  SelfCare.open(platform, request, reply, params.slug)

/** A statement is named by its days too; without them it is of the month that it is where the provider is. */
async function refOf(
  pages: SelfCare,
  { kind, id }: { readonly kind: (typeof documentKinds)[number]; readonly id: string },
  { from, to }: { readonly from?: Temporal.PlainDate | undefined; readonly to?: Temporal.PlainDate | undefined },
): Promise<DocumentRef> {
  if (kind !== 'statement') return { kind, id }
  const first = from ?? (await pages.today()).with({ day: 1 })
  return { kind, accountId: id, from: first.toString(), to: (to ?? first.add({ months: 1 })).toString() }
}

const page = {
  tag: 'selfcare',
  permission: 'public',
  perMinute,
  produces: 'text/html',
  problemPage: problemPageOf(words, languageCookie),
} as const

export const routes: readonly AnyRoute[] = [
  route({
    ...page,
    method: 'GET',
    path: '//my/:slug',
    summary: "A customer's own pages; for whoever is not signed in, the ways to do that",
    params: zSlug,
    handle: async (context) => (await pagesOf(context)).home(),
  }),
  route({
    ...page,
    method: 'POST',
    path: '//my/:slug/codes',
    summary: 'Sends a code to an e-mail address, if a customer has it',
    perMinute: guessesPerMinute,
    params: zSlug,
    body: z.object({ email: z.string().max(254) }),
    handle: async (context) => (await pagesOf(context)).askForCode(context.body.email),
  }),
  route({
    ...page,
    method: 'GET',
    path: '//my/:slug/code',
    summary: 'Where the code of a mail is typed',
    params: zSlug,
    query: z.object({ ask: zId }),
    handle: async (context) => (await pagesOf(context)).typeCode(context.query.ask),
  }),
  route({
    ...page,
    method: 'POST',
    path: '//my/:slug/code',
    summary: 'Signs a customer in by a code',
    perMinute: guessesPerMinute,
    params: zSlug,
    body: z.object({ ask: zId, code: z.string().max(20) }),
    handle: async (context) => (await pagesOf(context)).signInByCode(context.body),
  }),
  route({
    ...page,
    method: 'POST',
    path: '//my/:slug/sign-in',
    summary: 'Signs a customer in by what a service is logged in with',
    perMinute: guessesPerMinute,
    params: zSlug,
    body: z.object({ username: z.string().max(253), password: z.string().max(253) }),
    handle: async (context) => (await pagesOf(context)).signInByPassword(context.body),
  }),
  route({
    ...page,
    method: 'POST',
    path: '//my/:slug/sign-out',
    summary: 'Ends the session',
    params: zSlug,
    body: z.object({ csrf: z.string().max(100).default('') }),
    handle: async (context) => (await pagesOf(context)).signOut(context.body.csrf),
  }),
  ...listedKinds.map((kind) =>
    route({
      ...page,
      method: 'GET',
      path: `//my/:slug/documents/${kind}`,
      summary: `Documents of a customer: ${kind}`,
      params: zSlug,
      query: z.object({ before: zId.optional() }),
      handle: async (context) => (await pagesOf(context)).list(kind, context.query.before ?? null),
    }),
  ),
  route({
    ...page,
    method: 'GET',
    path: '//my/:slug/documents/statement',
    summary: 'Months that a customer can have a statement of',
    params: zSlug,
    handle: async (context) => (await pagesOf(context)).statements(),
  }),
  route({
    ...page,
    method: 'GET',
    path: '//my/:slug/documents/:kind/:id',
    summary: 'One document, for the customer it is of or by the link of a mail',
    params: zNamed,
    query: zSpan,
    async handle(context) {
      const pages = await pagesOf(context)
      return pages.document(await refOf(pages, context.params, context.query), context.query.t ?? null)
    },
  }),
  route({
    ...page,
    method: 'GET',
    path: '//my/:slug/documents/:kind/:id/pdf',
    summary: 'The document as PDF',
    produces: 'application/pdf',
    perMinute: 60,
    params: zNamed,
    query: zSpan,
    async handle(context) {
      const pages = await pagesOf(context)
      return pages.pdf(await refOf(pages, context.params, context.query), context.query.t ?? null)
    },
  }),
  route({
    ...page,
    method: 'GET',
    path: '//my/:slug/documents/invoice/:id/tax-form',
    summary: 'The invoice in the form of the tax office',
    produces: 'application/json',
    params: zSlug.extend({ id: zId }),
    query: z.object({ t: zLink.optional() }),
    handle: async (context) => (await pagesOf(context)).taxForm(context.params.id, context.query.t ?? null),
  }),
  route({
    ...page,
    method: 'POST',
    path: '//my/:slug/documents/invoice/:id/payment',
    summary: 'Begins to pay what is open of an invoice',
    perMinute: guessesPerMinute,
    params: zSlug.extend({ id: zId }),
    body: z.object({ t: zLink.optional(), csrf: z.string().max(100).default('') }),
    handle: async (context) => (await pagesOf(context)).pay(context.params.id, { link: context.body.t ?? null, csrf: context.body.csrf }),
  }),
  route({
    ...page,
    method: 'GET',
    path: '//my/:slug/pay/:code',
    summary: 'Where the code on the paper of an invoice leads',
    perMinute: guessesPerMinute,
    params: zSlug.extend({ code: z.string().regex(/^[\w-]{36}$/) }),
    handle: async (context) => (await pagesOf(context)).payByCode(context.params.code),
  }),
  route({
    ...page,
    method: 'GET',
    path: '//my/:slug/payments/:id',
    summary: 'Where a payment stands, and where the browser comes back to',
    params: zSlug.extend({ id: zId }),
    query: z.object({ reference: z.string().max(200).optional() }),
    handle: async (context) => (await pagesOf(context)).payment(context.params.id, context.query.reference !== undefined),
  }),
  route({
    method: 'GET',
    path: '/selfcare-settings',
    summary: 'Where customers find their own pages, and whether they are let in',
    tag: 'selfcare',
    permission: 'session',
    response: zSettings,
    handle: async ({ tx, platform }) => ({ url: await addressOfPages(tx, platform), isOpen: await readIsOpen(tx) }),
  }),
  route({
    method: 'PUT',
    path: '/selfcare-settings',
    summary: 'Opens or closes the pages of customers; while they are closed, mails have no links to them',
    tag: 'selfcare',
    permission: 'tenant.write',
    body: z.object({ isOpen: z.boolean() }),
    response: zSettings,
    async handle({ tx, body, platform }) {
      await writeIsOpen(tx, body.isOpen)
      return { url: await addressOfPages(tx, platform), isOpen: body.isOpen }
    },
  }),
]
