/**
 * What we do on a router, each in a few commands. Everything that we create carries our tag as its comment; what does not is never
 * changed and never removed, except that sessions of subscribers are ended.
 */
import { formatDuration, isYes, parsePair, type Row } from '#protocols/routeros'
import type { RouterConnection } from './connection.ts'

/** Comment of everything that is ours; more may follow behind a colon. */
export const tag = 'trunkline'

const isOurs = (row: Row) => row['comment'] === tag || (row['comment']?.startsWith(`${tag}:`) ?? false)

export interface RouterFacts {
  readonly identity: string
  readonly version: string
  readonly board: string
  /** By its own clock; null when it does not tell the time zone. */
  readonly clock: Temporal.Instant | null
}

export async function readFacts(router: RouterConnection): Promise<RouterFacts> {
  const [identity] = await router.print('/system/identity', { properties: ['name'] })
  const [resource] = await router.print('/system/resource', { properties: ['version', 'board-name'] })
  const [clock] = await router.print('/system/clock', { properties: ['date', 'time', 'gmt-offset'] })
  return {
    identity: identity?.['name'] ?? '',
    version: resource?.['version'] ?? '',
    board: resource?.['board-name'] ?? '',
    clock: clock ? parseClock(clock) : null,
  }
}

const months = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')

/** Since RouterOS 7.10 the date is 2026-03-10, before it was mar/10/2026. */
export function parseClock({ date = '', time = '', 'gmt-offset': offset = '+00:00' }: Row): Temporal.Instant | null {
  const [, month, day, year] = /^([a-z]{3})\/(\d{2})\/(\d{4})$/.exec(date.toLowerCase()) ?? []
  const iso = month === undefined ? date : `${year}-${String(months.indexOf(month) + 1).padStart(2, '0')}-${day}`
  try {
    return Temporal.Instant.from(`${iso}T${time}${offset}`)
  } catch {
    return null
  }
}

/** Who is online, as the router sees it. */
export interface ActiveUser {
  readonly id: string
  readonly service: 'hotspot' | 'ppp'
  readonly username: string
  readonly address: string | null
  readonly mac: string | null
  /** Let in by RADIUS, not by a list of users on the router itself. */
  readonly isOfRadius: boolean
  /** As in accounting, where the router tells it. */
  readonly acctSessionId: string | null
  /** The hotspot's own counters; PPP has them in its queue. */
  readonly uploadBytes: bigint | null
  readonly downloadBytes: bigint | null
}

const counted = (text: string | undefined) => (text !== undefined && /^\d{1,20}$/.test(text) ? BigInt(text) : null)

export async function readActive(router: RouterConnection): Promise<ActiveUser[]> {
  const hotspot = await router.print('/ip/hotspot/active', {
    properties: ['.id', 'user', 'address', 'mac-address', 'bytes-in', 'bytes-out', 'radius'],
  })
  const ppp = await router.print('/ppp/active', { properties: ['.id', 'name', 'address', 'caller-id', 'session-id', 'radius'] })
  return [
    ...hotspot.map((row): ActiveUser => ({
      id: row['.id']!,
      service: 'hotspot',
      username: row['user'] ?? '',
      address: row['address'] ?? null,
      mac: row['mac-address'] ?? null,
      isOfRadius: isYes(row['radius']),
      acctSessionId: null,
      uploadBytes: counted(row['bytes-in']),
      downloadBytes: counted(row['bytes-out']),
    })),
    ...ppp.map((row): ActiveUser => ({
      id: row['.id']!,
      service: 'ppp',
      username: row['name'] ?? '',
      address: row['address'] ?? null,
      mac: row['caller-id'] ?? null,
      isOfRadius: isYes(row['radius']),
      acctSessionId: row['session-id']?.replace(/^0x/, '') ?? null,
      uploadBytes: null,
      downloadBytes: null,
    })),
  ]
}

export interface Wanted {
  readonly username: string
  readonly address: string | null
  readonly acctSessionId: string
}

/** Whether an active user is the session that is meant: its number where the router tells it, else name and address. */
export const isMeant = (user: ActiveUser, { username, address, acctSessionId }: Wanted): boolean =>
  user.acctSessionId === null
    ? user.username === username && (address === null || user.address === address)
    : user.acctSessionId.toLowerCase() === acctSessionId.toLowerCase()

/**
 * Ends a session and looks whether it is gone, because a router that says yes may do nothing. A hotspot would let the device in again by
 * its cookie, so that goes first.
 * @returns whether it is gone
 */
export async function kick(router: RouterConnection, wanted: Wanted): Promise<boolean> {
  for (const user of (await readActive(router)).filter((one) => isMeant(one, wanted))) {
    if (user.service === 'hotspot') await removeCookies(router, user)
    await router.remove(user.service === 'hotspot' ? '/ip/hotspot/active' : '/ppp/active', user.id)
  }
  return !(await readActive(router)).some((user) => isMeant(user, wanted))
}

async function removeCookies(router: RouterConnection, user: ActiveUser): Promise<void> {
  const cookies = await router.print('/ip/hotspot/cookie', { properties: ['.id'], where: { user: user.username } })
  for (const cookie of cookies) await router.remove('/ip/hotspot/cookie', cookie['.id']!)
}

