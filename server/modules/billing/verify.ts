import { sql, type Tx } from '#kernel/db.ts'
import type { Finding } from '#modules/ledger'

/** Proves the invoices of the tenants in scope: totals are the sums of their lines and taxes, the books agree, numbers have no gaps. */
export async function verifyInvoices(tx: Tx): Promise<Finding[]> {
  const { rows } = await sql<Finding>`
    select 'billing.wrong_total' as check, 'invoice ' || i.number as subject,
      'its total is ' || i.total_minor || ', its lines sum to ' || coalesce(l.total, 0) || ', its taxes to ' || coalesce(t.tax, 0) as detail
    from invoice i
    left join (select tenant_id, invoice_id, sum(net_minor) as net, sum(tax_minor) as tax, sum(net_minor + tax_minor) as total from invoice_line group by 1, 2) l
      on l.tenant_id = i.tenant_id and l.invoice_id = i.id
    left join (select tenant_id, invoice_id, sum(tax_minor) as tax from invoice_tax group by 1, 2) t on t.tenant_id = i.tenant_id and t.invoice_id = i.id
    where i.net_minor <> coalesce(l.net, 0) or i.tax_minor <> coalesce(l.tax, 0) or i.tax_minor <> coalesce(t.tax, 0)
    union all
    select 'billing.not_in_the_books', 'invoice ' || i.number, 'the books hold ' || coalesce(b.posted, 0) || ' of ' || i.total_minor
    from invoice i
    left join (
      select e.tenant_id, e.source_id, sum(p.amount_minor) as posted from entry e
      join posting p on p.tenant_id = e.tenant_id and p.entry_id = e.id
      join ledger_account l on l.tenant_id = p.tenant_id and l.id = p.ledger_account_id and l.code = 'receivables'
      where e.source_kind = 'invoice' group by 1, 2) b on b.tenant_id = i.tenant_id and b.source_id = i.id
    where coalesce(b.posted, 0) <> i.total_minor
    union all
    select 'billing.void_in_the_books', 'invoice ' || i.number, 'it is void, and its entry was not reversed'
    from invoice i
    where i.state = 'void' and i.total_minor > 0 and not exists (
      select from entry e join entry r on r.tenant_id = e.tenant_id and r.reverses_id = e.id
      where e.tenant_id = i.tenant_id and e.source_kind = 'invoice' and e.source_id = i.id)
    union all
    select 'billing.wrong_state', 'invoice ' || number, 'it is ' || state || ' with ' || paid_minor || ' of ' || total_minor || ' paid'
    from invoice where (state = 'paid' and paid_minor <> total_minor) or (state = 'open' and paid_minor = total_minor) or (state = 'void' and paid_minor <> 0)
    union all
    select 'billing.number_gap', 'series ' || n.series, n.last || ' numbers were given, ' || coalesce(i.invoices, 0) || ' invoices have one'
    from (select tenant_id, series, last, split_part(series, '/', 2)::int as year from number_series where series like 'invoice/%') n
    left join (
      select i.tenant_id, extract(year from i.issued_on)::int - (extract(month from i.issued_on) < t.fiscal_year_start_month)::int as year, count(*) as invoices
      from invoice i join tenant t on t.id = i.tenant_id group by 1, 2) i on i.tenant_id = n.tenant_id and i.year = n.year
    where n.last <> coalesce(i.invoices, 0)`.execute(tx)
  return rows
}
