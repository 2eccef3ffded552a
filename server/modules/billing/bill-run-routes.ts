import { z } from 'zod'
import { type AnyRoute, route } from '#kernel/http.ts'
import { dateIn } from '#kernel/time.ts'
import { zBigint, zDate, zId, zInstant, zMoney } from '#kernel/wire.ts'
import { billRunStates } from './bill-run.ts'
import { readBillRun } from './bill-run-store.ts'
import { billedTooFarAhead, billRunNotFound } from './errors.ts'
import { approveBillRun, discardBillRun, previewBillRun } from './preview-bills.ts'
import { startBillRun } from './run-bills.ts'

const zWithId = z.object({ id: zId })

const zBillRun = z
  .object({
    id: zId,
    number: z.string(),
    asOf: zDate,
    state: z.enum(billRunStates),
    subscriptionCount: zBigint,
    subscriptionDone: zBigint,
    invoiceCount: zBigint,
    total: zMoney,
    error: z.string().nullable(),
    startedAt: zInstant,
    finishedAt: zInstant.nullable(),
  })
  .meta({ id: 'BillRun' })

/** Some send the bills of the next month early; a year that was mistyped would bill everybody for all the time up to it. */
const aheadDaysMax = 62

export const billRunRoutes: readonly AnyRoute[] = [
  route({
    method: 'POST',
    path: '/bill-runs',
    summary: 'Bills everything that is due on a day',
    tag: 'billing',
    permission: 'billing.run',
    status: 202,
    body: z.object({
      asOf: zDate.optional().describe(`Default: today in the tenant's time zone; at most ${aheadDaysMax} days ahead`),
      preview: z.boolean().default(false).describe('Whether somebody looks at it and approves it before it posts'),
    }),
    response: zBillRun,
    handle({ tx, body, principal, now }) {
      const today = dateIn(now, principal.timeZone)
      const asOf = body.asOf ?? today
      const latest = today.add({ days: aheadDaysMax })
      if (Temporal.PlainDate.compare(asOf, latest) > 0) throw billedTooFarAhead(latest)
      return body.preview ? previewBillRun(tx, asOf) : startBillRun(tx, asOf)
    },
  }),
  route({
    method: 'GET',
    path: '/bill-runs/:id',
    summary: 'How far a bill run is',
    tag: 'billing',
    permission: 'billing.read',
    params: zWithId,
    response: zBillRun,
    async handle({ tx, params }) {
      const run = await readBillRun(tx, params.id)
      if (!run) throw billRunNotFound()
      return run
    },
  }),
  route({
    method: 'POST',
    path: '/bill-runs/:id/approval',
    summary: 'Posts a bill run that was looked at',
    tag: 'billing',
    permission: 'billing.run',
    status: 200,
    params: zWithId,
    response: zBillRun,
    handle: ({ tx, params }) => approveBillRun(tx, params.id),
  }),
  route({
    method: 'POST',
    path: '/bill-runs/:id/discard',
    summary: 'Gives a bill run up that was looked at',
    tag: 'billing',
    permission: 'billing.run',
    status: 200,
    params: zWithId,
    response: zBillRun,
    handle: ({ tx, params }) => discardBillRun(tx, params.id),
  }),
]
