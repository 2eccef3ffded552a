import { assert } from '#kernel/assert.ts'
import { newToken, sha256 } from '#kernel/crypto.ts'
import type { Tx } from '#kernel/db.ts'
import { emit } from '#kernel/events.ts'
import { enqueue } from '#kernel/jobs.ts'
import { type Device, expiryOf, type StartedSession } from './session.ts'
import { insertSession, isNewDevice, logSignIn, readSession, type SignInOutcome } from './session-store.ts'

export interface SessionStart {
  readonly tenantId: string // the transaction's
  readonly staffId: string
  readonly outcome: SignInOutcome
  readonly device: Device
  readonly now: Temporal.Instant
}

/** Starts the session of somebody who has proved who they are; tells them when the browser is one they never used. */
export async function beginSession(tx: Tx, { tenantId, staffId, outcome, device, now }: SessionStart): Promise<StartedSession> {
  const token = newToken('tls_')
  const deviceToken = device.token ?? newToken()
  const deviceHash = sha256(deviceToken)
  const { address, userAgent } = device

  const isNew = await isNewDevice(tx, staffId, deviceHash)
  const sessionId = await insertSession(tx, {
    staffId,
    tokenHash: sha256(token),
    csrf: newToken(),
    deviceHash,
    address,
    userAgent,
    now,
    expiresAt: expiryOf(now, now),
  })
  await logSignIn(tx, { tenantId, staffId, outcome, address, userAgent, at: now })
  if (isNew) {
    await emit(tx, 'staff.new_device.v1', { staffId, sessionId, address, userAgent }, staffId)
    await enqueue(tx, 'identity.mail-new-device', { staffId, address, userAgent, at: now.toString() })
  }
  const view = await readSession(tx, sessionId)
  assert(view, 'A session begun in this transaction is in force')
  return { token, deviceToken, view }
}
