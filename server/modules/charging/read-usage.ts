import type { Tx } from '#kernel/db.ts'
import { startOfDay } from '#kernel/time.ts'
import { readSubscription } from '#modules/subscriptions'
import { readTenant } from '#modules/tenants'
import { rangeEmpty, rangeTooLong } from './errors.ts'
import { readUsage, type UsagePoint } from './store.ts'

export const steps = ['hour', 'day'] as const
export type Step = (typeof steps)[number]

const daysMax: Record<Step, number> = { hour: 31, day: 400 } // points a chart can still show

/** Usage of a subscription by hours or days of the tenant's zone, both days included; points without usage are zero. */
export async function usageOf(
  tx: Tx,
  subscriptionId: string,
  range: { readonly from: Temporal.PlainDate; readonly to: Temporal.PlainDate; readonly by: Step },
): Promise<UsagePoint[]> {
  const days = range.from.until(range.to).days + 1
  if (days < 1) throw rangeEmpty()
  if (days > daysMax[range.by]) throw rangeTooLong(range.by, daysMax[range.by])
  await readSubscription(tx, subscriptionId)
  const { timeZone } = await readTenant(tx)
  return readUsage(tx, subscriptionId, {
    from: startOfDay(range.from, timeZone),
    to: startOfDay(range.to.add({ days: 1 }), timeZone),
    by: range.by,
    timeZone,
  })
}
