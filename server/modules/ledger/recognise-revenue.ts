import { z } from 'zod'
import { transact, type Tx } from '#kernel/db.ts'
import { job } from '#kernel/jobs.ts'
import { money } from '#kernel/money.ts'
import { dateIn, later } from '#kernel/time.ts'
import { readTenant } from '#modules/tenants'
import { keepOpen, readLedgerSettings } from './closing-store.ts'
import { post } from './post.ts'
import { firstUnrecognised, insertRecognition, recogniseDeferrals, tenantsToRecognise } from './recognition-store.ts'

/**
 * Turns deferred revenue into revenue for the days up to `through`, with one entry for each day, or for each month that is over.
 * Days that were recognised before are left alone. What was booked late is recognised with the first day that comes; what falls into a
 * closed month is booked on the first open day.
 */
export async function recogniseRevenue(tx: Tx, through: Temporal.PlainDate): Promise<void> {
  const first = await firstUnrecognised(tx)
  if (!first) return
  const { recognition } = await readLedgerSettings(tx)
  for (let day = first; Temporal.PlainDate.compare(day, through) <= 0; day = day.add({ days: 1 }))
    if (recognition === 'daily' || day.day === day.daysInMonth) await recogniseThrough(tx, day)
}

/** One entry for everything earned up to and including a day; none where nothing is. */
export async function recogniseThrough(tx: Tx, lastDay: Temporal.PlainDate): Promise<void> {
  await keepOpen(tx)
  const sums = await recogniseDeferrals(tx, lastDay)
  if (sums.length === 0) return
  const sourceId = await insertRecognition(tx, lastDay)
  const earned = sums.filter(({ minor }) => minor !== 0n)
  if (earned.length === 0) return
  const { closedUntil } = await readLedgerSettings(tx)
  await post(tx, {
    bookedOn: closedUntil ? later(lastDay, closedUntil) : lastDay,
    description: `Revenue earned up to ${lastDay}`,
    sourceKind: 'recognition',
    sourceId,
    lines: earned.map(({ minor, currency }) => ({ debit: 'deferred-revenue', credit: 'revenue', amount: money(minor, currency) })),
  })
}

/** Recognises what each tenant earned up to yesterday, where it lives. */
export const recogniseEveryDay = job({
  name: 'ledger.recognise',
  input: z.object({}),
  schedule: '*/15 * * * *',
  attemptsMax: 3,
  async run({ platform, scope, transact: inAll }) {
    const now = platform.clock.now()
    for (const tenantId of await inAll(tenantsToRecognise))
      await transact(platform.db, { ...scope, tenants: [tenantId] }, async (tx) =>
        recogniseRevenue(tx, dateIn(now, (await readTenant(tx)).timeZone).subtract({ days: 1 })),
      )
  },
})
