/** Where a router differs from what it should have. */
import type { DesiredSession } from '#modules/access'
import { type ActiveUser, isMeant, type Listed, type Queue } from './operations.ts'
import { blockedList } from './join-script.ts'

export const driftKinds = ['should-be-off', 'wrong-speed', 'unknown-session', 'lost-session'] as const
export type DriftKind = (typeof driftKinds)[number]

export interface Drift {
  readonly kind: DriftKind
  /** The same as long as it is the same difference. */
  readonly sessionKey: string
  readonly username: string
  readonly sessionId: string | null
  readonly subscriptionId: string | null
  readonly wanted: string
  readonly found: string
}

/** What the router says; null where it could not be asked, and only our own records are compared. */
export interface Observed {
  readonly active: readonly ActiveUser[]
  readonly queues: readonly Queue[]
}

export function driftOf(desired: readonly DesiredSession[], observed: Observed | null): Drift[] {
  const isThere = (session: DesiredSession) => !observed || observed.active.some((user) => isMeant(user, session))
  const present = desired.filter(isThere)
  return [
    ...present.filter((session) => session.verdict === 'reject').map((session) => drift('should-be-off', session, 'off', 'online')),
    ...present
      .filter(isWrongGarden)
      .map((session) => drift('should-be-off', session, session.verdict, session.isWalled ? 'walled-garden' : 'accept')),
    ...(observed ? present.flatMap((session) => wrongSpeed(session, observed.queues)) : []),
    ...desired.filter((session) => !isThere(session)).map((session) => drift('lost-session', session, 'online', 'off')),
    ...(observed ? unknownSessions(desired, observed.active) : []),
  ]
}

/** Into the walled garden and out of it goes only by a new login, so such a session has to end too. */
const isWrongGarden = ({ verdict, isWalled }: DesiredSession) =>
  (verdict === 'walled-garden' && !isWalled) || (verdict === 'accept' && isWalled)

const drift = (kind: DriftKind, session: DesiredSession, wanted: string, found: string): Drift => ({
  kind,
  sessionKey: session.sessionId,
  username: session.username,
  sessionId: session.sessionId,
  subscriptionId: session.subscriptionId,
  wanted,
  found,
})

/** By the queue that the router made for the address; routers that shape otherwise show none. */
function wrongSpeed(session: DesiredSession, queues: readonly Queue[]): Drift[] {
  const { speed, address, isWalled } = session
  if (!speed || address === null || isWalled) return []
  const queue = queues.find((one) => one.isDynamic && (one.target === address || one.target === `${address}/32`))
  if (!queue || (queue.uploadBps === speed.uploadBps && queue.downloadBps === speed.downloadBps)) return []
  return [drift('wrong-speed', session, rateText(speed), rateText(queue))]
}

/** As plans say it: down, then up. */
const rateText = ({ downloadBps, uploadBps }: { readonly downloadBps: number; readonly uploadBps: number }) =>
  `${downloadBps / 1e6}/${uploadBps / 1e6} Mbit/s`

const unknownSessions = (desired: readonly DesiredSession[], active: readonly ActiveUser[]): Drift[] =>
  active
    .filter((user) => user.isOfRadius && !desired.some((session) => isMeant(user, session)))
    .map((user) => ({
      kind: 'unknown-session',
      sessionKey: user.acctSessionId ?? `${user.username} ${user.address ?? ''}`,
      username: user.username,
      sessionId: null,
      subscriptionId: null,
      wanted: 'known',
      found: user.address ?? '',
    }))

/** Entries of ours in the list of the blocked whose address is now nobody's, or of somebody who may be online. */
export function strayEntries(desired: readonly DesiredSession[], listed: readonly Listed[]): Listed[] {
  const blocked = new Set(desired.filter((session) => session.verdict === 'reject').map((session) => session.address))
  return listed.filter((entry) => entry.list === blockedList && !blocked.has(entry.address))
}
