import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { type Key, keyIdOf, masterKey, newKeyBytes } from './crypto.ts'
import { sql, transact, type Tx } from './db.ts'
import { testMasterKey, testTenant } from './testing.ts'
import {
  isProven,
  openSecret,
  openSecrets,
  openSecretsOf,
  prove,
  rewrapMasterKey,
  rotateTenantKey,
  sealSecret,
  sealSecrets,
  unlockVault,
} from './vault.ts'

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

  test('a proof is of one text, one purpose and one tenant, and outlives a rotation', async () => {
    const [{ transact }, other] = [await testTenant(), await testTenant()]
    const given = await transact((tx) => prove(tx, 'INV-1', 'pay'))
    assert.match(given, /^[\w-]{14}$/)
    await transact((tx) => rotateTenantKey(tx))
    assert.notEqual(await transact((tx) => prove(tx, 'INV-1', 'pay')), given)
    const cases = [
      ['INV-1', given, 'pay', true],
      ['INV-2', given, 'pay', false],
      ['INV-1', given, 'other', false],
      ['INV-1', given.slice(0, -1), 'pay', false],
      ['INV-1', '', 'pay', false],
    ] as const
    for (const [text, proof, purpose, expected] of cases)
      assert.equal(await transact((tx) => isProven(tx, text, proof, purpose)), expected, `${text} ${proof} ${purpose}`)
    await other.transact((tx) => prove(tx, 'INV-1', 'pay'))
    assert.equal(await other.transact((tx) => isProven(tx, 'INV-1', given, 'pay')), false)
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

  test('another tenant cannot open the secret, even with its text and while the key is in memory', async () => {
    const [mine, theirs] = [await testTenant(), await testTenant()]
    const sealed = await mine.transact((tx) => sealSecret(tx, 'testing123', 'nas.secret'))
    assert.equal(await mine.transact((tx) => openSecret(tx, sealed, 'nas.secret')), 'testing123')
    await assert.rejects(
      theirs.transact((tx) => openSecret(tx, sealed, 'nas.secret')),
      { code: 'vault.secret_unreadable' },
    )
  })

  test('over many tenants a text opens as its own tenant’s only, and what does not open leaves the others alone', async () => {
    const [mine, theirs] = [await testTenant(), await testTenant()]
    const [sealed, other] = await Promise.all([mine, theirs].map(({ transact }) => transact((tx) => sealSecret(tx, 'testing123', 'x'))))
    assert.ok(sealed && other)
    const texts = [
      { tenantId: mine.tenantId, sealed },
      { tenantId: theirs.tenantId, sealed }, // copied
      { tenantId: theirs.tenantId, sealed: `${other.slice(0, -4)}AAAA` }, // altered
      { tenantId: theirs.tenantId, sealed: 'no-secret' },
      { tenantId: theirs.tenantId, sealed: `v1.${crypto.randomUUID()}.${other.split('.').slice(2).join('.')}` }, // its key is gone
      { tenantId: theirs.tenantId, sealed: other },
    ]
    const both = <T>(work: (tx: Tx) => Promise<T>) =>
      transact(mine.db, { tenants: [mine.tenantId, theirs.tenantId], actor: 'test', requestId: 'test' }, work)
    assert.deepEqual(await both((tx) => openSecretsOf(tx, texts, 'x')), [
      'testing123',
      undefined,
      undefined,
      undefined,
      undefined,
      'testing123',
    ])
    await assert.rejects(
      both((tx) => openSecret(tx, sealed, 'x')),
      { code: 'vault.secret_unreadable' },
    )
  })

  test('a data key that was copied to another tenant does not unwrap', async () => {
    const [mine, theirs] = [await testTenant(), await testTenant()]
    const sealed = await mine.transact((tx) => sealSecret(tx, 'testing123', 'x'))
    const { rows } = await mine.transact((tx) => sql<{ wrapped: string }>`select wrapped from data_key`.execute(tx))
    await theirs.transact((tx) =>
      sql`insert into data_key (id, version, wrapped) values (${keyIdOf(sealed)}, 1, ${rows[0]!.wrapped})`.execute(tx),
    )
    await assert.rejects(
      theirs.transact((tx) => openSecret(tx, sealed, 'x')),
      { code: 'vault.secret_unreadable' },
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
