/**
 * The embedded PostgreSQL: made on first start, started and stopped with the program, kept in DATA_DIR.
 *
 * It runs detached, so that Ctrl-C reaches the program first and the program decides when the database stops. The price is
 * that a killed program leaves its database behind: the next start finds it by `postmaster.pid`, stops it and starts its own.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import fs from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { type RunAs, findBinaries, programPath } from './postgres-binaries.ts'

export interface PostgresOptions {
  readonly dataDir: string
  /** 0 or nothing: a free one, kept for the next start. */
  readonly port?: number
  /** Shared buffers. The default keeps the whole program small. */
  readonly memoryMb?: number
  /** Server settings by name, over the defaults below. */
  readonly settings?: Readonly<Record<string, string>>
}

export interface Postgres {
  /** The role that owns every table; for migrations. */
  readonly ownerUrl: string
  /** The role the program works as; row-level security binds it. */
  readonly appUrl: string
  readonly pid: number
  /** Ends the database's work in order; does nothing when another running program started it. */
  stop(): Promise<void>
}

interface Cluster {
  readonly dir: string
  readonly binDir: string
  readonly runAs: RunAs
  readonly logPath: string
  readonly secrets: Secrets
}

interface Secrets {
  readonly databaseOwnerPassword: string
  readonly databaseAppPassword: string
}

/** What PostgreSQL writes in `postmaster.pid`. */
interface Postmaster {
  readonly pid: number
  readonly port: number
  readonly isReady: boolean
}

const ownerRole = 'trunkline'
const appRole = 'trunkline_app'
const database = 'trunkline'

/** `nobody` and `nogroup` have this number on every Linux; PostgreSQL refuses a user without a passwd entry. */
const nobody = { uid: 65534, gid: 65534 }
/** Crash recovery after a long outage reads all WAL since the last checkpoint, at most a few gigabytes. */
const readyWithinMs = 300_000
const stoppedWithinMs = 60_000
const respawnAfterMs = 1_000
const logBytesMax = 16 * 1024 * 1024
/** `sun_path` is 108 bytes on Linux, 104 on macOS, with the closing zero. */
const socketPathBytesMax = 103

export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const dataDir = path.resolve(options.dataDir)
  fs.mkdirSync(dataDir, { recursive: true })
  const cluster = openCluster(dataDir)

  const running = await findRunning(cluster)
  if (running && isAlive(starterPid(dataDir))) return { ...urls(cluster, running.port), pid: running.pid, stop: async () => {} }
  if (running) await stopByPid(cluster, running.pid)

  const port = await choosePort(dataDir, options.port ?? 0)
  const supervisor = supervise(cluster, serverSettings(cluster, port, options))
  const { pid } = await waitUntilReady(cluster, supervisor)
  remember(dataDir, { port, starterPid: process.pid })
  const { ownerUrl, appUrl } = urls(cluster, port)
  await createRoleAndDatabase(cluster, port)
  return { ownerUrl, appUrl, pid, stop: supervisor.stop }
}

/** How to reach the one that a running program has started, for a process that helps it. @throws Error where none runs */
export async function findPostgres(dataDir: string): Promise<Pick<Postgres, 'ownerUrl' | 'appUrl'>> {
  const cluster = openCluster(path.resolve(dataDir))
  const running = await findRunning(cluster)
  if (!running) throw new Error(`No PostgreSQL runs in ${dataDir}.`)
  return urls(cluster, running.port)
}

// ---- where things are -------------------------------------------------------------------------------------------------

function openCluster(dataDir: string): Cluster {
  const runAs = process.getuid?.() === 0 ? nobody : undefined
  if (runAs) letPass(dataDir)
  const home = runAs && !canEnter(dataDir) ? homeOutside(dataDir) : dataDir
  const binDir = findBinaries(runAs, runAs ? sharedDir() : dataDir)
  const cluster = {
    dir: path.join(home, 'postgres'),
    binDir,
    runAs,
    logPath: path.join(dataDir, 'postgres.log'),
    secrets: loadSecrets(dataDir),
  }
  if (!fs.existsSync(path.join(cluster.dir, 'PG_VERSION'))) initialise(cluster)
  return cluster
}

