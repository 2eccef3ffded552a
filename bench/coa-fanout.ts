/**
 * One wish for the sessions of 10 routers: from the transaction that wants it until every router has been told the speed of every session
 * and has acknowledged it, and that is in the database. The routers are one process of their own, which answers at once.
 * Run: npm run -s bench -- coa-fanout [--short]
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql, type Tx } from '#kernel/db.ts'
import { sealSecret } from '#kernel/vault.ts'
import { resyncNas } from '#modules/access'
import { type Installation, withInstallation } from './lib/installation.ts'
import { memoryMb, meterProcessors, processTree } from './lib/processes.ts'
import { startRoles } from './lib/program.ts'
import { readOptions, report } from './lib/report.ts'
import { addSubscribers, radiusSecret } from './lib/world.ts'

const { isShort } = readOptions()
const sessions = isShort ? 2_000 : 10_000
const routers = 10

await withInstallation(async (installation) => {
  await addSubscribers(installation)
  const answering = fork(new URL('./lib/answering-routers.ts', import.meta.url), [String(routers), radiusSecret])
  const [ports] = (await once(answering, 'message')) as [number[]]
  const nasIds = await installation.transact((tx) => addRouters(tx, ports))
  const program = await startRoles(installation, ['radius'])
  const meter = meterProcessors({ server: program.pid, postgres: installation.postgres.pid })
  const begun = performance.now()
  await installation.transact(async (tx) => {
    for (const nasId of nasIds) await resyncNas(tx, nasId, Temporal.Now.instant())
  })
  const wantedMs = performance.now() - begun
  await allAcknowledged(installation)
  const seconds = (performance.now() - begun) / 1_000
  const processors = meter(sessions)
  const rssMb = memoryMb(processTree(program.pid))
  await program.remove()
  answering.kill()
  report({
    bench: 'coa-fanout',
    value: Number(seconds.toFixed(2)),
    unit: 's',
    sessions,
    routers,
    changesPerSecond: Math.round(sessions / seconds),
    wantedMs: Math.round(wantedMs),
    ...(rssMb && { rssMb }),
    ...processors,
  })
})

/** Routers on ports of their own, told apart by identifier, with open sessions dealt among them. */
async function addRouters(tx: Tx, ports: readonly number[]): Promise<string[]> {
  const sealed = await sealSecret(tx, radiusSecret, 'nas.secret')
  const { rows } = await sql<{ id: string }>`
    insert into nas (name, address, identifier, vendor, secret_sealed, coa_port)
    select 'router ' || n, '127.0.0.1', 'router-' || n, 'mikrotik', ${sealed}, port from unnest(${ports}::int[]) with ordinality p (port, n)
    returning id`.execute(tx)
  const ids = rows.map((row) => row.id)
  await sql`
    insert into session (tenant_id, identity, nas_id, subscription_id, login_id, username, acct_session_id, address, started_at, updated_at)
    select l.tenant_id, gen_random_uuid(), (${ids}::uuid[])[1 + l.n % ${routers}], l.subscription_id, l.id, l.username, 'fan' || l.n,
      '10.0.0.0'::inet + l.n, now(), now()
    from (select *, row_number() over (order by id)::int as n from login) l where l.n <= ${sessions}`.execute(tx)
  return ids
}

async function allAcknowledged({ db }: Installation): Promise<void> {
  const states = sql<{ acked: bigint; failed: bigint }>`
    select count(*) filter (where state in ('acked', 'confirmed')) as acked, count(*) filter (where state not in ('queued', 'sent', 'acked', 'confirmed')) as failed
    from network_command`
  for (;;) {
    const { acked, failed } = (await states.execute(db.kysely)).rows[0]!
    if (failed > 0n) throw new Error(`${failed} commands failed; first look for the reason`)
    if (acked === BigInt(sessions)) return
    await sleep(20)
  }
}
