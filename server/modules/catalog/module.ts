import type { Module } from '#kernel/module.ts'
import { couponRoutes } from './coupon-routes.ts'
import { lists } from './lists.ts'
import { routes } from './routes.ts'
import { toldEvents } from './told-events.ts'

export const catalogModule: Module = {
  name: 'catalog',
  permissions: {
    'catalog.read': 'See plans and prices',
    'catalog.write': 'Draft, publish and retire plans',
  },
  events: toldEvents,
  routes: [...routes, ...couponRoutes],
  lists,
}
