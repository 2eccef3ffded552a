/**
 * Wrong passwords are counted for each browser in which somebody has signed in before, and once for all others together (OWASP,
 * "Device cookies"): guessing stays as slow as it was, and whoever guesses locks nobody out of their own browser.
 */
import { sha256 } from '#kernel/crypto.ts'
import type { Tx } from '#kernel/db.ts'
import { locked } from './errors.ts'
import { countAttempt, waitSeconds } from './lockout.ts'
import type { Device } from './session.ts'
import { readDevices } from './session-store.ts'
import { deleteGuards, lockGuard, saveGuard } from './token-store.ts'

const guardOfStrangers = (email: string) => sha256(email)
const guardOfDevice = (email: string, deviceHash: string) => sha256(`${email} ${deviceHash}`)

/** Where attempts at an address from a browser are counted; the transaction's tenants are all. @param email as `normalEmail` writes it */
export async function guardOf(tx: Tx, email: string, { token }: Pick<Device, 'token'>): Promise<string> {
  const deviceHash = token === null ? '' : sha256(token)
  return (await readDevices(tx, email)).includes(deviceHash) ? guardOfDevice(email, deviceHash) : guardOfStrangers(email)
}

/** Counts an attempt, or refuses it while its guard is locked. @throws identity.locked */
export async function admitAttempt(tx: Tx, guardId: string, now: Temporal.Instant): Promise<void> {
  const guard = await lockGuard(tx, guardId)
  const wait = waitSeconds(guard, now)
  if (wait > 0) throw locked(wait)
  await saveGuard(tx, guardId, countAttempt(guard, now))
}

/** Who has chosen a new password begins anew, in every browser. */
export async function liftLocks(tx: Tx, email: string): Promise<void> {
  const devices = await readDevices(tx, email)
  await deleteGuards(tx, [guardOfStrangers(email), ...devices.map((deviceHash) => guardOfDevice(email, deviceHash))])
}
