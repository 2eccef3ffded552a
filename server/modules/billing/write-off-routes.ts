import { z } from 'zod'
import { type AnyRoute, route } from '#kernel/http.ts'
import { zDate, zId, zMoney, zText } from '#kernel/wire.ts'
import { invoiceNotFound } from './errors.ts'
import { findInvoice } from './store.ts'
import { reopenWriteOff, writeOff } from './write-off.ts'
import { readWriteOffs } from './write-off-store.ts'

const zWithId = z.object({ id: zId })

const zWriteOff = z
  .object({
    id: zId,
    invoiceId: zId,
    amount: zMoney.describe('Negative: what was paid after all'),
    net: zMoney.describe('The loss'),
    tax: zMoney.describe('Taken back from what tax offices get'),
    bookedOn: zDate,
    reason: z.string(),
  })
  .meta({ id: 'WriteOff' })

const deed = { tag: 'billing', permission: 'billing.write-off', params: zWithId, response: zWriteOff } as const

export const writeOffRoutes: readonly AnyRoute[] = [
  route({
    ...deed,
    method: 'POST',
    path: '/invoices/:id/write-off',
    summary: 'Writes off what an invoice has open as a bad debt',
    body: z.object({
      reason: zText(500),
      takesTaxesBack: z.boolean().default(false).describe('Only where the law gives taxes of bad debts back; see /tax-pack'),
    }),
    handle: ({ tx, params, body, now }) => writeOff(tx, { ...body, invoiceId: params.id }, now),
  }),
  route({
    ...deed,
    method: 'POST',
    path: '/invoices/:id/write-off-reversal',
    summary: 'Expects the money of an invoice that was written off after all; it is open again',
    body: z.object({ reason: zText(500) }),
    handle: ({ tx, params, body, now }) => reopenWriteOff(tx, params.id, body.reason, now),
  }),
  route({
    method: 'GET',
    path: '/invoices/:id/write-offs',
    summary: 'What of an invoice was written off, and what of that was paid after all',
    tag: 'billing',
    permission: 'billing.read',
    params: zWithId,
    response: z.array(zWriteOff),
    async handle({ tx, params }) {
      if (!(await findInvoice(tx, params.id))) throw invoiceNotFound()
      return readWriteOffs(tx, params.id)
    },
  }),
]
