/**
 * Durable reservations a second: 64 callers, each with sessions that begin, report and reserve, and end, one after the other; every
 * request is answered after its commit. At the end the balances, the sessions' holds and the ledger are proved against each other.
 * Run: npm run -s bench -- reserve [--short]
 */

import { openDatabase, sql } from '#kernel/db.ts'
import { systemClock } from '#kernel/time.ts'
import { type ChargingRequest, OnlineCharging, verifyBalances } from '#modules/charging'
import { verifyLedger } from '#modules/ledger'
import { type Installation, withInstallation } from './lib/installation.ts'
import { meterProcessors } from './lib/processes.ts'
import { readOptions, report } from './lib/report.ts'
import { addSubscribers } from './lib/world.ts'

const { isShort } = readOptions()
const callers = 64
const requestsPerSession = 10
const warmUpMs = 2_000
const measuredMs = isShort ? 10_000 : 40_000
const lotMinor = 1_000_000_000n

const terms = { unit: 'bytes', packageUnits: 1_000_000n, packageMinor: 5n } as const

await withInstallation(async (installation) => {
  await addSubscribers(installation)
  const subscriptionIds = await topUpEverybody(installation)
  const db = openDatabase(installation.postgres.appUrl, { poolMax: 2 })
  const charging = new OnlineCharging({ db, clock: systemClock })

  const waits: number[] = []
  let meter: ReturnType<typeof meterProcessors> | undefined
  setTimeout(() => (meter = meterProcessors({ postgres: installation.postgres.pid })), warmUpMs)
  const begun = performance.now()
  const measuresFrom = begun + warmUpMs
  const endsAt = measuresFrom + measuredMs
  const call = async (caller: number) => {
    for (let session = 0; performance.now() < endsAt; session++) {
      const subscriptionId = subscriptionIds[(session * callers + caller) % subscriptionIds.length]!
      for (let number = 0; number < requestsPerSession; number++) {
        const asked = performance.now()
        await charging.charge(installation.tenantId, requestOf(`${caller}-${session}`, number, subscriptionId))
        if (asked >= measuresFrom) waits.push(performance.now() - asked)
      }
    }
  }
  await Promise.all(Array.from({ length: callers }, (_, caller) => call(caller)))
  const processors = meter?.(waits.length)
  const seconds = (performance.now() - measuresFrom) / 1_000
  await db.close()

  await assertProved(installation)
  const sorted = waits.toSorted((a, b) => a - b)
  const percentile = (percent: number) => Number(sorted[Math.floor((sorted.length * percent) / 100)]!.toFixed(1))
  report({
    bench: 'reserve',
    value: Math.round(waits.length / seconds),
    unit: 'requests/s',
    callers,
    p50Ms: percentile(50),
    p99Ms: percentile(99),
    ...processors,
  })
})

function requestOf(sessionKey: string, number: number, subscriptionId: string): ChargingRequest {
  const isLast = number === requestsPerSession - 1
  return {
    sessionKey,
    number,
    kind: number === 0 ? 'initial' : isLast ? 'final' : 'update',
    subscriptionId,
    validitySeconds: 600,
    groups: [{ ratingGroup: 1, used: number === 0 ? 0n : 3_400_000n, requested: isLast ? null : 4_000_000n, terms }],
  }
}

/** A lot of money for each subscriber, and the liability it is. */
async function topUpEverybody({ transact }: Installation): Promise<string[]> {
  await transact(async (tx) => {
    await sql`
      insert into balance_lot (account_id, subscription_id, unit, currency, source, granted, available, valid_from)
      select account_id, id, 'money', 'BDT', 'top-up', ${lotMinor}::bigint, ${lotMinor}::bigint, now() from subscription`.execute(tx)
    await sql`
      with e as (insert into entry (booked_on, description, source_kind, source_id) values (current_date, 'Top-ups', 'bench', gen_random_uuid()) returning id),
        s as (select account_id, row_number() over () as line from subscription)
      insert into posting (entry_id, line, ledger_account_id, account_id, amount_minor, currency)
      select e.id, s.line * 2 + side.at - 2, l.id, s.account_id, side.amount, 'BDT'
      from e, s, (values (0, ${lotMinor}::bigint, 'receivables'), (1, -${lotMinor}::bigint, 'prepaid-balances')) side (at, amount, code)
      join ledger_account l using (code)`.execute(tx)
  })
  const { rows } = await transact((tx) => sql<{ id: string }>`select id from subscription order by md5(id::text)`.execute(tx))
  await transact((tx) => sql`analyze balance_lot`.execute(tx))
  return rows.map((row) => row.id)
}

async function assertProved({ transact }: Installation): Promise<void> {
  const findings = await transact(async (tx) => [...(await verifyBalances(tx)), ...(await verifyLedger(tx))])
  if (findings.length > 0) throw new Error(`${findings.length} findings, first: ${JSON.stringify(findings[0])}`)
}
