import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { allModules } from './all-modules.ts'
import { eventsOf } from './program.ts'

const told = eventsOf(allModules)

/** Events for the program alone, and why they are not told outside. */
const untold: Readonly<Record<string, string>> = {
  'tenant.created.v1': 'nobody could listen before',
  'staff.new_device.v1': 'it is told to that person by mail',
  'login.rejected.v1': 'a wrong password on a router is tried many times a second',
  'sessions.changed.v1': 'a sum for the screen, every few seconds',
  'router.checked_in.v1': 'every five minutes from every router',
  'router.looked_at.v1': 'every five minutes of every router, for its screen',
  'webhook.test.v1': 'sent when somebody asks for it',
}

const sources = globSync('modules/*/*.ts', { cwd: import.meta.dirname }).filter((path) => !path.endsWith('.test.ts'))
const emitted = sources.flatMap((path) => {
  const text = readFileSync(join(import.meta.dirname, path), 'utf8')
  return [...text.matchAll(/'([a-z_]+\.[a-z_]+\.v\d+)'/g)].map(([, type = '']) => type)
})

suite('every event', () => {
  for (const type of new Set(emitted))
    test(`${type} is declared for those who listen, or known to be ours alone`, () =>
      assert.ok(Object.hasOwn(told, type) !== Object.hasOwn(untold, type), 'add it to told-events.ts of its module, or to this test'))

  for (const [type, { example }] of Object.entries(told))
    test(`${type} has an example that is JSON`, () => assert.deepEqual(JSON.parse(JSON.stringify(example)), example))
})
