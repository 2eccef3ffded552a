import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { type CheckFacts, checkList, type CheckName } from './check-list.ts'
import type { AccessSettings } from './operations.ts'

const now = Temporal.Instant.from('2026-03-10T08:00:00Z')
const settings: AccessSettings = {
  radiusServices: ['hotspot', 'ppp'],
  takesCommands: true,
  commandPort: 3799,
  pppUsesRadius: true,
  pppoeServers: 1,
  hotspots: 1,
  hotspotsUsingRadius: 1,
}
const healthy: CheckFacts = {
  now,
  isRouterOs: true,
  enrolment: { state: 'joined', fetchedFrom: '203.0.113.9', fault: null },
  checkedInAt: now,
  seenAt: now,
  hasSessions: true,
  commands: 'answered',
  api: { state: 'reachable', fault: null, detail: null },
  uses: ['hotspot', 'pppoe'],
  settings,
  clockAheadSeconds: 3,
  firmware: '7.16.2 (stable)',
}

test('a healthy router passes every check', () =>
  assert.deepEqual(new Set(checkList(healthy).map((check) => check.state)), new Set(['passed'])))

suite('one thing wrong', () => {
  const cases: readonly (readonly [Partial<CheckFacts>, CheckName, string, string, string])[] = [
    [
      { enrolment: { state: 'expired', fetchedFrom: null, fault: null } },
      'script',
      'failed',
      'expired',
      'nobody typed the command in time',
    ],
    [
      { enrolment: { state: 'fetched', fetchedFrom: null, fault: 'address-taken' } },
      'check-in',
      'failed',
      'address-taken',
      'it could not join',
    ],
    [{ checkedInAt: now.subtract({ minutes: 16 }) }, 'check-in', 'warning', 'quiet', 'its scheduler stopped, or its way to us'],
    [{ seenAt: null }, 'radius', 'waiting', '', 'nobody has tried to log in'],
    [{ seenAt: now.subtract({ hours: 1 }) }, 'radius', 'warning', 'quiet', 'no packet for an hour'],
    [{ hasSessions: false }, 'accounting', 'waiting', '', 'nobody was online yet'],
    [{ commands: 'failed' }, 'commands', 'failed', 'no-answer', 'firewall, or incoming is off'],
    [{ api: null }, 'api', 'warning', 'not-set', 'works without, but nothing can be proven'],
    [
      { api: { state: 'failed', fault: 'certificate', detail: 'other' } },
      'api',
      'failed',
      'certificate',
      'another router, or somebody in between',
    ],
    [{ settings: { ...settings, radiusServices: ['ppp'] } }, 'settings', 'failed', 'no-radius-hotspot', 'hotspot asks nobody'],
    [{ settings: { ...settings, hotspotsUsingRadius: 0 } }, 'settings', 'failed', 'hotspot-without-radius', 'profile without use-radius'],
    [{ settings: { ...settings, takesCommands: false } }, 'settings', 'failed', 'no-incoming', 'radius incoming'],
    [{ clockAheadSeconds: -1_700_000_000 }, 'clock', 'warning', 'behind', 'a router without a battery, in 1970'],
    [{ firmware: '6.48.6 (long-term)' }, 'firmware', 'failed', 'CVE-2023-30799', 'must not stay'],
    [{ firmware: '7.11' }, 'firmware', 'warning', 'CVE-2024-3596', 'does not sign its requests'],
    [{ firmware: 'nightly' }, 'firmware', 'warning', 'unknown', 'no version at all'],
  ]
  for (const [facts, name, state, found, why] of cases)
    test(`${name}: ${why}`, () => {
      const checks = checkList({ ...healthy, ...facts })
      const { state: shown, found: code } = checks.find((check) => check.name === name)!
      assert.deepEqual([shown, code], [state, found])
      assert.deepEqual(
        checks.filter((check) => check.state !== 'passed').map((check) => check.name),
        [name],
        'and nothing else',
      )
    })
})

test('a hotspot alone needs nothing of PPPoE', () => {
  const checks = checkList({
    ...healthy,
    uses: ['hotspot'],
    settings: { ...settings, radiusServices: ['hotspot'], pppUsesRadius: false, pppoeServers: 0 },
  })
  assert.equal(checks.find((check) => check.name === 'settings')?.state, 'passed')
})

test('a router of another vendor is asked for what RADIUS shows alone', () =>
  assert.deepEqual(
    checkList({ ...healthy, isRouterOs: false, enrolment: null }).map((check) => check.name),
    ['radius', 'accounting', 'commands'],
  ))
