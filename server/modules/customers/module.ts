import type { Module } from '#kernel/module.ts'
import { routes } from './routes.ts'
import { toldEvents } from './told-events.ts'

export const customersModule: Module = {
  name: 'customers',
  permissions: {
    'customers.read': 'See customers, their accounts and notes',
    'customers.write': 'Create, change, tag, import and archive customers',
  },
  events: toldEvents,
  routes, // their list shows plans and balances, which modules above know: see insight
}
