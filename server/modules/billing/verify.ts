import { sql, type Tx } from '#kernel/db.ts'
import { type Finding, receivablesBooked } from '#modules/ledger'

/**
 * Proves the invoices and credit notes of the tenants in scope: totals are the sums of their lines and taxes, the books agree, numbers have no gaps.
 * Sums are compared by grouping, not by joining: that takes the same time whatever the planner knows of the tables.
 */
export async function verifyInvoices(tx: Tx): Promise<Finding[]> {
  const { rows } = await sql<Finding>`
    select 'billing.wrong_total' as check, 'document ' || max(number) as subject,
      'it says ' || sum(net) || ' + ' || sum(tax) || ', its lines ' || sum(line_net) || ' + ' || sum(line_tax) || ', its taxes ' || sum(tax_rows) as detail
    from (
      select tenant_id, id, number, net_minor as net, tax_minor as tax, 0 as line_net, 0 as line_tax, 0 as tax_rows from invoice
      union all select tenant_id, id, number, net_minor, tax_minor, 0, 0, 0 from credit_note
      union all select tenant_id, id, null, 0, tax_minor, 0, tax_minor, 0 from write_off
      union all select tenant_id, invoice_id, null, 0, 0, net_minor, tax_minor, 0 from invoice_line
      union all select tenant_id, credit_note_id, null, 0, 0, net_minor, tax_minor, 0 from credit_note_line
      union all select d.tenant_id, d.id, null, 0, 0, 0, 0, x.tax_minor
      from (
        select tenant_id, id, taxes_of_id from invoice union all select tenant_id, id, id from credit_note union all select tenant_id, id, id from write_off) d
        join invoice_tax x on x.tenant_id = d.tenant_id and x.invoice_id = d.taxes_of_id) part
    group by tenant_id, id having sum(net) <> sum(line_net) or sum(tax) <> sum(line_tax) or sum(tax) <> sum(tax_rows)
    union all
    select 'billing.not_in_the_books', 'invoice ' || coalesce(max(number), id::text), 'the books hold ' || sum(posted) || ' of ' || sum(total)
    from (
      select tenant_id, id, number, total_minor as total, 0 as posted from invoice
      union all select tenant_id, source_id, null, 0, minor from (${receivablesBooked('invoice')}) booked) part
    group by tenant_id, id having sum(posted) <> sum(total)
    union all
    select 'billing.unknown_account', 'invoice ' || i.number, 'there is no account ' || i.account_id
    from invoice i where not exists (select from account a where a.tenant_id = i.tenant_id and a.id = i.account_id)
    union all
    select 'billing.credit_not_in_the_books', 'credit note ' || coalesce(max(number), id::text), 'the books hold ' || sum(posted) || ' of ' || sum(total)
    from (
      select tenant_id, id, number, total_minor as total, 0 as posted from credit_note
      union all select tenant_id, source_id, null, 0, -minor from (${receivablesBooked('credit-note')}) booked) part
    group by tenant_id, id having sum(posted) <> sum(total)
    union all
    select 'billing.credited_too_much', 'line ' || l.line || ' of invoice ' || l.invoice_id, sum(n.net_minor) || ' of ' || l.net_minor || ' were credited'
    from credit_note_line n join invoice_line l on l.tenant_id = n.tenant_id and l.invoice_id = n.invoice_id and l.line = n.invoice_line
    group by l.tenant_id, l.invoice_id, l.line, l.net_minor, l.tax_minor having sum(n.net_minor) > l.net_minor or sum(n.tax_minor) > l.tax_minor
    union all
    select 'billing.wrong_credit', 'credit note ' || max(number), sum(allocated) || ' allocated and ' || sum(credit) || ' credit are not ' || sum(total)
    from (
      select tenant_id, id, number, total_minor as total, unallocated_minor as credit, 0 as allocated from credit_note
      union all select tenant_id, credit_note_id, null, 0, 0, amount_minor from credit_allocation) part
    group by tenant_id, id having sum(allocated) + sum(credit) <> sum(total)
    union all
    select 'billing.write_off_not_in_the_books', 'write-off ' || id, 'the books hold ' || sum(posted) || ' of ' || sum(amount)
    from (
      select tenant_id, id, amount_minor as amount, 0 as posted from write_off
      union all select tenant_id, source_id, 0, -minor from (${receivablesBooked('write-off')}) booked) part
    group by tenant_id, id having sum(posted) <> sum(amount)
    union all
    select 'billing.wrong_write_off', 'invoice ' || max(number), sum(lost) || ' is written off, ' || sum(unpaid) || ' is not expected any more'
    from (
      select tenant_id, id, number, case state when 'written-off' then total_minor - paid_minor else 0 end as unpaid, 0 as lost from invoice
      union all select tenant_id, invoice_id, null, 0, amount_minor from write_off) part
    group by tenant_id, id having sum(lost) <> sum(unpaid)
    union all
    select 'billing.void_in_the_books', 'invoice ' || i.number, 'it is void, and its entry was not reversed'
    from invoice i
    where i.state = 'void' and i.total_minor > 0 and not exists (
      select from entry e join entry r on r.tenant_id = e.tenant_id and r.source_kind = 'reversal' and r.source_id = e.id
      where e.tenant_id = i.tenant_id and e.source_kind = 'invoice' and e.source_id = i.id)
    union all
    select 'billing.wrong_state', 'invoice ' || number, 'it is ' || state || ' with ' || paid_minor || ' of ' || total_minor || ' paid'
    from invoice where (state = 'paid' and paid_minor <> total_minor) or (state in ('open', 'written-off') and paid_minor = total_minor) or (state = 'void' and paid_minor <> 0)
    union all
    select 'billing.number_gap', 'series bill-run', n.last || ' numbers were given, ' || count(r.id) || ' bill runs have one'
    from number_series n left join bill_run r on r.tenant_id = n.tenant_id where n.series = 'bill-run' group by n.tenant_id, n.last having n.last <> count(r.id)
    union all
    select 'billing.number_gap', 'series ' || n.series, n.last || ' numbers were given, ' || coalesce(d.documents, 0) || ' documents have one'
    from (
      select tenant_id, series, last, split_part(series, '/', 1) as kind, split_part(series, '/', 2)::int as year, split_part(series, '/', 3) as branch from number_series
      where series like 'invoice/%' or series like 'credit-note/%') n
    left join (
      select d.tenant_id, d.kind, coalesce(d.branch_id::text, '') as branch, extract(year from d.issued_on)::int - (extract(month from d.issued_on) < t.fiscal_year_start_month)::int as year, count(*) as documents
      from (
        select tenant_id, 'invoice' as kind, issued_on, branch_id from invoice
        union all select n.tenant_id, 'credit-note', n.issued_on, i.branch_id from credit_note n join invoice i on i.tenant_id = n.tenant_id and i.id = n.invoice_id) d
      join tenant t on t.id = d.tenant_id group by 1, 2, 3, 4) d on d.tenant_id = n.tenant_id and d.kind = n.kind and d.year = n.year and d.branch = n.branch
    where n.last <> coalesce(d.documents, 0)`.execute(tx)
  return rows
}
