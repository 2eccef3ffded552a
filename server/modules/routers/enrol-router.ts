/** Use cases of joining: make the command, hand out the script, take the check-in. */
import { randomBytes } from 'node:crypto'
import { newToken, sha256 } from '#kernel/crypto.ts'
import { isDuplicate, type Tx } from '#kernel/db.ts'
import { emit } from '#kernel/events.ts'
import { enqueue } from '#kernel/jobs.ts'
import type { Platform } from '#kernel/platform.ts'
import { openSecret, sealSecret } from '#kernel/vault.ts'
import { addNas, changeNas, findNas, type Nas } from '#modules/access'
import { pageHosts } from '#modules/payments'
import { readTenant } from '#modules/tenants'
import { type CheckIn, type Enrolment, type EnrolmentDraft, scriptHours, stateOf } from './enrolment.ts'
import { alreadyJoined, enrolmentNotFound, nameTaken, noTunnel, scriptGone, tunnelFull } from './errors.ts'
import { apiUsername, joinScript, type Tunnel, unpaidList } from './join-script.ts'
import {
  cancelEnrolment,
  insertEnrolment,
  isNameTaken,
  lockEnrolment,
  lockEnrolmentOfCheckIn,
  markJoined,
  noteCheckIn,
  putRouter,
  readRouter,
  readState,
  readTunnelAddresses,
  renewToken,
  type SealedEnrolment,
  takeScript,
} from './store.ts'
import { freeAddress, tunnelNetworkOf } from './tunnel.ts'

const radiusSecretPurpose = 'enrolment.radius_secret'
export const passwordPurpose = 'router.password'

const interimSeconds = 300
const checkInSeconds = 300
const apiSslPort = 8729

/** Only letters, digits, - and _: nothing that a script, a shell or a person could read as something else. */
const newSecret = () => randomBytes(24).toString('base64url')

export interface NewCommand {
  readonly enrolment: Enrolment
  /** Shown this once. */
  readonly token: string
}

/** @throws routers.name_taken, routers.no_tunnel, routers.tunnel_full */
export async function startEnrolment(tx: Tx, platform: Platform, draft: EnrolmentDraft, now: Temporal.Instant): Promise<NewCommand> {
  if (await isNameTaken(tx, draft.name, now)) throw nameTaken(draft.name)
  const token = newToken()
  const secrets = {
    radiusSecretSealed: await sealSecret(tx, newSecret(), radiusSecretPurpose),
    apiPasswordSealed: await sealSecret(tx, newSecret(), passwordPurpose),
    tokenHash: sha256(token),
    checkInHash: sha256(newToken()), // of nobody, until the script is fetched
    expiresAt: now.add({ hours: scriptHours }),
  }
  const tunnelAddress = draft.hasTunnel ? await newTunnelAddress(tx, platform) : null
  const enrolment = await insertEnrolment(tx, draft, secrets, tunnelAddress).catch((error: unknown) => {
    throw isDuplicate(error, 'enrolment_tunnel') ? tunnelFull() : error
  })
  return { enrolment, token }
}

async function newTunnelAddress(tx: Tx, platform: Platform): Promise<string> {
  const network = tunnelNetworkOf(platform.config)
  if (!network) throw noTunnel()
  const address = freeAddress(network, await readTunnelAddresses(tx))
  if (!address) throw tunnelFull()
  return address
}

/** @throws routers.enrolment_not_found */
async function takeEnrolment(tx: Tx, id: string): Promise<Enrolment> {
  const enrolment = await lockEnrolment(tx, id)
  if (!enrolment) throw enrolmentNotFound()
  return enrolment
}

/** Another command for a router whose first one was lost, expired or run in vain. @throws routers.enrolment_not_found, routers.already_joined */
export async function renewCommand(tx: Tx, id: string, now: Temporal.Instant): Promise<NewCommand> {
  const enrolment = await takeEnrolment(tx, id)
  if (enrolment.joinedAt) throw alreadyJoined()
  const token = newToken()
  return { enrolment: await renewToken(tx, id, sha256(token), now.add({ hours: scriptHours })), token }
}

/** @throws routers.enrolment_not_found, routers.already_joined */
export async function withdrawEnrolment(tx: Tx, id: string, now: Temporal.Instant): Promise<void> {
  const enrolment = await takeEnrolment(tx, id)
  if (enrolment.joinedAt) throw alreadyJoined()
  await cancelEnrolment(tx, id, now)
}

