export {
  type BoostGrant,
  type Charge,
  chargesOf,
  type Commitment,
  type Faster,
  type FreeWindow,
  type FupTier,
  ownCharges,
  type Phase,
  type Quality,
  type QuantityGrant,
  type Rollover,
  type SpeedWindow,
  type TopUp,
  type Validity,
  zFaster,
  zQuality,
  zTopUp,
  zSpeedWindow,
} from './charge.ts'
export { type Coupon, type Reduction, zReduction } from './coupon.ts'
export { addVersion, createOffer } from './create-offer.ts'
export { billDayOf, type Cycle, type CycleAnchor, cyclePeriod, type CycleUnit, sharesBillDay } from './cycle.ts'
export { inCurrency } from './in-currency.ts'
export { publishOffer, retireOffer } from './move-offer.ts'
export {
  type BilledIn,
  completeTerms,
  type OfferDraft,
  type OfferTerms,
  type OfferVersion,
  quotaPolicies,
  type Technology,
  technologies,
  type TermsDraft,
} from './offer.ts'
export { type PriceModel, priceModel, type PriceModelJson, type QuantityModel, tierPolicies, zPriceModel } from './price-model.ts'
export {
  amountOf,
  type HeldChange,
  heldBefore,
  lineAmount,
  priceCapacity,
  priceFurther,
  priceHeld,
  type PricePart,
  pricePercentage,
  priceQuantity,
} from './rate-price.ts'
export { zSpeedTerms, zTermsDraft } from './routes.ts'
export { readVersions, readVersionsOf } from './store.ts'
export { createCoupon, readCoupon, takeCoupon } from './take-coupon.ts'
export { validityEnd } from './validity.ts'
export { versionInForce } from './version-in-force.ts'
