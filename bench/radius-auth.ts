/**
 * Access-Requests (PAP, or MS-CHAPv2) per second with 100,000 subscribers in PostgreSQL; server and generator share the machine.
 * Run: npm run -s bench -- radius-auth [--short] [--peer] [--mschap]
 */
import { type Installation, withInstallation } from './lib/installation.ts'
import { canMeasurePeer, measurePeer, measureRadius } from './lib/measure-radius.ts'
import { startRoles } from './lib/program.ts'
import { readOptions, report } from './lib/report.ts'
import { addSubscribers } from './lib/world.ts'
import { fillFreeRadius } from './peers/freeradius.ts'

const { isShort, withPeer, withMsChap } = readOptions()
const mode = withMsChap ? 'mschapv2' : 'pap'

await withInstallation(async (installation) => {
  await addSubscribers(installation)
  const program = await startRoles(installation, ['radius'])
  const { load, processors, rssMb } = await measureRadius('Trunkline', program, installation, {
    mode,
    count: isShort ? 100_000 : 400_000,
    window: 128,
  }).finally(program.remove)
  const peers = withPeer && canMeasurePeer() ? await measurePeers(installation) : undefined
  report({
    bench: 'radius-auth',
    mode,
    value: load.rps,
    unit: 'requests/s',
    p50Ms: load.p50Ms,
    p99Ms: load.p99Ms,
    lost: load.lost,
    bad: load.bad,
    ...(rssMb && { rssMb }),
    ...processors,
    ...(peers && { peer: peers.shipped, tunedPeer: peers.tuned }),
  })
})

async function measurePeers(installation: Installation) {
  await fillFreeRadius(installation)
  const options = { mode, count: isShort ? 15_000 : 60_000, window: 64 } as const // beyond 64 its latency grows and not its speed
  return { shipped: await measurePeer('shipped', installation, options), tuned: await measurePeer('tuned', installation, options) }
}
