import {
  type AuthenticationResponseJSON,
  type AuthenticatorTransport,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import { assert } from '#kernel/assert.ts'
import { sha256 } from '#kernel/crypto.ts'
import { isDuplicate, transact, type Tx } from '#kernel/db.ts'
import type { Platform } from '#kernel/platform.ts'
import { readTenant } from '#modules/tenants'
import { beginSession } from './begin-session.ts'
import { passkeyRefused } from './errors.ts'
import type { Device, StartedSession } from './session.ts'
import { challenged, clearGuard, everywhere, finish } from './sign-in.ts'
import { findPasskey, insertPasskey, type PasskeyRow, readPasskeysOf, usePasskey } from './factor-store.ts'
import { noTenant, readStaff } from './store.ts'
import { insertToken, takeToken, type TokenPurpose } from './token-store.ts'

const challengeMinutes = 5

// WebAuthn binds a passkey to the host people reach us at. Its challenge is itself the one-time token: an answer carries it back.
const originOf = (platform: Platform) => new URL(platform.publicUrl).origin
const hostOf = (platform: Platform) => new URL(platform.publicUrl).hostname

// The library types transports as a closed set; what browsers report is kept as it came.
const transportsOf = (transports: readonly string[]) => transports as AuthenticatorTransport[]

/** What a browser needs to make a passkey. It verifies the person itself, so it is two factors in one. */
export async function passkeyCreation(tx: Tx, platform: Platform, staffId: string) {
  const [staff, tenant, existing] = [await readStaff(tx, staffId), await readTenant(tx), await readPasskeysOf(tx, staffId)]
  assert(staff, 'Who is signed in exists')
  const options = await generateRegistrationOptions({
    rpName: tenant.name,
    rpID: hostOf(platform),
    userName: staff.email,
    userDisplayName: staff.name,
    userID: new TextEncoder().encode(staff.id),
    attestationType: 'none',
    excludeCredentials: existing.map((passkey) => ({ id: passkey.credentialId, transports: transportsOf(passkey.transports) })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
  await rememberChallenge(tx, options.challenge, 'passkey-registration', staffId, platform.clock.now())
  return options
}

/** @throws identity.passkey_refused */
export async function addPasskey(
  tx: Tx,
  platform: Platform,
  staffId: string,
  input: { name: string; response: RegistrationResponseJSON },
): Promise<string> {
  const { registrationInfo } = await verifyRegistrationResponse({
    response: input.response,
    expectedChallenge: async (challenge) =>
      (await takeToken(tx, sha256(challenge), ['passkey-registration'], platform.clock.now()))?.staffId === staffId,
    expectedOrigin: originOf(platform),
    expectedRPID: hostOf(platform),
    requireUserVerification: true,
  }).catch(refused)
  if (!registrationInfo) throw passkeyRefused()
  const { id, publicKey, counter, transports = [] } = registrationInfo.credential
  const passkey = { staffId, name: input.name, credentialId: id, publicKey: Buffer.from(publicKey), counter: BigInt(counter), transports }
  return insertPasskey(tx, passkey).catch((error: unknown) => {
    throw isDuplicate(error) ? passkeyRefused() : error
  })
}

/** What a browser needs to sign in with any passkey it has for us. */
export async function passkeyRequest(platform: Platform) {
  const options = await generateAuthenticationOptions({ rpID: hostOf(platform), userVerification: 'required' })
  const scope = { tenants: [noTenant], actor: 'sign-in', requestId: '' }
  await transact(platform.db, scope, (tx) => rememberChallenge(tx, options.challenge, 'passkey-sign-in', null, platform.clock.now()))
  return options
}

/** Signs in with a passkey alone. @throws identity.passkey_refused */
export async function signInByPasskey(platform: Platform, response: AuthenticationResponseJSON, device: Device): Promise<StartedSession> {
  const { tenantId, staffId, id, counter } = await verifiedPasskey(platform, response)
  const now = platform.clock.now()
  return transact(platform.db, { tenants: [tenantId], actor: `staff:${staffId}`, requestId: '' }, async (tx) => {
    await usePasskey(tx, id, counter, now)
    return beginSession(tx, { tenantId, staffId, outcome: 'passkey', device, now })
  })
}

export interface PasskeyAnswer {
  readonly challengeId: string
  readonly response: AuthenticationResponseJSON
  readonly device: Device
}

/** Completes a sign-in by password with a passkey of the same person. @throws identity.challenge_over, identity.passkey_refused */
export async function proveByPasskey(platform: Platform, { challengeId, response, device }: PasskeyAnswer): Promise<StartedSession> {
  const person = await challenged(platform, challengeId, device)
  const { tenantId, staffId, id, counter } = await verifiedPasskey(platform, response)
  if (staffId !== person.staffId) throw passkeyRefused()
  const now = platform.clock.now()
  const started = await transact(platform.db, { tenants: [tenantId], actor: `staff:${staffId}`, requestId: '' }, async (tx) => {
    await usePasskey(tx, id, counter, now)
    return finish(tx, challengeId, { tenantId, staffId, outcome: 'passkey', device, now })
  })
  await clearGuard(platform, person.guard)
  return started
}

/** The passkey that signed our challenge, with its counter moved on. @throws identity.passkey_refused */
async function verifiedPasskey(platform: Platform, response: AuthenticationResponseJSON): Promise<PasskeyRow> {
  return transact(platform.db, await everywhere(platform), async (tx) => {
    const passkey = await findPasskey(tx, response.id)
    if (!passkey) throw passkeyRefused()
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge: async (challenge) =>
        (await takeToken(tx, sha256(challenge), ['passkey-sign-in'], platform.clock.now())) !== undefined,
      expectedOrigin: originOf(platform),
      expectedRPID: hostOf(platform),
      requireUserVerification: true,
      credential: {
        id: passkey.credentialId,
        publicKey: new Uint8Array(passkey.publicKey),
        counter: Number(passkey.counter),
        transports: transportsOf(passkey.transports),
      },
    }).catch(refused)
    if (!verified) throw passkeyRefused()
    return { ...passkey, counter: BigInt(authenticationInfo.newCounter) }
  })
}

async function rememberChallenge(
  tx: Tx,
  challenge: string,
  purpose: TokenPurpose,
  staffId: string | null,
  now: Temporal.Instant,
): Promise<void> {
  await insertToken(tx, { purpose, hash: sha256(challenge), staffId, now, expiresAt: now.add({ minutes: challengeMinutes }) })
}

/** The library throws on anything it does not like; why is of use to an attacker only. */
function refused(cause: unknown): never {
  throw Object.assign(passkeyRefused(), { cause })
}
