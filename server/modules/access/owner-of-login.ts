import { isEqual, sha256 } from '#kernel/crypto.ts'
import type { Tx } from '#kernel/db.ts'
import { openSecret } from '#kernel/vault.ts'
import { loginPurpose } from './directory.ts'
import { canonicalUsername } from './login.ts'
import { findLoginSecret } from './login-owner-store.ts'

/** Opens for nobody: a name that nobody has takes as long as one that somebody has. */
const nobodysPassword = 'v1.00000000-0000-0000-0000-000000000000.AAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'

/** Who a login belongs to, and what tells whether its password is still the one that was given. */
export interface LoginOwner {
  readonly customerId: string
  readonly subscriptionId: string
  readonly loginId: string
  /** SHA-256 of the sealed password, which is another each time a password is set. */
  readonly passwordProof: string
}

/**
 * The customer whose service is logged in with this, if it is anybody's. A MAC address is no secret, so those logins prove nothing.
 * @param password as it was given to the customer; compared in constant time
 */
export async function ownerOfLogin(
  tx: Tx,
  { username, password }: { username: string; password: string },
): Promise<LoginOwner | undefined> {
  const login = await findLoginSecret(tx, canonicalUsername(username))
  const kept = await openSecret(tx, login?.passwordSealed ?? nobodysPassword, loginPurpose).catch(() => undefined)
  if (!login || kept === undefined || !isEqual(kept, password)) return undefined
  return {
    customerId: login.customerId,
    subscriptionId: login.subscriptionId,
    loginId: login.id,
    passwordProof: sha256(login.passwordSealed),
  }
}
