import { z } from 'zod'
import { isDuplicate, isReferenced } from '#kernel/db.ts'
import { type AnyRoute, route } from '#kernel/http.ts'
import { dateIn } from '#kernel/time.ts'
import { zBigint, zDate, zId, zText } from '#kernel/wire.ts'
import { ageBases, dunningActions, restores } from './dunning.ts'
import {
  deleteStage,
  insertStage,
  readHolidays,
  readPolicies,
  readStages,
  replaceHolidays,
  updateStage,
  writePolicy,
} from './dunning-store.ts'
import { dunnedAhead, stageExists, stageNotFound, stageTaken } from './errors.ts'
import { runDunning } from './run-dunning.ts'

const zWithId = z.object({ id: zId })
const holidaysMax = 400 // some years of them

export const zDunningStageDraft = z.object({
  segment: zText(40).default('standard'),
  days: z.int().min(-60).max(365),
  action: z.enum(dunningActions),
  feeMinor: zBigint.optional().describe('Of a late fee; with no fee and no percentage, what the billing settings say'),
  feePercent: z
    .string()
    .regex(/^\d{1,2}(\.\d{1,4})?$/, 'Give a percentage, like 1.5')
    .optional()
    .describe('Of what is open'),
})
const zStage = zDunningStageDraft.required().extend({ id: zId }).meta({ id: 'DunningStage' })

const zPolicy = z.object({
  ageBasis: z
    .enum(ageBases)
    .describe('What days are counted from: the due day of each invoice, or the issue of the oldest that is not paid'),
  minimumMinor: zBigint.describe('Who owes less keeps service'),
  excludedWeekdays: z
    .array(z.int().min(1).max(7))
    .max(6)
    .describe('Days of the week, Monday 1, on which no service is taken away: it waits for the next day'),
  restore: z.enum(restores).describe('Whether service comes back when what is overdue is paid, or with any payment'),
})
const zPolicyOf = zPolicy
  .extend({ segment: z.string(), excludedWeekdays: zPolicy.shape.excludedWeekdays.readonly() })
  .meta({ id: 'DunningPolicy' })

const zHoliday = z.object({ day: zDate, name: zText(80) }).meta({ id: 'DunningHoliday' })

export const dunningRoutes: readonly AnyRoute[] = [
  route({
    method: 'POST',
    path: '/dunning-runs',
    summary: 'Takes every dunning step that is due on a day',
    tag: 'billing',
    permission: 'billing.run',
    status: 200,
    body: z.object({ asOf: zDate.optional().describe("Default, and the latest: today in the tenant's time zone") }),
    response: z.object({
      reminded: z.int().describe('Invoices'),
      charged: z.int().describe('Late fees'),
      suspended: z.int().describe('Subscriptions'),
      ending: z.int().describe('Subscriptions'),
    }),
    handle({ tx, body, principal, now }) {
      const today = dateIn(now, principal.timeZone)
      if (body.asOf && Temporal.PlainDate.compare(body.asOf, today) > 0) throw dunnedAhead()
      return runDunning(tx, body.asOf ?? today)
    },
  }),
  route({
    method: 'GET',
    path: '/dunning-stages',
    summary: 'What happens how many days after an invoice is due',
    tag: 'billing',
    permission: 'billing.read',
    response: z.array(zStage),
    handle: ({ tx }) => readStages(tx),
  }),
  route({
    method: 'POST',
    path: '/dunning-stages',
    summary: 'Adds a dunning stage',
    tag: 'billing',
    permission: 'billing.configure',
    body: zDunningStageDraft,
    response: zStage,
    handle: ({ tx, body: { feeMinor = 0n, feePercent = '0', ...stage } }) =>
      insertStage(tx, { ...stage, feeMinor, feePercent }).catch(orStageExists(stage.days)),
  }),
  route({
    method: 'PUT',
    path: '/dunning-stages/:id',
    summary: 'Moves a dunning stage to another day, action or fee',
    tag: 'billing',
    permission: 'billing.configure',
    params: zWithId,
    body: zDunningStageDraft.omit({ segment: true }),
    response: zStage,
    async handle({ tx, params, body: { feeMinor = 0n, feePercent = '0', ...stage } }) {
      const changed = await updateStage(tx, params.id, { ...stage, feeMinor, feePercent }).catch(orStageExists(stage.days))
      if (!changed) throw stageNotFound()
      return changed
    },
  }),
  route({
    method: 'DELETE',
    path: '/dunning-stages/:id',
    summary: 'Removes a dunning stage at which nothing happened yet',
    tag: 'billing',
    permission: 'billing.configure',
    params: zWithId,
    async handle({ tx, params }) {
      const isDeleted = await deleteStage(tx, params.id).catch((error: unknown) => {
        throw isReferenced(error) ? stageTaken() : error
      })
      if (!isDeleted) throw stageNotFound()
    },
  }),
  route({
    method: 'GET',
    path: '/dunning-policies',
    summary: 'How segments are dunned that are not dunned the usual way',
    tag: 'billing',
    permission: 'billing.read',
    response: z.array(zPolicyOf),
    handle: ({ tx }) => readPolicies(tx),
  }),
  route({
    method: 'PUT',
    path: '/dunning-policies/:segment',
    summary: 'Says how a segment is dunned',
    tag: 'billing',
    permission: 'billing.configure',
    params: z.object({ segment: zText(40) }),
    body: zPolicy,
    handle: ({ tx, params, body }) => writePolicy(tx, { ...body, segment: params.segment }),
  }),
  route({
    method: 'GET',
    path: '/dunning-holidays',
    summary: 'Days on which no service is taken away',
    tag: 'billing',
    permission: 'billing.read',
    response: z.array(zHoliday),
    handle: ({ tx }) => readHolidays(tx),
  }),
  route({
    method: 'PUT',
    path: '/dunning-holidays',
    summary: 'Says anew on which days no service is taken away',
    tag: 'billing',
    permission: 'billing.configure',
    body: z.object({ items: z.array(zHoliday).max(holidaysMax) }),
    handle: ({ tx, body }) => replaceHolidays(tx, [...new Map(body.items.map((one) => [one.day.toString(), one])).values()]),
  }),
]

function orStageExists(days: number) {
  return (error: unknown): never => {
    throw isDuplicate(error) ? stageExists(days) : error
  }
}
