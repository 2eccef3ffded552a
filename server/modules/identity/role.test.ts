import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { beyond, builtInRoles, expand, rowsOf } from './role.ts'

const declared = [
  'customers.read',
  'customers.write',
  'billing.read',
  'billing.run',
  'staff.write',
  'tenant.read',
  'catalog.read',
  'subscriptions.read',
  'access.read',
  'platform.repair',
]

suite('expand', () => {
  const cases = [
    // patterns, permissions, why
    [['*'], declared, 'an administrator may everything'],
    [['billing.*'], ['billing.read', 'billing.run'], 'everything of a module'],
    [['*.write'], ['customers.write', 'staff.write'], 'one deed in all modules'],
    [['customers.read'], ['customers.read'], 'a permission by name'],
    [['customersXread', 'customers'], [], 'a dot is a dot, and a name is whole'],
    [['voucher.print'], [], 'what no module declares does not exist'],
    [[], [], 'nothing'],
  ] as const
  for (const [patterns, expected, why] of cases) test(why, () => assert.deepEqual([...expand(patterns, declared)], expected))
})

test('only administrators manage staff or repair the platform among the built-in roles', () => {
  for (const permission of ['staff.write', 'platform.repair'])
    assert.deepEqual(
      builtInRoles.filter((role) => expand(role.permissions, declared).has(permission)).map((role) => role.code),
      ['admin'],
    )
})

test('nothing is beyond somebody who has it', () => {
  const some = fc.uniqueArray(fc.constantFrom(...declared))
  fc.assert(
    fc.property(some, some, (own, given) => {
      const excess = beyond(new Set(own), new Set(given))
      assert.deepEqual(new Set([...excess, ...own]), new Set([...given, ...own]))
      assert.ok(excess.every((permission) => !own.includes(permission)))
    }),
  )
})

suite('rowsOf', () => {
  const cases = [
    // row scopes of somebody's roles, whose customers they see, why
    [['all'], undefined, 'every row'],
    [['own', 'all'], undefined, 'the widest role counts'],
    [['own'], { staffId: 'me', locationIds: [] }, 'those that are assigned'],
    [['territory'], { staffId: null, locationIds: ['here'] }, 'those where one works'],
    [['reseller'], { staffId: null, locationIds: ['here'] }, 'a reseller has places'],
    [['team'], { staffId: 'me', locationIds: ['here'] }, 'both'],
    [['own', 'territory'], { staffId: 'me', locationIds: ['here'] }, 'two roles add up'],
    [[], { staffId: null, locationIds: [] }, 'nobody without a role'],
  ] as const
  for (const [scopes, expected, why] of cases) test(why, () => assert.deepEqual(rowsOf(scopes, 'me', ['here']), expected))
})
