import { z } from 'zod'
import { type AnyRoute, route } from '#kernel/http.ts'
import type { Money } from '#kernel/money.ts'
import { zDate, zId, zMoney, zText } from '#kernel/wire.ts'
import { technologies, zTermsDraft } from '#modules/catalog'
import { type LineDraft, lineKinds } from './invoice.ts'
import { subscriptionStates } from '#modules/subscriptions'
import { agree } from './agree.ts'
import { policyNotYours } from './errors.ts'
import { policyOf, type Quote, quote } from './quote.ts'
import { cancellationRefunds, changeCredits } from './settings.ts'

const zQuantity = z.int().min(1).max(10_000)
const zOfSubscription = z.object({ subscriptionId: zId })

const usualPolicy = 'Default: the policy of the settings; another needs billing.adjust'
const changeAsks = [
  zOfSubscription.extend({
    kind: z.literal('plan-change'),
    offerId: zId,
    changeCredit: z.enum(changeCredits).optional().describe(usualPolicy),
  }),
  zOfSubscription.extend({ kind: z.literal('add-on'), offerId: zId, quantity: zQuantity }),
  zOfSubscription.extend({ kind: z.literal('quantity'), itemId: zId, quantity: zQuantity }),
  zOfSubscription.extend({ kind: z.literal('removal'), itemId: zId }).describe('Takes an add-on away today'),
  zOfSubscription.extend({ kind: z.literal('transfer'), customerId: zId, accountId: zId.optional() }),
  zOfSubscription.extend({ kind: z.literal('pause'), until: zDate.nullable().optional() }),
  zOfSubscription
    .extend({ kind: z.literal('cancellation'), refundOnCancellation: z.enum(cancellationRefunds).optional().describe(usualPolicy) })
    .describe('Ends service today'),
] as const
const zChangeAsk = z.discriminatedUnion('kind', changeAsks).meta({ id: 'ChangeAsk' })

export const zAsk = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('subscription'),
      customerId: zId,
      accountId: zId.optional(),
      offerId: zId,
      startOn: zDate.optional(),
      coupons: z.array(zText(30)).max(10).optional().describe('Codes that would be redeemed'),
      addOns: z
        .array(z.object({ offerId: zId, quantity: zQuantity }))
        .max(50)
        .optional(),
    }),
    z.object({
      kind: z.literal('terms'),
      name: zText(80),
      technology: z.enum(technologies),
      terms: zTermsDraft,
      startOn: zDate.optional(),
      billDay: z.int().min(1).max(31).optional(),
    }),
    ...changeAsks,
  ])
  .meta({ id: 'QuoteAsk' })

const zLine = z.object({
  kind: z.enum(lineKinds),
  description: z.string(),
  periodFrom: zDate.nullable(),
  periodTo: zDate.nullable().describe('Exclusive'),
  quantity: z.string(),
  unit: zMoney,
  discount: zMoney,
  net: zMoney,
  tax: zMoney,
})
const zCreditLine = z.object({
  description: z.string(),
  periodFrom: zDate.nullable(),
  periodTo: zDate.nullable(),
  net: zMoney,
  tax: zMoney,
})
const totals = { net: zMoney, tax: zMoney, total: zMoney }
const zInvoice = { lines: z.array(zLine), ...totals }

const zQuote = z
  .object({
    on: zDate,
    credits: z.array(z.object({ invoiceId: zId, lines: z.array(zCreditLine), ...totals })).describe('What is given back; positive amounts'),
    takenOff: z
      .object({ lines: z.array(zCreditLine), ...totals })
      .nullable()
      .describe('What is taken off charges that wait for the next invoice; positive amounts, no part of what is due'),
    invoices: z
      .array(z.object({ on: zDate, ...zInvoice }))
      .describe('What is charged at once, and the invoices after it, the next of them with what waits for it'),
    due: zMoney.describe('To be paid now, less what is given back'),
    former: z
      .object({
        accountId: zId.describe('That is billed'),
        invoice: z.object(zInvoice).nullable().describe('Days and use before the transfer, charged at once'),
        due: zMoney.describe('To be paid for them, less what is given back'),
      })
      .nullable()
      .describe('Of a transfer: whose it was. What is given back and taken off is theirs; the invoices are of whose it becomes'),
    isPaused: z
      .boolean()
      .describe('Nothing of the running periods is billed until service resumes; their invoices are shown as if that were today'),
    comesBackAs: z.enum(cancellationRefunds).describe('How what is given back comes back, beyond what it pays'),
    fingerprint: z.string().describe('Of these lines and sums, to agree to them'),
  })
  .meta({ id: 'Quote' })

interface Lines<L> {
  readonly lines: readonly L[]
  readonly net: Money
  readonly tax: Money
  readonly total: Money
}

const linesOf = <L extends Pick<LineDraft, 'from' | 'to'>>({ lines, net, tax, total }: Lines<L>) => ({
  lines: lines.map((line) => ({ ...line, periodFrom: line.from, periodTo: line.to })),
  net,
  tax,
  total,
})

export const quoteRoutes: readonly AnyRoute[] = [
  route({
    method: 'POST',
    path: '/quotes',
    summary: 'What a step would cost, line by line, and the invoices after it; nothing is changed',
    tag: 'billing',
    permission: 'billing.read',
    status: 200,
    body: zAsk,
    response: zQuote,
    handle: async ({ tx, body, now }) => shown(await quote(tx, body, now)),
  }),
  route({
    method: 'POST',
    path: '/quotes/agreements',
    summary: 'Makes a change for what was quoted; refused with the new quote where it would cost something else now',
    tag: 'billing',
    permission: 'subscriptions.write',
    status: 200,
    body: z.object({ ask: zChangeAsk, fingerprint: z.string().max(100).describe('Of the quote that was agreed to') }),
    response: z.object({ subscriptionId: zId, state: z.enum(subscriptionStates) }),
    async handle({ tx, body, now, principal }) {
      if (Object.keys(policyOf(body.ask)).length > 0 && !principal.permissions.has(policyPermission)) throw policyNotYours(policyPermission)
      const { id, state } = await agree(tx, { ...body, now }, shown)
      return { subscriptionId: id, state }
    },
  }),
]

const policyPermission = 'billing.adjust'

const shown = ({ credits, takenOff, former, invoices, ...rest }: Quote) => ({
  ...rest,
  credits: credits.map((note) => ({ invoiceId: note.invoiceId, ...linesOf(note) })),
  takenOff: takenOff && linesOf(takenOff),
  former: former && { ...former, invoice: former.invoice && linesOf(former.invoice) },
  invoices: invoices.map(({ on, invoice }) => ({ on, ...linesOf(invoice) })),
})
