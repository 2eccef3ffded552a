import { isDuplicate, type Tx } from '#kernel/db.ts'
import { dateIn } from '#kernel/time.ts'
import { readTenant } from '#modules/tenants'
import { type Coupon, type CouponDraft, faultOf } from './coupon.ts'
import { countRedemption, findCoupon, findCouponNamed, insertCoupon, lockCoupon, updateValidTo } from './coupon-store.ts'
import { codeTaken, couponNotFound, couponRefused, couponUnknown } from './errors.ts'

/** @throws catalog.code_taken */
export async function createCoupon(tx: Tx, draft: CouponDraft): Promise<Coupon> {
  return insertCoupon(tx, draft).catch((error: unknown) => {
    throw isDuplicate(error) ? codeTaken(draft.code) : error
  })
}

/** Ends a coupon today; discounts that came from it stay. A coupon that has not begun can be redeemed on its first day only. */
export async function closeCoupon(tx: Tx, id: string, now: Temporal.Instant): Promise<Coupon> {
  if (!(await findCoupon(tx, id))) throw couponNotFound()
  const { timeZone } = await readTenant(tx)
  return updateValidTo(tx, id, dateIn(now, timeZone))
}

interface CouponUse {
  readonly offerId: string
  readonly currency: string
  readonly on: Temporal.PlainDate
}

/** What a coupon would take off, without taking it. @throws catalog.coupon_unknown, catalog.coupon_refused */
export const readCoupon = async (tx: Tx, code: string, use: CouponUse): Promise<Coupon> =>
  requireUsable(await findCouponNamed(tx, code.toUpperCase()), code, use)

/**
 * Redeems a coupon once: counts it, or says why not. Whoever comes second waits for the first and sees the count of both.
 * @throws catalog.coupon_unknown, catalog.coupon_refused
 */
export async function takeCoupon(tx: Tx, code: string, use: CouponUse): Promise<Coupon> {
  const coupon = requireUsable(await lockCoupon(tx, code.toUpperCase()), code, use)
  await countRedemption(tx, coupon.id)
  return coupon
}

function requireUsable(coupon: Coupon | undefined, code: string, use: CouponUse): Coupon {
  if (!coupon) throw couponUnknown(code)
  const fault = faultOf(coupon, use)
  if (fault) throw couponRefused(coupon, fault)
  return coupon
}
