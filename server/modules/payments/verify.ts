import { sql, type Tx } from '#kernel/db.ts'
import { type Finding, receivablesBooked } from '#modules/ledger'

/** Proves the payments of the tenants in scope: each is in the books, its allocations and credit sum to it, receipts have no gaps. */
export async function verifyPayments(tx: Tx): Promise<Finding[]> {
  const { rows } = await sql<Finding>`
    select 'payments.not_in_the_books' as check, 'payment ' || coalesce(max(number), id::text) as subject, 'the books hold ' || sum(posted) || ' of ' || sum(amount) as detail
    from (
      select tenant_id, id, number, amount_minor as amount, 0 as posted from payment
      union all select tenant_id, source_id, null, 0, -minor from (${receivablesBooked('payment')}) booked) part
    group by tenant_id, id having sum(posted) <> sum(amount)
    union all
    select 'payments.refund_not_in_the_books', 'refund ' || id, 'the books hold ' || sum(posted) || ' of ' || sum(amount)
    from (
      select tenant_id, id, amount_minor as amount, 0 as posted from refund
      union all select tenant_id, source_id, 0, minor from (${receivablesBooked('refund')}) booked) part
    group by tenant_id, id having sum(posted) <> sum(amount)
    union all
    select 'payments.wrong_allocation', 'payment ' || max(number), sum(allocated) || ' allocated, ' || sum(credit) || ' credit and ' || sum(refunded) || ' refunded are not ' || sum(amount)
    from (
      select tenant_id, id, number, amount_minor as amount, 0 as allocated, unallocated_minor as credit, 0 as refunded from payment
      union all select tenant_id, payment_id, null, 0, amount_minor, 0, 0 from payment_allocation
      union all select tenant_id, payment_id, null, 0, 0, 0, amount_minor from refund) part
    group by tenant_id, id having sum(allocated) + sum(credit) + sum(refunded) <> sum(amount)
    union all
    select 'payments.wrong_paid', 'invoice ' || max(number), 'it is paid with ' || sum(paid) || ', its payments, certificates and credit notes give ' || sum(allocated)
    from (
      select tenant_id, id, number, paid_minor as paid, 0 as allocated from invoice
      union all select tenant_id, invoice_id, null, 0, amount_minor from payment_allocation
      union all select tenant_id, invoice_id, null, 0, amount_minor from tax_withholding
      union all select tenant_id, invoice_id, null, 0, amount_minor from credit_allocation) part
    group by tenant_id, id having sum(paid) <> sum(allocated)
    union all
    select 'payments.wrong_receivable', 'account ' || max(number), 'the books say ' || sum(balance) || ', invoices and credits ' || sum(owed)
    from (
      select tenant_id, id, number, 0 as balance, 0 as owed from account
      union all
      select b.tenant_id, b.account_id, null, b.balance_minor, 0 from account_balance b
      join ledger_account l on l.tenant_id = b.tenant_id and l.id = b.ledger_account_id and l.code = 'receivables'
      union all select tenant_id, account_id, null, 0, total_minor - paid_minor from invoice where state in ('open', 'paid')
      union all select tenant_id, account_id, null, 0, -unallocated_minor from payment
      union all select tenant_id, account_id, null, 0, -unallocated_minor from credit_note) part
    group by tenant_id, id having sum(balance) <> sum(owed)
    union all
    select 'payments.number_gap', 'series ' || n.series, n.last || ' numbers were given, ' || count(p.id) || ' payments have one'
    from number_series n
    left join payment p on p.tenant_id = n.tenant_id and p.number like 'R-' || split_part(n.series, '/', 2) || '-%'
    where n.series like 'receipt/%' group by n.tenant_id, n.series, n.last having n.last <> count(p.id)`.execute(tx)
  return rows
}
