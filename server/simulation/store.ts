import { sql, type Tx } from '#kernel/db.ts'
import type { Event } from '#kernel/events.ts'
import { type Money, money } from '#kernel/money.ts'
import type { InvoiceToPay, PastInvoice } from './habits.ts'

/** A tenant by the name in its address. */
export async function findTenant(tx: Tx, slug: string): Promise<{ id: string; timeZone: string } | undefined> {
  const { rows } = await sql<{ id: string; timeZone: string }>`
    select id, time_zone as "timeZone" from tenant where slug = ${slug}`.execute(tx)
  return rows[0]
}

export async function lastEventId(tx: Tx): Promise<bigint> {
  const { rows } = await sql<{ id: bigint }>`
    select id from event where tenant_id = current_tenant() order by id desc limit 1`.execute(tx)
  return rows[0]?.id ?? 0n
}

/** In the order of their numbers, which is that of time as long as one connection writes. */
export async function readEventsAfter(tx: Tx, id: bigint, max: number): Promise<Event[]> {
  const { rows } = await sql<Event>`
    select id, tenant_id as "tenantId", type, subject, payload, actor, request_id as "requestId", at
    from event where tenant_id = current_tenant() and id > ${id} order by id limit ${max}`.execute(tx)
  return rows
}

/** Empties the queue of a throw-away database. */
export async function takeQueuedJobs(tx: Tx): Promise<{ name: string; input: object }[]> {
  const { rows } = await sql<{ name: string; input: object }>`
    with taken as (delete from graphile_worker._private_jobs returning id, task_id, payload)
    select k.identifier as name, coalesce(t.payload -> 'input', '{}') as input
    from taken t join graphile_worker._private_tasks k on k.id = t.task_id order by t.id`.execute(tx)
  return rows
}

/** What became of the invoices that fell due since a day; void ones aside. */
export async function readPastInvoices(tx: Tx, since: Temporal.PlainDate, timeZone: string): Promise<PastInvoice[]> {
  const { rows } = await sql<{ accountNumber: string; dueOn: string; paidOn: string | null }>`
    select a.number as "accountNumber", i.due_on as "dueOn", (i.paid_at at time zone ${timeZone})::date as "paidOn"
    from invoice i join account a on a.tenant_id = i.tenant_id and a.id = i.account_id
    where i.tenant_id = current_tenant() and i.state <> 'void' and i.due_on >= ${since} order by a.number, i.due_on, i.number`.execute(tx)
  return rows.map(({ accountNumber, dueOn, paidOn }) => ({
    accountNumber,
    dueOn: Temporal.PlainDate.from(dueOn),
    paidOn: paidOn === null ? null : Temporal.PlainDate.from(paidOn),
  }))
}

export interface OpenInvoice extends InvoiceToPay {
  readonly id: string
}

/** Those that are to be paid, of some invoices or of all. */
export async function readOpenInvoices(tx: Tx, ids: readonly string[] | null): Promise<OpenInvoice[]> {
  const { rows } = await sql<{ id: string; accountNumber: string; issuedOn: string; dueOn: string }>`
    select i.id, a.number as "accountNumber", i.issued_on as "issuedOn", i.due_on as "dueOn"
    from invoice i join account a on a.tenant_id = i.tenant_id and a.id = i.account_id
    where i.tenant_id = current_tenant() and i.state = 'open' and (${ids}::uuid[] is null or i.id = any (${ids}::uuid[]))
    order by i.number`.execute(tx)
  return rows.map(({ issuedOn, dueOn, ...row }) => ({
    ...row,
    issuedOn: Temporal.PlainDate.from(issuedOn),
    dueOn: Temporal.PlainDate.from(dueOn),
  }))
}

/** What some invoices have open, by account. */
export async function readOwed(tx: Tx, invoiceIds: readonly string[]): Promise<{ accountId: string; amount: Money }[]> {
  const { rows } = await sql<{ accountId: string; minor: bigint; currency: string }>`
    select account_id as "accountId", sum(total_minor - paid_minor)::bigint as minor, currency from invoice
    where tenant_id = current_tenant() and id = any (${invoiceIds}::uuid[]) and state = 'open'
    group by account_id, currency order by account_id`.execute(tx)
  return rows.map(({ accountId, minor, currency }) => ({ accountId, amount: money(minor, currency) }))
}

export async function readAccountNumbers(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; number: string }>`
    select id, number from account where tenant_id = current_tenant() and id = any (${ids}::uuid[])`.execute(tx)
  return new Map(rows.map(({ id, number }) => [id, number]))
}

export async function findOffer(tx: Tx, code: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`select id from offer where tenant_id = current_tenant() and code = ${code}`.execute(tx)
  return rows[0]?.id
}

/** What is overdue, by currency. */
export interface Arrears {
  readonly amounts: Readonly<Record<string, bigint>>
  readonly accounts: number
}

