import { subscriber } from '#kernel/events.ts'
import type { Module } from '#kernel/module.ts'
import { seedChart } from './post.ts'
import { routes } from './routes.ts'

export const ledgerModule: Module = {
  name: 'ledger',
  permissions: { 'ledger.read': 'See the trial balance' },
  routes,
  subscribers: [subscriber({ name: 'ledger.seed-chart', types: ['tenant.created.v1'], handle: (tx) => seedChart(tx) })],
}
