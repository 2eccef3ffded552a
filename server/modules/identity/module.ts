import type { Module } from '#kernel/module.ts'
import { jobs } from './jobs.ts'
import { lists } from './lists.ts'
import { roleSeeder } from './seed-roles.ts'
import { sessionRoutes } from './session-routes.ts'
import { staffRoutes } from './staff-routes.ts'
import { toldEvents } from './told-events.ts'

export const identityModule: Module = {
  name: 'identity',
  permissions: {
    'staff.read': 'See staff, roles, API keys and sign-ins',
    'staff.write': 'Invite and change staff, make roles and API keys',
  },
  events: toldEvents,
  routes: [...sessionRoutes, ...staffRoutes],
  lists,
  jobs,
  subscribers: [roleSeeder],
}
