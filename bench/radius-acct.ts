/**
 * Accounting packets per second (Start, three Interims, Stop), each answered when it is durable. The clock of `appliedPerSecond` and the
 * meter of processor time stop when all of it has taken effect; then what is stored is compared with what was sent: every session, to the byte.
 * Run: npm run -s bench -- radius-acct [--short] [--peer] [--apart]
 */
import { sql } from '#kernel/db.ts'
import { type Installation, withInstallation } from './lib/installation.ts'
import { allApplied, canMeasurePeer, measurePeer, measureRadius } from './lib/measure-radius.ts'
import { startRoles } from './lib/program.ts'
import { readOptions, report } from './lib/report.ts'
import { addSubscribers } from './lib/world.ts'
import { fillFreeRadius } from './peers/freeradius.ts'
import type { RadiusLoadResult } from './radius-load.ts'

const { isShort, withPeer, isApart } = readOptions()
const count = isShort ? 150_000 : 400_000

await withInstallation(async (installation) => {
  await addSubscribers(installation)
  const program = await startRoles(installation, ['radius'])
  const { load, processors, rssMb, appliedPerSecond } = await measureRadius(
    'Trunkline',
    program,
    installation,
    { mode: 'acct', count, window: 256, ...(isApart && { groupSessions: count / 5 }) },
    () => allApplied(installation),
  ).finally(program.remove)
  await assertStored(installation, load)
  const peer = withPeer && canMeasurePeer() ? await measureFreeRadius(installation) : undefined
  report({
    bench: 'radius-acct',
    value: load.rps,
    unit: 'requests/s',
    p50Ms: load.p50Ms,
    p99Ms: load.p99Ms,
    lost: load.lost,
    bad: load.bad,
    appliedPerSecond,
    ...(rssMb && { rssMb }),
    ...processors,
    ...(peer && { peer }),
  })
})

async function measureFreeRadius(installation: Installation) {
  await fillFreeRadius(installation)
  return measurePeer('shipped', installation, { mode: 'acct', count: isShort ? 25_000 : 100_000, window: 64 })
}

/** Nothing lost, nothing twice, and the usage that is billed equals the usage that was reported. */
async function assertStored({ db }: Installation, { totals }: RadiusLoadResult): Promise<void> {
  const { rows } = await sql<{ sessions: bigint; open: bigint; upload: bigint; download: bigint; used: bigint }>`
    select count(*) as sessions, count(*) filter (where ended_at is null) as open, sum(upload_bytes)::bigint as upload, sum(download_bytes)::bigint as download,
      (select sum(upload_bytes + download_bytes)::bigint from usage_hour) as used
    from session where acct_session_id not like 'old%'`.execute(db.kysely)
  const { uploadOctets, downloadOctets } = totals
  const expected = {
    sessions: totals.sessions,
    open: 0,
    upload: uploadOctets,
    download: downloadOctets,
    used: BigInt(uploadOctets) + BigInt(downloadOctets),
  }
  for (const [what, value] of Object.entries(expected))
    if (String(rows[0]![what as keyof typeof expected]) !== String(value))
      throw new Error(`${what}: ${value} were reported, ${rows[0]![what as keyof typeof expected]} are stored`)
}
