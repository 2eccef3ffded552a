/** The program as an operator runs it: a process of its own, with its own database, on free ports. */
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePorts } from './free-ports.ts'
import { spawnBound } from './peer-process.ts'
import { waitFor } from './wait-for.ts'

const root = path.join(import.meta.dirname, '..', '..')
const readyWithinMs = 300_000 // the whole demo world on a slow machine
const endsWithinMs = 180_000

export interface Ports {
  readonly http: number
  readonly auth: number
  readonly acct: number
}

export interface Trunkline {
  readonly url: string
  readonly ports: Ports
  readonly dataDir: string
  /** Of the process that runs now. */
  readonly pid: number
  /** Everything the present process has said. */
  readonly output: string
  /** Asks it to stop. @returns its exit code, null when it died of a signal */
  stop(signal?: NodeJS.Signals): Promise<number | null>
  /** Ends the program and nothing else, as a power cut would; its database stays behind. */
  kill9(): Promise<void>
  /** Starts it again where it was, and waits until it is ready. */
  restart(): Promise<void>
  /** Stops what is left and deletes the data. */
  remove(): Promise<void>
}

export interface StartOptions {
  readonly demo?: boolean
  readonly env?: Readonly<Record<string, string>>
}

/** Starts an installation on an empty directory. */
export async function startTrunkline({ demo = false, env = {} }: StartOptions = {}): Promise<Trunkline> {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'trunkline-e2e-'))
  const ports = await freePorts()
  const url = `http://127.0.0.1:${ports.http}`
  const environment = {
    ...process.env,
    PORT: String(ports.http),
    RADIUS_AUTH_PORT: String(ports.auth),
    RADIUS_ACCT_PORT: String(ports.acct),
    HOST: '127.0.0.1',
    PUBLIC_URL: url,
    DATA_DIR: dataDir,
    DEMO: demo ? '1' : '0',
    LOG_LEVEL: 'warn',
    GATEWAY_PRIVATE_ADDRESSES: '1', // gateways of payments are simulated here
    RATE_LIMIT_PER_SECOND: '10000', // tests are one caller in a hurry
    SHUTDOWN_SECONDS: '120', // after which its exit code is 1
    ...env,
  }
  let running = await start(environment)

  return {
    url,
    ports,
    dataDir,
    get pid() {
      return running.process.pid!
    },
    get output() {
      return running.output()
    },
    stop: (signal) => running.end(signal ?? 'SIGTERM'),
    async kill9() {
      await running.end('SIGKILL')
    },
    async restart() {
      running = await start(environment)
    },
    async remove() {
      await running.end('SIGTERM')
      await stopDatabase(dataDir)
      fs.rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** The link that an empty installation prints. */
export function setUpToken({ output }: Trunkline): string {
  const token = /setup\?token=([\w-]+)/.exec(output)?.[1]
  if (!token) throw new Error(`No set-up link was printed:\n${output}`)
  return token
}

interface Running {
  readonly process: ChildProcess
  readonly ready: Promise<void>
  output(): string
  end(signal: NodeJS.Signals): Promise<number | null>
}

const portBusyTries = 30
const portBusyMs = 1_000

/** While the program is down somebody may have its port for a moment, such as a browser that asks for a name; then it is started once more. */
async function start(env: NodeJS.ProcessEnv): Promise<Running> {
  for (let tries = 1; ; tries++) {
    const running = begin(env)
    try {
      await running.ready
      return running
    } catch (error) {
      if (tries === portBusyTries || !/^Port \d+ is in use/m.test(running.output())) throw error
      await sleep(portBusyMs)
    }
  }
}

function begin(env: NodeJS.ProcessEnv): Running {
  const child = spawnBound(process.execPath, ['server/main.ts'], { cwd: root, env })
  const parts: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (part: string) => parts.push(part))
  const output = () => parts.join('')
  const exited = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null

  async function becomeReady(): Promise<void> {
    await waitFor('the line "trunkline ready"', () => hasEnded() || output().includes('trunkline ready'), {
      withinMs: readyWithinMs,
    }).catch((error: unknown) => {
      child.kill('SIGKILL')
      throw error
    })
    if (hasEnded()) throw new Error(`The program ended before it was ready:\n${output()}`)
  }

  async function end(signal: NodeJS.Signals): Promise<number | null> {
    if (!hasEnded()) child.kill(signal)
    const limit = setTimeout(() => child.kill('SIGKILL'), endsWithinMs)
    if (!hasEnded()) await exited
    clearTimeout(limit)
    return child.exitCode
  }

  return { process: child, ready: becomeReady(), output, end }
}

/** A killed program leaves its database behind; the last test must not. */
async function stopDatabase(dataDir: string): Promise<void> {
  const pid = databasePid(dataDir)
  if (pid === undefined) return
  process.kill(pid, 'SIGQUIT')
  await waitFor('the end of the database', () => databasePid(dataDir) === undefined || !isAlive(pid), { withinMs: endsWithinMs })
}

/** The process of the embedded database, where one runs. */
export function databasePid(dataDir: string): number | undefined {
  const file = path.join(dataDir, 'postgres', 'postmaster.pid')
  const pid = fs.existsSync(file) ? Number(fs.readFileSync(file, 'utf8').split('\n')[0]) : Number.NaN
  return pid > 0 && isAlive(pid) ? pid : undefined
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
