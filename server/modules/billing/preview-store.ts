import { json, sql, type Tx } from '#kernel/db.ts'
import type { KindDraft } from './chunk-store.ts'

export async function clearPreview(tx: Tx, billRunId: string): Promise<void> {
  await sql`delete from bill_preview where bill_run_id = ${billRunId}`.execute(tx)
}

/** Keeps what every collected account would be billed, beside its last invoice. Who pays nothing, and paid nothing, is left out. */
export async function multiplyPreview(tx: Tx, billRunId: string, drafts: readonly KindDraft[], anomalyPercent: number): Promise<void> {
  const kinds = drafts
    .filter(({ draft }) => draft.billed.length > 0 || draft.pendingIds.length > 0)
    .map(({ kind, facts, draft }) => ({ kind, currency: facts.currency, total: draft.invoice?.total.minor ?? 0n }))
  await sql`
    insert into bill_preview (bill_run_id, account_id, customer_id, currency, total_minor, previous_minor, anomaly)
    select ${billRunId}::uuid, a.account_id, a.customer_id, k.currency, k.total, p.total_minor,
      case when p.total_minor is null then 'first' when k.total = 0 then 'zero'
        when k.total * 100 > p.total_minor * (100 + ${anomalyPercent}::int) then 'rise' when k.total * 100 < p.total_minor * (100 - ${anomalyPercent}::int) then 'fall' end
    from jsonb_to_recordset(${json(kinds)}) as k (kind int, currency text, total bigint)
    join bill_account a on a.kind = k.kind
    left join lateral (
      select total_minor from invoice i where i.tenant_id = current_tenant() and i.account_id = a.account_id and i.state <> 'void'
      order by i.issued_on desc, i.id desc limit 1) p on true
    where k.total > 0 or p.total_minor > 0`.execute(tx)
}

/** Writes on the run what its preview comes to. */
export async function countPreview(tx: Tx, billRunId: string): Promise<void> {
  await sql`
    update bill_run r set invoice_count = p.count, total_minor = p.total
    from (select count(*) filter (where total_minor > 0) as count, coalesce(sum(total_minor), 0)::bigint as total from bill_preview where bill_run_id = ${billRunId}) p
    where r.id = ${billRunId}`.execute(tx)
}
