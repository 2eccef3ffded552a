/** Looks at a router: by its API what it is and has, by RADIUS whether it takes commands. Nothing here runs inside a transaction. */
import type { Tx } from '#kernel/db.ts'
import { emit } from '#kernel/events.ts'
import type { Platform } from '#kernel/platform.ts'
import { counter } from '#kernel/telemetry.ts'
import { openIfReadable } from '#kernel/vault.ts'
import { type DesiredSession, probeCommands, readCommandTarget, readDesiredSessions, resyncSessions } from '#modules/access'
import { type Drift, driftOf, type Observed, strayEntries } from './drift.ts'
import { readSettledDrift, replaceDrift } from './drift-store.ts'
import { passwordPurpose } from './enrol-router.ts'
import { type KeptManagement, routerReach } from './management.ts'
import { type AccessSettings, readAccessSettings, readActive, readFacts, readListed, readQueues, type RouterFacts } from './operations.ts'
import { type Look, noteLook, readRouter, readState } from './store.ts'
import { type Spoken, withRouter } from './speak.ts'

const looks = counter('trunkline_router_looks_total', 'Looks at routers through their API, by what came of them', ['outcome'])

type Transact = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>

interface Seen extends Observed {
  readonly facts: RouterFacts
  readonly settings: AccessSettings
}

/** @returns undefined where no API was entered. Its password is in memory for the time of one conversation. */
export async function readManagement(tx: Tx, nasId: string): Promise<KeptManagement | undefined> {
  const router = await readRouter(tx, nasId)
  if (!router) return undefined
  const { address, protocol, port, username, fingerprint } = router
  const password = (await openIfReadable(tx, router.passwordSealed, passwordPurpose)) ?? null
  return { address, protocol, port, username, fingerprint, password }
}

export async function lookAtRouter(platform: Platform, transact: Transact, nasId: string): Promise<void> {
  const { management, target, desired } = await transact(async (tx) => ({
    management: await readManagement(tx, nasId),
    target: await readProbed(tx, nasId),
    desired: await readDesiredSessions(tx, nasId, platform.clock.now()),
  }))
  const [spoken, commands] = await Promise.all([
    management ? withRouter(management, routerReach(platform.config), (router) => see(router, desired)) : undefined,
    target ? probeCommands(target) : null,
  ])
  if (spoken) looks.inc({ outcome: spoken.isDone ? 'reachable' : spoken.fault.kind })
  const seen = spoken?.isDone ? spoken.value : null
  await transact(async (tx) => {
    const now = platform.clock.now()
    await noteLook(tx, nasId, lookOf(spoken, commands, now), now)
    await mendDrift(tx, nasId, driftOf(desired, seen), now)
    await emit(tx, 'router.looked_at.v1', { nasId }, nasId)
  })
}

/** A router that we do not manage is asked once whether it takes commands: every question about nobody is a line in its log. */
async function readProbed(tx: Tx, nasId: string) {
  const isKnown = (await readState(tx, nasId))?.commands === 'answered' && !(await readRouter(tx, nasId))
  return isKnown ? undefined : readCommandTarget(tx, nasId)
}

async function see(router: Parameters<typeof readFacts>[0], desired: readonly DesiredSession[]): Promise<Seen> {
  const facts = await readFacts(router)
  const settings = await readAccessSettings(router)
  const active = await readActive(router)
  const queues = await readQueues(router)
  for (const entry of strayEntries(desired, await readListed(router))) await router.remove('/ip/firewall/address-list', entry.id)
  return { facts, settings, active, queues }
}

function lookOf(spoken: Spoken<Seen> | undefined, commands: Look['commands'], now: Temporal.Instant): Look {
  const seen = spoken?.isDone ? spoken.value : undefined
  const fault = spoken && !spoken.isDone ? spoken.fault : undefined
  const clock = seen?.facts.clock
  return {
    api: seen ? 'reachable' : fault ? 'failed' : 'unknown',
    apiFault: fault?.kind ?? null,
    apiDetail: fault?.message.slice(0, detailMax) ?? null,
    commands,
    identity: seen?.facts.identity ?? null,
    firmware: seen?.facts.version ?? null,
    board: seen?.facts.board ?? null,
    clockAheadSeconds: clock ? BigInt(Math.round(now.until(clock).total('seconds'))) : null,
    settings: seen?.settings ?? null,
  }
}

const detailMax = 200

/**
 * Keeps what differs. A packet may have been on its way while we looked, so a difference counts from the second look on; then sessions
 * that should be off or slower are ordered anew.
 */
async function mendDrift(tx: Tx, nasId: string, drift: readonly Drift[], now: Temporal.Instant): Promise<void> {
  await replaceDrift(tx, nasId, drift, now)
  const settled = await readSettledDrift(tx, nasId)
  const subscriptions = settled.flatMap((one) =>
    one.subscriptionId !== null && (one.kind === 'should-be-off' || one.kind === 'wrong-speed') ? [one.subscriptionId] : [],
  )
  if (subscriptions.length > 0) await resyncSessions(tx, nasId, subscriptions, now)
}
