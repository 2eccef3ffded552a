import type { Module } from '#kernel/module.ts'
import { accessModule } from './modules/access/module.ts'
import { requireSpeedTaken } from './modules/access/speed-taken.ts'
import { addressesModule } from './modules/addresses/module.ts'
import { billingModule } from './modules/billing/module.ts'
import { catalogModule } from './modules/catalog/module.ts'
import { chargingModule } from './modules/charging/module.ts'
import { customersModule } from './modules/customers/module.ts'
import { documentsModule } from './modules/documents/module.ts'
import { engageModule } from './modules/engage/module.ts'
import { hotspotModule } from './modules/hotspot/module.ts'
import { identityModule } from './modules/identity/module.ts'
import { insightModule } from './modules/insight/module.ts'
import { ledgerModule } from './modules/ledger/module.ts'
import { mailModule } from './modules/mail/module.ts'
import { paymentsModule } from './modules/payments/module.ts'
import { routersModule } from './modules/routers/module.ts'
import { selfcareModule } from './modules/selfcare/module.ts'
import { simulationsModule } from './modules/simulations/module.ts'
import { renewalsModule } from './modules/renewals/module.ts'
import { smsModule } from './modules/sms/module.ts'
import { subscriptionsModule } from './modules/subscriptions/module.ts'
import { taxModule } from './modules/tax/module.ts'
import { tenantsModule } from './modules/tenants/module.ts'
import { vouchersModule } from './modules/vouchers/module.ts'
import { webhooksModule } from './modules/webhooks/module.ts'
import { playerProcess } from './simulation/player-process.ts'

/** Every module's contribution, in floor order. */
export const allModules: readonly Module[] = [
  tenantsModule,
  identityModule,
  customersModule,
  catalogModule,
  ledgerModule,
  taxModule,
  subscriptionsModule,
  chargingModule,
  billingModule,
  paymentsModule,
  renewalsModule(requireSpeedTaken),
  vouchersModule,
  documentsModule,
  accessModule,
  routersModule,
  addressesModule,
  mailModule,
  smsModule,
  hotspotModule,
  selfcareModule,
  engageModule,
  webhooksModule,
  insightModule,
  simulationsModule(playerProcess()),
]
