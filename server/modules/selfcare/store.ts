import { sql, type Tx } from '#kernel/db.ts'
import { type Money, money } from '#kernel/money.ts'
import type { LoginOwner } from '#modules/access'
import type { DocumentRef } from '#modules/documents'
import type { ListedKind, ShownDocument } from './document.ts'

// ---- whether they let customers in ----------------------------------------------------------------------------------------

export async function readIsOpen(tx: Tx): Promise<boolean> {
  const { rows } = await sql<{ is_open: boolean }>`select is_open from selfcare_setting where tenant_id = current_tenant()`.execute(tx)
  return rows[0]?.is_open ?? true
}

export async function writeIsOpen(tx: Tx, isOpen: boolean): Promise<void> {
  await sql`
    insert into selfcare_setting (is_open) values (${isOpen})
    on conflict (tenant_id) do update set is_open = excluded.is_open, version = selfcare_setting.version + 1`.execute(tx)
}

/** An invoice of which something is open, and whether the pages on which it could be paid are. */
export async function findPayable(tx: Tx, invoiceId: string): Promise<{ currency: string; isOpen: boolean } | undefined> {
  const { rows } = await sql<{ currency: string; isOpen: boolean }>`
    select i.currency, coalesce(s.is_open, true) as "isOpen" from invoice i left join selfcare_setting s on s.tenant_id = i.tenant_id
    where i.id = ${invoiceId} and i.state = 'open'`.execute(tx)
  return rows[0]
}

// ---- signing in -----------------------------------------------------------------------------------------------------------

export async function insertCode(tx: Tx, email: string, now: Temporal.Instant, expiresAt: Temporal.Instant): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into selfcare_code (email, created_at, expires_at) values (${email}, ${now}, ${expiresAt}) returning id`.execute(tx)
  return rows[0]!.id
}

/** Counts one after the other for an address: of many requests at once each sees those before it. */
export async function countCodes(tx: Tx, email: string, since: Temporal.Instant): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtextextended('selfcare_code ' || current_tenant() || ${email}, 0))`.execute(tx)
  const { rows } = await sql<{ count: bigint }>`
    select count(*) from selfcare_code where tenant_id = current_tenant() and email = ${email} and created_at > ${since}`.execute(tx)
  return Number(rows[0]!.count)
}

export interface Addressee {
  readonly customerId: string
  readonly number: string
  readonly name: string
  readonly language: string
}

/** Who asked for a code: the customers who have the address, if anybody has. */
export async function readAddressees(
  tx: Tx,
  codeId: string,
  now: Temporal.Instant,
  limit: number,
): Promise<{ email: string; customers: Addressee[] } | undefined> {
  const { rows } = await sql<{ email: string }>`
    select email from selfcare_code where id = ${codeId} and used_at is null and expires_at > ${now}`.execute(tx)
  const email = rows[0]?.email
  if (email === undefined) return undefined
  const found = await sql<Addressee>`
    select id as "customerId", number, name, language from customer
    where tenant_id = current_tenant() and lower(email) = ${email} and state = 'active' order by created_at limit ${limit}`.execute(tx)
  return { email, customers: found.rows }
}

export async function keepCodes(tx: Tx, codeId: string, codes: readonly { customerId: string; hash: string }[]): Promise<void> {
  await sql`
    insert into selfcare_code_customer (code_id, customer_id, code_hash)
    select ${codeId}, * from unnest(${codes.map((code) => code.customerId)}::uuid[], ${codes.map((code) => code.hash)}::text[])
    on conflict (tenant_id, code_id, customer_id) do update set code_hash = excluded.code_hash`.execute(tx)
}

