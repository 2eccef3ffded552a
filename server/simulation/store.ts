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
