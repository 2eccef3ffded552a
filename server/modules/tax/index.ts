export { changeRate, type RateDraft } from './change-rate.ts'
export { creditTaxes } from './credit-taxes.ts'
export {
  type Buyer,
  type Charge,
  determineTaxes,
  type Party,
  placeOf,
  type Regime,
  regimeOn,
  type Sale,
  type TaxAnswer,
  type TaxedCharge,
  taxesOf,
  type TaxQuestion,
  type TaxShare,
  totalPercent,
  unknownLevies,
} from './determine-taxes.ts'
export { type Certificate, certifiedCodes } from './exemption.ts'
export { taxForm, type TaxForm } from './forms/tax-form.ts'
export { type DocumentLine, type DocumentTax, percentOf, type TaxedDocument, taxesOfLine } from './forms/taxed-document.ts'
export { taxModule } from './module.ts'
export type { Supply } from './pack.ts'
export { packOf } from './packs.ts'
export { type BuyerContent, buyerSnapshot, type PartySnapshot } from './party.ts'
export { rateOf, type SupplyKind } from './rate.ts'
export { zTaxRateDraft } from './routes.ts'
export { type BranchRegime, readRegime, readRegimes, seedTaxes, type TenantRegime } from './regime.ts'
export { type TaxSetting, usualSetting } from './setting.ts'
export { keepSeller, readBuyer, readSeller, writeSetting } from './store.ts'
export { withheld, withholdingRule, type WithholdingQuestion } from './withholding.ts'
