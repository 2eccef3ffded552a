import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { blockOf, hasRoom, holderOf, type NatRule } from './nat.ts'

/** 64 subscribers on an address: (65536 - 1024) / 1008 = 64. */
const rule: NatRule = { privatePrefix: '100.64.0.0/22', publicPrefix: '203.0.113.0/28', firstPort: 1024, portsEach: 1008 }

suite('a deterministic NAT', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['100.64.0.0', '203.0.113.0 1024-2031', 'the first'],
    ['100.64.0.1', '203.0.113.0 2032-3039', 'its neighbour'],
    ['100.64.0.63', '203.0.113.0 64528-65535', 'the last on an address'],
    ['100.64.0.64', '203.0.113.1 1024-2031', 'the first on the next'],
    ['100.64.3.255', '203.0.113.15 64528-65535', 'the last of all'],
    ['100.64.4.0', 'none', 'outside'],
    ['100.63.255.255', 'none', 'before it'],
  ]
  for (const [privateAddress, expected, why] of cases)
    test(`${privateAddress} has ${expected}: ${why}`, () => {
      const block = blockOf(rule, privateAddress)
      assert.equal(block ? `${block.publicAddress} ${block.portFrom}-${block.portTo}` : 'none', expected)
    })

  test('reserved ports, ports after the last block and other addresses are nobody’s', () => {
    assert.equal(holderOf(rule, '203.0.113.3', 1023), null)
    assert.equal(holderOf({ ...rule, portsEach: 1000 }, '203.0.113.3', 65_535), null)
    assert.equal(holderOf(rule, '203.0.113.16', 2000), null)
    assert.equal(holderOf({ ...rule, privatePrefix: '100.64.0.0/26' }, '203.0.113.1', 2000), null)
  })

  test('every port of a block leads back to its holder', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1023 }),
        fc.integer({ min: 1, max: 64_511 }),
        fc.integer({ min: 0, max: 64_510 }),
        (index, portsEach, offset) => {
          const wide: NatRule = { ...rule, portsEach, publicPrefix: '203.0.0.0/16' }
          const privateAddress = `100.64.${index >> 8}.${index & 255}`
          const { publicAddress, portFrom } = blockOf(wide, privateAddress)!
          assert.equal(holderOf(wide, publicAddress, portFrom + (offset % portsEach)), privateAddress)
        },
      ),
    )
  })

  test('has room for everybody or not', () => {
    assert.equal(hasRoom(rule), true)
    assert.equal(hasRoom({ ...rule, portsEach: 1009 }), false)
  })
})
