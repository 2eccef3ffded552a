import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allows } from './allows.ts'

test('a role allows what it names, and what its patterns match', () => {
  assert.equal(allows(['billing.read'], 'billing.read'), true)
  assert.equal(allows(['billing.read'], 'billing.run'), false)
  assert.equal(allows(['*'], 'platform.repair'), true)
  assert.equal(allows(['*.read'], 'access.read'), true)
  assert.equal(allows(['*.read'], 'access.write'), false)
  assert.equal(allows(['billing.*'], 'billing.configure'), true)
  assert.equal(allows(['billing.*'], 'payments.configure'), false)
  assert.equal(allows([], 'tenant.read'), false)
})
