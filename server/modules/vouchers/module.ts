import type { Module } from '#kernel/module.ts'
import { jobs } from './jobs.ts'
import { lists } from './lists.ts'
import { routes } from './routes.ts'
import { toldEvents } from './told-events.ts'

export const vouchersModule: Module = {
  name: 'vouchers',
  permissions: {
    'vouchers.read': 'See batches, vouchers without their codes, and what is owed for them',
    'vouchers.write': 'Make batches, and give, sell, take back and void vouchers',
    'vouchers.print': 'Print codes',
    'vouchers.redeem': 'Use a voucher for a customer',
  },
  events: toldEvents,
  routes,
  lists,
  jobs,
}
