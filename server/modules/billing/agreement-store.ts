import { sql, type Tx } from '#kernel/db.ts'
import type { Event } from '#kernel/events.ts'
import type { ChangeAsk } from './quote.ts'

/** The accounts whose money a change moves. */
export async function accountsOfChange(tx: Tx, ask: ChangeAsk): Promise<string[]> {
  const to = ask.kind === 'transfer' ? ask.customerId : null
  const { rows } = await sql<{ id: string }>`
    select account_id as id from subscription where id = ${ask.subscriptionId} union select id from account where customer_id = ${to}::uuid`.execute(
    tx,
  )
  return rows.map(({ id }) => id)
}

/** What this transaction has told of a subscription, in its order. */
export async function toldNow(tx: Tx, subscriptionId: string, types: readonly string[]): Promise<Event[]> {
  const { rows } = await sql<Event>`
    select id, type, subject, payload from event
    where tenant_id = current_tenant() and subject = ${subscriptionId} and xid = pg_current_xact_id() and type = any (${types}::text[]) order by id`.execute(
    tx,
  )
  return rows
}
