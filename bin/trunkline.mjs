#!/usr/bin/env node
/**
 * What `npm start`, `npm test` and the other scripts run, on whatever Node >= 20 the machine has and before anything is
 * installed: it installs what package-lock.json names, builds the console when its sources changed, and hands over to
 * Node 26, which comes as a package. Only Node's own modules may be imported here.
 */
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const nodeMajorWanted = 26
const inRoot = (...parts) => path.join(root, ...parts)

/** Command -> what runs it, with the arguments given; `web` where the built console is needed. */
const commands = {
  start: { web: true, script: 'server/main.ts', about: 'Run the program' },
  dev: { script: 'scripts/dev.ts', about: 'Run it, restarting on change, with the console served from its sources' },
  test: { web: true, script: 'scripts/test.ts', about: 'Every check and every test' },
  unit: { script: 'scripts/test.ts', args: ['unit'], about: 'Tests of code that needs no database, in seconds' },
  cases: { script: 'scripts/test.ts', args: ['cases'], about: 'Use case, route and store tests on real PostgreSQL' },
  e2e: { web: true, script: 'scripts/test.ts', args: ['e2e'], about: 'Whole-system and browser tests only' },
  check: { script: 'scripts/check.ts', about: 'Types, lint, formatting, import rules, generated files' },
  gen: { script: 'scripts/gen.ts', about: 'Remake the generated files' },
  lock: { script: 'scripts/lock.ts', about: 'Complete package-lock.json after a dependency was added' },
  graph: { script: 'scripts/graph.ts', about: 'Print which module imports which' },
  screenshots: { web: true, script: 'scripts/screenshots.ts', about: 'Remake the pictures in docs from the running program' },
  keys: { script: 'scripts/keys.ts', about: 'Rotate encryption keys' },
  verify: { script: 'scripts/verify.ts', about: 'Prove that the audit log and the ledger are intact' },
  'verify:ledger': { script: 'scripts/verify.ts', args: ['ledger'], about: 'Prove every balance, document and series from the entries' },
  simulate: { script: 'scripts/simulate.ts', about: 'Play the days to come of a tenant, as things are and with a change' },
  bench: { web: true, script: ([name]) => `bench/${name}.ts`, about: 'Run a benchmark: bench NAME [--short] [--peer]' },
}

const [name = 'help', ...args] = process.argv.slice(2)
const command = Object.hasOwn(commands, name) ? commands[name] : undefined
if (!command || (name === 'bench' && !args[0])) {
  for (const [known, { about }] of Object.entries(commands)) console.log(`  npm run ${known.padEnd(12)} ${about}`)
  process.exit(name === 'help' ? 0 : 2)
}

installDependencies()
const node = findNode()
const env = { ...process.env, PATH: [path.dirname(node), inRoot('node_modules', '.bin'), process.env.PATH].join(path.delimiter) }
if (command.web) buildConsole()
handOver(command)

// ---- dependencies -----------------------------------------------------------------------------------------------------

function installDependencies() {
  const missing = firstMissing()
  if (!missing) return
  say(`Installing dependencies (${missing}); the first time takes about a minute …`)
  const seconds = timed(() => {
    const args = [
      'ci',
      '--ignore-scripts',
      '--include=optional',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
      ...(isProduction() ? [] : ['--include=dev']),
    ]
    const npm = process.env.npm_execpath // set by npm itself: the same npm, with the user's own settings
    const options = { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] }
    const { status, error } = npm?.endsWith('.js')
      ? spawnSync(process.execPath, [npm, ...args], options)
      : spawnSync('npm', args, { ...options, shell: process.platform === 'win32' })
    if (status !== 0)
      fail(
        `npm ci failed${error ? `: ${error.message}` : ''}. Its own message is above; check the network and the registry in "npm config get registry", then run this again.`,
      )
  })
  const stillMissing = firstMissing()
  if (stillMissing) fail(`npm ci ended well, but ${stillMissing}. Remove node_modules and run this again.`)
  say(`Installed in ${seconds} s.`)
}

/** Compares package-lock.json with npm's own record of what it installed. */
function firstMissing() {
  const wanted = readLock('package-lock.json')
  const installed = readLock('node_modules/.package-lock.json')
  if (!installed) return 'nothing is installed yet'
  for (const [place, entry] of Object.entries(wanted)) {
    if (!place.startsWith('node_modules/') || entry.link || isNotNeeded(entry)) continue
    if (!installed[place]) return `${place} is not installed`
    if (installed[place].version !== entry.version) return `${place} is ${installed[place].version}, not ${entry.version}`
  }
  return undefined
}

