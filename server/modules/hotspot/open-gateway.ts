/** How a device gets through an openNDS gateway, which asks us whom to let in and tells when it put somebody off. */
import { randomBytes } from 'node:crypto'
import type { Tx } from '#kernel/db.ts'
import { decideAtGateway, type Decision, noteGatewayRestart, noteGatewaySession } from '#modules/access'
import { dataUsedUp, notLetIn, othersOnline } from './errors.ts'
import type { Entry, Visit } from './gateway.ts'
import type { Joined } from './join-pass.ts'
import { acknowledged, authList, authListMax, limitsOf, type Listed, readDeauthed } from './opennds.ts'
import {
  countOtherDevices,
  endAllOf,
  endMarked,
  endOpening,
  endOverdue,
  endSuperseded,
  insertOpening,
  isCounted,
  markOpened,
  type Opening,
  readWaiting,
  setLimits,
} from './opening-store.ts'
import { lockPass } from './store.ts'

/** Several of the gateway's polls; after it the guest is told that it did not come. */
export const waitingSeconds = 90
const waitingSince = (now: Temporal.Instant) => now.subtract({ seconds: waitingSeconds })

/** A journal that stands still for longer keeps nobody out. */
const countedMinutes = 10
/** What was just begun is known by then wherever it is asked for, the data of a new pass among it. */
const settledSeconds = 1

/**
 * Requires what RADIUS would, because the gateway asks nobody else.
 * @throws hotspot.data_used_up, hotspot.others_online, hotspot.not_let_in
 */
export async function admit(tx: Tx, subscriptionId: string, mac: string, now: Temporal.Instant): Promise<Accepted> {
  const decision = await decisionFor(tx, subscriptionId, mac, now)
  if (decision.verdict !== 'accept') throw refusals[decision.reason]?.() ?? notLetIn()
  if (decision.mustKickOldest) throw othersOnline() // nobody can be put off from here
  return decision
}

type Accepted = Decision & { readonly verdict: 'accept' }

async function decisionFor(tx: Tx, subscriptionId: string, mac: string, now: Temporal.Instant): Promise<Decision> {
  await lockPass(tx, subscriptionId) // or two devices would both find a place free
  const others = await countOtherDevices(tx, subscriptionId, mac, { now, waitingSince: waitingSince(now) })
  return decideAtGateway(tx, subscriptionId, others, now)
}

const refusals: Readonly<Record<string, () => Error>> = { 'quota-used-up': dataUsedUp, 'too-many-sessions': othersOnline }

/** Puts a device on the list for its gateway. @returns the opening to wait for @throws what `admit` throws */
export async function askToOpen(
  tx: Tx,
  { gatewayHash, gatewayName, mac }: Extract<Entry, { kind: 'authmon' }>,
  { address, wanted }: Visit,
  { subscriptionId, loginId, username }: Joined,
  now: Temporal.Instant,
): Promise<string> {
  const { profile } = await admit(tx, subscriptionId, mac, now)
  const mark = randomBytes(16).toString('hex')
  return insertOpening(
    tx,
    { ...limitsOf(profile), mark, gatewayHash, gatewayName, subscriptionId, loginId, username, mac, address, wanted },
    now,
  )
}

export const authmonAsks = ['clear', 'list', 'view', 'deauthed', 'custom'] as const

export interface AuthmonAsk {
  readonly ask: (typeof authmonAsks)[number]
  readonly gatewayHash: string
  readonly payload: string
}

/**
 * Answers what a gateway asks or tells. Nothing proves who asks, so nothing that is said here opens a door or brings a counter down.
 * @returns the text of the answer
 */
export async function answerAuthmon(tx: Tx, { ask, gatewayHash, payload }: AuthmonAsk, now: Temporal.Instant): Promise<string> {
  switch (ask) {
    case 'clear':
      await endAllOf(tx, gatewayHash, now)
      await noteGatewayRestart(tx, gatewayIdOf(gatewayHash), now)
      return ''
    case 'list':
      return waitingList(tx, gatewayHash, now)
    case 'view': {
      const macs = acknowledged(payload)
      if (macs === null) return waitingList(tx, gatewayHash, now)
      await noteOpened(tx, gatewayHash, macs, now)
      return 'ack'
    }
    case 'deauthed':
      await noteDeauthed(tx, gatewayHash, payload, now)
      return 'ack'
    case 'custom': // of scripts of the operator's own
      return 'ack'
  }
  return ask satisfies never
}

/**
 * The limits are decided now: seconds have passed since the guest asked. Whoever is not let in any more is left out; whose last session is
 * not counted yet waits, or all its data would be given once more.
 */
async function waitingList(tx: Tx, gatewayHash: string, now: Temporal.Instant): Promise<string> {
  const until = now.subtract({ seconds: settledSeconds })
  const listed: Listed[] = []
  for (const one of await readWaiting(tx, gatewayHash, { from: waitingSince(now), until, limit: authListMax })) {
    if (!(await isCounted(tx, one.subscriptionId, now.subtract({ minutes: countedMinutes })))) continue
    const decision = await decisionFor(tx, one.subscriptionId, one.mac, now)
    if (decision.verdict === 'accept') {
      const limits = limitsOf(decision.profile)
      await setLimits(tx, one.id, limits)
      listed.push({ ...limits, mac: one.mac, custom: one.mark })
    } else await endOpening(tx, one.id, now)
  }
  return authList(listed)
}

async function noteOpened(tx: Tx, gatewayHash: string, macs: readonly string[], now: Temporal.Instant): Promise<void> {
  const opened = await markOpened(tx, gatewayHash, macs, now)
  for (const one of await endSuperseded(tx, opened, now)) await noteEnd(tx, one, { at: now, endedBecause: 'Lost-Carrier' })
  for (const one of opened) await noteGatewaySession(tx, sessionOf(one), { at: now, uploadBytes: 0, downloadBytes: 0, endedBecause: null })
}

async function noteDeauthed(tx: Tx, gatewayHash: string, payload: string, now: Temporal.Instant): Promise<void> {
  const said = readDeauthed(payload)
  const opening = said && (await endMarked(tx, gatewayHash, said.custom, now))
  if (!opening) return // of somebody who was let in by other means
  const { uploadBytes, downloadBytes, because: endedBecause } = said
  await noteGatewaySession(tx, sessionOf(opening), { at: opening.endedAt ?? now, uploadBytes, downloadBytes, endedBecause })
}

/** Ends in our books what a gateway must have ended, though it did not say so: its line was down. What it tells later is still counted. */
export async function endUntold(tx: Tx, now: Temporal.Instant): Promise<void> {
  for (const one of await endOverdue(tx, now, { graceMinutes: 15 }))
    await noteEnd(tx, one, { at: one.endedAt!, endedBecause: 'Session-Timeout' })
}

const noteEnd = (tx: Tx, opening: Opening, end: { readonly at: Temporal.Instant; readonly endedBecause: string }) =>
  noteGatewaySession(tx, sessionOf(opening), { ...end, uploadBytes: 0, downloadBytes: 0 })

const sessionOf = ({ id, gatewayHash, gatewayName, subscriptionId, loginId, username, mac, address, askedAt, openedAt }: Opening) => ({
  gatewayId: gatewayIdOf(gatewayHash),
  gatewayName,
  sessionId: id,
  subscriptionId,
  loginId,
  username,
  mac,
  address,
  startedAt: openedAt ?? askedAt,
})

/** A gateway is no NAS of ours: its id is the beginning of its hash. */
const gatewayIdOf = (gatewayHash: string) => gatewayHash.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
