/**
 * Access-Requests (PAP) per second with 100,000 subscribers in PostgreSQL; server and generator share the machine.
 * Run: npm run -s bench -- radius-auth [--short]
 */
import { radiusLoad } from './radius-load.ts'
import { secret, startRadiusBench } from './radius-world.ts'

const isShort = process.argv.includes('--short')
const bench = await startRadiusBench()
try {
  const result = await radiusLoad({ authPort: bench.authPort, secret, mode: 'pap', count: isShort ? 150_000 : 400_000, window: 128 })
  console.error(JSON.stringify(result))
  const { server, postgres } = bench.residentMb()
  console.log(JSON.stringify({ bench: 'radius-auth', value: result.rps, unit: 'requests/s', p50Ms: result.p50Ms, p99Ms: result.p99Ms, lost: result.lost, bad: result.bad, rssMb: server + postgres }))
} finally {
  await bench.stop()
}
