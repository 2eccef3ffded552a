import type { Tx } from '#kernel/db.ts'
import { enqueue } from '#kernel/jobs.ts'
import { totpNotBegun } from './errors.ts'
import { newRecoveryCodes, recoveryCodeHash } from './recovery-code.ts'
import { countRecoveryCodes, readTotp, replaceRecoveryCodes, takeRecoveryCode } from './factor-store.ts'

/** Makes codes in place of all before. @returns them, this once: only their hashes are kept. @throws identity.totp_not_begun */
export async function renewRecoveryCodes(tx: Tx, staffId: string): Promise<string[]> {
  const totp = await readTotp(tx, staffId)
  if (!totp?.isConfirmed) throw totpNotBegun()
  const codes = newRecoveryCodes()
  await replaceRecoveryCodes(
    tx,
    staffId,
    codes.map((code) => recoveryCodeHash(staffId, code)),
  )
  return codes
}

/** Uses a code up and tells its owner, who should know of it and may need new ones. @returns whether it was good */
export async function useRecoveryCode(tx: Tx, staffId: string, typed: string, now: Temporal.Instant): Promise<boolean> {
  if (!(await takeRecoveryCode(tx, staffId, recoveryCodeHash(staffId, typed), now))) return false
  const left = await countRecoveryCodes(tx, staffId)
  await enqueue(tx, 'identity.mail-recovery-code', { staffId, left })
  return true
}
