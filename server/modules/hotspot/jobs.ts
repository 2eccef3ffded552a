import { z } from 'zod'
import { type AnyJob, job } from '#kernel/jobs.ts'
import { forgetCodes } from './store.ts'

/** Long enough for whoever asks who used a code; numbers of guests are not kept without need. */
const keptDays = 7

export const jobs: readonly AnyJob[] = [
  job({
    name: 'hotspot.forget-codes',
    input: z.object({}),
    schedule: '43 3 * * *',
    run: ({ platform, transact }) => transact((tx) => forgetCodes(tx, platform.clock.now().subtract({ hours: keptDays * 24 }))),
  }),
]
