import { subscriber } from '#kernel/events.ts'
import type { Module } from '#kernel/module.ts'
import { lists } from './lists.ts'
import { seedChart } from './post.ts'
import { recogniseEveryDay } from './recognise-revenue.ts'
import { routes } from './routes.ts'

export const ledgerModule: Module = {
  name: 'ledger',
  permissions: {
    'ledger.read': 'See the books and their reports',
    'ledger.write': 'Keep the chart of accounts and book journals',
    'ledger.close': 'Close and reopen months',
    'ledger.override': 'Book into closed months',
  },
  routes,
  lists,
  jobs: [recogniseEveryDay],
  subscribers: [subscriber({ name: 'ledger.seed-chart', types: ['tenant.created.v1'], handle: (tx) => seedChart(tx) })],
}
