import { randomBytes } from 'node:crypto'
import { newToken, sha256 } from '#kernel/crypto.ts'
import type { Tx } from '#kernel/db.ts'
import { openSecret, sealSecret } from '#kernel/vault.ts'
import { createLogin, disconnectSession, removeLogin } from '#modules/access'
import { readVersions } from '#modules/catalog'
import { readSubscription } from '#modules/subscriptions'
import { devicesFull, passOver, seatTooNew } from './errors.ts'
import type { HotspotCredentials, Visit } from './gateway.ts'
import { type Device, findDevice, findPlace, insertDevice, leave, lockPass, readDevices, touchDevice } from './store.ts'

/** Whoever stands before the portal: what the gateway says of the device, and the token in its browser. */
export interface Guest {
  readonly visit: Visit
  readonly token: string | undefined
  readonly userAgent: string
}

export interface Joined extends HotspotCredentials {
  readonly subscriptionId: string
  readonly loginId: string
  /** For the browser to keep; a new one where it had none. */
  readonly token: string
}

const passwordPurpose = 'hotspot.device'
/** A place that changed hands is kept for so long, so that one pass is not passed round a room. */
const seatMinutes = 15

/**
 * Gives a device a place in a pass, or finds the one it has: by the token in its browser, not by its MAC address, which phones change.
 * @param instead id of a device that gives up its place
 * @throws hotspot.pass_over, hotspot.devices_full, hotspot.seat_too_new
 */
export async function joinPass(tx: Tx, subscriptionId: string, guest: Guest, now: Temporal.Instant, instead?: string): Promise<Joined> {
  await lockPass(tx, subscriptionId)
  const pass = await readSubscription(tx, subscriptionId)
  if (pass.state !== 'active' || (pass.endsAt && Temporal.Instant.compare(pass.endsAt, now) <= 0)) throw passOver()
  const token = guest.token ?? newToken()
  const devices = await readDevices(tx, subscriptionId)
  const own = guest.token === undefined ? undefined : await findPlace(tx, subscriptionId, sha256(guest.token))
  if (own) return enterAgain(tx, own, guest, token, now)

  const { sessionsMax } = (await readVersions(tx, [pass.offerVersionId])).get(pass.offerVersionId)!
  if (devices.length >= sessionsMax) await makeRoom(tx, devices, sessionsMax, instead, now)
  const username = `p-${random(8)}`
  const password = random(16)
  const login = await createLogin(tx, { subscriptionId, kind: 'hotspot', username, password })
  await insertDevice(
    tx,
    {
      subscriptionId,
      loginId: login.id,
      username,
      passwordSealed: await sealSecret(tx, password, passwordPurpose),
      tokenHash: sha256(token),
      mac: guest.visit.mac,
      name: deviceName(guest.userAgent),
    },
    now,
  )
  return { subscriptionId, loginId: login.id, token, username, password }
}

/** The pass of a browser that comes back, from another street or with another MAC address. */
export async function rejoin(tx: Tx, guest: Guest, now: Temporal.Instant): Promise<Joined | undefined> {
  const device = guest.token === undefined ? undefined : await findDevice(tx, sha256(guest.token), now)
  return device && enterAgain(tx, device, guest, guest.token!, now)
}

async function enterAgain(tx: Tx, device: Device, { visit }: Guest, token: string, now: Temporal.Instant): Promise<Joined> {
  await touchDevice(tx, device.id, visit.mac, now)
  const password = await openSecret(tx, device.passwordSealed, passwordPurpose)
  return { subscriptionId: device.subscriptionId, loginId: device.loginId, token, username: device.username, password }
}

async function makeRoom(
  tx: Tx,
  devices: readonly Device[],
  max: number,
  instead: string | undefined,
  now: Temporal.Instant,
): Promise<void> {
  const leaving = devices.find(({ id }) => id === instead)
  if (!leaving)
    throw devicesFull(
      max,
      devices.map(({ id, name, seenAt }) => ({ id, name, seenAt })),
    )
  if (Temporal.Instant.compare(leaving.joinedAt.add({ minutes: seatMinutes }), now) > 0) throw seatTooNew()
  for (const sessionId of await leave(tx, leaving, now))
    await disconnectSession(tx, sessionId, 'hotspot: its place was given to another device')
  await removeLogin(tx, leaving.loginId)
}

/** 32 characters, so that a random byte takes each as often; only programs type them. */
const alphabet = 'abcdefghijklmnopqrstuvwxyz234567'
const random = (length: number) => Array.from(randomBytes(length), (byte) => alphabet[byte & 31]).join('')

/** `iPhone`, `Android 14`, `Windows`: enough for a person to know their own. */
export function deviceName(userAgent: string): string {
  const [, android] = /Android (\d+)/.exec(userAgent) ?? []
  if (android) return `Android ${android}`
  return ['iPhone', 'iPad', 'Android', 'Windows', 'Macintosh', 'CrOS', 'Linux'].find((name) => userAgent.includes(name)) ?? ''
}
