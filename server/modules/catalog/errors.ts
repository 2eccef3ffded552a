import { Problem, type Told, told } from '#kernel/problem.ts'
import type { TermsFault } from './faults.ts'
import type { Coupon, CouponFault } from './coupon.ts'
import type { Kind, State } from './offer.ts'

export const offerNotFound = () => new Problem('catalog.not_found', 404, 'This plan does not exist.')

export const codeTaken = (code: string) =>
  new Problem('catalog.code_taken', 409, told`A plan with the code "${{ code }}" exists already. Choose another code.`, {
    pointer: '/code',
  })

export const termsInvalid = (faults: readonly TermsFault[]) =>
  new Problem('catalog.terms_invalid', 422, faults.map((fault) => fault.detail).join(' '), { pointer: faults[0]!.pointer, errors: faults })

export const moveNotAllowed = (code: string, state: State, deed: string) =>
  new Problem(
    'catalog.move_not_allowed',
    409,
    told`Plan ${{ code }} is ${{ state }}: it cannot be ${{ deed: deed === 'publish' ? 'published' : 'retired' }} now.`,
  )

export const validFromTooEarly = (earliest: Temporal.PlainDate) =>
  new Problem(
    'catalog.valid_from_too_early',
    422,
    told`The version before begins on ${{ earliest }}. A new one begins on that day or later.`,
    {
      pointer: '/validFrom',
    },
  )

export const notOnSale = (code: string, state: State) =>
  new Problem(
    'catalog.not_on_sale',
    409,
    told`Plan ${{ code }} is ${{ state }}, so nobody can subscribe to it. ${{ remedy: state === 'draft' ? 'Publish it first.' : 'Choose another plan.' }}`,
  )

const article: Record<Kind, string> = { plan: 'a plan', 'add-on': 'an add-on', 'top-up': 'a top-up' }

export const wrongKind = (code: string, kind: Kind, wanted: Kind) =>
  new Problem('catalog.wrong_kind', 422, told`${{ code }} is ${{ kind: article[kind] }}. Choose ${{ wanted: article[wanted] }}.`, {
    pointer: '/offerId',
  })

export const couponNotFound = () => new Problem('catalog.coupon_not_found', 404, 'This coupon does not exist.')

export const couponUnknown = (code: string) =>
  new Problem('catalog.coupon_unknown', 422, told`There is no coupon "${{ code }}". Check how it is spelt.`, { pointer: '/code' })

export const couponFaults: Record<CouponFault, (coupon: Coupon) => Told> = {
  'not-yet': ({ code, validFrom }) => told`Coupon ${{ code }} can be redeemed from ${{ validFrom }} on.`,
  over: ({ code, validTo }) => told`Coupon ${{ code }} could be redeemed until ${{ validTo }}.`,
  'used-up': ({ code, maxRedemptions: times }) => told`Coupon ${{ code }} was redeemed ${{ times }} times, as often as it may be.`,
  'other-plan': ({ code }) => told`Coupon ${{ code }} is for other plans.`,
  'other-currency': ({ code }) => told`Coupon ${{ code }} is in another currency than the account.`,
}

export const couponRefused = (coupon: Coupon, fault: CouponFault) =>
  new Problem('catalog.coupon_refused', 409, couponFaults[fault](coupon), { pointer: '/code', extensions: { fault, why: fault } })

export const notInForce = (code: string, on: Temporal.PlainDate) =>
  new Problem('catalog.not_in_force', 409, told`Plan ${{ code }} has no version on ${{ on }}. Choose a later day.`)
