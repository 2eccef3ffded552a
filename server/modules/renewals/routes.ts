import { z } from 'zod'
import { type AnyRoute, route } from '#kernel/http.ts'
import { dateIn } from '#kernel/time.ts'
import { zDate, zId, zMoney } from '#kernel/wire.ts'
import { readSubscription } from '#modules/subscriptions'
import { renewalStates } from './renewal.ts'
import { readRenewals } from './store.ts'
import { outlookOf, renewNow } from './take-renewal.ts'

const zRenewal = z
  .object({
    id: zId,
    subscriptionId: zId,
    dueOn: zDate.describe('First day that nobody had paid for'),
    state: z.enum(renewalStates),
    attempts: z.int().describe('Charges of a saved method'),
    nextTryOn: zDate.nullable(),
    problem: z.string().nullable(),
    renewedUntil: zDate.nullable(),
  })
  .meta({ id: 'Renewal', description: 'How a prepaid subscription came over the end of what was paid for' })
const zOutlook = z
  .object({
    on: zDate,
    cycle: z.object({ from: zDate, to: zDate.describe('Exclusive') }),
    amount: zMoney.describe('With taxes'),
    credit: zMoney.describe('What the account has now'),
    paidBy: z.enum(['credit', 'saved-method']).nullable().describe('null: it will expire'),
  })
  .meta({ id: 'RenewalOutlook' })

const params = z.object({ id: zId })
const renewalsMax = 24 // on a screen

export const routes: readonly AnyRoute[] = [
  route({
    method: 'GET',
    path: '/subscriptions/:id/renewals',
    summary: 'Renewals of a prepaid subscription, the latest first, and what will happen next',
    tag: 'subscriptions',
    permission: 'subscriptions.read',
    params,
    response: z.object({ next: zOutlook.nullable(), renewals: z.array(zRenewal) }),
    async handle({ tx, params, principal, now }) {
      const subscription = await readSubscription(tx, params.id)
      const next = (await outlookOf(tx, subscription, dateIn(now, principal.timeZone))) ?? null
      return { next, renewals: await readRenewals(tx, subscription.id, renewalsMax) }
    },
  }),
  route({
    method: 'POST',
    path: '/subscriptions/:id/renewals',
    summary: 'Renews a prepaid subscription that has run out: from credit, else from the saved method',
    tag: 'subscriptions',
    permission: 'payments.receive',
    status: 202,
    params,
    response: z.object({ outcome: z.enum(['renewed', 'charging', 'waits']) }),
    handle: async ({ tx, params, now }) => ({ outcome: await renewNow(tx, params.id, now) }),
  }),
]