/** Whether `nobody` can walk to the directory: every directory on the way must let others pass. */
function canEnter(dir: string): boolean {
  const { mode, uid, gid } = fs.statSync(dir)
  const pass = uid === nobody.uid ? 0o100 : gid === nobody.gid ? 0o010 : 0o001
  const parent = path.dirname(dir)
  return Boolean(mode & pass) && (parent === dir || canEnter(parent))
}

/** Lets `nobody`, and nobody else, pass through the data directory; it still cannot list it. */
function letPass(dataDir: string): void {
  if (canEnter(dataDir) || !canEnter(path.dirname(dataDir))) return
  const { uid, mode } = fs.statSync(dataDir)
  fs.chownSync(dataDir, uid, nobody.gid)
  fs.chmodSync(dataDir, (mode & 0o777) | 0o010)
}

/** A data directory under /root, say, keeps everything but the database's own files. */
function homeOutside(dataDir: string): string {
  const home = path.join(sharedDir(), createHash('sha256').update(dataDir).digest('hex').slice(0, 16))
  fs.mkdirSync(home, { recursive: true, mode: 0o755 })
  fs.writeFileSync(
    path.join(dataDir, 'POSTGRES-IS-ELSEWHERE.txt'),
    `PostgreSQL runs as nobody and cannot enter this directory. Its files are in ${home}\n`,
  )
  return home
}

function sharedDir(): string {
  for (const dir of ['/var/lib/trunkline', path.join(os.tmpdir(), 'trunkline')]) {
    try {
      fs.mkdirSync(dir, { recursive: true })
      fs.chmodSync(dir, 0o755)
      return dir
    } catch {
      continue // a read-only system directory: the next one will do
    }
  }
  throw new Error('PostgreSQL needs a directory that the user nobody can enter. Make /var/lib/trunkline writable, or set DATABASE_URL.')
}

function loadSecrets(dataDir: string): Secrets {
  const secretsPath = path.join(dataDir, 'secrets.json')
  if (!fs.existsSync(secretsPath)) {
    const newPassword = () => randomBytes(24).toString('base64url')
    const secrets: Secrets = { databaseOwnerPassword: newPassword(), databaseAppPassword: newPassword() }
    fs.writeFileSync(secretsPath, JSON.stringify(secrets, null, 2), { mode: 0o600 })
  }
  return JSON.parse(fs.readFileSync(secretsPath, 'utf8')) as Secrets
}

/** What must outlive the program: the port its clients know, and who started the database. */
interface Memory {
  readonly port?: number
  readonly starterPid?: number
}

const memoryPath = (dataDir: string) => path.join(dataDir, 'postgres.json')

function recall(dataDir: string): Memory {
  return fs.existsSync(memoryPath(dataDir)) ? (JSON.parse(fs.readFileSync(memoryPath(dataDir), 'utf8')) as Memory) : {}
}

function remember(dataDir: string, memory: Memory): void {
  fs.writeFileSync(memoryPath(dataDir), JSON.stringify(memory))
}

const starterPid = (dataDir: string) => recall(dataDir).starterPid ?? 0

function urls({ dir, secrets }: Cluster, port: number): { ownerUrl: string; appUrl: string } {
  const query = hasSocket(dir) ? `?host=${encodeURIComponent(dir)}` : ''
  const url = (role: string, password: string) => `postgres://${role}:${password}@127.0.0.1:${port}/${database}${query}`
  return { ownerUrl: url(ownerRole, secrets.databaseOwnerPassword), appUrl: url(appRole, secrets.databaseAppPassword) }
}

/** A Unix socket costs less per query than TCP, where the platform has it and its path fits. */
const hasSocket = (dir: string) => process.platform !== 'win32' && Buffer.byteLength(path.join(dir, '.s.PGSQL.65535')) <= socketPathBytesMax

// ---- making -----------------------------------------------------------------------------------------------------------

