/** What must work before a router earns money, each with its proof. One pure function, so that the console and tests ask the same. */
import { isBefore, parseVersion, type Version } from '#protocols/routeros'
import type { AccessSettings } from './operations.ts'
import type { Use } from './enrolment.ts'

export const checkNames = ['script', 'check-in', 'radius', 'accounting', 'commands', 'api', 'settings', 'clock', 'firmware'] as const
export type CheckName = (typeof checkNames)[number]

export const checkStates = ['passed', 'waiting', 'warning', 'failed'] as const
export type CheckState = (typeof checkStates)[number]

export interface Check {
  readonly name: CheckName
  readonly state: CheckState
  /** A code that screens translate; empty where the state says all. */
  readonly found: string
  readonly detail: string
}

export interface CheckFacts {
  readonly now: Temporal.Instant
  readonly isRouterOs: boolean
  /** Null: not joined by a script. */
  readonly enrolment: { readonly state: string; readonly fetchedFrom: string | null; readonly fault: string | null } | null
  readonly checkedInAt: Temporal.Instant | null
  readonly seenAt: Temporal.Instant | null
  readonly hasSessions: boolean
  readonly commands: 'unknown' | 'answered' | 'failed'
  /** Null: no API was entered. */
  readonly api: { readonly state: 'unknown' | 'reachable' | 'failed'; readonly fault: string | null; readonly detail: string | null } | null
  readonly uses: readonly Use[]
  readonly settings: AccessSettings | null
  readonly clockAheadSeconds: number | null
  readonly firmware: string | null
}

const quietMinutes = 15
const clockSecondsMax = 60

export function checkList(facts: CheckFacts): Check[] {
  return [
    ...(facts.enrolment ? [scriptCheck(facts.enrolment), checkInCheck(facts)] : []),
    heardCheck(facts),
    check('accounting', facts.hasSessions ? 'passed' : 'waiting'),
    check(
      'commands',
      facts.commands === 'answered' ? 'passed' : facts.commands === 'failed' ? 'failed' : 'waiting',
      facts.commands === 'failed' ? 'no-answer' : '',
    ),
    ...(facts.isRouterOs ? [apiCheck(facts)] : []),
    // Without an API nobody could ever tell these.
    ...(facts.isRouterOs && facts.api ? [settingsCheck(facts), clockCheck(facts), firmwareCheck(facts)] : []),
  ]
}

const check = (name: CheckName, state: CheckState, found = '', detail = ''): Check => ({ name, state, found, detail })

function scriptCheck({ state, fetchedFrom }: NonNullable<CheckFacts['enrolment']>): Check {
  if (state === 'expired' || state === 'cancelled') return check('script', 'failed', state)
  return state === 'waiting' ? check('script', 'waiting') : check('script', 'passed', 'fetched', fetchedFrom ?? '')
}

function checkInCheck({ enrolment, checkedInAt, now }: CheckFacts): Check {
  if (enrolment?.fault) return check('check-in', 'failed', enrolment.fault)
  if (!checkedInAt) return check('check-in', 'waiting')
  return isQuiet(checkedInAt, now) ? check('check-in', 'warning', 'quiet') : check('check-in', 'passed')
}

function heardCheck({ seenAt, now }: CheckFacts): Check {
  if (!seenAt) return check('radius', 'waiting')
  return isQuiet(seenAt, now) ? check('radius', 'warning', 'quiet') : check('radius', 'passed')
}

const isQuiet = (at: Temporal.Instant, now: Temporal.Instant) => at.until(now).total('minutes') > quietMinutes

function apiCheck({ api }: CheckFacts): Check {
  if (!api) return check('api', 'warning', 'not-set')
  if (api.state === 'failed') return check('api', 'failed', api.fault ?? '', api.detail ?? '')
  return check('api', api.state === 'reachable' ? 'passed' : 'waiting')
}

/** The first thing that is missing; the next look shows the next. */
function settingsCheck({ settings, uses }: CheckFacts): Check {
  if (!settings) return check('settings', 'waiting')
  const wants = (use: Use) => uses.includes(use)
  const missing: readonly (readonly [boolean, string])[] = [
    [wants('pppoe') && !settings.radiusServices.includes('ppp'), 'no-radius-ppp'],
    [wants('hotspot') && !settings.radiusServices.includes('hotspot'), 'no-radius-hotspot'],
    [!settings.takesCommands, 'no-incoming'],
    [wants('pppoe') && !settings.pppUsesRadius, 'ppp-without-radius'],
    [wants('pppoe') && settings.pppoeServers === 0, 'no-pppoe-server'],
    [wants('hotspot') && settings.hotspots === 0, 'no-hotspot'],
    [wants('hotspot') && settings.hotspots > 0 && settings.hotspotsUsingRadius === 0, 'hotspot-without-radius'],
  ]
  const found = missing.find(([isMissing]) => isMissing)?.[1]
  return found === undefined ? check('settings', 'passed') : check('settings', 'failed', found)
}

function clockCheck({ clockAheadSeconds }: CheckFacts): Check {
  if (clockAheadSeconds === null) return check('clock', 'waiting')
  return Math.abs(clockAheadSeconds) <= clockSecondsMax
    ? check('clock', 'passed')
    : check('clock', 'warning', clockAheadSeconds > 0 ? 'ahead' : 'behind', String(Math.abs(clockAheadSeconds)))
}

const before = (major: number, minor: number, patch = 0): Version => ({ major, minor, patch })

/** The worst first. */
const knownBad: readonly { readonly until: Version; readonly only?: number; readonly state: CheckState; readonly found: string }[] = [
  { until: before(6, 49, 7), state: 'failed', found: 'CVE-2023-30799' }, // whoever may log in becomes master of the router
  { until: before(7, 15), state: 'warning', found: 'CVE-2024-3596' }, // does not sign RADIUS requests
]

function firmwareCheck({ firmware }: CheckFacts): Check {
  if (firmware === null) return check('firmware', 'waiting')
  const version = parseVersion(firmware)
  if (!version) return check('firmware', 'warning', 'unknown', firmware)
  const bad = knownBad.find(({ until }) => isBefore(version, until))
  return bad ? check('firmware', bad.state, bad.found, firmware) : check('firmware', 'passed', 'version', firmware)
}