// ---- queues --------------------------------------------------------------------------------------------------------------

export interface Queue {
  readonly id: string
  readonly name: string
  readonly target: string
  /** bit/s; 0 is unlimited. */
  readonly uploadBps: number
  readonly downloadBps: number
  readonly uploadBytes: bigint
  readonly downloadBytes: bigint
  readonly isOurs: boolean
  /** Made by the router itself for a session. */
  readonly isDynamic: boolean
}

const queueProperties = ['.id', 'name', 'target', 'max-limit', 'bytes', 'comment', 'dynamic']

export async function readQueues(router: RouterConnection): Promise<Queue[]> {
  const rows = await router.print('/queue/simple', { properties: queueProperties })
  return rows.map((row) => {
    const limit = parsePair(row['max-limit'] ?? '')
    const bytes = parsePair(row['bytes'] ?? '')
    return {
      id: row['.id']!,
      name: row['name'] ?? '',
      target: row['target'] ?? '',
      uploadBps: Number(limit?.upload ?? 0n),
      downloadBps: Number(limit?.download ?? 0n),
      uploadBytes: bytes?.upload ?? 0n,
      downloadBytes: bytes?.download ?? 0n,
      isOurs: isOurs(row),
      isDynamic: isYes(row['dynamic']),
    }
  })
}

/** Makes or changes our queue of that name. @throws RouterFault when a queue of somebody else has the name */
export async function putQueue(
  router: RouterConnection,
  queue: { readonly name: string; readonly target: string; readonly uploadBps: number; readonly downloadBps: number },
): Promise<void> {
  const values = { target: queue.target, 'max-limit': `${queue.uploadBps}/${queue.downloadBps}` }
  const known = (await readQueues(router)).find((one) => one.isOurs && one.name === queue.name)
  if (known) await router.set('/queue/simple', known.id, values)
  else await router.add('/queue/simple', { name: queue.name, comment: tag, ...values })
}

export async function removeQueue(router: RouterConnection, name: string): Promise<void> {
  for (const queue of await readQueues(router)) if (queue.isOurs && queue.name === name) await router.remove('/queue/simple', queue.id)
}

// ---- address lists -------------------------------------------------------------------------------------------------------

export interface Listed {
  readonly id: string
  readonly list: string
  readonly address: string
}

/** Entries of ours; those of others, and those that RADIUS made, are not shown. */
export async function readListed(router: RouterConnection): Promise<Listed[]> {
  const rows = await router.print('/ip/firewall/address-list', { properties: ['.id', 'list', 'address', 'comment'] })
  return rows.filter(isOurs).map((row) => ({ id: row['.id']!, list: row['list'] ?? '', address: row['address'] ?? '' }))
}

/** For a time only, so that a forgotten entry blocks nobody for ever. An entry that is there already will do, whoever's it is. */
export async function listAddress(router: RouterConnection, list: string, address: string, seconds: number): Promise<void> {
  const same = await router.print('/ip/firewall/address-list', { properties: ['.id'], where: { list, address } })
  if (same.length > 0) return
  await router.add('/ip/firewall/address-list', { list, address, timeout: formatDuration(seconds), comment: tag })
}

export async function unlistAddress(router: RouterConnection, list: string, address: string): Promise<void> {
  for (const entry of await readListed(router))
    if (entry.list === list && entry.address === address) await router.remove('/ip/firewall/address-list', entry.id)
}

// ---- what it is set to ---------------------------------------------------------------------------------------------------

export interface AccessSettings {
  /** Services that ask us, such as `ppp` and `hotspot`. */
  readonly radiusServices: readonly string[]
  readonly takesCommands: boolean
  readonly commandPort: number | null
  readonly pppUsesRadius: boolean
  readonly pppoeServers: number
  readonly hotspots: number
  readonly hotspotsUsingRadius: number
}

export async function readAccessSettings(router: RouterConnection): Promise<AccessSettings> {
  const radius = await router.print('/radius', { properties: ['service', 'comment', 'disabled'] })
  const [incoming] = await router.print('/radius/incoming', { properties: ['accept', 'port'] })
  const [aaa] = await router.print('/ppp/aaa', { properties: ['use-radius'] })
  const pppoe = await router.print('/interface/pppoe-server/server', { properties: ['.id'], where: { disabled: 'false' } })
  const hotspots = await router.print('/ip/hotspot', { properties: ['profile'], where: { disabled: 'false' } })
  const profiles = await router.print('/ip/hotspot/profile', { properties: ['name', 'use-radius'] })
  const asking = new Set(profiles.filter((row) => isYes(row['use-radius'])).map((row) => row['name']))
  return {
    radiusServices: radius.filter((row) => isOurs(row) && !isYes(row['disabled'])).flatMap((row) => (row['service'] ?? '').split(',')),
    takesCommands: isYes(incoming?.['accept']),
    commandPort: incoming?.['port'] === undefined ? null : Number(incoming['port']),
    pppUsesRadius: isYes(aaa?.['use-radius']),
    pppoeServers: pppoe.length,
    hotspots: hotspots.length,
    hotspotsUsingRadius: hotspots.filter((row) => asking.has(row['profile'])).length,
  }
}
