import type { Module } from '#kernel/module.ts'
import { applyCreditToNewInvoices } from './apply-credit.ts'
import { chargeMethod, retrySavedMethods } from './charge-saved-method.ts'
import { lists } from './lists.ts'
import { requestRefund } from './refund-payment.ts'
import { refundUnused } from './refund-unused.ts'
import { routes } from './routes.ts'
import { askGateways, openCheckout } from './run-checkout.ts'
import { lookAtWebhook } from './take-webhook.ts'
import { toldEvents } from './told-events.ts'

export const paymentsModule: Module = {
  name: 'payments',
  permissions: {
    'payments.read': 'See payments, checkouts, gateways and what gateways told us',
    'payments.receive': 'Take money in, and ask customers to pay',
    'payments.refund': 'Give money back',
    'payments.configure': 'Connect payment gateways',
  },
  events: toldEvents,
  routes,
  lists,
  jobs: [openCheckout, chargeMethod, askGateways, lookAtWebhook, requestRefund],
  subscribers: [applyCreditToNewInvoices, retrySavedMethods, refundUnused],
}
