import { sql, type Tx } from '#kernel/db.ts'
import type { Period } from '#kernel/time.ts'
import type { MovementRow } from './report.ts'

/** Ledger accounts that were used up to the end of a period: what they stood at before it, and what moved them in it. */
export async function readMovements(tx: Tx, { from, to }: Period): Promise<MovementRow[]> {
  const { rows } = await sql<MovementRow>`
    select l.id, l.code, l.number, l.name, l.renamed, l.kind, p.currency,
      coalesce(sum(p.amount_minor) filter (where e.booked_on < ${from}::date), 0)::bigint as opening,
      coalesce(sum(p.amount_minor) filter (where e.booked_on >= ${from}::date and p.amount_minor > 0), 0)::bigint as debits,
      coalesce(-sum(p.amount_minor) filter (where e.booked_on >= ${from}::date and p.amount_minor < 0), 0)::bigint as credits
    from entry e
    join posting p on p.tenant_id = e.tenant_id and p.entry_id = e.id
    join ledger_account l on l.tenant_id = p.tenant_id and l.id = p.ledger_account_id
    where e.tenant_id = current_tenant() and e.booked_on < ${to}::date
    group by l.id, l.code, l.number, l.name, l.renamed, l.kind, p.currency order by p.currency, l.number`.execute(tx)
  return rows
}

/** A posting on the card of a ledger account. */
export interface CardRow {
  readonly entry_id: string
  readonly booked_on: string
  readonly description: string
  readonly source_kind: string
  readonly source_id: string
  readonly amount_minor: bigint
  readonly currency: string
}

export interface CardPlace {
  readonly bookedOn: string
  readonly entryId: string
}

/** What an entry posted on a ledger account, for entries of a period after a place in the order (day, entry). */
export async function readCard(tx: Tx, ledgerAccountId: string, { from, to }: Period, after: CardPlace, limit: number): Promise<CardRow[]> {
  const { rows } = await sql<CardRow>`
    select e.id as entry_id, e.booked_on, e.description, e.source_kind, e.source_id, p.amount_minor, p.currency
    from entry e
    cross join lateral (
      select currency, sum(amount_minor)::bigint as amount_minor from posting
      where tenant_id = e.tenant_id and entry_id = e.id and ledger_account_id = ${ledgerAccountId}::uuid group by currency) p
    where e.tenant_id = current_tenant() and e.booked_on >= ${from}::date and e.booked_on < ${to}::date
      and (e.booked_on, e.id) > (${after.bookedOn}::date, ${after.entryId}::uuid)
    order by e.booked_on, e.id fetch first ${limit} rows with ties`.execute(tx)
  return rows
}
