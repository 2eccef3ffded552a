/**
 * Subscribers and their history, by the set. Written through SQL with triggers off: the audit rows and the checks of a million rows are
 * not what is measured. What triggers keep and the measured code reads (words to search by, balances) is written here.
 */
import { newToken, sha256 } from '#kernel/crypto.ts'
import { sql, type Tx } from '#kernel/db.ts'
import { sealSecret, sealSecrets } from '#kernel/vault.ts'
import { seedChart } from '#modules/ledger'
import { emailAddress, person, phoneNumber } from '../../demo/people.ts'
import { address } from '../../demo/places.ts'
import { random } from '../../demo/random.ts'
import type { Installation } from './installation.ts'

export const subscribers = 100_000
/** Secret of the one NAS, which sends from 127.0.0.1. */
export const radiusSecret = 'testing123'
const closedSessions = 200_000
const pageRows = 10_000

const withoutTriggers = (tx: Tx) => sql`set local session_replication_role = replica`.execute(tx)
const analyze = ({ db }: Installation) => sql`vacuum analyze`.execute(db.kysely)

/** 100,000 subscribers on 8 plans, each with a login `user0000001` / `pw-0000001`, and the sessions of the days before. */
export async function addSubscribers(installation: Installation): Promise<void> {
  await installation.transact(addPlans)
  for (let first = 1; first <= subscribers; first += pageRows) await installation.transact((tx) => addPage(tx, first))
  await installation.transact(addClosedSessions)
  await analyze(installation)
}

async function addPlans(tx: Tx): Promise<void> {
  await seedChart(tx)
  await sql`insert into nas (name, address, vendor, secret_sealed) values ('generator', '127.0.0.1', 'mikrotik', ${await sealSecret(tx, radiusSecret, 'nas.secret')})`.execute(
    tx,
  )
  await withoutTriggers(tx)
  await sql`insert into offer (code, name, technology, state) select 'P' || p, 'Plan ' || p, 'pppoe', 'published' from generate_series(1, 8) p`.execute(
    tx,
  )
  await sql`
    insert into offer_version (offer_id, number, valid_from, currency, recurring_minor, download_bps, upload_bps, quota_bytes, quota_policy,
      throttled_download_bps, throttled_upload_bps)
    select id, 1, '2020-01-01', 'BDT', 80000, substr(code, 2)::bigint * 10000000, substr(code, 2)::bigint * 5000000, 1e15, 'throttle', 1000000, 1000000
    from offer`.execute(tx)
}

async function addPage(tx: Tx, first: number): Promise<void> {
  const numbers = Array.from({ length: pageRows }, (_, index) => String(first + index).padStart(7, '0'))
  const passwords = await sealSecrets(
    tx,
    numbers.map((number) => `pw-${number}`),
    'login.password',
  )
  const people = numbers.map(makePerson)
  const column = (of: (person: ReturnType<typeof makePerson>) => string) => sql`${people.map(of)}::text[]`
  await withoutTriggers(tx)
  await sql`
    with n as (
        select * from unnest(${numbers}::text[], ${passwords}::text[], ${column((p) => p.name)}, ${column((p) => p.phone)}, ${column((p) => p.email)},
          ${column((p) => p.line)}, ${column((p) => p.area)}, ${column((p) => p.city)}) n (number, sealed, name, phone, email, line, area, city)),
      c as (
        insert into customer (number, name, phone, email, address_line, area, city, created_at)
        select 'C-' || number, name, phone, email, line, area, city, now() - (${subscribers} - number::int) * interval '5 minutes' from n returning id, number),
      a as (insert into account (number, customer_id, currency) select 'A-' || substr(number, 3), id, 'BDT' from c returning id, customer_id, number),
      v as (select array_agg(array[offer_id, id]) as versions from offer_version),
      s as (
        insert into subscription (number, customer_id, account_id, offer_id, offer_version_id, state, bill_day, started_on, activated_at, billed_until)
        select substr(number, 3), customer_id, id, versions[1 + substr(number, 3)::int % 8][1], versions[1 + substr(number, 3)::int % 8][2], 'active', 1,
          current_date - 100, now() - interval '100 days', current_date from a, v returning id, number),
      b as (
        insert into bucket (subscription_id, source, granted, valid_from, valid_to)
        select id, 'plan', 1e15::bigint, date_trunc('day', now()), date_trunc('day', now()) + interval '30 days' from s)
    insert into login (subscription_id, username, password_sealed) select s.id, 'user' || s.number, n.sealed from s join n using (number)`.execute(
    tx,
  )
}

