import type { AddressInfo } from 'node:net'
import { timingSafeEqual } from 'node:crypto'
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify'
import { z } from 'zod'
import { type Clock, systemClock } from '#kernel/time.ts'
import { checkoutPage, dashboardPage, resultPage } from './pages.ts'
import { authorizationCode, type Channel, channels, code, customer, describe, type Payment, type Refund } from './payment.ts'
import { type Delivery, retryDelays, webhooks } from './webhooks.ts'

export interface PaystackOptions {
  /** 0, the default, takes a free one. */
  readonly port?: number
  /** `sk_test_…` or `sk_live_…`: what the shop sends, and what webhooks are signed with. */
  readonly secretKey: string
  /** Where events go; null for a shop that only polls. */
  readonly webhookUrl: string | null
  /** Waits between attempts to deliver an event; Paystack's own schedule unless a test is in a hurry. */
  readonly retryDelaysMs?: readonly number[]
  /** The same seed gives the same ids and codes. */
  readonly seed?: string
  readonly clock?: Clock
}

export interface Paystack {
  readonly url: string
  /** As they are now, in the order they were started. */
  readonly payments: () => readonly Payment[]
  readonly deliveries: readonly Delivery[]
  /** What a customer does at the checkout. Resolves with the shop's answer to the webhook. */
  pay(reference: string, channel?: Channel): Promise<Delivery['answer']>
  decline(reference: string): void
  /** What the bank answers from now on where the saved card of a payment is charged. */
  declineCardOf(reference: string, declines?: boolean): void
  /** Sends the event of a successful payment again, all copies at once. @returns the shop's answers */
  deliverAgain(reference: string, times: number): Promise<Delivery['answer'][]>
  close(): Promise<void>
}

const firstId = 4_099_260_000 // above 32 bits, like the real ones
const currencies = ['NGN', 'GHS', 'ZAR', 'KES', 'USD'] as const

const amount = z
  .union([
    z.int(),
    z
      .string()
      .regex(/^\d{1,15}$/)
      .transform(Number),
  ])
  .refine((value) => value > 0)

const initializeBody = z.object({
  email: z.email(),
  amount,
  currency: z.enum(currencies).default('NGN'),
  reference: z
    .string()
    .regex(/^[A-Za-z0-9.=-]{1,100}$/)
    .optional(),
  callback_url: z.url().optional(),
  channels: z.array(z.string()).optional(),
  metadata: z.union([z.string(), z.record(z.string(), z.unknown())]).optional(),
})

const chargeBody = z.object({
  email: z.email(),
  amount,
  authorization_code: z.string(),
  currency: z.enum(currencies).default('NGN'),
  reference: z
    .string()
    .regex(/^[A-Za-z0-9.=-]{1,100}$/)
    .optional(),
})

const refundBody = z.object({
  transaction: z.union([z.string(), z.int()]),
  amount: amount.optional(),
  customer_note: z.string().optional(),
  merchant_note: z.string().optional(),
})

/** A refusal in the words and the shape of Paystack. */
class Refusal extends Error {
  readonly status: number
  readonly code: string
  readonly nextStep: string
  constructor(status: number, code: string, message: string, nextStep: string) {
    super(message)
    this.status = status
    this.code = code
    this.nextStep = nextStep
  }
}

