import { z } from 'zod'
import { transact } from '#kernel/db.ts'
import { type AnyJob, job } from '#kernel/jobs.ts'
import { deleteMappingsBefore, readRetentionDays } from './nat-store.ts'

const deletedMax = 10_000 // in one transaction

export const forgetMappings: AnyJob = job({
  name: 'addresses.forget-mappings',
  input: z.object({}),
  schedule: '41 2 * * *',
  async run({ platform, scope }) {
    const now = platform.clock.now()
    for (const tenantId of scope.tenants) {
      const own = { ...scope, tenants: [tenantId] }
      const days = await transact(platform.db, own, readRetentionDays)
      const before = now.subtract({ hours: days * 24 })
      let deleted: number
      do deleted = await transact(platform.db, own, (tx) => deleteMappingsBefore(tx, before, deletedMax))
      while (deleted === deletedMax)
    }
  },
})

export const jobs: readonly AnyJob[] = [forgetMappings]
