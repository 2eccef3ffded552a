import type { Module } from '#kernel/module.ts'
import { exemptionRoutes } from './exemption-routes.ts'
import { routes } from './routes.ts'
import { toldEvents } from './told-events.ts'

export const taxModule: Module = {
  name: 'tax',
  permissions: {
    'tax.read': 'See tax rates, tax reports and exemption certificates',
    'tax.configure': 'Change tax rates and what documents say of the operator',
    'tax.exempt': 'Keep and take back exemption certificates of customers',
  },
  events: toldEvents,
  routes: [...routes, ...exemptionRoutes],
}
