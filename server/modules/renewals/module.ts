import type { Module } from '#kernel/module.ts'
import { lists } from './lists.ts'
import { routes } from './routes.ts'
import { followCharges, renewActivated, renewDue, renewPaid } from './run-renewals.ts'
import { saleRoutes } from './sale-routes.ts'
import { completeSales, type RequireSpeedTaken } from './sell-top-up.ts'
import { toldEvents } from './told-events.ts'

/** @param requireSpeedTaken asks the network, which is above: a boost that no router would give is not sold */
export const renewalsModule = (requireSpeedTaken: RequireSpeedTaken): Module => ({
  name: 'renewals',
  events: toldEvents,
  routes: [...routes, ...saleRoutes(requireSpeedTaken)],
  lists,
  jobs: [renewDue],
  subscribers: [renewActivated, renewPaid, followCharges, completeSales(requireSpeedTaken)],
})
