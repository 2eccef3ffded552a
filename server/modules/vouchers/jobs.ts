import { z } from 'zod'
import { useTenants } from '#kernel/db.ts'
import { type AnyJob, job } from '#kernel/jobs.ts'
import { forgetOldGuesses } from './guesses.ts'
import { makeBatch } from './make-batch.ts'
import { batchesExpired, expireBatch } from './move-vouchers.ts'

export const jobs: readonly AnyJob[] = [
  makeBatch,
  job({
    name: 'vouchers.expire',
    input: z.object({}),
    schedule: '17 * * * *', // days begin at midnight of many zones
    async run({ platform, transact }) {
      const now = platform.clock.now()
      for (const { tenantId, batchId } of await transact((tx) => batchesExpired(tx, now)))
        await transact(async (tx) => {
          await useTenants(tx, [tenantId])
          await expireBatch(tx, batchId, now)
        })
      await transact((tx) => forgetOldGuesses(tx, now))
    },
  }),
]
