import { sql, type Tx } from '#kernel/db.ts'
import type { Finding } from '#modules/ledger'

/** Proves the payments of the tenants in scope: each is in the books, its allocations and credit sum to it, receipts have no gaps. */
export async function verifyPayments(tx: Tx): Promise<Finding[]> {
  const { rows } = await sql<Finding>`
    with refunded as (select tenant_id, payment_id, sum(amount_minor) as minor from refund group by 1, 2)
    select 'payments.not_in_the_books' as check, 'payment ' || p.number as subject, 'the books hold ' || coalesce(-b.posted, 0) || ' of ' || p.amount_minor as detail
    from payment p
    left join (
      select e.tenant_id, e.source_id, sum(o.amount_minor) as posted from entry e
      join posting o on o.tenant_id = e.tenant_id and o.entry_id = e.id
      join ledger_account l on l.tenant_id = o.tenant_id and l.id = o.ledger_account_id and l.code = 'receivables'
      where e.source_kind = 'payment' group by 1, 2) b on b.tenant_id = p.tenant_id and b.source_id = p.id
    where coalesce(-b.posted, 0) <> p.amount_minor
    union all
    select 'payments.wrong_allocation', 'payment ' || p.number,
      coalesce(a.minor, 0) || ' allocated, ' || p.unallocated_minor || ' credit and ' || coalesce(r.minor, 0) || ' refunded are not ' || p.amount_minor
    from payment p
    left join (select tenant_id, payment_id, sum(amount_minor) as minor from payment_allocation group by 1, 2) a on a.tenant_id = p.tenant_id and a.payment_id = p.id
    left join refunded r on r.tenant_id = p.tenant_id and r.payment_id = p.id
    where coalesce(a.minor, 0) + p.unallocated_minor + coalesce(r.minor, 0) <> p.amount_minor
    union all
    select 'payments.wrong_paid', 'invoice ' || i.number, 'it is paid with ' || i.paid_minor || ', its payments give ' || coalesce(a.minor, 0)
    from invoice i
    left join (select tenant_id, invoice_id, sum(amount_minor) as minor from payment_allocation group by 1, 2) a on a.tenant_id = i.tenant_id and a.invoice_id = i.id
    where i.paid_minor <> coalesce(a.minor, 0)
    union all
    select 'payments.wrong_receivable', 'account ' || a.number, 'the books say ' || coalesce(b.balance_minor, 0) || ', invoices and credits ' || coalesce(o.minor, 0) - coalesce(c.minor, 0)
    from account a
    left join ledger_account l on l.tenant_id = a.tenant_id and l.code = 'receivables'
    left join account_balance b on b.tenant_id = a.tenant_id and b.account_id = a.id and b.ledger_account_id = l.id
    left join (select tenant_id, account_id, sum(total_minor - paid_minor) as minor from invoice where state <> 'void' group by 1, 2) o on o.tenant_id = a.tenant_id and o.account_id = a.id
    left join (select tenant_id, account_id, sum(unallocated_minor) as minor from payment group by 1, 2) c on c.tenant_id = a.tenant_id and c.account_id = a.id
    where coalesce(b.balance_minor, 0) <> coalesce(o.minor, 0) - coalesce(c.minor, 0)
    union all
    select 'payments.number_gap', 'series ' || n.series, n.last || ' numbers were given, ' || count(p.id) || ' payments have one'
    from number_series n
    left join payment p on p.tenant_id = n.tenant_id and p.number like 'R-' || split_part(n.series, '/', 2) || '-%'
    where n.series like 'receipt/%' group by n.tenant_id, n.series, n.last having n.last <> count(p.id)`.execute(tx)
  return rows
}
