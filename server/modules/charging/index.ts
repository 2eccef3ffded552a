export { beginBoughtBoost, boostSpeed, endBoostNow } from './boost-speed.ts'
export { readBoosts, type SpeedBoost, takeBoostEdges } from './boost-store.ts'
export { followPlans, type QuotaOnChange, quotaOnChanges } from './adjust-quota.ts'
export { type BalanceTopUp, balancesOf, openPool, topUpBalance, topUpRules } from './top-up-balance.ts'
export { type ChargingAnswer, type ChargingRequest, chargeOnline, type GrantAnswer, requestKinds } from './charge-online.ts'
export { expireLots, expireUnheardSessions } from './expire-balances.ts'
export { type Quota, type UsageDelta } from './lot.ts'
export { grantTopUp, topUpFor } from './grant-top-up.ts'
export { beginFairUseCycles } from './fair-use.ts'
export { markRecordsBilled, meterRecords, recordMeters } from './meter-store.ts'
export { recordUsage } from './record-usage.ts'
export { remaining } from './remaining.ts'
export { openCycleBuckets } from './renew-quota.ts'
export { topUp } from './top-up.ts'
export { chargingModule } from './module.ts'
export { OnlineCharging } from './online-charging.ts'
export {
  type BalanceLot,
  type BalanceUnit,
  balanceUnits,
  type Draw,
  payingLots,
  type Rollover,
  type ServiceUnit,
  type Terms,
} from './rating/balance.ts'
export { chargeEvent, type Charged, chargeGroup, expireReservation, newReservation, type Reservation } from './rating/charge-session.ts'
export { type CompiledTariff, compileTariff } from './rating/compile-tariff.ts'
export { affordableQuantity, type Rated, rateUsage, type Unrated, type UsageToRate } from './rating/rate-usage.ts'
export { type Tariff, type TariffJson, zTariff } from './rating/tariff.ts'
export { verifyBalances } from './verify.ts'
export { type MediationRules, recordIdOf, type UsageFault, type UsageRecord } from './usage-record.ts'
export { rateRecords, takeUsage, type UsageTaken } from './take-usage.ts'
export { type Rerated, rerateUsage } from './rerate-usage.ts'
export { usageInPeriod } from './usage-period.ts'
