import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { type Key, keyIdOf, masterKey, newKeyBytes } from './crypto.ts'
import { testMasterKey, testTenant } from './testing.ts'
import { openSecret, openSecrets, rewrapMasterKey, rotateTenantKey, sealSecret, sealSecrets, unlockVault } from './vault.ts'

const newMaster = () => masterKey(newKeyBytes().toString('base64'), 'test')

suite('vault', () => {
  let original: Key
  let master: Key
  before(async () => {
    original = master = testMasterKey
  })
  after(() => unlockVault(original))

  test('a secret opens for the purpose it was sealed for, and for no other', async () => {
    const { transact } = await testTenant()
    const sealed = await transact((tx) => sealSecret(tx, 'testing123', 'nas.secret'))
    assert.equal(await transact((tx) => openSecret(tx, sealed, 'nas.secret')), 'testing123')
    await assert.rejects(transact((tx) => openSecret(tx, sealed, 'gateway.key')))
  })

  test('two transactions that seal a first secret at once agree on one key', async () => {
    const { transact } = await testTenant()
    const sealed = await Promise.all(['a', 'b', 'c'].map((text) => transact((tx) => sealSecret(tx, text, 'x'))))
    assert.equal(new Set(sealed.map(keyIdOf)).size, 1)
  })

  test('a key whose transaction was rolled back is never used again', async () => {
    const { transact } = await testTenant()
    await assert.rejects(
      transact(async (tx) => {
        await sealSecret(tx, 'lost', 'x')
        throw new Error('rolled back')
      }),
      /rolled back/,
    )
    const sealed = await transact((tx) => sealSecret(tx, 'kept', 'x'))
    unlockVault(master) // forgets the unwrapped keys
    assert.equal(await transact((tx) => openSecret(tx, sealed, 'x')), 'kept')
  })

  test('after a rotation new secrets have a new key and old ones still open', async () => {
    const { transact } = await testTenant()
    const [old] = await transact((tx) => sealSecrets(tx, ['old'], 'x'))
    await transact((tx) => rotateTenantKey(tx))
    const [fresh] = await transact((tx) => sealSecrets(tx, ['fresh'], 'x'))
    assert.ok(old && fresh)
    assert.notEqual(keyIdOf(old), keyIdOf(fresh))
    unlockVault(master)
    assert.deepEqual(await transact((tx) => openSecrets(tx, [old, fresh], 'x')), ['old', 'fresh'])
  })

  test('another tenant cannot open the secret, even with its text', async () => {
    const [mine, theirs] = [await testTenant(), await testTenant()]
    const sealed = await mine.transact((tx) => sealSecret(tx, 'testing123', 'nas.secret'))
    unlockVault(master)
    await assert.rejects(
      theirs.transact((tx) => openSecret(tx, sealed, 'nas.secret')),
      /not one of the transaction's tenants/,
    )
  })

  test('a new master key opens everything, the old one nothing, and rewrapping twice changes nothing', async () => {
    const { transact } = await testTenant()
    const sealed = await transact((tx) => sealSecret(tx, 'kept', 'x'))
    const next = newMaster()
    assert.equal(await transact((tx) => rewrapMasterKey(tx, master, next)), 1)
    assert.equal(await transact((tx) => rewrapMasterKey(tx, master, next)), 0)

    unlockVault(master)
    await assert.rejects(transact((tx) => openSecret(tx, sealed, 'x')))
    unlockVault(next)
    assert.equal(await transact((tx) => openSecret(tx, sealed, 'x')), 'kept')
    master = next
  })
})
