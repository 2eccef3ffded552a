import type { Module } from '#kernel/module.ts'
import { deviceRecoveryRoutes } from './device-recovery-routes.ts'
import { itemRoutes } from './item-routes.ts'
import { jobs } from './jobs.ts'
import { followRecoveries } from './keep-recoveries.ts'
import { lists } from './lists.ts'
import { planMigrationRoutes } from './plan-migration-routes.ts'
import { routes } from './routes.ts'
import { toldEvents } from './told-events.ts'

export const subscriptionsModule: Module = {
  name: 'subscriptions',
  permissions: {
    'subscriptions.read': 'See subscriptions, their usage and quota',
    'subscriptions.write': 'Subscribe, activate, pause, block, change and cancel',
    'subscriptions.approve': 'Approve and decline changes that are asked for',
    'subscriptions.migrate': 'Move all who have a plan to newer terms',
  },
  events: toldEvents,
  routes: [...routes, ...itemRoutes, ...planMigrationRoutes, ...deviceRecoveryRoutes],
  lists,
  jobs,
  subscribers: [followRecoveries],
}
