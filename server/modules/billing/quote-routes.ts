import { z } from 'zod'
import { type AnyRoute, route } from '#kernel/http.ts'
import { zDate, zId, zMoney, zText } from '#kernel/wire.ts'
import { technologies, zTermsDraft } from '#modules/catalog'
import { type InvoiceDraft, lineKinds } from './invoice.ts'
import { quote } from './quote.ts'

const zQuantity = z.int().min(1).max(10_000)
const zOfSubscription = z.object({ subscriptionId: zId })

const zAsk = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('subscription'),
      customerId: zId,
      accountId: zId.optional(),
      offerId: zId,
      startOn: zDate.optional(),
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
    zOfSubscription.extend({ kind: z.literal('plan-change'), offerId: zId }),
    zOfSubscription.extend({ kind: z.literal('add-on'), offerId: zId, quantity: zQuantity }),
    zOfSubscription.extend({ kind: z.literal('pause') }),
    zOfSubscription.extend({ kind: z.literal('cancellation') }),
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

const zQuote = z
  .object({
    on: zDate,
    credits: z.array(z.object({ invoiceId: zId, lines: z.array(zCreditLine), ...totals })).describe('What is given back; positive amounts'),
    invoices: z
      .array(z.object({ on: zDate, lines: z.array(zLine), ...totals }))
      .describe('What is charged at once, and the invoices after it'),
    due: zMoney.describe('To be paid now, less what is given back'),
  })
  .meta({ id: 'Quote' })

const invoiceOf = ({ lines, net, tax, total }: InvoiceDraft) => ({
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
    async handle({ tx, body, now }) {
      const { credits, invoices, ...rest } = await quote(tx, body, now)
      return {
        ...rest,
        credits: credits.map((note) => ({
          ...note,
          lines: note.lines.map((line) => ({ ...line, periodFrom: line.from, periodTo: line.to })),
        })),
        invoices: invoices.map(({ on, invoice }) => ({ on, ...invoiceOf(invoice) })),
      }
    },
  }),
]
