import { z } from 'zod'
import { type AnyRoute, route } from '#kernel/http.ts'
import { dateIn } from '#kernel/time.ts'
import { zDate, zId, zInstant, zMoney } from '#kernel/wire.ts'
import { readTenant } from '#modules/tenants'
import { zPrefixPattern } from './code.ts'
import { propose } from './demand.ts'
import { readDemand, readLiability, readStanding } from './demand-store.ts'
import { drawSheets, layouts } from './draw-sheet.ts'
import { batchNotFound } from './errors.ts'
import { startBatch } from './make-batch.ts'
import { distribute, returnStack, sell, takeBack, voidStack } from './move-vouchers.ts'
import { lookUp, redeem } from './redeem.ts'
import { findBatch } from './store.ts'
import { batchStates, serialNumber, voucherStates } from './voucher.ts'

const zWithId = z.object({ id: zId })
const zSerial = z.int().min(1).max(1_000_000)
const zCode = z.string().trim().min(1).max(60)
const zNote = z.string().trim().max(500)

const zBatch = z
  .object({
    id: zId,
    number: z.string(),
    offerId: zId,
    offerVersionId: zId,
    offerName: z.string(),
    locationId: zId.nullable(),
    prefix: z.string(),
    drawn: z.int().describe('Random characters of a code; a check character follows'),
    count: z.int(),
    madeCount: z.int(),
    price: zMoney.describe('Printed on the paper, with tax'),
    redeemUntil: zDate.nullable().describe('First day on which it cannot be used any more'),
    note: z.string(),
    state: z.enum(batchStates),
    error: z.string().nullable(),
    version: z.int(),
    createdAt: zInstant,
  })
  .meta({ id: 'VoucherBatch' })

const zRange = z.object({ from: zSerial, to: zSerial })
const isRange = ({ from, to }: { readonly from: number; readonly to: number }) => from <= to
const rangeWrong = { message: 'The first serial lies after the last', path: ['from'] }
const zPercent = z.string().regex(/^\d{1,2}(\.\d{1,4})?$/, 'Give a percentage below 100, like 12.5')

const zStack = zRange.extend({ note: zNote.optional() })
const zTermed = zStack.extend({
  accountId: zId.describe('Of the agent'),
  discountPercent: zPercent.optional().describe('What the agent keeps of the printed price'),
})
const zMoved = z.object({ count: z.int() })

const stackOf = (batchId: string, { from, to, note }: z.output<typeof zStack>) => ({ batchId, range: { from, to }, note })
const moved = ({ count }: { readonly count: number }) => ({ count })

/** The days of the past on which a proposal stands. */
const daysKnown = 56

