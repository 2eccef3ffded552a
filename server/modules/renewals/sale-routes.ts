import { z } from 'zod'
import { type AnyRoute, route } from '#kernel/http.ts'
import { dateIn } from '#kernel/time.ts'
import { zId, zInstant, zMoney, zText } from '#kernel/wire.ts'
import { zTopUp } from '#modules/catalog'
import { readSubscription } from '#modules/subscriptions'
import { readSales } from './sale-store.ts'
import { offersFor, type RequireSpeedTaken, sellTopUp } from './sell-top-up.ts'
import { saleMethods, saleStates } from './top-up-sale.ts'

const zOffer = z
  .object({
    offerId: zId,
    name: z.string(),
    topUp: zTopUp,
    net: zMoney,
    tax: zMoney,
    total: zMoney,
    refusal: z.string().nullable().describe('Why it cannot be sold just now, such as a router that would not give a boosted speed'),
  })
  .meta({ id: 'TopUpOffer', description: 'A top-up for the plan of a subscription' })
const zSale = z
  .object({
    id: zId,
    subscriptionId: zId,
    offerId: zId,
    offerName: z.string(),
    state: z.enum(saleStates),
    paidBy: z.enum(saleMethods),
    checkoutId: zId.nullable().describe('Whose payment is awaited'),
    invoiceId: zId.nullable(),
    problem: z.string().nullable(),
    createdAt: zInstant,
    doneAt: zInstant.nullable(),
  })
  .meta({ id: 'TopUpSale' })

const params = z.object({ id: zId })
const salesMax = 50 // on a screen

export const saleRoutes = (requireSpeedTaken: RequireSpeedTaken): readonly AnyRoute[] => [
  route({
    method: 'GET',
    path: '/subscriptions/:id/top-up-offers',
    summary: 'Top-ups for the plan of a subscription, with what each costs',
    tag: 'subscriptions',
    permission: 'subscriptions.read',
    params,
    response: z.array(zOffer),
    async handle({ tx, params, principal, now }) {
      const offers = await offersFor(tx, await readSubscription(tx, params.id), { on: dateIn(now, principal.timeZone), requireSpeedTaken })
      return offers.map(({ version, net, tax, total, refusal }) => ({
        offerId: version.offerId,
        name: version.offerName,
        topUp: version.topUp!, // a top-up has one: held by the catalog
        net,
        tax,
        total,
        refusal: refusal?.message ?? null,
      }))
    },
  }),
  route({
    method: 'GET',
    path: '/subscriptions/:id/top-up-sales',
    summary: 'Top-ups that were sold, the latest first',
    tag: 'subscriptions',
    permission: 'subscriptions.read',
    params,
    response: z.array(zSale),
    handle: async ({ tx, params }) => readSales(tx, (await readSubscription(tx, params.id)).id, salesMax),
  }),
  route({
    method: 'POST',
    path: '/subscriptions/:id/top-up-sales',
    summary: 'Sells a top-up: bills it, takes the money and grants it',
    tag: 'subscriptions',
    permission: 'payments.receive',
    params,
    body: z.object({
      offerId: zId,
      paidBy: z.enum(saleMethods).describe('`invoice`: it waits to be paid; `saved-method`: granted when the charge is paid'),
      reference: zText(80).optional().describe('Of money that is taken at the desk'),
    }),
    response: zSale,
    handle: ({ tx, params, body, now }) => sellTopUp(tx, { subscriptionId: params.id, ...body }, { now, requireSpeedTaken }),
  }),
]
