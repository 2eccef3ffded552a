/**
 * A book of subscriptions that are all due: eight plans, 28 bill days, five in a hundred that begin inside their period, one that ends in it,
 * ten with an add-on, three with a discount.
 */
import { sql } from '#kernel/db.ts'
import { seedBilling } from '#modules/billing'
import { seedChart } from '#modules/ledger'
import type { Installation } from './installation.ts'

/** The day of the run; every bill day of the month before it is due once. */
export const asOf = Temporal.PlainDate.from('2026-10-31')
const prices = [999, 1499, 1999, 2499, 3499, 4499, 5999, 8999].map((taka) => taka * 100)

export async function addBook(installation: Installation, subscriptions: number): Promise<void> {
  await installation.transact(async (tx) => {
    await seedChart(tx)
    await seedBilling(tx)
    await sql`set local session_replication_role = replica`.execute(tx) // neither checks nor audit of what is only there to be billed
    await sql`insert into offer (code, name, technology, state) select 'P' || p, 'Fibre ' || p || '0M', 'fibre', 'published' from generate_series(1, 8) p`.execute(
      tx,
    )
    await sql`
      insert into offer_version (offer_id, number, valid_from, currency, recurring_minor, download_bps, upload_bps)
      select id, 1, '2020-01-01', 'BDT', (${prices}::bigint[])[substr(code, 2)::int], 10000000, 10000000 from offer`.execute(tx)
    await sql`
      with addon as (insert into offer (code, name, kind, technology, state) values ('IP', 'Static IPv4', 'add-on', 'fibre', 'published') returning id)
      insert into offer_version (offer_id, number, valid_from, currency, recurring_minor) select id, 1, '2020-01-01', 'BDT', 30000 from addon`.execute(
      tx,
    )
    await sql`
      with c as (insert into customer (number, name) select 'C-' || n, 'Customer ' || n from generate_series(1, ${subscriptions}::int) n returning id, substr(number, 3)::int as n),
        a as (insert into account (number, customer_id, currency) select 'A-' || n, id, 'BDT' from c returning id, customer_id, substr(number, 3)::int as n),
        standing as (insert into customer_standing (tenant_id, customer_id, plan_names, service_state, currency) select current_tenant(), id, '{Fibre}', 'active', 'BDT' from c),
        balance as (insert into customer_balance (tenant_id, customer_id) select current_tenant(), id from c),
        v as (select array_agg(offer_id order by recurring_minor) as offers, array_agg(id order by recurring_minor) as versions from offer_version where download_bps > 0)
      insert into subscription (number, customer_id, account_id, offer_id, offer_version_id, state, bill_day, started_on, activated_at, billed_until, ends_on)
      select 'S-' || n, customer_id, id, offers[1 + n * 7 % 8], versions[1 + n * 7 % 8], 'active', 1 + n % 28, started, started, greatest(began, started),
        case when n % 100 = 7 then began + 10 + n % 10 end
      from a cross join v
      cross join lateral (select date '2026-10-01' + n % 28 as began) period
      cross join lateral (select case when n % 20 = 0 then began + n % 25 % (31 - n % 28) else date '2024-01-01' + n % 600 end as started) start`.execute(
      tx,
    )
    await sql`
      insert into subscription_item (subscription_id, offer_id, offer_version_id, quantity, from_on, billed_until)
      select s.id, v.offer_id, v.id, 1, s.started_on, s.billed_until from subscription s, offer_version v
      where v.download_bps = 0 and substr(s.number, 3)::int % 10 = 1`.execute(tx)
    await sql`
      insert into subscription_discount (subscription_id, name, percent_off, from_on, stackable)
      select id, 'Loyalty', 10, started_on, false from subscription where substr(number, 3)::int % 33 = 0`.execute(tx)
  })
  await sql`vacuum analyze`.execute(installation.db.kysely)
  await sql`checkpoint`.execute(installation.db.kysely)
}
