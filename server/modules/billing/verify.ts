import { sql, type Tx } from '#kernel/db.ts'
import { type Finding, receivablesBooked } from '#modules/ledger'

/**
 * Proves the invoices of the tenants in scope: totals are the sums of their lines and taxes, the books agree, numbers have no gaps.
 * Sums are compared by grouping, not by joining: that takes the same time whatever the planner knows of the tables.
 */
export async function verifyInvoices(tx: Tx): Promise<Finding[]> {
  const { rows } = await sql<Finding>`
    select 'billing.wrong_total' as check, 'invoice ' || max(number) as subject,
      'it says ' || sum(net) || ' + ' || sum(tax) || ', its lines ' || sum(line_net) || ' + ' || sum(line_tax) || ', its taxes ' || sum(tax_rows) as detail
    from (
      select tenant_id, id, number, net_minor as net, tax_minor as tax, 0 as line_net, 0 as line_tax, 0 as tax_rows from invoice
      union all select tenant_id, invoice_id, null, 0, 0, net_minor, tax_minor, 0 from invoice_line
      union all select tenant_id, invoice_id, null, 0, 0, 0, 0, tax_minor from invoice_tax) part
    group by tenant_id, id having sum(net) <> sum(line_net) or sum(tax) <> sum(line_tax) or sum(tax) <> sum(tax_rows)
    union all
    select 'billing.not_in_the_books', 'invoice ' || coalesce(max(number), id::text), 'the books hold ' || sum(posted) || ' of ' || sum(total)
    from (
      select tenant_id, id, number, total_minor as total, 0 as posted from invoice
      union all select tenant_id, source_id, null, 0, minor from (${receivablesBooked('invoice')}) booked) part
    group by tenant_id, id having sum(posted) <> sum(total)
    union all
    select 'billing.void_in_the_books', 'invoice ' || i.number, 'it is void, and its entry was not reversed'
    from invoice i
    where i.state = 'void' and i.total_minor > 0 and not exists (
      select from entry e join entry r on r.tenant_id = e.tenant_id and r.source_kind = 'reversal' and r.source_id = e.id
      where e.tenant_id = i.tenant_id and e.source_kind = 'invoice' and e.source_id = i.id)
    union all
    select 'billing.wrong_state', 'invoice ' || number, 'it is ' || state || ' with ' || paid_minor || ' of ' || total_minor || ' paid'
    from invoice where (state = 'paid' and paid_minor <> total_minor) or (state = 'open' and paid_minor = total_minor) or (state = 'void' and paid_minor <> 0)
    union all
    select 'billing.number_gap', 'series bill-run', n.last || ' numbers were given, ' || count(r.id) || ' bill runs have one'
    from number_series n left join bill_run r on r.tenant_id = n.tenant_id where n.series = 'bill-run' group by n.tenant_id, n.last having n.last <> count(r.id)
    union all
    select 'billing.number_gap', 'series ' || n.series, n.last || ' numbers were given, ' || coalesce(i.invoices, 0) || ' invoices have one'
    from (select tenant_id, series, last, split_part(series, '/', 2)::int as year from number_series where series like 'invoice/%') n
    left join (
      select i.tenant_id, extract(year from i.issued_on)::int - (extract(month from i.issued_on) < t.fiscal_year_start_month)::int as year, count(*) as invoices
      from invoice i join tenant t on t.id = i.tenant_id group by 1, 2) i on i.tenant_id = n.tenant_id and i.year = n.year
    where n.last <> coalesce(i.invoices, 0)`.execute(tx)
  return rows
}
