/** SQL of what differs between routers and what they should have. */
import { sql, type Tx } from '#kernel/db.ts'
import type { Drift, DriftKind } from './drift.ts'

/** What is not there any more goes; what is keeps since when it is. */
export async function replaceDrift(tx: Tx, nasId: string, drift: readonly Drift[], now: Temporal.Instant): Promise<void> {
  await sql`
    insert into router_drift (nas_id, kind, session_key, username, session_id, subscription_id, wanted, found, since, seen_at)
    select ${nasId}, d.*, ${now}, ${now} from unnest(${drift.map((d) => d.kind)}::text[], ${drift.map((d) => d.sessionKey)}::text[],
      ${drift.map((d) => d.username)}::text[], ${drift.map((d) => d.sessionId)}::uuid[], ${drift.map((d) => d.subscriptionId)}::uuid[],
      ${drift.map((d) => d.wanted)}::text[], ${drift.map((d) => d.found)}::text[]) d
    on conflict (tenant_id, nas_id, kind, session_key) do update set wanted = excluded.wanted, found = excluded.found, seen_at = excluded.seen_at`.execute(
    tx,
  )
  await sql`delete from router_drift where nas_id = ${nasId} and seen_at < ${now}`.execute(tx)
}

/** Seen at two looks at least. */
export async function readSettledDrift(
  tx: Tx,
  nasId: string,
): Promise<{ readonly kind: DriftKind; readonly username: string; readonly subscriptionId: string | null }[]> {
  const { rows } = await sql<{ kind: DriftKind; username: string; subscriptionId: string | null }>`
    select kind, username, subscription_id as "subscriptionId" from router_drift where nas_id = ${nasId} and seen_at > since`.execute(tx)
  return rows
}
