import type { Module } from '#kernel/module.ts'
import { routes } from './routes.ts'

export const taxModule: Module = {
  name: 'tax',
  permissions: {
    'tax.read': 'See tax rates and tax reports',
    'tax.configure': 'Change tax rates and what documents say of the operator',
  },
  routes,
}
