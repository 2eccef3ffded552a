import type { Module } from '#kernel/module.ts'
import { lists } from './lists.ts'
import { routes } from './routes.ts'
import { followCharges, renewActivated, renewDue, renewPaid } from './run-renewals.ts'
import { saleRoutes } from './sale-routes.ts'
import { completeSales } from './sell-top-up.ts'
import { toldEvents } from './told-events.ts'

export const renewalsModule: Module = {
  name: 'renewals',
  events: toldEvents,
  routes: [...routes, ...saleRoutes],
  lists,
  jobs: [renewDue],
  subscribers: [renewActivated, renewPaid, followCharges, completeSales],
}
