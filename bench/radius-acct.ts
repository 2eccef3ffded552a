/**
 * Accounting packets per second (Start, three Interims, Stop), each answered after the commit that stores it. At the end what is stored
 * is compared with what was sent, to the byte.
 * Run: npm run -s bench -- radius-acct [--short]
 */
import { sql } from '#kernel/db.ts'
import { radiusLoad } from './radius-load.ts'
import { secret, startRadiusBench } from './radius-world.ts'

const isShort = process.argv.includes('--short')
const bench = await startRadiusBench()
try {
  const result = await radiusLoad({ acctPort: bench.acctPort, secret, mode: 'acct', count: isShort ? 150_000 : 500_000, window: 384 })
  console.error(JSON.stringify(result))
  const { rows } = await sql<{ sessions: bigint; open: bigint; upload: bigint; download: bigint; used: bigint }>`
    select count(*) as sessions, count(*) filter (where ended_at is null) as open, sum(upload_bytes)::bigint as upload, sum(download_bytes)::bigint as download,
      (select sum(upload_bytes + download_bytes)::bigint from usage_hour) as used from session`.execute(bench.db.kysely)
  const stored = rows[0]!
  const { sessions, uploadOctets, downloadOctets } = result.totals
  const isExact = stored.sessions === BigInt(sessions) && stored.open === 0n && stored.upload === BigInt(uploadOctets) && stored.download === BigInt(downloadOctets) && stored.used === stored.upload + stored.download
  if (!isExact) throw new Error(`What is stored differs from what was sent: ${JSON.stringify(stored, (_, value) => String(value))}`)
  const { server, postgres } = bench.residentMb()
  console.log(JSON.stringify({ bench: 'radius-acct', value: result.rps, unit: 'requests/s', p50Ms: result.p50Ms, p99Ms: result.p99Ms, lost: result.lost, bad: result.bad, rssMb: server + postgres }))
} finally {
  await bench.stop()
}
