/** Secrets that RADIUS serves with. One that cannot be opened costs its own NAS, home server, certificate or login, and nobody else. */
import type { Tx } from '#kernel/db.ts'
import { counter, log } from '#kernel/telemetry.ts'
import { openSecretsOf, type SealedText } from '#kernel/vault.ts'
import { noteReadable, noteUnreadable, type SecretKind } from './unreadable-store.ts'

const unreadable = counter('trunkline_radius_unreadable_secrets_total', 'Secrets that were found unreadable, by whose they are', ['kind'])

export interface NotedSecret extends SealedText {
  /** Of the row that has it. */
  readonly id: string
  /** Staff was told that it cannot be read. */
  readonly isNoted: boolean
}

/**
 * Opens what can be opened. What cannot is logged, counted and noted for staff the first time; typed again, the note goes.
 * @returns undefined in the place of what cannot be opened
 */
export async function openOrNote(
  tx: Tx,
  kind: SecretKind,
  secrets: readonly NotedSecret[],
  purpose: string,
): Promise<(string | undefined)[]> {
  const opened = await openSecretsOf(tx, secrets, purpose)
  const lost = secrets.filter(({ isNoted }, index) => opened[index] === undefined && !isNoted)
  const mended = secrets.filter(({ isNoted }, index) => opened[index] !== undefined && isNoted)
  if (lost.length > 0) await noteUnreadable(tx, kind, idsOf(lost))
  if (mended.length > 0) await noteReadable(tx, kind, idsOf(mended))
  for (const { id, tenantId } of lost) {
    unreadable.inc({ kind })
    log.error({ kind, id, tenant: tenantId }, 'a secret cannot be read: it is left out until it is typed again')
  }
  return opened
}

const idsOf = (secrets: readonly NotedSecret[]) => secrets.map(({ id }) => id)
