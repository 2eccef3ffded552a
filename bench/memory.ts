/**
 * Memory of the whole program at rest: every role, the demo world with its live sessions, and PostgreSQL with all its processes. Proportional
 * (PSS), so that memory shared between processes counts once. Run: npm run -s bench -- memory [--short]
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { memoryMb, processTree } from './lib/processes.ts'
import { startProgram } from './lib/program.ts'
import { readOptions, report, say } from './lib/report.ts'

const { isShort } = readOptions()
const restSeconds = isShort ? 20 : 120

const dataDir = mkdtempSync(join(tmpdir(), 'trunkline-bench-'))
// The second start is measured: the first one has just made the demo world, which an installation does once.
const first = await startProgram({ DATA_DIR: dataDir })
await first.stop()
const program = await startProgram({ DATA_DIR: dataDir })
try {
  say(`resting for ${restSeconds} s`)
  await sleep(restSeconds * 1000)
  const postmaster = Number(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0])
  const [server = NaN, postgres = NaN] = [program.pid, postmaster].map((pid) => memoryMb(processTree(pid)))
  report({ bench: 'memory', value: server + postgres, unit: 'MB', rssMb: server + postgres, server, postgres })
} finally {
  await program.stop()
  rmSync(dataDir, { recursive: true, force: true })
}