export const routes: readonly AnyRoute[] = [
  route({
    method: 'POST',
    path: '/voucher-batches',
    summary: 'Makes a batch of vouchers for a plan; a job draws the codes',
    tag: 'vouchers',
    permission: 'vouchers.write',
    status: 202,
    body: z.object({
      offerId: zId,
      count: z.int().min(1).max(1_000_000),
      price: zMoney.refine(({ minor }) => minor >= 0n, 'A price is not negative'),
      prefix: z.string().toUpperCase().regex(zPrefixPattern, 'Use up to four digits and letters, without I, L, O and U').optional(),
      redeemUntil: zDate.nullable().optional(),
      locationId: zId.nullable().optional(),
      note: zNote.optional(),
    }),
    response: zBatch,
    handle: ({ tx, body, now }) => startBatch(tx, body, now),
  }),
  route({
    method: 'GET',
    path: '/voucher-batches/:id',
    summary: 'A batch and how many of its vouchers are in each state',
    tag: 'vouchers',
    permission: 'vouchers.read',
    params: zWithId,
    response: zBatch.extend({ standing: z.array(z.object({ state: z.enum(voucherStates), count: z.int() })) }),
    async handle({ tx, params }) {
      const batch = await findBatch(tx, params.id)
      if (!batch) throw batchNotFound()
      return { ...batch, standing: (await readStanding(tx, params.id)) as { state: (typeof voucherStates)[number]; count: number }[] }
    },
  }),
  route({
    method: 'POST',
    path: '/voucher-batches/:id/distribution',
    summary: 'Gives a stack to an agent on consignment: what is used of it is billed to the agent',
    tag: 'vouchers',
    permission: 'vouchers.write',
    params: zWithId,
    body: zTermed.refine(isRange, rangeWrong),
    response: zMoved,
    handle: async ({ tx, params, body }) => moved(await distribute(tx, stackOf(params.id, body), body)),
  }),
  route({
    method: 'POST',
    path: '/voucher-batches/:id/return',
    summary: 'Takes back what an agent has not used of a stack on consignment',
    tag: 'vouchers',
    permission: 'vouchers.write',
    params: zWithId,
    body: zStack.refine(isRange, rangeWrong),
    response: zMoved,
    handle: async ({ tx, params, body }) => moved(await returnStack(tx, stackOf(params.id, body))),
  }),
  route({
    method: 'POST',
    path: '/voucher-batches/:id/sale',
    summary: 'Sells a stack: it is on an invoice of the account at once',
    tag: 'vouchers',
    permission: 'vouchers.write',
    params: zWithId,
    body: zTermed.refine(isRange, rangeWrong),
    response: zMoved,
    handle: async ({ tx, params, body, now }) => moved(await sell(tx, stackOf(params.id, body), body, now)),
  }),
  route({
    method: 'POST',
    path: '/voucher-batches/:id/taking-back',
    summary: 'Takes back what of a sold stack was not used: its price goes off the next invoice',
    tag: 'vouchers',
    permission: 'vouchers.write',
    params: zWithId,
    body: zTermed.refine(isRange, rangeWrong),
    response: zMoved,
    handle: async ({ tx, params, body, now }) => moved(await takeBack(tx, stackOf(params.id, body), body, now)),
  }),
  route({
    method: 'POST',
    path: '/voucher-batches/:id/voiding',
    summary: 'Declares lost or stolen vouchers void',
    tag: 'vouchers',
    permission: 'vouchers.write',
    params: zWithId,
    body: zStack.refine(isRange, rangeWrong),
    response: zMoved,
    handle: async ({ tx, params, body }) => moved(await voidStack(tx, stackOf(params.id, body))),
  }),
  route({
    method: 'GET',
    path: '/voucher-batches/:id/sheets',
    summary: 'Vouchers as pages to print and cut; who printed them stands in the trail of the batch',
    tag: 'vouchers',
    permission: 'vouchers.print',
    params: zWithId,
    query: z.object({
      from: z.coerce.number().pipe(zSerial).default(1),
      to: z.coerce.number().pipe(zSerial).optional().describe('The last of the batch unless said'),
      layout: z.enum(layouts).default('a4-24'),
    }),
    produces: 'application/pdf',
    async handle({ tx, params, query, platform, reply }) {
      const { fileName, pdf } = await drawSheets(tx, params.id, query, platform)
      reply
        .header('content-disposition', `inline; filename="${fileName}"`)
        .header('cache-control', 'no-store')
        .type('application/pdf')
        .send(Buffer.from(pdf))
    },
  }),
  route({
    method: 'POST',
    path: '/vouchers/lookup',
    summary: 'What has become of the voucher of a code, for staff who are shown one',
    tag: 'vouchers',
    permission: 'vouchers.read',
    perMinute: 60,
    confidential: true,
    body: z.object({ code: zCode }),
    response: z.object({
      id: zId,
      batchId: zId,
      serialNumber: z.string(),
      offerName: z.string(),
      price: zMoney,
      state: z.enum(voucherStates),
      redeemedAt: zInstant.nullable(),
      redeemUntil: zDate.nullable(),
      agentAccountId: zId.nullable(),
      subscriptionId: zId.nullable(),
    }),
    status: 200,
    async handle({ tx, body }) {
      const voucher = await lookUp(tx, body.code)
      const batch = (await findBatch(tx, voucher.batchId))!
      const { offerName, price, redeemUntil } = batch
      return { ...voucher, offerName, price, redeemUntil, serialNumber: serialNumber(batch.number, voucher.serial) }
    },
  }),
  route({
    method: 'POST',
    path: '/vouchers/redemption',
    summary: 'Uses a voucher for a customer: begins a pass, or prolongs the one of the same plan that runs',
    tag: 'vouchers',
    permission: 'vouchers.redeem',
    perMinute: 60,
    confidential: true,
    status: 200,
    body: z.object({ code: zCode, customerId: zId.optional() }),
    response: z.object({
      serialNumber: z.string(),
      subscriptionId: zId,
      customerId: zId,
      endsAt: zInstant,
      isExtension: z.boolean(),
    }),
    async handle({ tx, body, now }) {
      const { subscription, ...redeemed } = await redeem(tx, body, now)
      return {
        serialNumber: redeemed.serialNumber,
        isExtension: redeemed.isExtension,
        subscriptionId: subscription.id,
        customerId: subscription.customerId,
        endsAt: subscription.endsAt!,
      }
    },
  }),
  route({
    method: 'GET',
    path: '/voucher-liability',
    summary: 'Vouchers that are in hands and not used: what was paid for them, and what agents will owe',
    tag: 'vouchers',
    permission: 'vouchers.read',
    response: z.array(
      z.object({
        batchId: zId,
        number: z.string(),
        offerName: z.string(),
        accountId: zId.nullable(),
        accountName: z.string().nullable(),
        state: z.enum(['distributed', 'sold']),
        count: z.int(),
        paid: zMoney,
        owed: zMoney,
        redeemUntil: zDate.nullable(),
      }),
    ),
    handle: ({ tx }) => readLiability(tx),
  }),
  route({
    method: 'GET',
    path: '/voucher-proposals',
    summary: 'How many vouchers of each plan and location to print, from how they were used',
    tag: 'vouchers',
    permission: 'vouchers.read',
    query: z.object({ days: z.coerce.number().int().min(1).max(180).default(30) }),
    response: z.array(
      z.object({
        offerId: zId,
        offerName: z.string(),
        locationId: zId.nullable(),
        locationName: z.string().nullable(),
        stock: z.int(),
        usedByDay: z.array(z.int()).readonly(),
        proposal: z
          .object({ expected: z.int(), safety: z.int(), stock: z.int(), daysLeft: z.int().nullable(), print: z.int() })
          .nullable()
          .describe('Null where fewer than two weeks are known'),
      }),
    ),
    async handle({ tx, query, now }) {
      const { timeZone } = await readTenant(tx)
      const today = dateIn(now, timeZone)
      return (await readDemand(tx, today, daysKnown, timeZone)).map((row) => ({
        ...row,
        proposal: propose({ ...row, firstWeekday: today.subtract({ days: row.usedByDay.length }).dayOfWeek }, query.days) ?? null,
      }))
    },
  }),
]