/** Counts a try at a code, before it is looked at. @returns whether it may be looked at */
export async function countTryOfCode(tx: Tx, codeId: string, now: Temporal.Instant, triesMax: number): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update selfcare_code set tries = tries + 1 where id = ${codeId} and used_at is null and expires_at > ${now} and tries < ${triesMax}`.execute(
    tx,
  )
  return numAffectedRows === 1n
}

export async function readCodes(tx: Tx, codeId: string): Promise<{ customerId: string; hash: string }[]> {
  const { rows } = await sql<{ customerId: string; hash: string }>`
    select customer_id as "customerId", code_hash as hash from selfcare_code_customer where code_id = ${codeId}`.execute(tx)
  return rows
}

/** @returns false when another took it first */
export async function takeCode(tx: Tx, codeId: string, now: Temporal.Instant): Promise<boolean> {
  const { numAffectedRows } = await sql`update selfcare_code set used_at = ${now} where id = ${codeId} and used_at is null`.execute(tx)
  return numAffectedRows === 1n
}

/** Counts a password that is tried for a user name. @returns how many since when, this one with them */
export async function countTry(
  tx: Tx,
  username: string,
  now: Temporal.Instant,
  windowStart: Temporal.Instant,
): Promise<{ tries: number; since: Temporal.Instant }> {
  const { rows } = await sql<{ tries: number; since: Temporal.Instant }>`
    insert into selfcare_try as t (username, since, tries) values (${username}, ${now}, 1)
    on conflict (tenant_id, username) do update set
      tries = case when t.since > ${windowStart} then t.tries + 1 else 1 end, since = case when t.since > ${windowStart} then t.since else ${now} end
    returning tries, since`.execute(tx)
  return rows[0]!
}

export async function forgetTries(tx: Tx, username: string): Promise<void> {
  await sql`delete from selfcare_try where tenant_id = current_tenant() and username = ${username}`.execute(tx)
}

export async function insertSession(
  tx: Tx,
  session: { tokenHash: string; expiresAt: Temporal.Instant } & Pick<LoginOwner, 'customerId'> & Partial<LoginOwner>,
): Promise<void> {
  await sql`
    insert into selfcare_session (customer_id, token_hash, login_id, password_proof, expires_at)
    values (${session.customerId}, ${session.tokenHash}, ${session.loginId ?? null}, ${session.passwordProof ?? null}, ${session.expiresAt})`.execute(
    tx,
  )
}

/** Whose a session is, while they are a customer and the password it began with is the login's. */
export async function findSession(tx: Tx, tokenHash: string, now: Temporal.Instant): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select c.id from selfcare_session s join customer c on c.tenant_id = s.tenant_id and c.id = s.customer_id
      left join login l on l.tenant_id = s.tenant_id and l.id = s.login_id
    where s.tenant_id = current_tenant() and s.token_hash = ${tokenHash} and s.expires_at > ${now} and c.state = 'active'
      and (s.login_id is null or s.password_proof = encode(sha256(convert_to(l.password_sealed, 'UTF8')), 'hex'))`.execute(tx)
  return rows[0]?.id
}

export async function deleteSession(tx: Tx, tokenHash: string): Promise<void> {
  await sql`delete from selfcare_session where tenant_id = current_tenant() and token_hash = ${tokenHash}`.execute(tx)
}

/** Of all tenants in scope. */
export async function deleteOver(tx: Tx, now: Temporal.Instant): Promise<void> {
  await sql`delete from selfcare_session where expires_at <= ${now}`.execute(tx)
  await sql`delete from selfcare_code where expires_at <= ${now.subtract({ hours: 24 })}`.execute(tx)
  await sql`delete from selfcare_try where since <= ${now.subtract({ hours: 24 })}`.execute(tx)
}

// ---- what a customer sees: in a transaction that sees the rows of one customer only --------------------------------------------

export interface OwnAccount {
  readonly id: string
  readonly number: string
  readonly balance: Money // positive: owed
}

export async function readOwnAccounts(tx: Tx): Promise<OwnAccount[]> {
  const { rows } = await sql<{ id: string; number: string; currency: string; balance: bigint }>`
    select a.id, a.number, a.currency, coalesce(sum(b.balance_minor) filter (where l.id is not null), 0)::bigint as balance
    from account a left join account_balance b on b.tenant_id = a.tenant_id and b.account_id = a.id
      left join ledger_account l on l.tenant_id = b.tenant_id and l.id = b.ledger_account_id and l.code in ('receivables', 'customer-credit')
    where a.tenant_id = current_tenant() group by a.tenant_id, a.id, a.number, a.currency order by a.number`.execute(tx)
  return rows.map(({ id, number, currency, balance }) => ({ id, number, balance: money(balance, currency) }))
}

export interface OwnService {
  readonly id: string
  readonly name: string
  readonly number: string
  readonly state: string
  /** Whether its plan grants so many bytes and no more. */
  readonly isLimited: boolean
  readonly prepaidUntil: Temporal.PlainDate | null
  readonly endsOn: Temporal.PlainDate | null
}

interface ServiceRow {
  id: string
  name: string
  number: string
  state: string
  is_limited: boolean
  prepaid_until: string | null
  ends_on: string | null
}

export async function readOwnServices(tx: Tx): Promise<OwnService[]> {
  const { rows } = await sql<ServiceRow>`
    select s.id, o.name, s.number, s.state, v.quota_bytes is not null as is_limited, s.prepaid_until, s.ends_on from subscription s
      join offer o on o.tenant_id = s.tenant_id and o.id = s.offer_id
      join offer_version v on v.tenant_id = s.tenant_id and v.id = s.offer_version_id
    where s.tenant_id = current_tenant() and s.state in ('pending', 'active', 'paused', 'suspended') order by s.created_at limit 50`.execute(
    tx,
  )
  return rows.map(({ is_limited, prepaid_until, ends_on, ...row }) => ({
    ...row,
    isLimited: is_limited,
    prepaidUntil: day(prepaid_until),
    endsOn: day(ends_on),
  }))
}

