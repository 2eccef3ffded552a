/**
 * `npm test` runs the checks, the unit and use case tests, and the whole-system tests; `npm run unit` and `npm run e2e` only
 * theirs. The last line is always `N passed, N failed, N skipped`.
 */
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { check } from './check.ts'
import type { Counts } from './test/counts.ts'

const root = path.join(import.meta.dirname, '..')
const scratchDir = fs.mkdtempSync(path.join(os.tmpdir(), 'trunkline-counts-'))

const groups: Readonly<Record<string, () => Promise<Counts>>> = {
  check: async () => ({ ...(await check(['tidy'])), skipped: 0 }), // tidy is among the unit tests
  // One process shares one PostgreSQL and loads every module once.
  unit: () =>
    runTests('unit', '{server,simulators,demo,sdk,scripts,web}/**/*.test.ts', ['--test-isolation=none', '--test-timeout=120000'], 300_000),
  // Each file starts a program of its own; one at a time, or they measure each other.
  e2e: () => runTests('e2e', 'e2e/**/*.test.ts', ['--test-concurrency=1', '--test-timeout=300000'], 900_000),
}

async function runTests(name: string, pattern: string, options: readonly string[], limitMs: number): Promise<Counts> {
  const files = fs.globSync(pattern, { cwd: root, exclude: (entry) => entry === 'node_modules' || entry === 'dist' }).toSorted()
  if (files.length === 0) return { passed: 0, failed: 0, skipped: 0 }
  const countsPath = path.join(scratchDir, name)
  const reporters = ['--test-reporter=./scripts/test/reporter.ts', '--test-reporter-destination=stdout']
  const counters = ['--test-reporter=./scripts/test/counts.ts', `--test-reporter-destination=${countsPath}`]
  // A timer or socket that a test forgot must not keep the run from ending.
  await ended([...reporters, ...counters, ...options, '--test-force-exit', '--test', ...files], limitMs)

  const text = fs.existsSync(countsPath) ? fs.readFileSync(countsPath, 'utf8') : ''
  if (text) return JSON.parse(text) as Counts
  console.log(`✖ ${name} tests ended before they were all run`)
  return { passed: 0, failed: 1, skipped: 0 }
}

/** Runs Node to its end, or kills it after `limitMs`: a test that never ends is a failed test. */
function ended(args: readonly string[], limitMs: number): Promise<void> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit', env: { LOG_LEVEL: 'silent', ...process.env } })
    const limit = setTimeout(() => child.kill('SIGKILL'), limitMs)
    child.on('close', () => {
      clearTimeout(limit)
      resolve()
    })
  })
}

const total = { passed: 0, failed: 0, skipped: 0 }
const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(groups)
for (const name of wanted) {
  const run = groups[name]
  if (!run) throw new Error(`There is no group of tests named ${name}, only ${Object.keys(groups).join(', ')}.`)
  const start = performance.now()
  const { passed, failed, skipped } = await run()
  console.log(`${name}: ${passed} passed, ${failed} failed, ${skipped} skipped in ${((performance.now() - start) / 1000).toFixed(1)} s`)
  total.passed += passed
  total.failed += failed
  total.skipped += skipped
}
fs.rmSync(scratchDir, { recursive: true })
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
process.exitCode = total.failed > 0 ? 1 : 0
