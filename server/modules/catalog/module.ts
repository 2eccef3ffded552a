import type { Module } from '#kernel/module.ts'
import { couponRoutes } from './coupon-routes.ts'
import { lists } from './lists.ts'
import { routes } from './routes.ts'

export const catalogModule: Module = {
  name: 'catalog',
  permissions: {
    'catalog.read': 'See plans and prices',
    'catalog.write': 'Draft, publish and retire plans',
  },
  routes: [...routes, ...couponRoutes],
  lists,
}
