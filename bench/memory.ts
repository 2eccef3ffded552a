/**
 * Memory of the whole program at rest: every role, the demo world with its live sessions, and PostgreSQL with all its processes. Proportional
 * (PSS), so that memory shared between processes counts once. Run: npm run -s bench -- memory [--short]
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { databasePid, startTrunkline } from '../e2e/lib/trunkline.ts'
import { memoryMb, processTree } from './lib/processes.ts'
import { readOptions, report, say } from './lib/report.ts'

const { isShort } = readOptions()
const restSeconds = isShort ? 15 : 120

const trunkline = await startTrunkline({ demo: true, env: { DEMO_SCALE: isShort ? '0.2' : '1' } })
try {
  // The second start is measured: the first one has just made the demo world, which an installation does once.
  await trunkline.stop()
  await trunkline.restart()
  say(`resting for ${restSeconds} s`)
  await sleep(restSeconds * 1000)
  const [server = NaN, postgres = NaN] = [trunkline.pid, databasePid(trunkline.dataDir)!].map((pid) => memoryMb(processTree(pid)))
  report({ bench: 'memory', value: server + postgres, unit: 'MB', rssMb: server + postgres, server, postgres })
} finally {
  await trunkline.remove()
}
