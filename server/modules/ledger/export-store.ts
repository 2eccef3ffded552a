import { sql, type Tx } from '#kernel/db.ts'
import type { Period } from '#kernel/time.ts'
import type { CardPlace } from './report-store.ts'

export interface ExportedPosting {
  readonly entryId: string
  readonly bookedOn: string
  readonly sourceKind: string
  readonly description: string
  readonly number: string
  readonly name: string
  readonly account: string | null // number of the billing account
  readonly minor: bigint // debits positive
  readonly currency: string
}

/** Postings of the entries of a period after a place in the order (day, entry). */
export async function readJournal(tx: Tx, { from, to }: Period, after: CardPlace, entries: number): Promise<ExportedPosting[]> {
  const { rows } = await sql<ExportedPosting>`
    select e.id as "entryId", e.booked_on as "bookedOn", e.source_kind as "sourceKind", e.description, l.number, l.name, a.number as account,
      p.amount_minor as minor, p.currency
    from (
      select * from entry where tenant_id = current_tenant() and booked_on >= ${from}::date and booked_on < ${to}::date
        and (booked_on, id) > (${after.bookedOn}::date, ${after.entryId}::uuid) order by booked_on, id limit ${entries}) e
    join posting p on p.tenant_id = e.tenant_id and p.entry_id = e.id
    join ledger_account l on l.tenant_id = p.tenant_id and l.id = p.ledger_account_id
    left join account a on a.tenant_id = p.tenant_id and a.id = p.account_id
    order by e.booked_on, e.id, p.line`.execute(tx)
  return rows
}

export interface DailySum {
  readonly bookedOn: string
  readonly sourceKind: string
  readonly entries: bigint
  readonly name: string
  readonly minor: bigint // debits positive
  readonly currency: string
}

/** What the entries of a day and a kind came to on each ledger account. */
export async function readDailySums(tx: Tx, { from, to }: Period): Promise<DailySum[]> {
  const { rows } = await sql<DailySum>`
    select e.booked_on as "bookedOn", e.source_kind as "sourceKind", count(distinct e.id) as entries, l.name, sum(p.amount_minor)::bigint as minor, p.currency
    from entry e
    join posting p on p.tenant_id = e.tenant_id and p.entry_id = e.id
    join ledger_account l on l.tenant_id = p.tenant_id and l.id = p.ledger_account_id
    where e.tenant_id = current_tenant() and e.booked_on >= ${from}::date and e.booked_on < ${to}::date
    group by e.booked_on, e.source_kind, l.number, l.name, p.currency having sum(p.amount_minor) <> 0
    order by e.booked_on, e.source_kind, p.currency, l.number`.execute(tx)
  return rows
}
