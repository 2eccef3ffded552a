import { sql, type Tx } from '#kernel/db.ts'
import type { Period } from '#kernel/time.ts'
import type { DocumentKind } from './account-statement.ts'

export interface StatementRow {
  readonly entry_id: string
  readonly booked_on: string
  readonly source_kind: string
  readonly amount_minor: bigint
  readonly document_kind: DocumentKind | null
  readonly document_id: string | null
  readonly document_number: string | null
}

/** What an account owed before a period, and the entries that moved it in the period, in the order they were booked. */
export async function readStatement(tx: Tx, accountId: string, { from, to }: Period): Promise<{ opening: bigint; rows: StatementRow[] }> {
  const moved = sql`
    select e.id, e.booked_on, e.source_kind, e.source_id, e.reverses_id, sum(p.amount_minor)::bigint as amount_minor
    from posting p
    join ledger_account l on l.tenant_id = p.tenant_id and l.id = p.ledger_account_id and l.code = 'receivables'
    join entry e on e.tenant_id = p.tenant_id and e.id = p.entry_id and e.booked_on < ${to}::date
    where p.tenant_id = current_tenant() and p.account_id = ${accountId}::uuid
    group by e.tenant_id, e.id`
  const { rows: before } = await sql<{ opening: bigint }>`
    select coalesce(sum(amount_minor), 0)::bigint as opening from (${moved}) m where booked_on < ${from}::date`.execute(tx)
  const { rows } = await sql<StatementRow>`
    select m.id as entry_id, m.booked_on, m.source_kind, m.amount_minor,
      case when i.id is not null then 'invoice' when y.id is not null then 'payment' end as document_kind,
      coalesce(i.id, y.id) as document_id, coalesce(n.number, i.number, y.number) as document_number
    from (${moved}) m
    left join entry o on o.tenant_id = current_tenant() and o.id = m.reverses_id
    left join refund r on r.tenant_id = current_tenant() and r.id = m.source_id
    left join tax_withholding w on w.tenant_id = current_tenant() and w.id = m.source_id
    left join credit_note n on n.tenant_id = current_tenant() and n.id = m.source_id
    left join invoice i on i.tenant_id = current_tenant() and i.id = coalesce(o.source_id, w.invoice_id, n.invoice_id, m.source_id)
    left join payment y on y.tenant_id = current_tenant() and y.id = coalesce(o.source_id, r.payment_id, m.source_id)
    where m.booked_on >= ${from}::date order by m.booked_on, m.id`.execute(tx)
  return { opening: before[0]!.opening, rows }
}
