/**
 * `npm test` runs the checks and all tests; `npm run unit`, `npm run cases` and `npm run e2e` run one group:
 *
 *   unit   beside the code they test, without a database
 *   cases  use cases, routes and stores on real PostgreSQL: tests that import a `testing.ts` or `postgres.ts`
 *   e2e    the whole program, in `e2e/`
 *
 * Files can be named instead. `--at INSTANT` moves the clock, e.g. `npm run cases -- --at 2027-01-31T22:58:00Z`: most faults of dates show
 * only at a midnight, at the end of a month or on a leap day.
 *
 * The last line is always `N passed, N failed, N skipped`.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { needsDatabase } from '../server/tidy.ts'
import { check } from './check.ts'
import { type Counts, nothing, sum } from './test/counts.ts'
import { clockShiftedTo } from './test/shifted-clock.ts'

const root = path.join(import.meta.dirname, '..')
const scratchDir = fs.mkdtempSync(path.join(os.tmpdir(), 'trunkline-counts-'))
const { values, positionals } = parseArgs({ options: { at: { type: 'string' } }, allowPositionals: true })
const clock = values.at === undefined ? {} : clockShiftedTo(Temporal.Instant.from(values.at), scratchDir)

const { unit = [], cases = [] } = Object.groupBy(find('{server,simulators,demo,sdk,scripts,web}/**/*.test.ts'), (file) =>
  needsDatabase({ path: file, text: fs.readFileSync(path.join(root, file), 'utf8') }) ? 'cases' : 'unit',
)

/** RADIUS runs once per database: two would take each other's commands, so each of these files has a database of its own. */
const [alone, together] = [cases.filter(startsRadius), cases.filter((file) => !startsRadius(file))]

/** They end what hangs, so they are far beyond what a slow machine needs for a file of tests, and for all files of a group. */
const [testTimeout, groupLimitMs] = ['--test-timeout=600000', 2_400_000] as const

const groups: Readonly<Record<string, () => Promise<Counts>>> = {
  check: async () => ({ ...(await check(['tidy'])), skipped: 0 }), // tidy is among the unit tests
  unit: () => runShared('unit', unit),
  cases: async () =>
    sum([await runShared('cases', together), await runTests('cases-radius', alone, ['--test-concurrency=2', testTimeout])]),
  e2e: async () => {
    const { seen = [], unseen = [], peers = [] } = Object.groupBy(find('e2e/**/*.test.ts'), kindOf)
    const runEach = (name: string, files: readonly string[]) => runTests(`e2e-${name}`, files, ['--test-concurrency=1', testTimeout])
    return sum([...(await Promise.all([runEach('seen', seen), runEach('unseen', unseen)])), await runEach('peers', peers)])
  },
}

/**
 * Each file starts a program of its own, and much of its time is waiting: two at once, those with people and those with machines before it.
 * Peers come after both, because they add devices to the network of this machine, at which a browser gives up what it is loading.
 */
function kindOf(file: string): 'seen' | 'unseen' | 'peers' {
  if (/^e2e.peers/.test(file)) return 'peers'
  return /^e2e.(browser|demo|hotspot)/.test(file) ? 'seen' : 'unseen'
}

function startsRadius(file: string): boolean {
  return /\b(radiusWorld|joinWorld|startRadius)\(/.test(fs.readFileSync(path.join(root, file), 'utf8'))
}

function find(pattern: string): string[] {
  return fs.globSync(pattern, { cwd: root, exclude: (entry) => entry === 'node_modules' || entry === 'dist' }).toSorted()
}

/** More processes would only load the same modules, and make the same database, once more. */
const processesMax = 4

/** Deals the files to a process per core, in which all share the modules loaded and one PostgreSQL. */
async function runShared(name: string, files: readonly string[]): Promise<Counts> {
  const processes = Math.min(os.availableParallelism(), processesMax)
  const shares = Array.from({ length: processes }, (_, share) => files.filter((_file, index) => index % processes === share))
  const options = ['--test-isolation=none', testTimeout]
  return sum(await Promise.all(shares.map((share, number) => runTests(`${name}-${number}`, share, options))))
}

async function runTests(name: string, files: readonly string[], options: readonly string[]): Promise<Counts> {
  if (files.length === 0) return nothing
  const countsPath = path.join(scratchDir, name)
  const reporters = ['--test-reporter=./scripts/test/reporter.ts', '--test-reporter-destination=stdout']
  const counters = ['--test-reporter=./scripts/test/counts.ts', `--test-reporter-destination=${countsPath}`]
  // A timer or socket that a test forgot must not keep the run from ending.
  const isInTime = await ended([...reporters, ...counters, ...options, '--test-force-exit', '--test', ...files])

  const text = fs.existsSync(countsPath) ? fs.readFileSync(countsPath, 'utf8') : ''
  if (text && isInTime) return JSON.parse(text) as Counts
  console.log(`✖ ${name} tests ended before they were all run`)
  return { passed: 0, failed: 1, skipped: 0 }
}

const running = new Set<ChildProcess>()
const graceMs = 10_000

/**
 * Runs Node to its end, or ends it when it takes too long.
 * @returns whether it came to its end
 */
function ended(args: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit', env: { LOG_LEVEL: 'silent', ...process.env, ...clock } })
    running.add(child)
    let isInTime = true
    let mercy: NodeJS.Timeout | undefined
    const limit = setTimeout(() => {
      isInTime = false
      child.kill('SIGTERM') // it passes that on to the tests, and they to the programs they have started
      mercy = setTimeout(() => child.kill('SIGKILL'), graceMs)
    }, groupLimitMs)
    child.on('close', () => {
      clearTimeout(limit)
      clearTimeout(mercy)
      running.delete(child)
      resolve(isInTime)
    })
  })
}

/** Asked to stop, it takes along what it has started. */
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    for (const child of running) child.kill(signal)
    process.exit(1)
  })

let total = nothing
const wanted = positionals.length > 0 ? positionals : Object.keys(groups)
for (const name of wanted) {
  const run = name.endsWith('.test.ts') ? () => runTests(path.basename(name), [name], [testTimeout]) : groups[name]
  if (!run) throw new Error(`There is no group of tests named ${name}, only ${Object.keys(groups).join(', ')}.`)
  const start = performance.now()
  const counts = await run()
  console.log(`${name}: ${inWords(counts)} in ${((performance.now() - start) / 1000).toFixed(1)} s`)
  total = sum([total, counts])
}
fs.rmSync(scratchDir, { recursive: true })
console.log(`\n${inWords(total)}`)
process.exitCode = total.failed > 0 ? 1 : 0

function inWords({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`
}
