import { z } from 'zod'
import { transact, type Tx } from '#kernel/db.ts'
import { subscriber } from '#kernel/events.ts'
import { job } from '#kernel/jobs.ts'
import type { Module } from '#kernel/module.ts'
import { balanceRoutes } from './balance-routes.ts'
import { expireLots, expireUnheardSessions } from './expire-balances.ts'
import { beginFairUseCycles, followTiers } from './fair-use.ts'
import { extendGrants, openCycleBuckets, openRestOfCycle, renewQuotas } from './renew-quota.ts'
import { lists } from './lists.ts'
import { routes } from './routes.ts'
import { forgetUngranted } from './store.ts'
import { rerateRecords } from './take-records.ts'
import { tariffRoutes } from './tariff-routes.ts'
import { toldEvents } from './told-events.ts'

/** Grants open within minutes of being valid; after a week none opens any more for what flowed without one. */
const ungrantedHours = 7 * 24

export const chargingModule: Module = {
  name: 'charging',
  permissions: {
    'charging.read': 'See balances, tariffs and usage records',
    'charging.write': 'Grant more bytes to a subscription; take and repair usage records',
    'charging.configure': 'Change tariffs, and rate usage again',
  },
  events: toldEvents,
  routes: [...routes, ...balanceRoutes, ...tariffRoutes],
  lists,
  subscribers: [
    subscriber({
      name: 'charging.open-cycle',
      types: ['subscription.activated.v1', 'subscription.resumed.v1'],
      async handle(tx, events, { clock }) {
        const ids = events.map((event) => event.subject!)
        await openCycleBuckets(tx, ids, clock.now())
        await beginFairUseCycles(tx, clock.now(), ids)
      },
    }),
    subscriber({
      name: 'charging.follow-tiers',
      types: ['subscription.plan_changed.v1'],
      handle: (tx, events, { clock }) =>
        followTiers(
          tx,
          events.map((event) => event.subject!),
          clock.now(),
        ),
    }),
    subscriber({
      name: 'charging.extend-passes',
      types: ['subscription.extended.v1'],
      async handle(tx, events, { clock }) {
        for (const event of events) await extendGrants(tx, [event.subject!], clock.now()) // one may be extended twice in a batch
      },
    }),
    subscriber({
      name: 'charging.follow-renewals',
      types: ['subscription.renewed.v1'],
      async handle(tx, events, { clock }) {
        const [late, inTime] = [true, false].map((isLate) =>
          events.filter((event) => event.payload.isLate === isLate).map((event) => event.subject!),
        )
        await openRestOfCycle(tx, late!, clock.now()) // the days before were nobody's
        await openCycleBuckets(tx, inTime!, clock.now())
      },
    }),
  ],
  jobs: [
    job({
      name: 'charging.renew-quotas',
      input: z.object({}),
      schedule: '* * * * *', // cycles begin at midnight of many zones; until a grant is open, usage is counted but not limited
      async run({ transact, platform }) {
        while (await transact((tx) => renewQuotas(tx, platform.clock.now())));
        while (await transact((tx) => beginFairUseCycles(tx, platform.clock.now())));
        await transact((tx) => forgetUngranted(tx, platform.clock.now().subtract({ hours: ungrantedHours })))
      },
    }),
    job({
      name: 'charging.expire-balances',
      input: z.object({}),
      schedule: '* * * * *', // what a lost session holds is missing to its subscriber until it is let go
      async run({ platform, scope }) {
        const now = platform.clock.now()
        for (const tenantId of scope.tenants) {
          const transactTenant = <T>(work: (tx: Tx) => Promise<T>) => transact(platform.db, { ...scope, tenants: [tenantId] }, work)
          while (await transactTenant((tx) => expireUnheardSessions(tx, now)));
          while (await transactTenant((tx) => expireLots(tx, now)));
        }
      },
    }),
    rerateRecords,
  ],
}
