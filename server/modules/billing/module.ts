import { subscriber } from '#kernel/events.ts'
import type { Module } from '#kernel/module.ts'
import { followPlans } from '#modules/charging'
import { carryOutChanges, changeRequestRoutes } from '#modules/subscriptions'
import { termsOfChange } from './terms-of-change.ts'
import { billEveryNight } from './bill-every-night.ts'
import { followRerating } from './bill-usage.ts'
import { billRunRoutes } from './bill-run-routes.ts'
import { creditRoutes } from './credit-routes.ts'
import { applyNotesToNewInvoices } from './credit-notes.ts'
import { seedBilling } from './defaults.ts'
import { dunningLists } from './dunning-lists.ts'
import { dunningRoutes } from './dunning-routes.ts'
import { followChanges } from './follow-changes.ts'
import { followPayers } from './follow-payers.ts'
import { lists } from './lists.ts'
import { routes } from './routes.ts'
import { previewBills } from './preview-bills.ts'
import { quoteRoutes } from './quote-routes.ts'
import { runBills } from './run-bills.ts'
import { dunEveryDay } from './run-dunning.ts'
import { readSettings } from './settings-store.ts'
import { toldEvents } from './told-events.ts'
import { writeOffRoutes } from './write-off-routes.ts'

export const billingModule: Module = {
  name: 'billing',
  permissions: {
    'billing.read': 'See invoices, bill runs and who owes what',
    'billing.run': 'Start bill runs and dunning runs',
    'billing.adjust': 'Void invoices and note promises to pay',
    'billing.write-off': 'Write off bad debts',
    'billing.configure': 'Change dunning stages and how bills are made',
  },
  events: toldEvents,
  routes: [
    ...routes,
    ...billRunRoutes,
    ...creditRoutes,
    ...dunningRoutes,
    ...quoteRoutes,
    ...writeOffRoutes,
    ...changeRequestRoutes(termsOfChange),
  ],
  lists: [...lists, ...dunningLists],
  jobs: [runBills, previewBills, billEveryNight, dunEveryDay, carryOutChanges(termsOfChange)],
  subscribers: [
    subscriber({ name: 'billing.seed', types: ['tenant.created.v1'], handle: (tx) => seedBilling(tx) }),
    followChanges,
    followPayers,
    followRerating,
    followPlans(async (tx) => (await readSettings(tx)).quotaOnChange),
    applyNotesToNewInvoices,
  ],
}
