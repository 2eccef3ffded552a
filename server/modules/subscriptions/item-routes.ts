import { z } from 'zod'
import type { Tx } from '#kernel/db.ts'
import { type AnyRoute, route } from '#kernel/http.ts'
import { zDate, zId, zMoney, zText } from '#kernel/wire.ts'
import { readVersions, zReduction } from '#modules/catalog'
import { addItem, changeQuantity, removeItem } from './change-items.ts'
import { readDiscounts } from './discount-store.ts'
import type { Item } from './item.ts'
import { readItems } from './item-store.ts'
import { readSubscription } from './read-subscription.ts'
import { endDiscount, giveDiscount, redeemCoupon } from './redeem-coupon.ts'

const zQuantity = z.int().min(1).max(10_000)
const zItem = z
  .object({
    id: zId,
    subscriptionId: zId,
    offerId: zId,
    offerVersionId: zId,
    quantity: z.int(),
    fromOn: zDate,
    toOn: zDate.nullable(),
    billedUntil: zDate,
  })
  .meta({ id: 'SubscriptionItem' })
const zItemHad = zItem
  .extend({ name: z.string(), unitPrice: zMoney.describe('Of one, each cycle, on the terms it was taken') })
  .meta({ id: 'SubscriptionItemHad' })
const zDiscount = z
  .object({
    id: zId,
    subscriptionId: zId,
    couponId: zId.nullable(),
    name: z.string(),
    reduction: zReduction,
    fromOn: zDate,
    cyclesLeft: z.int().nullable(),
    stackable: z.boolean(),
  })
  .meta({ id: 'SubscriptionDiscount' })

const params = z.object({ id: zId })
const itemParams = params.extend({ itemId: zId })
const read = { tag: 'subscriptions', permission: 'subscriptions.read', params } as const
const write = { tag: 'subscriptions', permission: 'subscriptions.write' } as const

/** Items with what people know them by. */
async function withTerms(tx: Tx, items: readonly Item[]) {
  const versions = await readVersions(
    tx,
    items.map((item) => item.offerVersionId),
  )
  return items.map((item) => {
    const { offerName, recurring } = versions.get(item.offerVersionId)! // held by a foreign key
    return { ...item, name: offerName, unitPrice: recurring }
  })
}

/** Add-ons and discounts of a subscription. */
export const itemRoutes: readonly AnyRoute[] = [
  route({
    ...read,
    method: 'GET',
    path: '/subscriptions/:id/items',
    summary: 'Add-ons, also those that are over',
    response: z.array(zItemHad),
    async handle({ tx, params }) {
      const { id } = await readSubscription(tx, params.id)
      return withTerms(tx, await readItems(tx, [id]))
    },
  }),
  route({
    ...write,
    method: 'POST',
    path: '/subscriptions/:id/items',
    summary: 'Adds an add-on from today',
    params,
    body: z.object({ offerId: zId, quantity: zQuantity.default(1) }),
    response: zItem,
    handle: ({ tx, params, body, now }) => addItem(tx, { ...body, subscriptionId: params.id }, now),
  }),
  route({
    ...write,
    method: 'POST',
    path: '/subscriptions/:id/items/:itemId/quantity',
    summary: 'Changes how many of an add-on there are, from today',
    params: itemParams,
    status: 200,
    body: z.object({ quantity: zQuantity }),
    response: z.object({ ended: zItem, added: zItem }),
    handle: ({ tx, params, body, now }) => changeQuantity(tx, { subscriptionId: params.id, itemId: params.itemId, ...body }, now),
  }),
  route({
    ...write,
    method: 'POST',
    path: '/subscriptions/:id/items/:itemId/removal',
    summary: 'Takes an add-on away now or when its cycle is over',
    params: itemParams,
    status: 200,
    body: z.object({ when: z.enum(['now', 'cycle-end']) }),
    response: zItem,
    handle: ({ tx, params, body, now }) => removeItem(tx, { subscriptionId: params.id, itemId: params.itemId, when: body.when }, now),
  }),
  route({
    ...read,
    method: 'GET',
    path: '/subscriptions/:id/discounts',
    summary: 'Discounts that have cycles left',
    response: z.array(zDiscount),
    async handle({ tx, params }) {
      const { id } = await readSubscription(tx, params.id)
      return readDiscounts(tx, [id])
    },
  }),
  route({
    ...write,
    method: 'POST',
    path: '/subscriptions/:id/coupons',
    summary: 'Redeems a coupon',
    params,
    body: z.object({ code: zText(30) }),
    response: z.array(zDiscount),
    handle: ({ tx, params, body, now }) => redeemCoupon(tx, params.id, body.code, now),
  }),
  route({
    ...write,
    method: 'POST',
    path: '/subscriptions/:id/discounts',
    summary: 'Gives a discount',
    params,
    body: z.object({
      name: zText(80),
      reduction: zReduction,
      cycles: z.int().min(1).max(120).nullable().default(null),
      stackable: z.boolean().default(true),
    }),
    response: z.array(zDiscount),
    handle: ({ tx, params, body, now }) => giveDiscount(tx, params.id, body, now),
  }),
  route({
    ...write,
    method: 'DELETE',
    path: '/subscriptions/:id/discounts/:discountId',
    summary: 'Takes a discount away',
    params: params.extend({ discountId: zId }),
    status: 204,
    handle: ({ tx, params }) => endDiscount(tx, params.id, params.discountId),
  }),
]
