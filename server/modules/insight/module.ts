import type { Module } from '#kernel/module.ts'
import { followBalances } from './balances.ts'
import { lists } from './lists.ts'
import { routes } from './routes.ts'

export const insightModule: Module = {
  name: 'insight',
  permissions: { 'insight.read': 'See the figures of the business' },
  routes,
  lists,
  jobs: [followBalances],
}
