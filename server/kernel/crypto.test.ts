import assert from 'node:assert/strict'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { hashPassword, isEqual, keyIdOf, loadMasterKey, newKeyBytes, newToken, open, seal, verifyPassword } from './crypto.ts'

const key = { id: 'k1', bytes: newKeyBytes() }

suite('sealing', () => {
  test('what was sealed opens to the same bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.string(), (bytes, purpose) => {
        assert.deepEqual(open(key, seal(key, Buffer.from(bytes), purpose), purpose), Buffer.from(bytes))
      }),
    )
  })

  test('one changed character anywhere is noticed', () => {
    const sealed = seal(key, 'testing123', 'nas.secret')
    fc.assert(
      fc.property(fc.nat(sealed.length - 1), (at) => {
        const flipped = sealed[at] === 'A' ? 'B' : 'A'
        const altered = sealed.slice(0, at) + flipped + sealed.slice(at + 1)
        // The last character of base64url may carry unused bits.
        if (
          Buffer.from(altered.split('.')[3] ?? '', 'base64url').equals(Buffer.from(sealed.split('.')[3] ?? '', 'base64url')) &&
          at === sealed.length - 1
        )
          return
        assert.throws(() => open(key, altered, 'nas.secret'))
      }),
    )
  })

  const wrong = [
    ['another purpose', (sealed: string) => open(key, sealed, 'gateway.key')],
    ['another key of the same name', (sealed: string) => open({ id: 'k1', bytes: newKeyBytes() }, sealed, 'nas.secret')],
    ['another key', (sealed: string) => open({ id: 'k2', bytes: key.bytes }, sealed, 'nas.secret')],
    ['a text that is not sealed', () => open(key, 'testing123', 'nas.secret')],
  ] as const
  for (const [name, attempt] of wrong) test(`refuses ${name}`, () => assert.throws(() => attempt(seal(key, 'testing123', 'nas.secret'))))

  test('the text names its key', () => assert.equal(keyIdOf(seal(key, '', 'x')), 'k1'))
})

suite('passwords', () => {
  const cost = { memoryKib: 64, passes: 1 }

  test('a password matches its own hash only, and no two hashes are the same', async () => {
    const hash = await hashPassword('correct horse', cost)
    assert.match(hash, /^\$argon2id\$v=19\$m=64,t=1,p=1\$/)
    assert.equal(await verifyPassword('correct horse', hash), true)
    assert.equal(await verifyPassword('correct horsf', hash), false)
    assert.notEqual(await hashPassword('correct horse', cost), hash)
  })

  test('composed and decomposed accents are the same password', async () => {
    assert.equal(await verifyPassword('cafe\u0301', await hashPassword('caf\u00e9', cost)), true)
  })

  test('verifies the published test vector of the argon2 command', async () => {
    const phc = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc'
    assert.equal(await verifyPassword('password', phc), true)
  })
})

suite('master key', () => {
  test('is made once, readable by its owner only, and kept', () => {
    const DATA_DIR = fs.mkdtempSync(path.join(os.tmpdir(), 'trunkline-key-'))
    const first = loadMasterKey({ DATA_DIR })
    assert.deepEqual(loadMasterKey({ DATA_DIR }), first)
    assert.equal(fs.statSync(path.join(DATA_DIR, 'master.key')).mode & 0o777, 0o600)
    fs.rmSync(DATA_DIR, { recursive: true })
  })

  test('says how to make one when the given one is too short', () => {
    assert.throws(() => loadMasterKey({ MASTER_KEY: 'short', DATA_DIR: '/nowhere' }), /MASTER_KEY must be 32 bytes.*openssl rand/)
  })
})

test('tokens carry their prefix and 256 bits', () => assert.match(newToken('tlk_'), /^tlk_[\w-]{43}$/))

test('equality is about content', () => {
  assert.equal(isEqual('same', 'same'), true)
  assert.equal(isEqual('same', 'sama'), false)
  assert.equal(isEqual('same', 'longer'), false)
})
