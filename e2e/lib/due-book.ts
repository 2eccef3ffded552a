/**
 * A book of subscriptions that are all due, made in the database because making it through the API would take longer than what is to be
 * tested; and what billing it left behind, to be compared with what billing it once more leaves behind.
 */
import { createHash } from 'node:crypto'
import type pg from 'pg'

/**
 * Four plans, one of them in arrears, with set-up; bill days all over the month; first periods that begin late, last ones that end early,
 * add-ons, discounts, charges that waited for a bill, and accounts with two subscriptions.
 */
export async function addDueBook(client: pg.Client, tenantId: string, today: Temporal.PlainDate, accounts: number): Promise<void> {
  await client.query('begin')
  await client.query('set local session_replication_role = replica') // neither checks nor audit of what is only there to be billed
  await client.query(`select set_config('app.tenants', $1, true)`, [`{${tenantId}}`])
  await client.query(`
    with o as (
      insert into offer (code, name, kind, technology, state) select code, 'Fibre ' || code, kind, 'fibre', 'published'
      from (values ('P0', 'plan'), ('P1', 'plan'), ('P2', 'plan'), ('P3', 'plan'), ('IP', 'add-on')) o (code, kind) returning id, code, kind)
    insert into offer_version (offer_id, number, valid_from, currency, recurring_minor, setup_minor, billed_in, download_bps, upload_bps)
    select id, 1, '2020-01-01', 'NGN', 999_900 + ascii(right(code, 1)) * 31_337, case when kind = 'plan' then 250_000 else 0 end,
      case when code = 'P3' then 'arrears' else 'advance' end, 10_000_000, 5_000_000 from o`)
  await client.query(
    `with c as (insert into customer (number, name) select 'B-' || n, 'Household ' || n from generate_series(1, $1::int) n returning id, substr(number, 3)::int as n),
      a as (insert into account (number, customer_id, currency) select 'B-' || n, id, 'NGN' from c returning id, customer_id, substr(number, 3)::int as n),
      p as (select array_agg(o.id order by code) as offers, array_agg(v.id order by code) as versions from offer o join offer_version v on v.offer_id = o.id where o.code like 'P_'),
      standing as (insert into customer_standing (tenant_id, customer_id, currency) select current_tenant(), customer_id, 'NGN' from a),
      owed as (insert into customer_balance (tenant_id, customer_id) select current_tenant(), customer_id from a)
    insert into subscription (number, customer_id, account_id, offer_id, offer_version_id, state, bill_day, started_on, activated_at, billed_until, ends_on)
    select 'B-' || n || '-' || nth, customer_id, id, offers[1 + (n + nth) % 4], versions[1 + (n + nth) % 4], 'active', 1 + n % 28, started, started, greatest(began, started),
      case when n % 40 = 9 then began + 20 + n % 10 end
    from a cross join p cross join generate_series(1, case when n % 10 = 0 then 2 else 1 end) nth
    cross join lateral (select (date_trunc('month', $2::date) - interval '1 month')::date + n % 28 as began) period
    cross join lateral (select case when n % 20 = 0 then began + n % 25 else date '2024-01-01' + n % 600 end as started) start`,
    [accounts, today.toString()],
  )
  await client.query(`
    insert into subscription_item (subscription_id, offer_id, offer_version_id, quantity, from_on, billed_until)
    select s.id, o.id, v.id, 2, s.started_on, s.billed_until from subscription s, offer o join offer_version v on v.offer_id = o.id
    where o.code = 'IP' and s.number like 'B-%3-1'`)
  await client.query(`
    insert into subscription_discount (subscription_id, name, percent_off, amount_minor, from_on, cycles_left, stackable)
    select id, 'Loyal', case when bill_day % 2 = 0 then 12.5 end, case when bill_day % 2 = 1 then 45_001 end, started_on, 3, true from subscription where number like 'B-%7-1'`)
  await client.query(`
    insert into pending_charge (account_id, kind, charge_code, description, amount_minor, currency, tax_category, prices_include_tax, supply, bill_on)
    select id, 'one-time', 'visit', 'Visit of a technician', 300_000, 'NGN', 'standard', false, 'other', '2020-01-01' from account where number like 'B-%51'`)
  await client.query('commit')
  await client.query('analyze') // what the server does by itself within a minute
}

/** What is compared, without ids that every run makes anew; of numbers, only which there are. */
const sheets: Readonly<Record<string, string>> = {
  numbers: 'select number from invoice',
  invoices: `select account_id, customer_id, customer_version, currency, place_of_supply, issued_on, due_on, period_from, period_to, net_minor, tax_minor, total_minor, paid_minor, state from invoice`,
  lines: `select i.account_id, l.line, l.subscription_id, l.item_id, l.charge_code, l.revision, l.kind, l.description, l.period_from, l.period_to, l.quantity, l.unit_minor,
      l.discount_minor, l.net_minor, l.tax_minor, l.tax_percent, l.tax_category, l.supply_code, l.taxes from invoice_line l left join invoice i on i.id = l.invoice_id`,
  taxes: `select i.account_id, t.code, t.jurisdiction, t.rate_percent, t.supply_code, t.net_minor, t.tax_minor from invoice i left join invoice_tax t on t.invoice_id = i.taxes_of_id`,
  entries: `select i.account_id, e.source_kind, e.booked_on, p.line, l.code, p.account_id as about, p.amount_minor, p.currency, p.earned_from, p.earned_to
      from entry e join posting p on p.entry_id = e.id join ledger_account l on l.id = p.ledger_account_id left join invoice i on i.id = e.source_id`,
  'sums of the ledger': `select l.code, p.account_id, sum(p.amount_minor) from posting p join ledger_account l on l.id = p.ledger_account_id group by 1, 2`,
  balances: `select b.account_id, l.code, b.currency, b.balance_minor from account_balance b join ledger_account l on l.id = b.ledger_account_id`,
  'deferred revenue': `select currency, earned_from, earned_to, sum(amount_minor), sum(recognised_minor) from deferral group by 1, 2, 3`,
  'what customers owe': `select customer_id, balance_minor from customer_balance`,
  events: `select e.type, i.account_id, e.payload - 'invoiceId' - 'number', e.payload ->> 'number' = i.number from event e left join invoice i on i.id = e.subject::uuid where e.type = 'invoice.posted.v1'`,
  'billed until': `select id, billed_until from subscription union all select id, billed_until from subscription_item`,
  discounts: `select id, cycles_left from subscription_discount`,
  'charges that waited': `select p.id, i.account_id from pending_charge p left join invoice i on i.id = p.billed_invoice_id`,
  'the run': `select as_of, state, subscription_count, subscription_done, invoice_count, total_minor, currency from bill_run`,
}

/** Rows of each sheet and a digest of them, the same for the same rows in whatever order they were written. */
export async function readPosted(client: pg.Client): Promise<Record<string, { rows: number; digest: string }>> {
  const posted: Record<string, { rows: number; digest: string }> = {}
  for (const [name, query] of Object.entries(sheets)) {
    const { rows } = await client.query<{ row: string }>(`select s::text as row from (${query}) s order by 1`)
    const digest = createHash('sha256')
      .update(rows.map(({ row }) => row).join('\n'))
      .digest('hex')
    posted[name] = { rows: rows.length, digest: digest.slice(0, 16) }
  }
  return posted
}
