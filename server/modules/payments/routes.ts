import { z } from 'zod'
import { route } from '#kernel/http.ts'
import { zCurrency, zDate, zEmail, zId, zInstant, zMoney, zText } from '#kernel/wire.ts'
import { readAccount } from '#modules/customers'
import { problemPageOf } from '#modules/tenants'
import { accountStatement, documentKinds } from './account-statement.ts'
import { chargeNow } from './charge-saved-method.ts'
import { checkoutStates } from './checkout.ts'
import { checkoutNotFound, invoiceNotFound, paymentNotFound, savedMethodNotFound } from './errors.ts'
import { gatewayReach } from './gateway.ts'
import { findCheckout, readGateways } from './gateway-store.ts'
import { gateways } from './gateways.ts'
import { addGateway, changeGateway, testGateway } from './keep-gateways.ts'
import { deskMethods } from './payment.ts'
import { receiptDocument } from './receipt-document.ts'
import { receivePayment } from './receive-payment.ts'
import { payOutRefund } from './pay-out-refund.ts'
import { refundStates } from './refund.ts'
import { refundPayment } from './refund-payment.ts'
import { returnPage, words } from './return-page.ts'
import { startCheckout } from './run-checkout.ts'
import { readSavedMethods, removeMethod } from './saved-method-store.ts'
import { findPayment, readAllocations, readPaymentsOf } from './store.ts'
import { takeWebhook } from './take-webhook.ts'

const zWithId = z.object({ id: zId })

const zPayment = z
  .object({
    id: zId,
    number: z.string(),
    accountId: zId,
    customerId: zId,
    amount: zMoney,
    method: z.string(),
    reference: z.string(),
    checkoutId: zId.nullable(),
    unallocated: zMoney.describe("Kept as the account's credit"),
    note: z.string(),
    receivedAt: zInstant,
  })
  .meta({ id: 'Payment' })
const zAllocation = z.object({ invoiceId: zId, invoiceNumber: z.string(), dueOn: zDate, amount: zMoney })
const zInvoicePayment = z.object({
  paymentId: zId,
  number: z.string(),
  method: z.string(),
  receivedAt: zInstant,
  amount: zMoney.describe('Of the payment, for this invoice'),
})
const zRefund = z
  .object({ id: zId, paymentId: zId, amount: zMoney, reason: z.string(), state: z.enum(refundStates), error: z.string().nullable() })
  .meta({ id: 'Refund' })

const zCheckout = z
  .object({
    id: zId,
    gatewayId: zId,
    accountId: zId,
    customerId: zId,
    reference: z.string(),
    amount: zMoney,
    state: z.enum(checkoutStates),
    url: z.string().nullable().describe('Where the customer pays; null for the moment until the gateway has answered'),
    error: z.string().nullable(),
    savedMethodId: zId.nullable().describe('Charged without the customer'),
    keepsMethod: z.boolean(),
    createdAt: zInstant,
    settledAt: zInstant.nullable(),
  })
  .meta({ id: 'Checkout' })

const zSavedMethod = z
  .object({
    id: zId,
    gatewayId: zId,
    accountId: zId,
    label: z.string(),
    lastDigits: z.string(),
    expiresOn: zDate.nullable().describe('Last day'),
    createdAt: zInstant,
  })
  .meta({ id: 'SavedMethod', description: 'A card or mandate that a provider keeps for a customer, to be charged again' })

const zStrings = z.record(z.string().max(60), z.string().max(2_000))
const zGateway = z
  .object({
    id: zId,
    provider: z.string(),
    name: z.string(),
    settings: zStrings,
    enabled: z.boolean(),
    hasCredentials: z.boolean(),
    version: z.int(),
    webhookUrl: z.string().describe("Enter this address in the provider's dashboard"),
  })
  .meta({ id: 'Gateway' })
const zGatewayInput = z.object({
  name: zText(60).optional(),
  settings: zStrings.optional(),
  credentials: zStrings.optional().describe('Written, never read back'),
  enabled: z.boolean().optional(),
})
const zProvider = z.object({
  provider: z.string(),
  title: z.string(),
  currencies: z.array(zCurrency),
  settings: z.looseObject({}),
  credentials: z.looseObject({}),
})

const webhookPath = (provider: string, gatewayId: string) => `/hooks/${provider}/${gatewayId}`

const zStatement = z
  .object({
    account: z.object({ id: zId, number: z.string(), customerId: zId }),
    opening: zMoney.describe('Owed before the period; negative: credit'),
    charged: zMoney,
    paid: zMoney,
    closing: zMoney,
    lines: z
      .array(
        z.object({
          entryId: zId,
          bookedOn: zDate,
          sourceKind: z.string().describe('invoice, payment, refund, reversal, withholding …'),
          document: z.object({ kind: z.enum(documentKinds), id: zId, number: z.string() }).nullable(),
          amount: zMoney.describe('Positive: owed; negative: paid or credited'),
          balance: zMoney.describe('Owed after it'),
        }),
      )
      .readonly(),
  })
  .meta({ id: 'AccountStatement' })

