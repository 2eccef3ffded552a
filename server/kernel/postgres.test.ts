import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, suite, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { type Postgres, startPostgres } from './postgres.ts'

const isRoot = process.getuid?.() === 0
const hasSetpriv = spawnSync('setpriv', ['--version']).status === 0
const launcherUrl = new URL('./postgres.ts', import.meta.url).href

suite('embedded PostgreSQL', { timeout: 300_000 }, () => {
  let dir: string
  let started: Postgres[]

  beforeEach(() => {
    dir = fs.mkdtempSync(path.join(os.tmpdir(), 'trunkline-postgres-'))
    started = []
  })
  afterEach(async () => {
    for (const postgres of started) await postgres.stop()
    fs.rmSync(dir, { recursive: true, force: true })
  })

  async function start(dataDir = dir): Promise<Postgres> {
    const postgres = await startPostgres({ dataDir, memoryMb: 16 })
    started.push(postgres)
    return postgres
  }

  test('keeps data, passwords and port from one start to the next', async () => {
    const first = await start()
    await query(first.ownerUrl, 'create table kept as select 42 as answer')
    await first.stop()

    const second = await start()
    assert.equal(second.appUrl, first.appUrl)
    assert.deepEqual(await query(second.ownerUrl, 'select answer from kept'), [{ answer: 42 }])
    assert.equal(fs.statSync(path.join(dir, 'secrets.json')).mode & 0o777, 0o600)
  })

  test('the program works as a role that row-level security binds', async () => {
    const { appUrl } = await start()
    const [role] = await query(appUrl, 'select rolname, rolsuper, rolbypassrls from pg_roles where rolname = current_user')
    assert.deepEqual(role, { rolname: 'trunkline_app', rolsuper: false, rolbypassrls: false })
  })

  test('a database left behind by a killed program is stopped and started again, with what it had committed', async () => {
    const left = startAndDie(dir, `await client.query('create table kept as select 42 as answer')`)
    const next = await start()
    assert.notEqual(next.pid, left.pid)
    assert.deepEqual(await query(next.ownerUrl, 'select answer from kept'), [{ answer: 42 }])
  })

  test('a second program in the same directory shares the database and does not stop it', async () => {
    const first = await start()
    const second = await start()
    assert.equal(second.pid, first.pid)
    await second.stop()
    assert.deepEqual(await query(first.appUrl, 'select 1 as one'), [{ one: 1 }])
  })

  test('a database that is killed comes back by itself', async () => {
    const { pid, appUrl } = await start()
    process.kill(pid, 'SIGKILL')
    await eventually(async () => assert.deepEqual(await query(appUrl, 'select 1 as one'), [{ one: 1 }]))
  })

  test('a data directory of root only lets the database pass, and lets it see nothing else', { skip: !isRoot }, async () => {
    await start()
    assert.equal(fs.statSync(dir).mode & 0o777, 0o710)
    assert.equal(fs.statSync(path.join(dir, 'postgres')).uid, 65534)
  })

  test('works in a directory that only root can enter', { skip: !isRoot }, async () => {
    const closedDir = path.join(dir, 'root-only')
    fs.mkdirSync(closedDir, { mode: 0o700 })
    fs.chmodSync(dir, 0o755)
    const { appUrl, ownerUrl } = await start(path.join(closedDir, 'data'))
    assert.deepEqual(await query(appUrl, 'select 1 as one'), [{ one: 1 }])
    const [{ data_directory: elsewhere } = {}] = await query(ownerUrl, 'show data_directory')
    await started[0]?.stop()
    fs.rmSync(path.dirname(String(elsewhere)), { recursive: true })
  })

  test('works without root', { skip: !isRoot || !hasSetpriv }, () => {
    const ownDir = path.join(dir, 'own')
    fs.chmodSync(dir, 0o755)
    fs.mkdirSync(ownDir)
    fs.chownSync(ownDir, 65534, 65534)
    const script = `${startScript(ownDir)}; await client.end(); await postgres.stop()`
    execFileSync('setpriv', ['--reuid=65534', '--regid=65534', '--clear-groups', process.execPath, '--input-type=module', '-e', script])
    assert.equal(fs.statSync(path.join(ownDir, 'postgres')).uid, 65534)
  })
})

const startScript = (dataDir: string) => `
  import { startPostgres } from '${launcherUrl}'
  import pg from '${new URL(import.meta.resolve('pg')).href}'
  const postgres = await startPostgres({ dataDir: ${JSON.stringify(dataDir)}, memoryMb: 16 })
  const client = new pg.Client(postgres.ownerUrl)
  await client.connect()`

/** Runs a program that starts the database, does `deed`, and is killed. */
function startAndDie(dataDir: string, deed: string): { pid: number } {
  const script = `${startScript(dataDir)}; ${deed}; console.log(postgres.pid); process.kill(process.pid, 'SIGKILL')`
  const { stdout, stderr, signal } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
    cwd: fileURLToPath(new URL('.', import.meta.url)),
  })
  assert.equal(signal, 'SIGKILL', stderr)
  return { pid: Number(stdout) }
}

async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(url)
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(text)).rows
  } finally {
    await client.end()
  }
}

async function eventually(check: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await check()
    } catch (error) {
      if (attempt === 600) throw error
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}
