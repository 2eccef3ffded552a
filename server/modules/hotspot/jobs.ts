import { z } from 'zod'
import { type AnyJob, job } from '#kernel/jobs.ts'
import { endUntold } from './open-gateway.ts'
import { forgetOpenings } from './opening-store.ts'
import { forgetShowings } from './sponsor-store.ts'
import { forgetCodes } from './store.ts'

/** Long enough for whoever asks who used a code, or looked at what; what tells guests apart is not kept without need. */
const keptDays = 7
/** Longer than any gateway is away and then tells how a session ended. */
const openingDays = 30

export const jobs: readonly AnyJob[] = [
  job({
    name: 'hotspot.forget-codes',
    input: z.object({}),
    schedule: '43 3 * * *',
    run: ({ platform, transact }) => transact((tx) => forgetCodes(tx, platform.clock.now().subtract({ hours: keptDays * 24 }))),
  }),
  job({
    name: 'hotspot.end-untold-openings',
    input: z.object({}),
    schedule: '*/5 * * * *',
    run: ({ transact, platform }) => transact((tx) => endUntold(tx, platform.clock.now())),
  }),
  job({
    name: 'hotspot.forget-openings',
    input: z.object({}),
    schedule: '51 3 * * *',
    run: ({ transact, platform }) => transact((tx) => forgetOpenings(tx, platform.clock.now().subtract({ hours: openingDays * 24 }))),
  }),
  job({
    name: 'hotspot.forget-showings',
    input: z.object({}),
    schedule: '53 3 * * *',
    run: ({ platform, transact }) => transact((tx) => forgetShowings(tx, platform.clock.now().subtract({ hours: keptDays * 24 }))),
  }),
]
