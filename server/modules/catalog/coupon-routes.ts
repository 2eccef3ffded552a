import { z } from 'zod'
import { type AnyRoute, route } from '#kernel/http.ts'
import { zDate, zId, zInstant, zText } from '#kernel/wire.ts'
import { zReduction } from './coupon.ts'
import { findCoupon } from './coupon-store.ts'
import { couponNotFound } from './errors.ts'
import { closeCoupon, createCoupon } from './take-coupon.ts'

const coupon = {
  code: z
    .string()
    .toUpperCase()
    .regex(/^[A-Z0-9][A-Z0-9-]{1,29}$/, 'Use 2 to 30 letters, digits and hyphens'),
  name: zText(80),
  reduction: zReduction,
  cycles: z.int().min(1).max(120).nullable(),
  stackable: z.boolean(),
  validFrom: zDate,
  validTo: zDate.nullable(),
  maxRedemptions: z.int().min(1).max(10_000_000).nullable(),
  appliesTo: z.array(zId).max(200).readonly(),
}
const zDraft = z
  .object(coupon)
  .extend({
    cycles: coupon.cycles.default(null),
    stackable: coupon.stackable.default(false),
    validTo: coupon.validTo.default(null),
    maxRedemptions: coupon.maxRedemptions.default(null),
    appliesTo: coupon.appliesTo.default([]),
  })
  .refine(({ validFrom, validTo }) => !validTo || Temporal.PlainDate.compare(validTo, validFrom) > 0, {
    path: ['validTo'],
    error: 'Give a day after the first',
  })
const zCoupon = z.object({ id: zId, ...coupon, redeemed: z.int(), version: z.int(), createdAt: zInstant }).meta({ id: 'Coupon' })

const params = z.object({ id: zId })

export const couponRoutes: readonly AnyRoute[] = [
  route({
    method: 'POST',
    path: '/coupons',
    summary: 'Makes a coupon',
    tag: 'catalog',
    permission: 'catalog.write',
    body: zDraft,
    response: zCoupon,
    handle: ({ tx, body }) => createCoupon(tx, body),
  }),
  route({
    method: 'GET',
    path: '/coupons/:id',
    summary: 'A coupon',
    tag: 'catalog',
    permission: 'catalog.read',
    params,
    response: zCoupon,
    async handle({ tx, params }) {
      const found = await findCoupon(tx, params.id)
      if (!found) throw couponNotFound()
      return found
    },
  }),
  route({
    method: 'POST',
    path: '/coupons/:id/closing',
    summary: 'Lets nobody redeem a coupon any more',
    tag: 'catalog',
    permission: 'catalog.write',
    params,
    status: 200,
    response: zCoupon,
    handle: ({ tx, params, now }) => closeCoupon(tx, params.id, now),
  }),
]
