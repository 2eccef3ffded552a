import { sql, type Tx } from '#kernel/db.ts'

interface DayOfBooks {
  readonly on: Temporal.PlainDate
  readonly currency: string
}

/**
 * Accounts (account_id, balance and its ages) at the end of a day. The balance is spread over the invoices there were, less what was
 * credited and written off of each by then, the one due last first; what no invoice accounts for, such as a refund of what was never billed, is current.
 */
const agedAccounts = ({ on, currency }: DayOfBooks) => sql`
  select o.account_id, o.balance,
    greatest(o.balance, 0) - coalesce(sum(least(i.total, o.balance - i.newer)) filter (where i.days > 0), 0) as "current",
    coalesce(sum(least(i.total, o.balance - i.newer)) filter (where i.days between 1 and 30), 0) as days30,
    coalesce(sum(least(i.total, o.balance - i.newer)) filter (where i.days between 31 and 60), 0) as days60,
    coalesce(sum(least(i.total, o.balance - i.newer)) filter (where i.days between 61 and 90), 0) as days90,
    coalesce(sum(least(i.total, o.balance - i.newer)) filter (where i.days > 90), 0) as older,
    greatest(-o.balance, 0) as credit
  from (
    select p.account_id, sum(p.amount_minor) as balance
    from posting p join entry e on e.tenant_id = p.tenant_id and e.id = p.entry_id and e.booked_on <= ${on}::date
    where p.tenant_id = current_tenant() and p.currency = ${currency}
      and p.ledger_account_id = (select id from ledger_account where tenant_id = current_tenant() and code = 'receivables')
    group by p.account_id having sum(p.amount_minor) <> 0) o
  left join (
    select account_id, ${on}::date - due_on as days, total, sum(total) over (partition by account_id order by due_on desc, id desc) - total as newer
    from (
      select account_id, due_on, id, total_minor - coalesce((select sum(n.total_minor) from credit_note n where n.tenant_id = i.tenant_id and n.invoice_id = i.id and n.issued_on <= ${on}::date), 0)
        - coalesce((select sum(w.amount_minor) from write_off w where w.tenant_id = i.tenant_id and w.invoice_id = i.id and w.booked_on <= ${on}::date), 0) as total
      from invoice i
      where tenant_id = current_tenant() and currency = ${currency} and issued_on <= ${on}::date and (voided_on is null or voided_on > ${on}::date)) billed) i
    on i.account_id = o.account_id and i.newer < o.balance
  group by o.account_id, o.balance`

export interface AgedSums {
  readonly current: bigint
  readonly days30: bigint
  readonly days60: bigint
  readonly days90: bigint
  readonly older: bigint
  readonly credit: bigint
  readonly balance: bigint
}

export async function sumAged(tx: Tx, day: DayOfBooks): Promise<AgedSums & { readonly count: bigint }> {
  const { rows } = await sql<AgedSums & { count: bigint }>`
    select count(*) as count, coalesce(sum("current"), 0)::bigint as "current", coalesce(sum(days30), 0)::bigint as days30,
      coalesce(sum(days60), 0)::bigint as days60, coalesce(sum(days90), 0)::bigint as days90, coalesce(sum(older), 0)::bigint as older,
      coalesce(sum(credit), 0)::bigint as credit, coalesce(sum(balance), 0)::bigint as balance
    from (${agedAccounts(day)}) aged`.execute(tx)
  return rows[0]!
}

export interface AgedRow extends AgedSums {
  readonly accountId: string
  readonly number: string
  readonly customerId: string
  readonly customer: string
}

/** Those that owe most first. */
export async function readAgedAccounts(tx: Tx, day: DayOfBooks, page: { limit: number; offset: number }): Promise<AgedRow[]> {
  const { rows } = await sql<AgedRow>`
    select g.account_id as "accountId", a.number, a.customer_id as "customerId", c.name as customer, g."current"::bigint as "current", g.days30::bigint as days30,
      g.days60::bigint as days60, g.days90::bigint as days90, g.older::bigint as older, g.credit::bigint as credit, g.balance::bigint as balance
    from (select * from (${agedAccounts(day)}) aged order by balance desc, account_id limit ${page.limit} offset ${page.offset}) g
    join account a on a.tenant_id = current_tenant() and a.id = g.account_id
    join customer c on c.tenant_id = a.tenant_id and c.id = a.customer_id
    order by g.balance desc, g.account_id`.execute(tx)
  return rows
}
