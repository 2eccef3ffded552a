import assert from 'node:assert/strict'
import { test } from 'node:test'
import { portAfter } from './usual-ports.ts'

test('the usual port goes with the transport, another stays', () => {
  assert.deepEqual([portAfter('tls', 1812), portAfter('udp', 2083)], [2083, 1812])
  assert.deepEqual([portAfter('tls', 2084), portAfter('udp', 1645), portAfter('tls', 2083)], [2084, 1645, 2083])
})