/** Hands out the script, once. @param from address that asks. @throws routers.script_gone */
export async function handOutScript(tx: Tx, platform: Platform, token: string, from: string): Promise<string> {
  const checkInToken = newToken()
  const enrolment = await takeScript(tx, { tokenHash: sha256(token), from, checkInHash: sha256(checkInToken), now: platform.clock.now() })
  if (!enrolment) throw scriptGone()
  await emit(tx, 'router.script_fetched.v1', { enrolmentId: enrolment.id, name: enrolment.name, from }, enrolment.id)
  const { config, publicUrl } = platform
  const tunnel = enrolment.tunnelAddress === null ? null : tunnelOf(platform, enrolment.tunnelAddress)
  return joinScript({
    name: enrolment.name,
    uses: enrolment.uses,
    interface: enrolment.interface,
    server: tunnel?.server ?? config.RADIUS_ADDRESS ?? new URL(publicUrl).hostname.replaceAll(/[[\]]/g, ''),
    authPort: config.RADIUS_AUTH_PORT,
    acctPort: config.RADIUS_ACCT_PORT,
    radiusSecret: await openSecret(tx, enrolment.radiusSecretSealed!, radiusSecretPurpose),
    coaPort: enrolment.coaPort,
    interimSeconds,
    gardenHosts: [...new Set([new URL(publicUrl).hostname, ...(await pageHosts(tx)), ...enrolment.gardenHosts])],
    loginPageUrl: `${publicUrl}/portal/${(await readTenant(tx)).slug}/login.html${enrolment.locationId === null ? '' : `?site=${enrolment.locationId}`}`,
    api: { username: apiUsername, password: await openSecret(tx, enrolment.apiPasswordSealed!, passwordPurpose) },
    checkIn: { url: `${publicUrl}/join/check-in`, token: checkInToken, everySeconds: checkInSeconds },
    tunnel,
  })
}

function tunnelOf(platform: Platform, address: string): Tunnel {
  const network = tunnelNetworkOf(platform.config)
  if (!network) throw noTunnel()
  const { server, endpointHost, endpointPort, publicKey } = network
  return { address: `${address}/${network.network.split('/')[1]}`, server, endpointHost, endpointPort, serverPublicKey: publicKey }
}

/**
 * A router says that it is there. The first time it becomes a NAS under the address it comes from, or under that of its tunnel.
 * @param identifier NAS-Identifier to tell it from others with the same address; null where it is alone there
 * @throws access.nas_address_taken, and routers.enrolment_not_found when it was withdrawn
 */
export async function checkIn(
  tx: Tx,
  { checkIn, from, identifier, now }: { checkIn: CheckIn; from: string; identifier: string | null; now: Temporal.Instant },
): Promise<void> {
  const enrolment = await lockEnrolmentOfCheckIn(tx, sha256(checkIn.token))
  if (!enrolment || stateOf(enrolment, now) === 'cancelled') throw enrolmentNotFound()
  const nas = enrolment.nasId === null ? await join(tx, enrolment, checkIn, { from, identifier, now }) : await findNas(tx, enrolment.nasId)
  if (enrolment.nasId !== null) await keepUp(tx, nas, checkIn, { address: enrolment.tunnelAddress ?? from, identifier })
  await noteCheckIn(tx, nas.id, { identity: checkIn.identity, firmware: checkIn.firmware, board: checkIn.board, from, at: now })
  await emit(tx, 'router.checked_in.v1', { enrolmentId: enrolment.id, nasId: nas.id, name: nas.name }, nas.id)
  await enqueue(tx, 'routers.look', { nasId: nas.id }, { key: `look:${nas.id}`, queue: `router:${nas.id}` })
}

async function join(
  tx: Tx,
  enrolment: SealedEnrolment,
  checkIn: CheckIn,
  { from, identifier, now }: { from: string; identifier: string | null; now: Temporal.Instant },
): Promise<Nas> {
  const address = enrolment.tunnelAddress ?? from
  const draft = {
    name: enrolment.name,
    address,
    certificateFingerprint: null,
    certificateName: null,
    identifier,
    vendor: 'mikrotik',
    requireMessageAuthenticator: true,
    coaPort: enrolment.coaPort,
    interimSeconds,
    walledGarden: unpaidList,
    requestsPerSecondMax: null,
    voucherPassword: 'off',
    locationId: enrolment.locationId,
    enabled: true,
  } as const
  const nas = await addNas(tx, draft, await openSecret(tx, enrolment.radiusSecretSealed!, radiusSecretPurpose))
  await putRouter(
    tx,
    {
      nasId: nas.id,
      uses: enrolment.uses,
      address,
      protocol: 'api-ssl',
      port: checkIn.apiPort ?? apiSslPort,
      username: apiUsername,
      fingerprint: checkIn.fingerprint,
      wireguardPublicKey: checkIn.wireguardPublicKey,
    },
    enrolment.apiPasswordSealed,
  )
  await markJoined(tx, enrolment.id, nas.id, now)
  await emit(tx, 'router.joined.v1', { enrolmentId: enrolment.id, nasId: nas.id, name: nas.name }, nas.id)
  return nas
}

/**
 * The address of a router may be another one every day, and so may a port be; an address that a person entered stays. Certificate and key
 * change by a person only: whoever has the token could otherwise put another router in its place.
 */
async function keepUp(
  tx: Tx,
  nas: Nas,
  checkIn: CheckIn,
  { address, identifier }: { address: string; identifier: string | null },
): Promise<void> {
  const before = (await readState(tx, nas.id))?.checkedInFrom
  if (nas.address === before && address !== before)
    await changeNas(tx, nas, { ...nas, address, identifier: identifier ?? nas.identifier }, undefined)
  const router = await readRouter(tx, nas.id)
  if (router?.protocol !== 'api-ssl' || router.fingerprint === null) return // its certificate says that it is still the same
  const moved = router.address === before ? address : router.address
  await putRouter(tx, { ...router, address: moved, port: checkIn.apiPort ?? router.port }, null)
}