function readLock(file) {
  try {
    return JSON.parse(fs.readFileSync(inRoot(file), 'utf8')).packages
  } catch {
    return undefined
  }
}

/** Of the optional packages npm takes only those made for this machine; which C library it has is left to npm to find out. */
function isNotNeeded({ dev, optional, os, cpu, libc }) {
  if (optional && !(os && !libc && fits(os, process.platform) && fits(cpu, process.arch))) return true
  return dev && isProduction()
}

function fits(list, value) {
  return !list || [list].flat().includes(value)
}

function isProduction() {
  return process.env.NODE_ENV === 'production'
}

// ---- Node -------------------------------------------------------------------------------------------------------------

function findNode() {
  const system = process.platform === 'win32' ? 'win' : process.platform
  const file = process.platform === 'win32' ? 'node.exe' : 'node'
  const packaged = [`node-${system}-${process.arch}`, `node-bin-${system}-${process.arch}`].map((name) =>
    inRoot('node_modules', name, 'bin', file),
  )
  const found = packaged.find((candidate) => fs.existsSync(candidate) && spawnSync(candidate, ['--version']).status === 0)
  if (found) return found
  if (Number(process.versions.node.split('.')[0]) >= nodeMajorWanted) return process.execPath
  return fail(
    `Trunkline runs on Node ${nodeMajorWanted}, and there is no package of it for ${process.platform} on ${process.arch}. Install Node ${nodeMajorWanted} yourself, then run this again.`,
  )
}

// ---- console ----------------------------------------------------------------------------------------------------------

function buildConsole() {
  const vite = inRoot('node_modules', 'vite', 'bin', 'vite.js')
  const dist = inRoot('web', 'dist')
  const stamp = path.join(dist, '.sources')
  if (!fs.existsSync(inRoot('web', 'vite.config.ts'))) return
  if (!fs.existsSync(vite))
    return fs.existsSync(dist)
      ? undefined
      : fail('The console is not built, and its build tool is not installed. Run this without NODE_ENV=production once.')
  const sources = hashOf(['web', 'sdk', 'package-lock.json'])
  if (readText(stamp) === sources) return

  say('Building the console …')
  const unfinished = inRoot('.cache', `web-${process.pid}`)
  const seconds = timed(() => {
    const { status, stdout, stderr } = spawnSync(node, [vite, 'build', '--outDir', unfinished, '--emptyOutDir'], {
      cwd: inRoot('web'),
      env,
      encoding: 'utf8',
    })
    if (status !== 0) fail(`The console could not be built:\n${stdout}${stderr}`)
  })
  fs.writeFileSync(path.join(unfinished, '.sources'), sources)
  fs.rmSync(dist, { recursive: true, force: true })
  fs.renameSync(unfinished, dist)
  say(`Built in ${seconds} s.`)
}

function hashOf(places) {
  const hash = createHash('sha256')
  for (const place of places)
    for (const file of filesIn(inRoot(place))) hash.update(path.relative(root, file)).update(fs.readFileSync(file))
  return hash.digest('hex')
}

function filesIn(place) {
  if (!fs.statSync(place).isDirectory()) return [place]
  const names = fs.readdirSync(place).filter((name) => name !== 'dist' && name !== 'node_modules' && !name.startsWith('.'))
  return names.toSorted().flatMap((name) => filesIn(path.join(place, name)))
}

function readText(file) {
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined
}

// ---- running ----------------------------------------------------------------------------------------------------------

function handOver({ script, args: fixed = [] }) {
  const file = inRoot(typeof script === 'function' ? script(args) : script)
  if (!fs.existsSync(file)) fail(`There is no ${path.relative(root, file)}.`)
  const rest = typeof script === 'function' ? args.slice(1) : [...fixed, ...args]
  // Becoming the program, where Node can: signals reach it directly, and no idle process stays behind.
  if (process.execve && process.platform !== 'win32') process.execve(node, [node, file, ...rest], env)

  const child = spawn(node, [file, ...rest], { stdio: 'inherit', env })
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  // Ctrl-C in a terminal reaches the whole group by itself; twice would mean "at once" to the program.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'))
  child.on('error', (error) => fail(`${node} does not run: ${error.message}`))
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)))
}

function say(text) {
  console.error(`trunkline  ${text}`)
}

function fail(text) {
  say(text)
  process.exit(1)
}

/** @returns whole seconds */
function timed(work) {
  const start = performance.now()
  work()
  return Math.ceil((performance.now() - start) / 1000)
}
