export { addVersion, createOffer } from './create-offer.ts'
export { publishOffer, retireOffer } from './move-offer.ts'
export { type OfferDraft, type OfferVersion, quotaPolicies, technologies, type TermsDraft } from './offer.ts'
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
export { readVersions } from './store.ts'
export { versionInForce } from './version-in-force.ts'
