/**
 * Calls rated: in memory on one core, and rated, deduplicated and stored in batches, each committed. The tariff
 * has 2,000 prefixes in 50 zones, peak and off-peak windows, connect fee, 30/6 increments. At the end every record of the second part is
 * taken once more: all of them have to be recognised as copies.
 * Run: npm run -s bench -- rate [--short]
 */
import { openDatabase, transact } from '#kernel/db.ts'
import { compileTariff, rateUsage, takeUsage, type UsageRecord, zTariff } from '#modules/charging'
import { type Installation, withInstallation } from './lib/installation.ts'
import { meterProcessors } from './lib/processes.ts'
import { readOptions, report } from './lib/report.ts'

const { isShort } = readOptions()
const inMemory = isShort ? 2_000_000 : 10_000_000
const stored = isShort ? 200_000 : 1_000_000
const batch = 5_000
const batchesInFlight = 2 // one is rated and written while the database stores the other
const start = Temporal.Instant.from('2026-03-02T00:00:00Z')

const zones = 50
const tariff = compileTariff(
  zTariff.parse({
    timeZone: 'Asia/Dhaka',
    measure: 'seconds',
    rounding: { at: 'call', mode: 'half-up', decimals: 4 },
    zones: Array.from({ length: zones }, (_, zone) => ({
      zone: `zone-${zone}`,
      prefixes: Array.from({ length: 40 }, (_, index) => String(1_000 + index * zones + zone)),
      windows: [
        { from: '22:00', to: '08:00', price: '0.30', per: 60, increment: 6, minimum: 30 },
        { price: '0.60', per: 60, increment: 6, minimum: 30, connectFee: '0.05' },
      ],
    })),
  }),
)

/** A call every half second for a week, over and over; some cross the edge of a window. */
const call = (index: number, subscriptionId: string): UsageRecord => ({
  source: 'carrier',
  key: `file-7/${index}`,
  subscriptionId,
  measure: 'seconds',
  otherParty: `${1_000 + ((index * 7_919) % 2_000)}5550123`,
  startedAt: start.add({ milliseconds: (index % 1_200_000) * 500 }),
  quantity: (index * 31) % 1_800,
})

function rateInMemory(): number {
  const calls = Array.from({ length: 100_000 }, (_, index) => call(index, ''))
  const rateAll = () => {
    let units = 0n
    for (const one of calls) {
      const rated = rateUsage(tariff, one)
      if (typeof rated === 'string') throw new Error(`A call was not rated: ${rated}`)
      units += rated.cost.units
    }
    return units
  }
  const expected = rateAll() // and warm
  const begun = performance.now()
  for (let done = 0; done < inMemory; done += calls.length)
    if (rateAll() !== expected) throw new Error('The same calls cost something else')
  return inMemory / ((performance.now() - begun) / 1_000)
}

async function takeAll({ postgres, tenantId }: Installation) {
  const db = openDatabase(postgres.appUrl, { poolMax: batchesInFlight })
  const terms = { tariff, rules: { lookBackDays: 60, clockToleranceSeconds: 300 }, now: start.add({ hours: 24 * 8 }) }
  const subscriptionIds = Array.from({ length: 10_000 }, () => crypto.randomUUID())
  const take = (first: number) => {
    const records = Array.from({ length: batch }, (_, index) =>
      call(first + index, subscriptionIds[(first + index) % subscriptionIds.length]!),
    )
    return transact(db, { tenants: [tenantId], actor: 'bench', requestId: '' }, (tx) => takeUsage(tx, records, terms))
  }
  const meter = meterProcessors({ postgres: postgres.pid })
  const begun = performance.now()
  const accepted = await sumOfBatches(async (first) => (await take(first)).accepted)
  const perSecond = stored / ((performance.now() - begun) / 1_000)
  const processors = meter(stored)

  if (accepted !== stored) throw new Error(`${accepted} of ${stored} records were accepted`)
  const copies = await sumOfBatches(async (first) => (await take(first)).copies)
  if (copies !== stored) throw new Error(`${stored - copies} copies were not recognised`)
  await db.close()
  return { perSecond, processors }
}

/** Runs all batches, a few at a time, and adds up what they return. */
async function sumOfBatches(run: (first: number) => Promise<number>): Promise<number> {
  let [next, sum] = [0, 0]
  const runner = async () => {
    while (next < stored) {
      const first = next
      next += batch
      const one = await run(first)
      sum += one
    }
  }
  await Promise.all(Array.from({ length: batchesInFlight }, runner))
  return sum
}

const ratedPerSecond = rateInMemory()
await withInstallation(async (installation) => {
  const { perSecond, processors } = await takeAll(installation)
  report({ bench: 'rate', value: Math.round(ratedPerSecond), unit: 'records/s', storedPerSecond: Math.round(perSecond), ...processors })
})
