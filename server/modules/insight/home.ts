import type { Tx } from '#kernel/db.ts'
import { money } from '#kernel/money.ts'
import { startOfDay } from '#kernel/time.ts'
import {
  type DayOfChange,
  type Moments,
  readAttention,
  readChanges,
  readCounts,
  readFailedLogins,
  readMoney,
  readTraffic,
} from './store.ts'

const trafficHours = 48
const moneyDays = 30

/** Moments that the home screen counts from, in the tenant's zone. */
export function momentsOf(now: Temporal.Instant, zone: string): Moments {
  const here = now.toZonedDateTimeISO(zone)
  const today = here.toPlainDate()
  const firstOfMonth = today.with({ day: 1 })
  return {
    now,
    today,
    startOfDay: startOfDay(today, zone),
    startOfMonth: startOfDay(firstOfMonth, zone),
    startOfLastMonth: startOfDay(firstOfMonth.subtract({ months: 1 }), zone),
    sameMomentLastMonth: here.subtract({ months: 1 }).toInstant(),
  }
}

/** The business in one look. */
export async function readHome(tx: Tx, now: Temporal.Instant, zone: string, currency: string) {
  const at = momentsOf(now, zone)
  const thisHour = now.round({ smallestUnit: 'hour', roundingMode: 'floor' })
  const trafficFrom = thisHour.subtract({ hours: trafficHours - 1 })
  const counts = await readCounts(tx, at)
  const traffic = await readTraffic(tx, trafficFrom, trafficHours)
  const days = await readMoney(tx, at.today.subtract({ days: moneyDays - 1 }), moneyDays, zone)
  const changes = await readChanges(tx, at.today.subtract({ days: moneyDays - 1 }), moneyDays, zone)
  const failedLogins = await readFailedLogins(tx, trafficFrom)
  const attention = await readAttention(tx, now, at.today)
  return {
    online: { now: counts.onlineNow, uploadBps: counts.uploadBps, downloadBps: counts.downloadBps },
    subscriptions: {
      active: counts.activeSubscriptions,
      suspended: counts.suspendedSubscriptions,
      inService: backFrom(counts.inServiceSubscriptions, changes, (change) => change.inService),
    },
    customers: { all: counts.customers, newThisMonth: counts.newCustomers },
    revenue: {
      today: money(counts.receivedTodayMinor, currency),
      month: money(counts.receivedMonthMinor, currency),
      lastMonthSoFar: money(counts.receivedLastMonthMinor, currency),
      days: days.map((day) => ({
        day: Temporal.PlainDate.from(day.day),
        received: money(day.receivedMinor, currency),
        invoiced: money(day.invoicedMinor, currency),
      })),
    },
    arrears: {
      total: money(counts.arrearsMinor, currency),
      accounts: counts.arrearsAccounts,
      days: backFrom(counts.arrearsMinor, changes, (change) => change.overdueMinor).map((minor) => money(minor, currency)),
    },
    failedLogins: { lastHour: counts.failedLoginsHour, hours: failedLogins },
    traffic,
    attention,
  }
}

/** What a figure was at the end of each day, counted back from what it is now. */
export function backFrom(now: bigint, changes: readonly DayOfChange[], changeOf: (change: DayOfChange) => bigint): bigint[] {
  let value = now
  return changes
    .toReversed()
    .map((change) => {
      const atEnd = value
      value -= changeOf(change)
      return atEnd
    })
    .toReversed()
}
