import { z } from 'zod'
import { job } from '#kernel/jobs.ts'
import type { Module } from '#kernel/module.ts'
import { endOver } from './cancel.ts'
import { lists } from './lists.ts'
import { routes } from './routes.ts'

export const subscriptionsModule: Module = {
  name: 'subscriptions',
  permissions: {
    'subscriptions.read': 'See subscriptions, their usage and quota',
    'subscriptions.write': 'Subscribe, activate, pause, block, change and cancel',
  },
  routes,
  lists,
  jobs: [
    job({
      name: 'subscriptions.end',
      input: z.object({}),
      schedule: '*/5 * * * *', // days end at midnight of many zones
      async run({ transact, platform }) {
        while (await transact((tx) => endOver(tx, platform.clock.now())));
      },
    }),
  ],
}
