/**
 * `npm run simulate -- --tenant SLUG --from DATE --to DATE` shows what will be billed, paid, suspended and restored, day by day, in a
 * throw-away copy of the tenant's book. With `--change FILE.json` it shows what a change makes of it, before it is made.
 */
import fs from 'node:fs'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { stringify } from '#kernel/db.ts'
import { formatMoney, money } from '#kernel/money.ts'
import { systemClock } from '#kernel/time.ts'
import { zDate } from '#kernel/wire.ts'
import { zChange } from '#server/simulation/change.ts'
import type { DayTally } from '#server/simulation/live-days.ts'
import { type Course, simulate, type Simulation } from '#server/simulation/simulate.ts'
import { addAll, type Amounts, type Tally } from '#server/simulation/tally.ts'
import type { ThrowAway } from '#server/simulation/throw-away.ts'
import { withInstallation } from './installation.ts'

const usage = `npm run simulate -- --tenant SLUG --from DATE --to DATE
  --change FILE.json   requests to the API to try: [{"method": "PUT", "path": "/billing-settings", "body": {…}}, …]
  --joins FILE.json    who begins: [{"on": "2026-12-01", "plan": "HOME-20", "count": 5}, …]
  --by month           sums of months (default: day, for up to two months)
  --json               everything as JSON`

const zOptions = z.object({
  tenant: z.string(),
  from: zDate,
  to: zDate,
  change: z.string().optional(),
  joins: z.string().optional(),
  by: z.enum(['day', 'month']).optional(),
  json: z.boolean().default(false),
})
const zJoins = z.array(z.object({ on: zDate, plan: z.string(), count: z.int().min(1).max(100_000), segment: z.string().optional() }))

const readJson = (file: string | undefined): unknown => (file === undefined ? undefined : JSON.parse(fs.readFileSync(file, 'utf8')))
const text = { type: 'string' } as const
const columns: Readonly<Record<string, (tally: Tally) => string>> = {
  joined: (tally) => `${tally.joined}`,
  ended: (tally) => `${tally.ended}`,
  invoices: (tally) => `${tally.invoices}`,
  invoiced: (tally) => inWords(tally.invoiced),
  credited: (tally) => inWords(tally.credited),
  receipts: (tally) => `${tally.receipts}`,
  received: (tally) => inWords(tally.received),
  suspended: (tally) => `${tally.suspensions}`,
  restored: (tally) => `${tally.restorations}`,
}
/** Longer spans are shown by month. */
const daysShownMax = 62

const options = readOptions()
const databases: ThrowAway[] = []
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, async () => {
    for (const database of databases) await database.drop()
    process.exit(130)
  })

try {
  const { change, joins, ...span } = options
  const input = { ...span, joins: zJoins.optional().parse(readJson(joins)) ?? [], change: zChange.optional().parse(readJson(change)) }
  const simulation = await withInstallation(({ config, connection }) =>
    simulate(input, {
      live: connection,
      config,
      now: systemClock.now(),
      made: (database) => databases.push(database),
      progress: (course, day) => process.stderr.isTTY && process.stderr.write(`\r${course}: ${day} `),
    }),
  )
  if (process.stderr.isTTY) process.stderr.write('\r')
  console.log(options.json ? stringify(simulation) : asText(simulation))
  process.exitCode = [simulation.unchanged, simulation.changed].some((course) => course && course.findings.length > 0) ? 1 : 0
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: { tenant: text, from: text, to: text, change: text, joins: text, by: text, json: { type: 'boolean' } },
    })
    return zOptions.parse(values)
  } catch {
    console.error(usage)
    process.exit(2)
  }
}

function asText({ unchanged, changed, difference }: Simulation): string {
  const parts = [describe('As things are', unchanged)]
  if (changed) parts.push(describe('With the change', changed))
  if (difference) parts.push(`The change affects ${difference.accountsAffected} customers\n${table([['difference', difference]])}`)
  return parts.join('\n\n')
}

function describe(title: string, { days, total, findings }: Course): string {
  const byMonth = (options.by ?? (days.length > daysShownMax ? 'month' : 'day')) === 'month'
  const rows: [string, Tally][] = byMonth ? months(days) : days.map((day) => [`${day.day}`, day])
  const faults = findings.map(({ check, subject, detail }) => `✖ ${check}: ${subject}: ${detail}`)
  return [title, table([...rows, ['all', total]]), ...(faults.length > 0 ? faults : ['✔ the books add up'])].join('\n')
}

function months(days: readonly DayTally[]): [string, Tally][] {
  const groups = Map.groupBy(days, ({ day }) => day.toPlainYearMonth().toString())
  return [...groups].map(([month, own]) => [month, addAll(own)])
}

function table(rows: readonly (readonly [string, Tally])[]): string {
  const lines = [
    ['', ...Object.keys(columns)],
    ...rows.map(([name, tally]) => [name, ...Object.values(columns).map((cell) => cell(tally))]),
  ]
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)))
  return lines
    .map((line) => line.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join('  '))
    .join('\n')
}

function inWords(amounts: Amounts): string {
  const all = Object.entries(amounts).filter(([, minor]) => minor !== 0n)
  return all.map(([currency, minor]) => formatMoney(money(minor, currency))).join(' + ') || '0'
}
