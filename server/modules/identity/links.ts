import { newToken, sha256 } from '#kernel/crypto.ts'
import type { Tx } from '#kernel/db.ts'
import type { Platform } from '#kernel/platform.ts'
import type { LinkPurpose } from './mails.ts'
import { insertToken } from './token-store.ts'

const hours: Record<LinkPurpose, number> = { invitation: 7 * 24, 'password-reset': 1 }

/** A link with which somebody chooses a password; good once. */
export async function issueLink(tx: Tx, platform: Platform, staffId: string, purpose: LinkPurpose): Promise<string> {
  const token = newToken()
  const now = platform.clock.now()
  await insertToken(tx, { purpose, hash: sha256(token), staffId, now, expiresAt: now.add({ hours: hours[purpose] }) })
  return `${platform.publicUrl}/reset-password?token=${token}`
}
