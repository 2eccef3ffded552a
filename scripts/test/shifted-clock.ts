import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'

/**
 * For the environment of processes that are to live as if it were `start` now; their children follow.
 * @param dir where the library is put; PostgreSQL, as nobody, must be able to enter it
 * @throws Error where it cannot be made: it takes Linux and a C compiler
 */
export function clockShiftedTo(start: Temporal.Instant, dir: string): Record<string, string> {
  const library = path.join(dir, 'shifted-clock.so')
  const source = path.join(import.meta.dirname, 'shifted-clock.c')
  const { status, stderr } = spawnSync('cc', ['-shared', '-fPIC', '-O2', '-o', library, source], { encoding: 'utf8' })
  if (process.platform !== 'linux' || status !== 0) throw new Error(`--at takes Linux and a C compiler. ${stderr ?? ''}`)
  fs.chmodSync(dir, 0o755)
  const seconds = Math.round(Temporal.Now.instant().until(start).total('seconds'))
  return { LD_PRELOAD: library, SHIFTED_CLOCK_SECONDS: String(seconds) }
}