export async function readArrears(tx: Tx, day: Temporal.PlainDate): Promise<Arrears> {
  const { rows } = await sql<{ currency: string; minor: bigint; accounts: bigint }>`
    select currency, sum(total_minor - paid_minor)::bigint as minor, count(distinct account_id) as accounts from invoice
    where tenant_id = current_tenant() and state = 'open' and due_on < ${day} group by currency order by currency`.execute(tx)
  return {
    amounts: Object.fromEntries(rows.map(({ currency, minor }) => [currency, minor])),
    accounts: rows.reduce((sum, { accounts }) => sum + Number(accounts), 0),
  }
}

/** Days as they are shown, both included. */
export interface DaysShown {
  readonly from: Temporal.PlainDate
  readonly to: Temporal.PlainDate
}

export interface PlanSum {
  readonly offerId: string | null // of charges that belong to no plan
  readonly name: string
  readonly net: Money
}

/** What was billed for each plan less what was credited, the largest first; void invoices aside. */
export async function readNetByPlan(tx: Tx, { from, to }: DaysShown): Promise<PlanSum[]> {
  const { rows } = await sql<{ offerId: string | null; name: string; minor: bigint; currency: string }>`
    with line as (
      select l.subscription_id, l.net_minor, i.currency from invoice_line l join invoice i on i.tenant_id = l.tenant_id and i.id = l.invoice_id
      where i.tenant_id = current_tenant() and i.issued_on between ${from} and ${to} and i.state <> 'void'
      union all
      select l.subscription_id, -n.net_minor, c.currency
      from credit_note_line n join credit_note c on c.tenant_id = n.tenant_id and c.id = n.credit_note_id
        join invoice_line l on l.tenant_id = n.tenant_id and l.invoice_id = n.invoice_id and l.line = n.invoice_line
      where c.tenant_id = current_tenant() and c.issued_on between ${from} and ${to})
    select o.id as "offerId", coalesce(o.name, '') as name, sum(line.net_minor)::bigint as minor, line.currency
    from line left join subscription s on s.tenant_id = current_tenant() and s.id = line.subscription_id
      left join offer o on o.tenant_id = s.tenant_id and o.id = s.offer_id
    group by o.id, o.name, line.currency order by minor desc, name`.execute(tx)
  return rows.map(({ offerId, name, minor, currency }) => ({ offerId, name, net: money(minor, currency) }))
}

export interface TaxSum {
  readonly code: string
  readonly name: string
  readonly percent: string
  readonly tax: Money
}

/** Each tax at each rate, of invoices less credit notes; void invoices aside. */
export async function readTaxes(tx: Tx, { from, to }: DaysShown): Promise<TaxSum[]> {
  const { rows } = await sql<{ code: string; name: string; percent: string; minor: bigint; currency: string }>`
    with document as (
      select taxes_of_id, currency, 1 as sign from invoice where tenant_id = current_tenant() and issued_on between ${from} and ${to} and state <> 'void'
      union all
      select id, currency, -1 from credit_note where tenant_id = current_tenant() and issued_on between ${from} and ${to})
    select t.code, t.name, trim_scale(t.rate_percent)::text as percent, sum(d.sign * abs(t.tax_minor))::bigint as minor, d.currency
    from document d join invoice_tax t on t.tenant_id = current_tenant() and t.invoice_id = d.taxes_of_id
    group by t.code, t.name, t.rate_percent, d.currency order by t.code, t.rate_percent`.execute(tx)
  return rows.map(({ code, name, percent, minor, currency }) => ({ code, name, percent, tax: money(minor, currency) }))
}

export interface AccountAtEnd {
  readonly accountId: string
  readonly account: string // its number
  readonly customerId: string
  readonly customer: string
  readonly currency: string
  readonly arrearsMinor: bigint
}

/** Accounts by number, and every one that is overdue at the end of a day. */
export async function readAccountsAtEnd(tx: Tx, numbers: readonly string[], day: Temporal.PlainDate): Promise<Map<string, AccountAtEnd>> {
  const { rows } = await sql<AccountAtEnd>`
    with overdue as (
      select account_id, sum(total_minor - paid_minor)::bigint as minor from invoice
      where tenant_id = current_tenant() and state = 'open' and due_on < ${day} group by account_id)
    select a.id as "accountId", a.number as account, c.id as "customerId", c.name as customer, a.currency, coalesce(o.minor, 0) as "arrearsMinor"
    from account a join customer c on c.tenant_id = a.tenant_id and c.id = a.customer_id left join overdue o on o.account_id = a.id
    where a.tenant_id = current_tenant() and (o.account_id is not null or a.number = any (${numbers}::text[]))`.execute(tx)
  return new Map(rows.map((row) => [row.account, row]))
}
