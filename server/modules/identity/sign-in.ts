import { hashPassword, newToken, sha256, verifyPassword } from '#kernel/crypto.ts'
import { type Scope, scopeOfAllTenants, transact, type Tx } from '#kernel/db.ts'
import type { Platform } from '#kernel/platform.ts'
import { openSecret } from '#kernel/vault.ts'
import { admitAttempt, guardOf } from './admit-attempt.ts'
import { beginSession } from './begin-session.ts'
import { challengeOver, chooseTenant, secondFactorRequired, wrongCode, wrongCredentials, wrongRecoveryCode } from './errors.ts'
import { useRecoveryCode } from './keep-recovery-codes.ts'
import type { Device, StartedSession } from './session.ts'
import { normalEmail } from './staff.ts'
import { countRecoveryCodes, readPasskeysOf, readTotp } from './factor-store.ts'
import { logSignIn } from './session-store.ts'
import { type Candidate, findCandidates, noTenant, readStaff } from './store.ts'
import { deleteGuards, insertToken, takeToken, tryToken } from './token-store.ts'
import { totpStep } from './totp.ts'

export interface Attempt {
  readonly email: string
  readonly password: string
  readonly tenant?: string | undefined // slug, where the e-mail works for several
  readonly device: Device
}

const challengeMinutes = 5
const codeTriesMax = 5

/** Scope of work before it is known which tenant it is for. */
export async function everywhere(platform: Platform, requestId = ''): Promise<Scope> {
  const { tenants, ...scope } = await scopeOfAllTenants(platform.db, 'sign-in', requestId)
  return { ...scope, tenants: [...tenants, noTenant] }
}

const scopeOf = (tenantId: string, staffId: string): Scope => ({ tenants: [tenantId], actor: `staff:${staffId}`, requestId: '' })

/**
 * Signs in by e-mail and password. An unknown e-mail takes as long and locks as fast as a known one, so nobody learns who works here.
 * The password is checked outside any transaction: it takes 50 ms on purpose.
 * @throws identity.locked, identity.wrong_credentials, identity.choose_tenant, identity.second_factor_required
 */
export async function signIn(platform: Platform, attempt: Attempt): Promise<StartedSession> {
  const email = normalEmail(attempt.email)
  const now = platform.clock.now()
  const scope = await everywhere(platform)
  const { guard, candidates } = await transact(platform.db, scope, async (tx) => {
    const guard = await guardOf(tx, email, attempt.device)
    await admitAttempt(tx, guard, now)
    return { guard, candidates: await findCandidates(tx, email, attempt.tenant) }
  })

  const proved = await provedBy(attempt.password, candidates)
  if (proved.length === 0) {
    await transact(platform.db, scope, (tx) => logAll(tx, candidates, attempt.device, now))
    throw wrongCredentials()
  }
  if (proved.length > 1) throw chooseTenant(proved.map(({ slug, tenant_name }) => ({ slug, name: tenant_name })))
  const chosen = proved[0]!
  if (chosen.has_totp) throw await challenge(platform, chosen, attempt.device, now)

  await transact(platform.db, scope, (tx) => deleteGuards(tx, [guard]))
  const { tenant_id: tenantId, staff_id: staffId } = chosen
  return transact(platform.db, scopeOf(tenantId, staffId), (tx) =>
    beginSession(tx, { tenantId, staffId, outcome: 'signed-in', device: attempt.device, now }),
  )
}

/** Candidates whose password this is. Without any, as much work is done as for one. */
async function provedBy(password: string, candidates: readonly Candidate[]): Promise<Candidate[]> {
  if (candidates.length === 0) await hashPassword(password)
  const proved: Candidate[] = []
  for (const candidate of candidates) if (await verifyPassword(password, candidate.password_hash)) proved.push(candidate)
  return proved
}

async function logAll(tx: Tx, candidates: readonly Candidate[], { address, userAgent }: Device, at: Temporal.Instant): Promise<void> {
  for (const { tenant_id: tenantId, staff_id: staffId } of candidates)
    await logSignIn(tx, { tenantId, staffId, outcome: 'wrong-password', address, userAgent, at })
}

