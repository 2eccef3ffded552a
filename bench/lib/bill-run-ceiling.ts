/**
 * What PostgreSQL alone takes to bill the book of `book.ts`: proration, discounts, add-ons and tax in integers, an invoice, its lines and
 * three postings for each subscription, with the indexes that an application needs, and nothing else: no tenants, no foreign keys, no
 * checks, no events.
 */
import pg from 'pg'

const schema = `
  drop schema if exists ceiling cascade; create schema ceiling; set search_path to ceiling;
  create table plan (id int primary key, name text not null, price bigint not null);
  create table subscription (id bigint primary key, plan_id int not null, tax_ppm int not null, started_on date not null, ends_on date, billed_until date not null, discount_ppm int not null) with (fillfactor = 85);
  create table addon (subscription_id bigint not null, name text not null, price bigint not null, primary key (subscription_id, name));
  create table invoice (id bigint primary key, number text not null unique, subscription_id bigint not null, period_from date not null, period_to date not null, issued_on date not null,
    due_on date not null, net bigint not null, tax bigint not null, total bigint not null, state text not null, created_at timestamptz not null default now(), unique (subscription_id, period_from));
  create index on invoice (subscription_id, issued_on);
  create table line (id bigint generated always as identity primary key, invoice_id bigint not null, position smallint not null, description text not null, share_ppm int not null, unit bigint not null, net bigint not null, tax bigint not null);
  create index on line (invoice_id);
  create table posting (id bigint generated always as identity primary key, invoice_id bigint not null, code text not null, subscription_id bigint, amount bigint not null, booked_on date not null);
  create index on posting (invoice_id);
  create index on posting (subscription_id, booked_on) where subscription_id is not null;
  insert into plan select n, 'Fibre ' || n || '0M', (array[99900, 149900, 199900, 249900, 349900, 449900, 599900, 899900])[n] from generate_series(1, 8) n;`

const book = (subscriptions: number) => `
  insert into ceiling.subscription select n, 1 + n * 7 % 8, 50000, case when n % 20 = 0 then began + n % 25 else date '2024-01-01' + n % 600 end, case when n % 100 = 7 then began + 10 + n % 10 end, began, case when n % 33 = 0 then 100000 else 0 end
  from generate_series(1, ${subscriptions}) n cross join lateral (select date '2026-10-01' + n % 28 as began) p;
  insert into ceiling.addon select n, 'Static IPv4', 30000 from generate_series(1, ${subscriptions}, 10) n;
  vacuum analyze ceiling.plan, ceiling.subscription, ceiling.addon; checkpoint`

const run = (session: number, sessions: number) => `
  begin; set local search_path to ceiling; set local work_mem = '256MB';
  create temp table item on commit drop as
    select s.id * ${sessions} + ${session} as n, s.id, p.name, p.price, s.tax_ppm, s.billed_until as from_on, e.to_on, e.days, u.used, (2 * p.price * u.used + e.days) / (2 * e.days) as net,
      s.discount_ppm, a.name as addon, a.price as addon_price
    from subscription s join plan p on p.id = s.plan_id left join addon a on a.subscription_id = s.id
    cross join lateral (select (s.billed_until + interval '1 month')::date as to_on, (s.billed_until + interval '1 month')::date - s.billed_until as days) e
    cross join lateral (select greatest(0, least(e.to_on, s.ends_on) - greatest(s.billed_until, s.started_on)) as used) u
    where s.id % ${sessions} = ${session} and u.used > 0 and not exists (select from invoice i where i.subscription_id = s.id and i.period_from = s.billed_until);
  create temp table item_line on commit drop as
    select i.n, l.*, (2 * l.net * i.tax_ppm + 1000000 * sign(l.net)::int) / 2000000 as tax
    from item i cross join lateral (
      select 1::smallint as position, i.name || ' ' || i.from_on || ' - ' || i.to_on as description, i.used * 1000000 / i.days as share_ppm, i.price as unit, i.net
      union all select 2::smallint, 'Discount', 1000000, 0, -((2 * i.net * i.discount_ppm + 1000000) / 2000000) where i.discount_ppm > 0
      union all select 3::smallint, i.addon, 1000000, i.addon_price, i.addon_price where i.addon is not null) l;
  insert into invoice (id, number, subscription_id, period_from, period_to, issued_on, due_on, net, tax, total, state)
    select n, 'INV-2026-' || lpad(n::text, 8, '0'), id, from_on, to_on, '2026-10-31', '2026-11-14', t.net, t.tax, t.net + t.tax, 'open'
    from item join (select n, sum(net)::bigint as net, sum(tax)::bigint as tax from item_line group by n) t using (n);
  insert into line (invoice_id, position, description, share_ppm, unit, net, tax) select n, position, description, share_ppm, unit, net, tax from item_line;
  insert into posting (invoice_id, code, subscription_id, amount, booked_on)
    select i.id, p.code, p.subscription_id, p.amount, i.issued_on from invoice i join item on item.n = i.id
    cross join lateral (values ('receivables', i.subscription_id, i.total), ('revenue', null, -i.net), ('tax', null, -i.tax)) p (code, subscription_id, amount);
  update subscription s set billed_until = item.to_on from item where item.id = s.id;
  commit`

/** @returns seconds that as many sessions take at the same time */
export async function measureCeiling(url: string, subscriptions: number, sessions: number): Promise<number> {
  const clients = await Promise.all(
    Array.from({ length: sessions }, async () => {
      const client = new pg.Client({ connectionString: url })
      await client.connect()
      return client
    }),
  )
  try {
    for (const statement of [...schema.split(';'), ...book(subscriptions).split(';')]) await clients[0]!.query(statement)
    const start = performance.now()
    await Promise.all(clients.map((client, session) => client.query(run(session, sessions))))
    const seconds = (performance.now() - start) / 1000
    await clients[0]!.query('drop schema ceiling cascade')
    return seconds
  } finally {
    await Promise.all(clients.map((client) => client.end()))
  }
}