function makePerson(number: string) {
  const chance = random(number)
  const someone = person(chance, 'dhaka')
  const { line, area, city } = address(chance, 'dhaka')
  return {
    name: `${someone.given} ${someone.family}`,
    phone: phoneNumber(chance, 'dhaka'),
    email: emailAddress(someone, Number(number)),
    line,
    area,
    city,
  }
}

/** So that indexes have the size they have in use. */
async function addClosedSessions(tx: Tx): Promise<void> {
  await withoutTriggers(tx)
  await sql`
    insert into session (tenant_id, identity, nas_id, subscription_id, login_id, username, acct_session_id, started_at, updated_at, ended_at, session_seconds,
      upload_bytes, download_bytes, terminate_cause, closed_by)
    select l.tenant_id, gen_random_uuid(), n.id, l.subscription_id, l.id, l.username, 'old' || day || l.username, now() - day * interval '1 day',
      now() - day * interval '1 day' + interval '1 hour', now() - day * interval '1 day' + interval '1 hour', 3600, 1000000, 9000000, 'User-Request', 'nas'
    from login l, nas n, generate_series(2, ${1 + closedSessions / subscribers}::int) day`.execute(tx)
}

/** What the screens of a customer show: three invoices, two of them paid, notices, balances; and the words by which customers are found. */
export async function addBusiness(installation: Installation): Promise<void> {
  await installation.transact(async (tx) => {
    await withoutTriggers(tx)
    await sql`
      insert into invoice (number, account_id, customer_id, currency, place_of_supply, seller_id, customer_version, issued_on, due_on, period_from, period_to, net_minor, tax_minor, total_minor, taxes_of_id, paid_minor, state, paid_at, posted_at)
      select 'INV-' || s.number || '-' || m, s.account_id, s.customer_id, 'BDT', 'BD', s.tenant_id, 1, d.day, d.day + 7, d.day, d.day + 30, 80000, 4000, 84000, uuidv7(),
        case when m > 1 then 84000 else 0 end, case when m > 1 then 'paid' else 'open' end, case when m > 1 then d.day + interval '3 days' end, d.day
      from subscription s, generate_series(1, 3) m, lateral (select current_date - 30 * m as day) d`.execute(tx)
    await sql`
      with p as (
        insert into payment (number, account_id, customer_id, amount_minor, currency, method, reference, unallocated_minor, received_at)
        select 'R-' || number, account_id, customer_id, total_minor, 'BDT', 'cash', number, 0, paid_at from invoice where state = 'paid' returning id, reference)
      insert into payment_allocation (payment_id, invoice_id, amount_minor)
      select p.id, i.id, i.total_minor from p join invoice i on i.number = p.reference`.execute(tx)
    await sql`
      insert into notice (customer_id, kind, channel, language, subject, body, dedup_key, state, created_at)
      select customer_id, 'invoice-posted', 'in-app', 'en', 'Invoice ' || number, 'Your invoice is ready.', id::text, 'sent', posted_at from invoice`.execute(
      tx,
    )
    await sql`
      insert into account_balance (tenant_id, account_id, ledger_account_id, currency, balance_minor)
      select a.tenant_id, a.id, l.id, 'BDT', 84000 from account a, ledger_account l where l.code = 'receivables'`.execute(tx)
    await sql`
      insert into customer_standing (tenant_id, customer_id, plan_names, service_state, currency)
      select s.tenant_id, s.customer_id, array[o.name], s.state, 'BDT' from subscription s join offer o on o.id = s.offer_id`.execute(tx)
    await sql`insert into customer_balance (tenant_id, customer_id, balance_minor) select tenant_id, id, 84000 from customer`.execute(tx)
    await sql`
      insert into search_word (tenant_id, kind, word, subject_id)
      select c.tenant_id, 'customer', w, c.id from customer c, search_words(concat_ws(' ', c.number, c.name, c.email, c.phone, c.address_line, c.area)) w
      union all select l.tenant_id, 'login', w, l.id from login l, search_words(l.username) w
      order by 1, 2, 3, 4`.execute(tx)
  })
  await analyze(installation)
}

/** @returns the token of an API key with some permissions */
export async function addApiKey({ transact }: Installation, permissions: readonly string[]): Promise<string> {
  const token = newToken('tlk_')
  await transact((tx) =>
    sql`insert into api_key (name, prefix, token_hash, permissions, sees_all) values ('bench', ${token.slice(0, 10)}, ${sha256(token)}, ${permissions}, true)`.execute(
      tx,
    ),
  )
  return token
}
