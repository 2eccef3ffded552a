/** Figures of the home screen as series for charts. */
import { daySeconds, secondsOf } from '#i18n/format.ts'
import type { HomeFigures } from './queries.ts'

type Hours = HomeFigures['traffic']
type Refusals = HomeFigures['failedLogins']['hours']

const hourSeconds = 3_600

/** Average rates of whole hours. The hour that runs is left out: its bytes are still coming. */
export function throughput(traffic: Hours) {
  const whole = traffic.slice(0, -1)
  const bitsPerSecond = (bytes: string) => (Number(bytes) * 8) / hourSeconds
  return {
    times: whole.map(({ hour }) => secondsOf(hour)),
    download: whole.map(({ downloadBytes }) => bitsPerSecond(downloadBytes)),
    upload: whole.map(({ uploadBytes }) => bitsPerSecond(uploadBytes)),
  }
}

export function peopleOnline(traffic: Hours) {
  return { times: traffic.map(({ hour }) => secondsOf(hour)), online: traffic.map(({ online }) => Number(online)) }
}

/** Minor units, which charts write as money again. */
export function moneyByDay(days: HomeFigures['revenue']['days']) {
  return {
    times: days.map(({ day }) => daySeconds(day)),
    received: days.map(({ received }) => Number(received.minor)),
    invoiced: days.map(({ invoiced }) => Number(invoiced.minor)),
  }
}

export function attemptsByHour(refusals: Refusals, traffic: Hours): number[] {
  const attempts = new Map<number, number>()
  for (const { hour, attempts: more } of refusals) attempts.set(secondsOf(hour), (attempts.get(secondsOf(hour)) ?? 0) + Number(more))
  return traffic.map(({ hour }) => attempts.get(secondsOf(hour)) ?? 0)
}

/** One series per reason, the most frequent first, over every hour. */
export function refusedByReason(refusals: Refusals, traffic: Hours) {
  const byReason = Map.groupBy(refusals, ({ reason }) => reason)
  const series = [...byReason].map(([reason, rows]) => ({ reason, values: attemptsByHour(rows, traffic) }))
  const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0)
  return {
    times: traffic.map(({ hour }) => secondsOf(hour)),
    series: series.toSorted((a, b) => total(b.values) - total(a.values)),
  }
}
