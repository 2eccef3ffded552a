import { assert } from '#kernel/assert.ts'
import { hashPassword, sha256, verifyPassword } from '#kernel/crypto.ts'
import { transact, type Tx, useTenants } from '#kernel/db.ts'
import { emit } from '#kernel/events.ts'
import { enqueue } from '#kernel/jobs.ts'
import type { Platform } from '#kernel/platform.ts'
import { liftLocks } from './admit-attempt.ts'
import { linkOver, wrongPassword } from './errors.ts'
import { linkPurposes } from './mails.ts'
import { checkPassword } from './password.ts'
import { everywhere } from './sign-in.ts'
import { normalEmail } from './staff.ts'
import { revokeSessionsOf } from './session-store.ts'
import { readPasswordHash, readStaff, updatePassword } from './store.ts'
import { endTokens, takeToken } from './token-store.ts'

/** Asks for a link by mail. Whether anybody has the address is found out by a job, so the answer cannot tell. */
export async function askPasswordReset(platform: Platform, typed: string): Promise<void> {
  const email = normalEmail(typed)
  await transact(platform.db, { tenants: [], actor: 'sign-in', requestId: '' }, (tx) =>
    enqueue(tx, 'identity.ask-password-reset', { email }),
  )
}

/**
 * Sets the password of whoever holds a link, ends all their sessions and lifts a lock. Accepts an invitation as well.
 * @throws identity.link_over, identity.weak_password
 */
export async function choosePassword(platform: Platform, token: string, password: string): Promise<void> {
  const now = platform.clock.now()
  const passwordHash = await hashPassword(password) // before the transaction: it takes 50 ms
  const scope = await everywhere(platform)
  const email = await transact(platform.db, scope, async (tx) => {
    const taken = await takeToken(tx, sha256(token), linkPurposes, now)
    const staff = taken?.staffId && (await readStaff(tx, taken.staffId))
    if (!taken || !staff || staff.state === 'disabled') throw linkOver()
    checkPassword(password, staff) // throwing undoes the taking: the link stays good for a better password
    await useTenants(tx, [taken.tenantId])
    await setPassword(tx, staff.id, passwordHash, null, now)
    return staff.email
  })
  await transact(platform.db, scope, (tx) => liftLocks(tx, email))
}

/** Changes the own password; other sessions end. @throws identity.wrong_password, identity.weak_password */
export async function changePassword(
  tx: Tx,
  who: { staffId: string; sessionId: string | null },
  input: { current: string; password: string },
  now: Temporal.Instant,
): Promise<void> {
  const [staff, hash] = [await readStaff(tx, who.staffId), await readPasswordHash(tx, who.staffId)]
  assert(staff, 'Who is signed in exists')
  if (!hash || !(await verifyPassword(input.current, hash))) throw wrongPassword()
  checkPassword(input.password, staff)
  await setPassword(tx, staff.id, await hashPassword(input.password), who.sessionId, now)
}

async function setPassword(tx: Tx, staffId: string, hash: string, exceptSession: string | null, now: Temporal.Instant): Promise<void> {
  await updatePassword(tx, staffId, hash)
  await endTokens(tx, linkPurposes, staffId, now)
  await revokeSessionsOf(tx, staffId, now, exceptSession)
  await emit(tx, 'staff.password_changed.v1', { staffId }, staffId)
}