/** Makes the cluster under a temporary name first, so that one that exists is complete. */
function initialise(cluster: Cluster): void {
  const unfinishedDir = `${cluster.dir}.new`
  fs.rmSync(unfinishedDir, { recursive: true, force: true })
  fs.mkdirSync(unfinishedDir, { recursive: true, mode: 0o700 })
  const passwordPath = path.join(unfinishedDir, '..', `.password-${process.pid}`)
  fs.writeFileSync(passwordPath, cluster.secrets.databaseOwnerPassword, { mode: 0o600 })
  if (cluster.runAs) for (const owned of [unfinishedDir, passwordPath]) fs.chownSync(owned, cluster.runAs.uid, cluster.runAs.gid)

  const locale = process.platform === 'linux' ? 'C.UTF-8' : process.platform === 'darwin' ? 'en_US.UTF-8' : 'C'
  const args = [
    '-D',
    unfinishedDir,
    '-U',
    ownerRole,
    `--pwfile=${passwordPath}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    `--locale=${locale}`,
    '--no-instructions',
  ]
  const answer = spawnSync(programPath(cluster.binDir, 'initdb'), args, {
    ...cluster.runAs,
    cwd: '/',
    encoding: 'utf8',
    env: { ...process.env, TZ: 'UTC' },
  })
  fs.rmSync(passwordPath)
  if (answer.status !== 0)
    throw new Error(`PostgreSQL could not make its files in ${unfinishedDir}: ${answer.error?.message ?? answer.stderr}`)
  fs.renameSync(unfinishedDir, cluster.dir)
}

async function createRoleAndDatabase(cluster: Cluster, port: number): Promise<void> {
  const client = await connectAsOwner(cluster, port)
  try {
    const { rows } = await client.query<{ has_role: boolean; has_database: boolean }>(
      `select exists (select from pg_roles where rolname = $1) as has_role, exists (select from pg_database where datname = $2) as has_database`,
      [appRole, database],
    )
    const password = pg.escapeLiteral(cluster.secrets.databaseAppPassword)
    if (!rows[0]?.has_role) await client.query(`create role ${appRole} login nosuperuser nobypassrls password ${password}`)
    if (!rows[0]?.has_database) await client.query(`create database ${database}`)
  } finally {
    await client.end()
  }
}

async function connectAsOwner({ dir, secrets }: Cluster, port: number): Promise<pg.Client> {
  const host = hasSocket(dir) ? dir : '127.0.0.1'
  const client = new pg.Client({
    host,
    port,
    user: ownerRole,
    password: secrets.databaseOwnerPassword,
    database: 'postgres',
    connectionTimeoutMillis: 5_000,
  })
  client.on('error', () => {}) // a database that goes away is noticed by whoever asks it next
  await client.connect()
  return client
}

// ---- running ----------------------------------------------------------------------------------------------------------

function serverSettings({ dir }: Cluster, port: number, { memoryMb = 128, settings = {} }: PostgresOptions): Record<string, string> {
  return {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: hasSocket(dir) ? dir : '',
    max_connections: '60',
    shared_buffers: `${memoryMb}MB`,
    effective_cache_size: `${memoryMb * 4}MB`,
    work_mem: '8MB',
    maintenance_work_mem: '64MB',
    min_wal_size: '1GB', // a file that is used again need not be made
    max_wal_size: '2GB',
    checkpoint_timeout: '15min',
    bgwriter_delay: '50ms', // pages are written before somebody wants their place, and waits until the log is on disk, too
    bgwriter_lru_maxpages: '1000',
    synchronous_commit: 'on',
    random_page_cost: '1.1', // solid-state disks: a random page costs about what a sequential one does
    jit: 'off', // compiling takes longer than our queries run
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...settings,
  }
}

interface Supervisor {
  readonly child: () => ChildProcess
  readonly stop: () => Promise<void>
}

/** Starts the server, and starts it again when it ends without being told to. */
function supervise(cluster: Cluster, settings: Record<string, string>): Supervisor {
  let isStopping = false
  let child = launch()

  function launch(): ChildProcess {
    const started = spawnServer(cluster, settings)
    started.once('exit', () => {
      if (!isStopping) setTimeout(() => isStopping || (child = launch()), respawnAfterMs).unref()
    })
    return started
  }

  async function stop(): Promise<void> {
    isStopping = true
    if (child.pid !== undefined && isAlive(child.pid)) await stopByPid(cluster, child.pid)
  }

  return { child: () => child, stop }
}

function spawnServer(cluster: Cluster, settings: Record<string, string>): ChildProcess {
  const args = ['-D', cluster.dir, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
  const log = fs.openSync(cluster.logPath, isTooLong(cluster.logPath) ? 'w' : 'a')
  const child = spawn(programPath(cluster.binDir, 'postgres'), args, {
    ...cluster.runAs,
    cwd: '/',
    detached: true,
    stdio: ['ignore', log, log],
  })
  fs.closeSync(log)
  child.unref()
  return child
}

const isTooLong = (logPath: string) => (fs.statSync(logPath, { throwIfNoEntry: false })?.size ?? 0) > logBytesMax

async function waitUntilReady(cluster: Cluster, { child, stop }: Supervisor): Promise<Postmaster> {
  const deadline = performance.now() + readyWithinMs
  while (performance.now() < deadline) {
    const postmaster = readPostmaster(cluster.dir)
    if (postmaster?.isReady && postmaster.pid === child().pid) return postmaster
    if (child().exitCode !== null || child().signalCode !== null) break
    await sleep(5)
  }
  await stop()
  throw new Error(`PostgreSQL did not start. The end of ${cluster.logPath}:\n${fs.readFileSync(cluster.logPath, 'utf8').slice(-2000)}`)
}

/** A server that answers for this very directory; a `postmaster.pid` left after a power cut does not. */
async function findRunning(cluster: Cluster): Promise<Postmaster | undefined> {
  const deadline = performance.now() + readyWithinMs
  for (;;) {
    const postmaster = readPostmaster(cluster.dir)
    if (!postmaster || !isAlive(postmaster.pid)) return undefined
    try {
      const client = await connectAsOwner(cluster, postmaster.port)
      const { rows } = await client.query<{ data_directory: string }>('show data_directory')
      await client.end()
      return rows[0]?.data_directory === cluster.dir ? postmaster : undefined
    } catch (error) {
      const isStartingOrStopping = (error as { code?: string }).code === '57P03'
      // Otherwise the process number is some other program's now; if it is PostgreSQL after all, its lock file will say so.
      if (!isStartingOrStopping || performance.now() > deadline) return undefined
      await sleep(20)
    }
  }
}

function readPostmaster(dir: string): Postmaster | undefined {
  let lines: string[]
  try {
    lines = fs.readFileSync(path.join(dir, 'postmaster.pid'), 'utf8').split('\n')
  } catch {
    return undefined
  }
  return { pid: Number(lines[0]), port: Number(lines[3]), isReady: lines[7]?.trim() === 'ready' }
}

/** SIGINT asks for a fast shutdown: transactions are rolled back, everything is written, no recovery at the next start. */
async function stopByPid(cluster: Cluster, pid: number): Promise<void> {
  const deadline = performance.now() + stoppedWithinMs
  signal(pid, 'SIGINT')
  while (isAlive(pid) && readPostmaster(cluster.dir)?.pid === pid) {
    if (performance.now() > deadline) return signal(pid, 'SIGQUIT') // the next start recovers from WAL
    await sleep(5)
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error // it ended by itself
  }
}

function isAlive(pid: number): boolean {
  if (pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

async function choosePort(dataDir: string, wanted: number): Promise<number> {
  if (wanted !== 0) return wanted
  const remembered = recall(dataDir).port
  if (remembered && (await listenBriefly(remembered))) return remembered
  const free = await listenBriefly(0)
  if (!free) throw new Error('No TCP port is free on 127.0.0.1 for PostgreSQL.')
  return free
}

/** @returns the port, or undefined when it is taken */
async function listenBriefly(port: number): Promise<number | undefined> {
  const server = net.createServer()
  return new Promise((resolve) => {
    server.once('error', () => resolve(undefined))
    server.listen(port, '127.0.0.1', () => {
      const { port: listening } = server.address() as net.AddressInfo
      server.close(() => resolve(listening))
    })
  })
}
