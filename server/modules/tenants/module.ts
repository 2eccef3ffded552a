import type { Module } from '#kernel/module.ts'
import { lists } from './lists.ts'
import { routes } from './routes.ts'
import { toldEvents } from './told-events.ts'

export const tenantsModule: Module = {
  name: 'tenants',
  permissions: {
    'tenant.read': 'See the settings and locations of the operator',
    'tenant.write': 'Change the settings and locations of the operator',
  },
  events: toldEvents,
  routes,
  lists,
}