interface DocumentRow {
  id: string
  number: string
  customer_id: string
  account_id: string
  issued_on: string | null
  currency: string
  amount: bigint | null
  state: ShownDocument['state']
  paid: bigint | null
  due_on: string | null
  valid_until: string | null
}

/** Rows of one kind as documents, in one shape. @param timeZone in which a receipt has its day */
function documentsOf(kind: Exclude<DocumentRef['kind'], 'statement'>, timeZone: string) {
  switch (kind) {
    case 'invoice':
      return sql`select id, number, customer_id, account_id, issued_on, currency, total_minor as amount, state, paid_minor as paid, due_on, null::date as valid_until from invoice where tenant_id = current_tenant()`
    case 'receipt':
      return sql`select id, number, customer_id, account_id, (received_at at time zone ${timeZone})::date as issued_on, currency, amount_minor as amount,
        null::text as state, null::bigint as paid, null::date as due_on, null::date as valid_until from payment where tenant_id = current_tenant()`
    case 'credit-note':
      return sql`select id, number, customer_id, account_id, issued_on, currency, total_minor as amount, null::text as state, null::bigint as paid,
        null::date as due_on, null::date as valid_until from credit_note where tenant_id = current_tenant()`
    case 'proforma':
      return sql`select id, number, customer_id, account_id, issued_on, currency, total_minor - credited_minor as amount, null::text as state, null::bigint as paid,
        null::date as due_on, valid_until from proforma where tenant_id = current_tenant()`
    default:
      return kind satisfies never
  }
}

/** The newest of a kind that come after a place in the list. */
export async function readOwnDocuments(
  tx: Tx,
  kind: ListedKind,
  { timeZone, limit, before = null }: { readonly timeZone: string; readonly limit: number; readonly before?: string | null },
): Promise<ShownDocument[]> {
  const { rows } = await sql<DocumentRow>`
    with d as (${documentsOf(kind, timeZone)})
    select d.* from d left join d p on p.id = ${before}::uuid
    where ${before}::uuid is null or (d.issued_on, d.id) < (p.issued_on, p.id)
    order by d.issued_on desc, d.id desc limit ${limit}`.execute(tx)
  return rows.map((row) => shown(kind, row))
}

/** What is to be paid, the first due first. */
export async function readOpenInvoices(tx: Tx): Promise<ShownDocument[]> {
  const { rows } = await sql<DocumentRow>`
    select * from (${documentsOf('invoice', 'UTC')}) d where state = 'open' and amount > paid order by due_on, id limit 50`.execute(tx)
  return rows.map((row) => shown('invoice', row))
}

export async function findDocument(tx: Tx, ref: DocumentRef, timeZone: string): Promise<ShownDocument | undefined> {
  const { rows } =
    ref.kind === 'statement'
      ? await sql<DocumentRow>`
          select id, number, customer_id, id as account_id, null::date as issued_on, currency, null::bigint as amount, null::text as state, null::bigint as paid, null::date as due_on, null::date as valid_until
          from account where id = ${ref.accountId}`.execute(tx)
      : await sql<DocumentRow>`select * from (${documentsOf(ref.kind, timeZone)}) d where id = ${ref.id}`.execute(tx)
  return rows[0] && shown(ref.kind, rows[0])
}

const shown = (kind: ShownDocument['kind'], row: DocumentRow): ShownDocument => ({
  kind,
  id: row.id,
  number: row.number,
  customerId: row.customer_id,
  accountId: row.account_id,
  on: day(row.issued_on),
  amount: row.amount === null ? null : money(row.amount, row.currency),
  state: row.state,
  open: row.amount === null || row.paid === null ? null : money(row.state === 'open' ? row.amount - row.paid : 0n, row.currency),
  dueOn: day(row.due_on),
  validUntil: day(row.valid_until),
})

const day = (text: string | null) => (text === null ? null : Temporal.PlainDate.from(text))

export interface ShownLine {
  readonly description: string
  readonly net: Money
}

/** What an invoice is for. Not of one customer's rows: the bill of who pays for others has their lines too. */
export async function readShownLines(tx: Tx, invoiceId: string): Promise<{ lines: ShownLine[]; tax: Money | null }> {
  const { rows } = await sql<{ description: string; net: bigint; tax: bigint; currency: string }>`
    select l.description, l.net_minor as net, i.tax_minor as tax, i.currency from invoice_line l join invoice i on i.tenant_id = l.tenant_id and i.id = l.invoice_id
    where l.invoice_id = ${invoiceId} order by l.line limit 60`.execute(tx)
  const [first] = rows
  return {
    lines: rows.map(({ description, net, currency }) => ({ description, net: money(net, currency) })),
    tax: first ? money(first.tax, first.currency) : null,
  }
}
