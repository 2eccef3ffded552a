import { assert } from '#kernel/assert.ts'
import type { Tx } from '#kernel/db.ts'
import { qrCodeUrl } from '#kernel/qr-code.ts'
import { sealSecret } from '#kernel/vault.ts'
import { readTenant } from '#modules/tenants'
import { totpInForce, totpNotBegun, wrongCode } from './errors.ts'
import { renewRecoveryCodes } from './keep-recovery-codes.ts'
import { useCode } from './sign-in.ts'
import { readTotp, saveTotp } from './factor-store.ts'
import { readStaff } from './store.ts'
import { newTotpSecret, totpUri } from './totp.ts'

/** Makes a secret for an authenticator app; it counts once a first code confirmed it. @throws identity.totp_in_force */
export async function beginTotp(tx: Tx, staffId: string): Promise<{ secret: string; uri: string; qr: string }> {
  const [staff, totp] = [await readStaff(tx, staffId), await readTotp(tx, staffId)]
  assert(staff, 'Who is signed in exists')
  if (totp?.isConfirmed) throw totpInForce()
  const secret = newTotpSecret()
  await saveTotp(tx, staffId, await sealSecret(tx, secret, 'staff.totp'), null)
  const tenant = await readTenant(tx)
  const uri = totpUri(secret, { issuer: tenant.name, email: staff.email })
  return { secret, uri, qr: qrCodeUrl(uri, { errorCorrection: 'medium', margin: 2, pixels: 6 }) }
}

/**
 * Puts the app in force.
 * @returns recovery codes, shown this once
 * @throws identity.totp_in_force, identity.totp_not_begun, identity.wrong_code
 */
export async function confirmTotp(tx: Tx, staffId: string, code: string, now: Temporal.Instant): Promise<string[]> {
  const totp = await readTotp(tx, staffId)
  if (totp?.isConfirmed) throw totpInForce()
  if (!totp?.sealed) throw totpNotBegun()
  if (!(await useCode(tx, staffId, code, now))) throw wrongCode()
  await saveTotp(tx, staffId, totp.sealed, now)
  return renewRecoveryCodes(tx, staffId)
}
