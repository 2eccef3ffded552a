import { z } from 'zod'
import { type AnyRoute, route } from '#kernel/http.ts'
import { dateIn } from '#kernel/time.ts'
import { zDate, zId, zMoney, zText } from '#kernel/wire.ts'
import { readAccount } from '#modules/customers'
import { creditKinds } from './credit.ts'
import { creditInvoice, rebillInvoice } from './credit-notes.ts'
import { findCreditNote, readCreditNotesOf } from './credit-note-store.ts'
import { creditNoteNotFound, invoiceNotFound } from './errors.ts'
import { lineKinds } from './invoice.ts'
import { addAdjustment, withdrawCharge } from './pending-charges.ts'
import { readWaiting } from './pending-store.ts'
import { findRegistration } from './registration-store.ts'
import { zRegistration } from './routes.ts'
import { findInvoice } from './store.ts'

const zWithId = z.object({ id: zId })

const zCreditNote = z
  .object({
    id: zId,
    number: z.string(),
    invoiceId: zId,
    invoiceNumber: z.string(),
    accountId: zId,
    customerId: zId,
    kind: z.enum(creditKinds),
    reason: z.string(),
    issuedOn: zDate,
    net: zMoney,
    tax: zMoney,
    total: zMoney,
    unallocated: zMoney.describe("The account's credit from it"),
  })
  .meta({ id: 'CreditNote' })

const zWaitingCharge = z
  .object({
    id: zId,
    subscriptionId: zId.nullable(),
    kind: z.enum(lineKinds),
    description: z.string(),
    amount: zMoney,
    pricesIncludeTax: z.boolean(),
    billOn: zDate,
    reason: z.string(),
  })
  .meta({ id: 'WaitingCharge' })

const adjust = { tag: 'billing', permission: 'billing.adjust' } as const
const read = { tag: 'billing', permission: 'billing.read' } as const

/** What is taken back, and what is charged by hand. */
export const creditRoutes: readonly AnyRoute[] = [
  route({
    ...adjust,
    method: 'POST',
    path: '/invoices/:id/credit-notes',
    summary: 'Takes back an invoice, or parts of its lines, with the taxes they bore',
    params: zWithId,
    body: z.object({
      lines: z
        .array(z.object({ line: z.int().min(1), net: zMoney.optional().describe('Default: all that is left of the line') }))
        .max(200)
        .default([])
        .describe('None: all that is left of the invoice'),
      kind: z.enum(['correction', 'goodwill']).default('correction'),
      reason: zText(500),
    }),
    response: zCreditNote,
    handle: ({ tx, params, body, now }) => creditInvoice(tx, params.id, body.lines, { kind: body.kind, reason: body.reason, now }),
  }),
  route({
    ...read,
    method: 'GET',
    path: '/invoices/:id/credit-notes',
    summary: 'What was taken back of an invoice',
    params: zWithId,
    response: z.array(zCreditNote),
    async handle({ tx, params }) {
      if (!(await findInvoice(tx, params.id))) throw invoiceNotFound()
      return readCreditNotesOf(tx, params.id)
    },
  }),
  route({
    ...adjust,
    method: 'POST',
    path: '/invoices/:id/rebilling',
    summary: 'Takes a whole invoice back and bills its days again, as terms are now',
    params: zWithId,
    body: z.object({ reason: zText(500) }),
    response: zCreditNote,
    handle: ({ tx, params, body, now }) => rebillInvoice(tx, params.id, body.reason, now),
  }),
  route({
    ...read,
    method: 'GET',
    path: '/credit-notes/:id',
    summary: 'A credit note',
    params: zWithId,
    response: zCreditNote.extend({ registration: zRegistration.nullable().describe('What the tax office answered') }),
    async handle({ tx, params }) {
      const note = await findCreditNote(tx, params.id)
      if (!note) throw creditNoteNotFound()
      return { ...note, registration: (await findRegistration(tx, { invoiceId: note.invoiceId, creditNoteId: note.id })) ?? null }
    },
  }),
  route({
    ...read,
    method: 'GET',
    path: '/accounts/:id/charges',
    summary: 'What waits for the next invoice of an account beside its running periods',
    params: zWithId,
    response: z.array(zWaitingCharge),
    async handle({ tx, params }) {
      const account = await readAccount(tx, params.id)
      return readWaiting(tx, account.id)
    },
  }),
  route({
    ...adjust,
    method: 'POST',
    path: '/accounts/:id/charges',
    summary: 'Adds something to the next invoice of an account, or takes it off',
    params: zWithId,
    body: z.object({
      description: zText(200),
      amount: zMoney.describe('Negative: taken off'),
      taxCategory: zText(30).default('standard'),
      pricesIncludeTax: z.boolean().default(false),
      reason: zText(500),
      billOn: zDate.optional().describe('It does not wait longer; default: today'),
    }),
    response: z.array(zWaitingCharge),
    async handle({ tx, params, body, principal, now }) {
      const account = await readAccount(tx, params.id)
      await addAdjustment(tx, { ...body, accountId: account.id, billOn: body.billOn ?? dateIn(now, principal.timeZone) })
      return readWaiting(tx, account.id)
    },
  }),
  route({
    ...adjust,
    method: 'DELETE',
    path: '/charges/:id',
    summary: 'Takes back a charge that is not billed yet',
    params: zWithId,
    status: 204,
    handle: ({ tx, params }) => withdrawCharge(tx, params.id),
  }),
]
