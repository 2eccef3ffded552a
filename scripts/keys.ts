/**
 * Encryption keys, for whoever keeps the installation.
 *   npm run keys -- rotate    every tenant seals new secrets with a new key; what is sealed stays readable
 *   npm run keys -- rewrap    a new master key; with MASTER_KEY set, give the new one as MASTER_KEY_NEW
 */
import fs from 'node:fs'
import path from 'node:path'
import type { Config } from '#kernel/config.ts'
import { type Key, loadMasterKey, masterKey, newKeyBytes } from '#kernel/crypto.ts'
import { type Db, scopeOfAllTenants, transact } from '#kernel/db.ts'
import { rewrapMasterKey, rotateTenantKey } from '#kernel/vault.ts'
import { withInstallation } from './installation.ts'

async function rotate(db: Db): Promise<void> {
  const scope = await scopeOfAllTenants(db, 'keys')
  for (const tenant of scope.tenants) await transact(db, { ...scope, tenants: [tenant] }, (tx) => rotateTenantKey(tx))
  console.log(`${scope.tenants.length} tenants have a new key.`)
}

async function rewrap(db: Db, config: Config): Promise<void> {
  const from = loadMasterKey(config)
  if (config.MASTER_KEY) {
    const to = masterKey(process.env['MASTER_KEY_NEW'] ?? '', 'MASTER_KEY_NEW')
    await rewrapAll(db, from, to)
    console.log('Set MASTER_KEY to the new key and restart the program.')
    return
  }
  // The new key is on disk before anything depends on it, and an interrupted run goes on with the same one.
  const keyPath = path.join(config.DATA_DIR, 'master.key')
  const nextPath = `${keyPath}.next`
  if (!fs.existsSync(nextPath)) fs.writeFileSync(nextPath, newKeyBytes().toString('base64'), { mode: 0o600, flush: true })
  await rewrapAll(db, from, masterKey(fs.readFileSync(nextPath, 'utf8'), nextPath))
  fs.renameSync(nextPath, keyPath)
  console.log(`${keyPath} is a new key. Back it up and restart the program.`)
}

async function rewrapAll(db: Db, from: Key, to: Key): Promise<void> {
  const scope = await scopeOfAllTenants(db, 'keys')
  const count = await transact(db, scope, (tx) => rewrapMasterKey(tx, from, to))
  console.log(`${count} data keys are wrapped with the new master key.`)
}

const [command] = process.argv.slice(2)
if (command !== 'rotate' && command !== 'rewrap') {
  console.error('npm run keys -- rotate | rewrap')
  process.exit(2)
}
await withInstallation(({ db, config }) => (command === 'rotate' ? rotate(db) : rewrap(db, config)))
process.exit()
