import type { Tx } from '#kernel/db.ts'
import { formatValue } from '#protocols/radius'
import { nasNotFound } from './errors.ts'
import { canonicalUsername } from './login.ts'
import { decide, type Step } from './policy.ts'
import { factsIn, readDirectoryByUsername, readOfferVersions } from './directory-store.ts'
import { lockNas } from './nas-store.ts'
import { countOpenSessions } from './store.ts'
import { acceptAttributes } from './vendors.ts'

export interface Preview {
  readonly verdict: 'accept' | 'walled-garden' | 'reject'
  readonly reason: string | null
  readonly attributes: { readonly name: string; readonly value: string }[]
  readonly trace: Step[]
}

/** What a login with the right password would get now, decided by the same function as the real one. @throws access.nas_not_found */
export async function previewLogin(
  tx: Tx,
  { username, nasId }: { readonly username: string; readonly nasId: string },
  now: Temporal.Instant,
): Promise<Preview> {
  const nas = await lockNas(tx, nasId)
  if (!nas) throw nasNotFound()
  const row = await readDirectoryByUsername(tx, canonicalUsername(username), now)
  const [version] = row ? await readOfferVersions(tx, [row.offer_version_id]) : []
  const decision = decide({
    nowMs: now.epochMilliseconds,
    nas,
    login: row ? { framedAddress: row.framed_address } : null,
    isPasswordRight: true,
    isLockedOut: false,
    subscription: row && version ? factsIn(row, version) : null,
    othersOnline: row ? await countOpenSessions(tx, row.subscription_id, now) : 0,
  })
  return {
    verdict: decision.verdict,
    reason: decision.verdict === 'accept' ? null : decision.reason,
    attributes:
      decision.verdict === 'reject'
        ? []
        : acceptAttributes(decision.profile, nas.vendor).map((pair) => ({ name: pair[0], value: formatValue(pair) })),
    trace: [...decision.trace],
  }
}