/** Starts a stand-in of Paystack that speaks its protocol over HTTP. */
export async function createPaystack(options: PaystackOptions): Promise<Paystack> {
  const { secretKey, seed = 'paystack', clock = systemClock } = options
  const domain = secretKey.startsWith('sk_live_') ? 'live' : 'test'
  const hooks = webhooks({ secretKey, url: options.webhookUrl, retryDelaysMs: options.retryDelaysMs ?? retryDelays(domain) })
  const payments = new Map<string, Payment>()
  const refunds = new Map<number, Refund>()
  const events = new Map<string, string>() // reference -> body of its charge.success
  const declinedCards = new Set<string>() // authorization codes
  const now = () => clock.now().toString({ smallestUnit: 'millisecond' })

  function initialize(input: unknown): Payment {
    const body = parse(initializeBody, input)
    const number = payments.size + 1
    const reference = body.reference ?? code(seed, 'reference', number, 10)
    if (payments.has(reference))
      throw new Refusal(400, 'duplicate_reference', 'Duplicate Transaction Reference', 'Use a reference that was not used before')
    const allowed = channels.filter((channel) => body.channels?.includes(channel) ?? true)
    const payment: Payment = {
      id: firstId + number,
      reference,
      accessCode: code(seed, 'access', number),
      email: body.email,
      amount: body.amount,
      currency: body.currency,
      metadata: parseMetadata(body.metadata),
      callbackUrl: body.callback_url ?? null,
      channels: allowed.length > 0 ? allowed : channels,
      createdAt: now(),
      status: 'abandoned',
      channel: null,
      paidAt: null,
      refunded: 0,
      savedBy: null,
    }
    payments.set(reference, payment)
    return payment
  }

  /** Charges a saved card, without the customer. The bank answers at once; a success is announced like any other. */
  function chargeAuthorization(input: unknown): Payment {
    const { authorization_code, ...order } = parse(chargeBody, input)
    const saved = payments
      .values()
      .find((payment) => payment.paidAt !== null && payment.channel === 'card' && authorizationCode(payment, seed) === authorization_code)
    if (!saved) throw new Refusal(400, 'invalid_params', 'Invalid authorization code', 'Charge a reusable authorization of this account')
    if (saved.email !== order.email)
      throw new Refusal(400, 'invalid_params', 'Email does not match Authorization code', 'Give the email that the card was saved with')
    const started = change(initialize(order), { channel: 'card', savedBy: saved.savedBy ?? saved.id })
    if (declinedCards.has(authorization_code)) return change(started, { status: 'failed' })
    void pay(started.reference, 'card')
    return find(started.reference)
  }

  function find(reference: string): Payment {
    const payment = payments.get(reference)
    if (!payment)
      throw new Refusal(
        404,
        'transaction_not_found',
        'Transaction reference not found.',
        'Ensure that you pass a reference of this account',
      )
    return payment
  }

  function findByAccessCode(accessCode: string): Payment {
    const payment = payments.values().find((candidate) => candidate.accessCode === accessCode)
    if (!payment) throw new Refusal(404, 'not_found', 'This checkout does not exist.', 'Start the payment again')
    return payment
  }

  function change(payment: Payment, changes: Partial<Payment>): Payment {
    const changed = { ...payment, ...changes }
    payments.set(payment.reference, changed)
    return changed
  }

  async function pay(reference: string, channel?: Channel): Promise<Delivery['answer']> {
    const payment = find(reference)
    if (payment.paidAt !== null) return 'already paid'
    const paid = change(payment, { status: 'success', channel: channel ?? payment.channels[0]!, paidAt: now() })
    const data = describe(paid, seed, domain)
    events.set(reference, JSON.stringify({ event: 'charge.success', data }))
    return hooks.send('charge.success', data)
  }

  function decline(reference: string): void {
    const payment = find(reference)
    if (payment.paidAt === null) change(payment, { status: 'failed' })
  }

  function declineCardOf(reference: string, declines = true): void {
    const authorization = authorizationCode(find(reference), seed)
    if (declines) declinedCards.add(authorization)
    else declinedCards.delete(authorization)
  }

  async function deliverAgain(reference: string, times: number): Promise<Delivery['answer'][]> {
    const body = events.get(reference)
    if (body === undefined) throw new Refusal(400, 'not_paid', `${reference} was not paid, so there is no event.`, 'Pay it first')
    return hooks.sendAgain(body, times)
  }

  function refund(input: unknown): Refund {
    const body = parse(refundBody, input)
    const wanted = String(body.transaction)
    const payment = payments.values().find((candidate) => candidate.reference === wanted || String(candidate.id) === wanted) ?? find(wanted)
    const left = payment.amount - payment.refunded
    const asked = body.amount ?? left
    if (payment.paidAt === null)
      throw new Refusal(400, 'transaction_not_successful', 'Transaction has not been successful.', 'Refund successful transactions only')
    if (left === 0) throw new Refusal(400, 'transaction_reversed', 'Transaction has been fully reversed', 'There is nothing left to refund')
    if (asked > left)
      throw new Refusal(400, 'invalid_amount', 'Refund amount cannot be more than transaction amount', `Refund at most ${left}`)

    const made: Refund = {
      id: firstId + refunds.size + 1,
      payment: payment.id,
      amount: asked,
      status: 'pending',
      customerNote: body.customer_note ?? null,
      merchantNote: body.merchant_note ?? null,
      createdAt: now(),
    }
    refunds.set(made.id, made)
    change(payment, { refunded: payment.refunded + asked, ...(asked === left && { status: 'reversed' as const }) })
    return made
  }

  /** The bank is quick here: what takes days takes two webhooks. */
  async function processRefund(pending: Refund): Promise<void> {
    await hooks.send('refund.pending', refundEvent(pending))
    const processed: Refund = { ...pending, status: 'processed' }
    refunds.set(pending.id, processed)
    await hooks.send('refund.processed', refundEvent(processed))
  }

  function paymentOf(made: Refund): Payment {
    return payments.values().find(({ id }) => id === made.payment)! // a refund is made for a payment that stays
  }

  function refundEvent(made: Refund) {
    const payment = paymentOf(made)
    return {
      status: made.status,
      transaction_reference: payment.reference,
      refund_reference: `TRF_${code(seed, 'refund', made.id, 12)}`,
      amount: String(made.amount),
      currency: payment.currency,
      processor: 'instant-transfer',
      customer: customer(payment.email, seed),
      integration: 412_829,
      domain,
    }
  }

  function describeRefund(made: Refund) {
    return {
      id: made.id,
      transaction: describe(paymentOf(made), seed, domain),
      amount: made.amount,
      currency: paymentOf(made).currency,
      status: made.status,
      customer_note: made.customerNote,
      merchant_note: made.merchantNote,
      expected_at: clock.now().add({ hours: 240 }).toString(),
      created_at: made.createdAt,
    }
  }

  function api(routes: FastifyInstance): void {
    routes.addHook('onRequest', async (request) => requireKey(request.headers.authorization, secretKey))

    routes.post('/transaction/initialize', (request) => {
      const { accessCode, reference } = initialize(request.body)
      return success('Authorization URL created', {
        authorization_url: `${url}/checkout/${accessCode}`,
        access_code: accessCode,
        reference,
      })
    })
    routes.post('/transaction/charge_authorization', (request) =>
      success('Charge attempted', describe(chargeAuthorization(request.body), seed, domain)),
    )
    routes.get<{ Params: { reference: string } }>('/transaction/verify/:reference', async ({ params }) =>
      success('Verification successful', describe(find(params.reference), seed, domain)),
    )
    routes.get<{ Querystring: { page?: string; perPage?: string } }>('/transaction', async ({ query }) => {
      const newestFirst = [...payments.values()].toReversed().map((payment) => describe(payment, seed, domain))
      return success('Transactions retrieved', ...pageOf(newestFirst, query))
    })
    routes.post('/refund', (request) => {
      const made = refund(request.body)
      void processRefund(made)
      return success('Refund has been queued for processing', describeRefund(made))
    })
    routes.get<{ Querystring: { page?: string; perPage?: string } }>('/refund', async ({ query }) =>
      success('Refunds retrieved', ...pageOf([...refunds.values()].toReversed().map(describeRefund), query)),
    )
    routes.get<{ Params: { id: string } }>('/refund/:id', async ({ params }) => {
      const made = refunds.get(Number(params.id))
      if (!made) throw new Refusal(404, 'refund_not_found', 'Refund not found', 'Ensure that the id is of a refund of this account')
      return success('Refund retrieved', describeRefund(made))
    })
  }

  function screens(routes: FastifyInstance): void {
    routes.get('/', async (_request, reply) => html(reply, dashboardPage([...payments.values()].toReversed(), hooks.deliveries)))
    routes.post<{ Params: { reference: string }; Body: { times?: string } }>(
      '/payments/:reference/deliver-again',
      async (request, reply) => {
        await deliverAgain(request.params.reference, Math.min(Number(request.body.times) || 1, 100))
        return reply.redirect('/', 303)
      },
    )
    routes.get<{ Params: { accessCode: string } }>('/checkout/:accessCode', async ({ params }, reply) =>
      html(reply, checkoutPage(findByAccessCode(params.accessCode))),
    )
    routes.post<{ Params: { accessCode: string }; Body: { channel?: Channel } }>('/checkout/:accessCode/pay', async (request, reply) => {
      const payment = findByAccessCode(request.params.accessCode)
      void pay(
        payment.reference,
        channels.find((channel) => channel === request.body.channel),
      )
      return goBack(reply, find(payment.reference), payment.callbackUrl)
    })
    routes.post<{ Params: { accessCode: string } }>('/checkout/:accessCode/decline', async ({ params }, reply) => {
      decline(findByAccessCode(params.accessCode).reference)
      return reply.redirect(`/checkout/${params.accessCode}`, 303)
    })
    routes.post<{ Params: { accessCode: string } }>('/checkout/:accessCode/abandon', async ({ params }, reply) => {
      const payment = findByAccessCode(params.accessCode)
      return goBack(reply, payment, cancelAction(payment.metadata) ?? payment.callbackUrl)
    })
  }

  const app = fastify({ forceCloseConnections: true })
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
    done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  )
  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => answerError(reply, error))
  app.setNotFoundHandler((_request, reply) => answerError(reply, new Refusal(404, 'not_found', 'Not found', 'Check the address')))
  app.register(async (routes) => api(routes))
  app.register(async (routes) => screens(routes))
  await app.listen({ port: options.port ?? 0, host: '127.0.0.1' })
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}` // it listens on TCP

  async function close(): Promise<void> {
    hooks.close()
    await app.close()
  }

  return { url, payments: () => [...payments.values()], deliveries: hooks.deliveries, pay, decline, declineCardOf, deliverAgain, close }
}

function success(message: string, data: unknown, meta?: object) {
  return { status: true, message, data, ...(meta && { meta }) }
}

function answerError(reply: FastifyReply, error: Error & { statusCode?: number }): void {
  const refusal =
    error instanceof Refusal ? error : new Refusal(error.statusCode ?? 500, 'invalid_params', error.message, 'Check what was sent')
  const type = refusal.status < 500 ? 'validation_error' : 'api_error'
  const { message, nextStep } = refusal
  reply.code(refusal.status).send({ status: false, message, meta: { nextStep }, type, code: refusal.code })
}

function requireKey(header: string | undefined, secretKey: string): void {
  const given = Buffer.from(header ?? '')
  const expected = Buffer.from(`Bearer ${secretKey}`)
  if (given.length === expected.length && timingSafeEqual(given, expected)) return
  const nextStep = 'Ensure that you provide the correct authorization key for the request'
  throw new Refusal(401, header ? 'invalid_Key' : 'no_Key', header ? 'Invalid key' : 'No Authorization Header was found', nextStep)
}

function parse<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  const field = parsed.error.issues[0]?.path.join('.') || 'body'
  throw new Refusal(400, 'invalid_params', `Invalid ${field} passed`, `Ensure that the value of ${field} is valid`)
}

function parseMetadata(metadata: string | Record<string, unknown> | undefined): unknown {
  if (typeof metadata !== 'string') return metadata ?? null
  try {
    return JSON.parse(metadata)
  } catch {
    return metadata
  }
}

function cancelAction(metadata: unknown): string | undefined {
  return z.object({ cancel_action: z.url() }).safeParse(metadata).data?.cancel_action
}

const perPageDefault = 50
const perPageMax = 100

function pageOf<T>(items: readonly T[], query: { page?: string; perPage?: string }): [T[], object] {
  const perPage = Math.min(Number(query.perPage) || perPageDefault, perPageMax)
  const page = Math.max(Number(query.page) || 1, 1)
  const skipped = (page - 1) * perPage
  const meta = { total: items.length, skipped, perPage, page, pageCount: Math.ceil(items.length / perPage) }
  return [items.slice(skipped, skipped + perPage), meta]
}

function html(reply: FastifyReply, body: string): FastifyReply {
  return reply.type('text/html; charset=utf-8').send(body)
}

function goBack(reply: FastifyReply, payment: Payment, address: string | null): FastifyReply {
  if (address === null) return html(reply, resultPage(payment))
  const target = new URL(address)
  target.searchParams.set('trxref', payment.reference)
  target.searchParams.set('reference', payment.reference)
  return reply.redirect(target.href, 303)
}
