/**
 * What counting usage costs: flushes of 1,000 deltas over as many subscriptions of mixed tenants, in a database of 20 tenants with
 * 1,000 subscriptions each. Prints one line of JSON, milliseconds per flush. Run: node bench/usage.ts
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { openDatabase, scopeOfAllTenants, sql, transact } from '#kernel/db.ts'
import { migrate } from '#kernel/migrations.ts'
import { startPostgres } from '#kernel/postgres.ts'
import { recordUsage, type UsageDelta } from '#modules/charging'
import { modules } from '#server/modules.ts'

const tenants = 20
const subscriptionsPerTenant = 1_000
const flushes = 60
const deltasPerFlush = 1_000

const seed = `
  insert into tenant (slug, name, legal_name, country, currency, time_zone)
    select 'bench-' || n, 'Bench', 'Bench', 'BD', 'BDT', 'Asia/Dhaka' from generate_series(1, ${tenants}) n;
  insert into customer (tenant_id, number, name) select id, 'C', 'Bench' from tenant;
  insert into account (tenant_id, number, customer_id, currency) select tenant_id, 'A', id, 'BDT' from customer;
  insert into offer (tenant_id, code, name, technology) select id, 'P', 'Bench', 'pppoe' from tenant;
  insert into offer_version (tenant_id, offer_id, number, valid_from, currency, recurring_minor, download_bps, upload_bps, quota_bytes, quota_policy)
    select tenant_id, id, 1, '2026-01-01', 'BDT', 1, 1, 1, 1e12, 'cut' from offer;
  insert into subscription (tenant_id, number, customer_id, account_id, offer_id, offer_version_id, state, started_on, billed_until, bill_day, activated_at)
    select a.tenant_id, 'S-' || n, a.customer_id, a.id, v.offer_id, v.id, 'active', '2026-01-01', '2026-01-01', 1, now()
    from account a join offer_version v using (tenant_id), generate_series(1, ${subscriptionsPerTenant}) n;
  insert into bucket (tenant_id, subscription_id, source, granted, valid_from, valid_to)
    select tenant_id, id, source, 1e12, '2026-01-01'::timestamptz - age, '2026-02-01'::timestamptz - age
    from subscription, (values ('plan', '0'::interval), ('top-up', '0'), ('plan', '1 month'), ('plan', '2 months')) l (source, age) where source = 'plan' or hashtext(id::text) % 10 = 0;
  vacuum analyze`

const dataDir = mkdtempSync(join(tmpdir(), 'trunkline-bench-'))
const postgres = await startPostgres({ dataDir })
await migrate(postgres.ownerUrl, modules)
const owner = new pg.Client({ connectionString: postgres.ownerUrl })
await owner.connect()
for (const statement of seed.split(';')) await owner.query(statement)
await owner.end()

const db = openDatabase(postgres.appUrl, { poolMax: 2 })
const scope = await scopeOfAllTenants(db, 'bench')
const all = await transact(
  db,
  scope,
  async (tx) =>
    (
      await sql<{
        tenantId: string
        subscriptionId: string
      }>`select tenant_id as "tenantId", id as "subscriptionId" from subscription order by md5(id::text)`.execute(tx)
    ).rows,
)

const flushMs: number[] = []
const commitMs: number[] = []
for (let flush = 0; flush < flushes; flush++) {
  const at = Temporal.Instant.from('2026-01-10T00:00:00Z').add({ minutes: flush })
  const start = (flush * deltasPerFlush) % all.length
  const deltas: UsageDelta[] = all
    .slice(start, start + deltasPerFlush)
    .map((one) => ({ ...one, at, uploadBytes: 1_000_000n, downloadBytes: 9_000_000n }))
  const begun = performance.now()
  await transact(db, scope, async (tx) => {
    const inside = performance.now()
    await recordUsage(tx, deltas)
    flushMs.push(performance.now() - inside)
  })
  commitMs.push(performance.now() - begun)
}

function percentile(values: readonly number[], percent: number): number {
  const warm = values.slice(5).toSorted((a, b) => a - b)
  return Number(warm[Math.floor((warm.length * percent) / 100)]!.toFixed(2))
}
console.log(
  JSON.stringify({
    deltasPerFlush,
    best: percentile(flushMs, 0),
    p50: percentile(flushMs, 50),
    p95: percentile(flushMs, 95),
    p50WithCommit: percentile(commitMs, 50),
  }),
)

await db.close()
await postgres.stop()
rmSync(dataDir, { recursive: true, force: true })
