import { json, sql, type Tx } from '#kernel/db.ts'
import type { KindDraft } from './chunk-store.ts'

/** Keeps, of what a chunk collected, the accounts whose bill waits for a tax to be told; those that wait already keep their first day. */
export async function holdBills(tx: Tx, kinds: readonly KindDraft[], asOf: Temporal.PlainDate): Promise<void> {
  const rows = kinds.map(({ kind, draft: { invoice, unknownLevies } }) => ({
    kind,
    unknown: unknownLevies,
    net: invoice!.net.minor,
    currency: invoice!.net.currency,
  }))
  await sql`
    insert into bill_hold (account_id, customer_id, unknown_levies, net_minor, currency, held_since)
    select b.account_id, b.customer_id, k.unknown, k.net, k.currency, ${asOf}::date
    from jsonb_to_recordset(${json(rows)}) as k (kind int, unknown text[], net bigint, currency text) join bill_account b on b.kind = k.kind
    on conflict (tenant_id, account_id) do update set unknown_levies = excluded.unknown_levies, net_minor = excluded.net_minor, looked_at = app_now()`.execute(
    tx,
  )
}

/** Of the accounts a chunk collected, those that are billed wait no more. */
export async function releaseBills(tx: Tx, held: readonly KindDraft[]): Promise<void> {
  await sql`
    delete from bill_hold h using bill_account b
    where h.tenant_id = current_tenant() and h.account_id = b.account_id and b.kind <> all (${held.map(({ kind }) => kind)}::int[])`.execute(
    tx,
  )
}
