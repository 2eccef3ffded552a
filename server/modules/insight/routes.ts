import { z } from 'zod'
import { route } from '#kernel/http.ts'
import { dateIn } from '#kernel/time.ts'
import { zBigint, zDate, zId, zInstant, zMoney } from '#kernel/wire.ts'
import { readHome } from './home.ts'
import { storyKinds } from './store.ts'
import { readCustomerStory } from './story.ts'

const zHome = z.object({
  online: z.object({ now: zBigint, uploadBps: zBigint, downloadBps: zBigint }),
  subscriptions: z.object({
    active: zBigint,
    suspended: zBigint,
    inService: z.array(zBigint).describe('At the end of each of the days of `revenue`'),
  }),
  customers: z.object({ all: zBigint, newThisMonth: zBigint }),
  revenue: z.object({
    today: zMoney,
    month: zMoney,
    lastMonthSoFar: zMoney,
    days: z.array(z.object({ day: zDate, received: zMoney, invoiced: zMoney })),
  }),
  arrears: z.object({ total: zMoney, accounts: zBigint, days: z.array(zMoney).describe('At the end of each of the days of `revenue`') }),
  failedLogins: z.object({ lastHour: zBigint, hours: z.array(z.object({ hour: zInstant, reason: z.string(), attempts: zBigint })) }),
  traffic: z.array(z.object({ hour: zInstant, uploadBytes: zBigint, downloadBytes: zBigint, online: zBigint })),
  attention: z.array(z.object({ kind: z.string(), count: zBigint })),
})

const zStory = z.object({
  summary: z.object({ balance: zMoney, overdue: zMoney, lifetime: zMoney, openInvoices: zBigint, onlineSessions: zBigint }),
  items: z.array(z.object({ at: zInstant, kind: z.enum(storyKinds), id: z.string(), data: z.record(z.string(), z.unknown()) })),
  next: zInstant.nullable().describe('`before` of the next page'),
})

const zKinds = z
  .string()
  .optional()
  .transform((text) => text?.split(',').filter(Boolean) ?? [])
  .pipe(z.array(z.enum(storyKinds)))

export const routes = [
  route({
    method: 'GET',
    path: '/insight/home',
    summary: 'The business in one look',
    tag: 'insight',
    permission: 'insight.read',
    response: zHome,
    handle: ({ tx, now, principal }) => readHome(tx, now, principal.timeZone, principal.currency),
  }),
  route({
    method: 'GET',
    path: '/customers/:id/story',
    summary: 'Everything that happened to a customer, newest first',
    tag: 'customers',
    permission: 'customers.read',
    params: z.object({ id: zId }),
    query: z.object({
      before: zInstant.optional(),
      kinds: zKinds.describe(`Some of ${storyKinds.join(', ')}, with commas`),
      limit: z.coerce.number().int().min(1).max(200).default(60),
    }),
    response: zStory,
    // The kinds of the rows are those of the branches, which `storyKinds` lists.
    handle: async ({ tx, params, query, now, principal }) =>
      (await readCustomerStory(
        tx,
        { customerId: params.id, before: query.before ?? now.add({ seconds: 1 }), kinds: query.kinds, limit: query.limit },
        dateIn(now, principal.timeZone),
      )) as z.output<typeof zStory>,
  }),
]
