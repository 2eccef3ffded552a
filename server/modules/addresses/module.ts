import type { Module } from '#kernel/module.ts'
import { jobs } from './jobs.ts'
import { lists } from './lists.ts'
import { routes } from './routes.ts'

export const addressesModule: Module = {
  name: 'addresses',
  permissions: {
    'addresses.read': 'See address pools, their use and conflicts',
    'addresses.write': 'Change address pools and NAT rules, and how long NAT logs are kept',
    'addresses.import': 'Bring in logs of carrier-grade NATs',
    'addresses.trace': 'Search who had an address, for lawful requests',
  },
  routes,
  lists,
  jobs,
}