export const routes = [
  route({
    method: 'POST',
    path: '/payments',
    summary: 'Takes money in at the desk',
    tag: 'payments',
    permission: 'payments.receive',
    body: z.object({
      accountId: zId,
      amount: zMoney,
      method: z.enum(deskMethods),
      reference: zText(80).optional().describe('Of the bank slip or transfer; the same again is the same payment'),
      receivedAt: zInstant.optional().describe('Default: now'),
      note: zText(500).optional(),
    }),
    response: zPayment,
    handle: ({ tx, body, now }) => receivePayment(tx, { ...body, receivedAt: body.receivedAt ?? now, now }),
  }),
  route({
    method: 'GET',
    path: '/payments/:id',
    summary: 'A payment and what it paid',
    tag: 'payments',
    permission: 'payments.read',
    params: zWithId,
    response: zPayment.extend({ allocations: z.array(zAllocation) }),
    async handle({ tx, params }) {
      const payment = await findPayment(tx, params.id)
      if (!payment) throw paymentNotFound()
      return { ...payment, allocations: await readAllocations(tx, payment) }
    },
  }),
  route({
    method: 'GET',
    path: '/payments/:id/receipt',
    summary: "The receipt as PDF, in the customer's language",
    tag: 'payments',
    permission: 'payments.read',
    params: zWithId,
    produces: 'application/pdf',
    async handle({ tx, params, reply, platform }) {
      const { fileName, pdf } = await receiptDocument(tx, params.id, platform)
      reply.header('content-disposition', `inline; filename="${fileName}"`).type('application/pdf').send(Buffer.from(pdf))
    },
  }),
  route({
    method: 'GET',
    path: '/invoices/:id/payments',
    summary: 'The payments that paid an invoice',
    tag: 'payments',
    permission: 'payments.read',
    params: zWithId,
    response: z.array(zInvoicePayment),
    async handle({ tx, params }) {
      const payments = await readPaymentsOf(tx, params.id)
      if (!payments) throw invoiceNotFound()
      return payments
    },
  }),
  route({
    method: 'POST',
    path: '/payments/:id/refunds',
    summary: 'Gives money back; what it had paid is open again',
    tag: 'payments',
    permission: 'payments.refund',
    params: zWithId,
    body: z.object({ amount: zMoney.optional().describe('Default: all that is left of it'), reason: zText(300) }),
    response: zRefund,
    handle: ({ tx, params, body, now }) => refundPayment(tx, { paymentId: params.id, ...body, now }),
  }),
  route({
    method: 'POST',
    path: '/refunds/:id/payout',
    summary: 'Notes that a refund which was due is paid out',
    tag: 'payments',
    permission: 'payments.refund',
    status: 200,
    params: zWithId,
    body: z.object({ method: z.enum(deskMethods), reference: z.string().max(80).default('').describe('Of the transfer') }),
    response: zRefund,
    handle: ({ tx, params, body, now }) => payOutRefund(tx, { ...body, refundId: params.id, now }),
  }),
  route({
    method: 'POST',
    path: '/checkouts',
    summary: 'Asks a customer to pay through a gateway',
    tag: 'payments',
    permission: 'payments.receive',
    status: 202,
    body: z.object({
      accountId: zId,
      gatewayId: zId,
      amount: zMoney,
      email: zEmail.optional().describe("Default: the customer's, else the company's"),
      keepsMethod: z.boolean().default(false).describe('The customer agrees that what they pay with is kept and charged again'),
    }),
    response: zCheckout,
    handle: ({ tx, body, now }) => startCheckout(tx, { ...body, now }),
  }),
  route({
    method: 'GET',
    path: '/checkouts/:id',
    summary: 'How a checkout stands',
    tag: 'payments',
    permission: 'payments.read',
    params: zWithId,
    response: zCheckout,
    async handle({ tx, params }) {
      const checkout = await findCheckout(tx, params.id)
      if (!checkout) throw checkoutNotFound()
      return checkout
    },
  }),
  route({
    method: 'GET',
    path: '/accounts/:id/saved-methods',
    summary: 'Cards and mandates that are kept for an account, the newest first',
    tag: 'payments',
    permission: 'payments.read',
    params: zWithId,
    response: z.array(zSavedMethod),
    handle: async ({ tx, params }) => readSavedMethods(tx, (await readAccount(tx, params.id)).id),
  }),
  route({
    method: 'POST',
    path: '/accounts/:id/saved-method-charges',
    summary: 'Charges a saved method now',
    tag: 'payments',
    permission: 'payments.receive',
    status: 202,
    params: zWithId,
    body: z.object({ amount: zMoney, savedMethodId: zId.optional().describe('Default: the newest that can be charged') }),
    response: zCheckout,
    handle: ({ tx, params, body, now }) => chargeNow(tx, { accountId: params.id, ...body, now }),
  }),
  route({
    method: 'DELETE',
    path: '/saved-methods/:id',
    summary: 'Charges a saved method never again',
    tag: 'payments',
    permission: 'payments.receive',
    params: zWithId,
    async handle({ tx, params }) {
      if (!(await removeMethod(tx, params.id))) throw savedMethodNotFound()
    },
  }),
  route({
    method: 'GET',
    path: '/gateway-providers',
    summary: 'Providers that can be connected, with the schema of what each needs',
    tag: 'payments',
    permission: 'payments.configure',
    response: z.array(zProvider),
    handle: async ({ platform }) =>
      [...gateways.values()].map(({ provider, title, currencies, settings, credentials }) => ({
        provider,
        title,
        currencies: [...currencies],
        settings: z.toJSONSchema(settings(gatewayReach(platform.config)), { io: 'input' }),
        credentials: z.toJSONSchema(credentials, { io: 'input' }),
      })),
  }),
  route({
    method: 'GET',
    path: '/gateways',
    summary: 'Gateways that money is taken through',
    tag: 'payments',
    permission: 'payments.read',
    response: z.array(zGateway),
    handle: async ({ tx, platform }) =>
      (await readGateways(tx)).map((gateway) => ({
        ...gateway,
        webhookUrl: platform.publicUrl + webhookPath(gateway.provider, gateway.id),
      })),
  }),
  route({
    method: 'POST',
    path: '/gateways',
    confidential: true,
    summary: 'Connects a gateway',
    tag: 'payments',
    permission: 'payments.configure',
    body: zGatewayInput.extend({ provider: zText(40) }),
    response: zGateway,
    async handle({ tx, body: { provider, ...input }, platform }) {
      const gateway = await addGateway(tx, gatewayReach(platform.config), provider, input)
      return { ...gateway, webhookUrl: platform.publicUrl + webhookPath(gateway.provider, gateway.id) }
    },
  }),
  route({
    method: 'PATCH',
    path: '/gateways/:id',
    summary: 'Changes a gateway',
    tag: 'payments',
    permission: 'payments.configure',
    params: zWithId,
    body: zGatewayInput,
    response: zGateway,
    etag: (gateway) => String(gateway.version),
    async handle({ tx, params, body, ifMatch, platform }) {
      const gateway = await changeGateway(tx, gatewayReach(platform.config), params.id, body, ifMatch)
      return { ...gateway, webhookUrl: platform.publicUrl + webhookPath(gateway.provider, gateway.id) }
    },
  }),
  route({
    method: 'POST',
    path: '/gateways/:id/test',
    summary: 'Tests the connection to a gateway',
    tag: 'payments',
    permission: 'payments.configure',
    status: 200,
    params: zWithId,
    body: z.object({}),
    response: z.object({ works: z.boolean(), detail: z.string() }),
    // The one call to the outside inside a transaction: a person waits for it, it reads only, and no row is locked meanwhile.
    async handle({ tx, params, platform }) {
      const { kind, detail } = await testGateway(tx, gatewayReach(platform.config), params.id)
      return { works: kind === 'works', detail }
    },
  }),
  route({
    method: 'GET',
    path: '/accounts/:id/statement',
    summary: 'What an account owed before a period, what moved that, and what it owed at the end',
    tag: 'payments',
    permission: 'billing.read',
    params: zWithId,
    query: z.object({ from: zDate, to: zDate.describe('Exclusive') }).refine(({ from, to }) => Temporal.PlainDate.compare(from, to) <= 0, {
      message: 'The first day lies after the last',
      path: ['from'],
    }),
    response: zStatement,
    async handle({ tx, params, query }) {
      const account = await readAccount(tx, params.id)
      return { account, ...(await accountStatement(tx, account, query)) }
    },
  }),
  route({
    method: 'POST',
    path: '//hooks/:provider/:gatewayId',
    summary: 'What a gateway tells us; signed by it',
    tag: 'payments',
    permission: 'public',
    rawBody: true,
    perMinute: 1_200,
    bodyBytesMax: 262_144,
    params: z.object({ provider: z.string().max(40), gatewayId: zId }),
    status: 200,
    response: z.object({ kept: z.literal(true) }),
    async handle({ params, body, request, platform }) {
      // With `rawBody` the body is the bytes as they came.
      await takeWebhook(platform, {
        ...params,
        headers: request.headers,
        body: body as unknown as Uint8Array,
        requestId: String(request.id),
      })
      return { kept: true as const }
    },
  }),
  route({
    method: 'GET',
    path: '//pay/return',
    summary: 'Where the browser comes back to after a payment',
    tag: 'payments',
    permission: 'public',
    perMinute: 60,
    query: z.object({ reference: z.string().max(100) }),
    produces: 'text/html',
    problemPage: problemPageOf(words),
    async handle({ query, request, reply, platform }) {
      reply
        .type('text/html; charset=utf-8')
        .header('cache-control', 'no-store')
        .send(await returnPage(platform, query.reference, String(request.id)))
    },
  }),
]
