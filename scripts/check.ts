/** `npm run check`: everything that can be said about the sources without running the program. */
import { spawn } from 'node:child_process'
import os from 'node:os'
import path from 'node:path'

interface Step {
  readonly name: string
  readonly command: readonly string[]
  readonly remedy: string
}

const root = path.join(import.meta.dirname, '..')
const bin = (name: string) => path.join(root, 'node_modules', '.bin', process.platform === 'win32' ? `${name}.cmd` : name)

const steps: readonly Step[] = [
  { name: 'types', command: [bin('tsc'), '-p', '.'], remedy: 'Fix the types above.' },
  { name: 'types of the web', command: [bin('tsc'), '-p', 'web'], remedy: 'Fix the types above.' },
  { name: 'generated files', command: [process.execPath, 'scripts/gen.ts', '--check'], remedy: 'Run: npm run gen' },
  { name: 'lint', command: [bin('oxlint'), '--deny-warnings'], remedy: 'Some of it fixes itself: npx oxlint --fix' },
  { name: 'format', command: [bin('oxfmt'), '--check'], remedy: 'Run: npx oxfmt' },
  {
    name: 'tidy',
    command: [process.execPath, '--test', '--test-reporter=./scripts/test/reporter.ts', 'server/tidy.test.ts'],
    remedy: 'Each finding above says how.',
  },
]

/** Runs the steps, as many at once as there are cores, and tells of each as it ends. */
export async function check(without: readonly string[] = []): Promise<{ passed: number; failed: number }> {
  const waiting = steps.filter((step) => !without.includes(step.name))
  const counts = { passed: 0, failed: 0 }
  async function work(): Promise<void> {
    for (let step = waiting.shift(); step; step = waiting.shift()) counts[(await run(step)) ? 'passed' : 'failed']++
  }
  await Promise.all(Array.from({ length: Math.min(os.availableParallelism(), waiting.length) }, work))
  return counts
}

async function run({ name, command: [file = '', ...args], remedy }: Step): Promise<boolean> {
  const start = performance.now()
  const { code, output } = await outputOf(file, args)
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  console.log(code === 0 ? `✔ ${name} (${seconds} s)` : `${output.trimEnd()}\n✖ ${name} (${seconds} s). ${remedy}`)
  return code === 0
}

function outputOf(file: string, args: readonly string[]): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(file, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], shell: file.endsWith('.cmd') })
    const parts: Buffer[] = []
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => parts.push(part))
    child.on('error', (error) => resolve({ code: 1, output: error.message }))
    child.on('close', (code) => resolve({ code, output: Buffer.concat(parts).toString() }))
  })
}

if (import.meta.main) process.exitCode = (await check()).failed > 0 ? 1 : 0