/** Asks for the second factor; what proves that the first was right is a token of a few minutes. */
async function challenge(platform: Platform, { tenant_id: tenantId, staff_id: staffId }: Candidate, device: Device, now: Temporal.Instant) {
  const token = newToken()
  return transact(platform.db, scopeOf(tenantId, staffId), async (tx) => {
    await insertToken(tx, {
      purpose: 'second-factor',
      hash: sha256(token),
      staffId,
      now,
      expiresAt: now.add({ minutes: challengeMinutes }),
    })
    await logSignIn(tx, { tenantId, staffId, outcome: 'second-factor', address: device.address, userAgent: device.userAgent, at: now })
    const methods = [
      'totp',
      ...((await readPasskeysOf(tx, staffId)).length > 0 ? ['passkey'] : []),
      ...((await countRecoveryCodes(tx, staffId)) > 0 ? ['recovery-code'] : []),
    ]
    return secondFactorRequired(token, methods)
  })
}

export interface Challenged {
  readonly tenantId: string
  readonly staffId: string
  /** Where the password was counted as an attempt. */
  readonly guard: string
}

/** Who answers a challenge: counts the try. @throws identity.challenge_over */
export async function challenged(platform: Platform, challengeId: string, device: Device): Promise<Challenged> {
  const now = platform.clock.now()
  const person = await transact(platform.db, await everywhere(platform), async (tx) => {
    const token = await tryToken(tx, sha256(challengeId), 'second-factor', codeTriesMax, now)
    const staff = token?.staffId && (await readStaff(tx, token.staffId))
    if (!token || !staff || staff.state !== 'active') return undefined
    return { tenantId: token.tenantId, staffId: staff.id, guard: await guardOf(tx, staff.email, device) }
  })
  if (!person) throw challengeOver()
  return person
}

/** What may be typed where a second factor is asked for; each code is good once. */
const typedFactors = {
  totp: { use: useCode, outcome: 'signed-in', wrong: wrongCode },
  'recovery-code': { use: useRecoveryCode, outcome: 'recovery-code', wrong: wrongRecoveryCode },
} as const

/**
 * Completes a sign-in with the code of an authenticator app, or one of those kept for when it is lost.
 * @throws identity.challenge_over, identity.wrong_code, identity.wrong_recovery_code
 */
export async function proveByCode(
  platform: Platform,
  answer: { method: keyof typeof typedFactors; challengeId: string; code: string; device: Device },
): Promise<StartedSession> {
  const factor = typedFactors[answer.method]
  const { tenantId, staffId, guard } = await challenged(platform, answer.challengeId, answer.device)
  const { address, userAgent } = answer.device
  const now = platform.clock.now()
  const scope = scopeOf(tenantId, staffId)
  const started = await transact(platform.db, scope, async (tx) => {
    const isRight = await factor.use(tx, staffId, answer.code, now)
    if (!isRight) {
      await logSignIn(tx, { tenantId, staffId, outcome: 'wrong-code', address, userAgent, at: now })
      return undefined
    }
    return finish(tx, answer.challengeId, { tenantId, staffId, outcome: factor.outcome, device: answer.device, now })
  })
  if (!started) throw factor.wrong()
  await clearGuard(platform, guard)
  return started
}

/** Ends the challenge and starts the session. @throws identity.challenge_over when another request was faster */
export async function finish(tx: Tx, challengeId: string, start: Parameters<typeof beginSession>[1]): Promise<StartedSession> {
  const taken = await takeToken(tx, sha256(challengeId), ['second-factor'], start.now)
  if (!taken) throw challengeOver()
  return beginSession(tx, start)
}

/** After a right sign-in: forgets the attempts that were counted where this one was. */
export async function clearGuard(platform: Platform, guard: string): Promise<void> {
  await transact(platform.db, await everywhere(platform), (tx) => deleteGuards(tx, [guard]))
}

/** Checks a code and uses it up. */
export async function useCode(tx: Tx, staffId: string, code: string, now: Temporal.Instant): Promise<boolean> {
  const totp = await readTotp(tx, staffId)
  if (!totp?.sealed) return false
  const step = totpStep(await openSecret(tx, totp.sealed, 'staff.totp'), code, now)
  if (step === null) return false
  return insertToken(tx, {
    purpose: 'used-code',
    hash: sha256(`${staffId}:${step}`),
    staffId,
    now,
    expiresAt: now.add({ minutes: challengeMinutes }),
  })
}
