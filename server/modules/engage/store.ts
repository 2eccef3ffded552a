import { json, sql, type Tx } from '#kernel/db.ts'
import type { DocumentRef } from '#modules/documents'
import type { Channel, Facts, Notice, NoticeState, Payload } from './notice.ts'

export interface NoticeDraft {
  readonly customerId: string
  readonly kind: string
  readonly channel: Channel
  readonly recipient: string
  readonly language: string
  readonly subject: string
  readonly body: string
  readonly document: DocumentRef | null
  readonly dedupKey: string
  readonly state: NoticeState
  readonly error: string | null
}

/** Adds what was not said yet. @returns ids of the notices that wait to be sent */
export async function insertNotices(tx: Tx, drafts: readonly NoticeDraft[], now: Temporal.Instant): Promise<string[]> {
  const { rows } = await sql<{ id: string; state: NoticeState }>`
    insert into notice (customer_id, kind, channel, recipient, language, subject, body, document, dedup_key, state, error, created_at, sent_at)
    select d."customerId", d.kind, d.channel, d.recipient, d.language, d.subject, d.body, d.document, d."dedupKey", d.state, d.error, ${now}::timestamptz,
      case when d.state = 'sent' then ${now}::timestamptz end
    from jsonb_to_recordset(${json(drafts)}) as d ("customerId" uuid, kind text, channel text, recipient text, language text, subject text, body text,
      document jsonb, "dedupKey" text, state text, error text)
    on conflict (tenant_id, dedup_key) do nothing
    returning id, state`.execute(tx)
  return rows.filter((row) => row.state === 'queued').map((row) => row.id)
}

interface FactRow {
  position: bigint
  name: string
  email: string | null
  language: string
  plan: string | null
  open: bigint | null
  currency: string | null
  due_on: string | null
  fee: bigint | null
}

type Fact = Pick<Facts, 'customer' | 'plan' | 'invoice' | 'lateFee'>

/** What the texts of events need, in one statement; undefined where the customer does not exist any more. */
export async function readFacts(tx: Tx, payloads: readonly Payload[]): Promise<(Fact | undefined)[]> {
  const { rows } = await sql<FactRow>`
    select e.position, c.name, c.email, c.language, o.name as plan, i.total_minor - i.paid_minor as open, i.currency, i.due_on, f.amount_minor as fee
    from unnest(${payloads.map((p) => p.customerId)}::uuid[], ${payloads.map((p) => p.subscriptionId ?? null)}::uuid[], ${payloads.map((p) => p.invoiceId ?? null)}::uuid[])
        with ordinality e (customer_id, subscription_id, invoice_id, position)
      join customer c on c.id = e.customer_id
      left join subscription s on s.tenant_id = c.tenant_id and s.id = e.subscription_id
      left join offer o on o.tenant_id = s.tenant_id and o.id = s.offer_id
      left join invoice i on i.tenant_id = c.tenant_id and i.id = e.invoice_id and i.state <> 'void'
      left join pending_charge f on f.tenant_id = i.tenant_id and f.source = 'late-fee:' || i.id and f.withdrawn_at is null`.execute(tx)
  const facts = new Map(rows.map((row) => [Number(row.position), toFact(row)]))
  return payloads.map((_, index) => facts.get(index + 1))
}

const toFact = ({ name, email, language, plan, open, currency, due_on, fee }: FactRow): Fact => ({
  customer: { name, email, language },
  plan,
  invoice: open === null || currency === null || due_on === null ? null : { open, currency, dueOn: due_on },
  lateFee: fee === null || currency === null ? null : { minor: fee, currency },
})

const noticeColumns = sql`id, kind, channel, recipient, language, subject, body, state, error, created_at as "createdAt", sent_at as "sentAt"`
const shownMax = 200

/** What a customer was told, newest first. */
export async function readNoticesOf(tx: Tx, customerId: string): Promise<Notice[]> {
  const { rows } = await sql<Notice>`
    select ${noticeColumns} from notice where tenant_id = current_tenant() and customer_id = ${customerId}
    order by created_at desc, id desc limit ${shownMax}`.execute(tx)
  return rows
}

/** A notice that waits to be sent, and what goes with it. */
export interface QueuedNotice extends Notice {
  readonly document: DocumentRef | null
}

export async function readQueued(tx: Tx, ids: readonly string[]): Promise<QueuedNotice[]> {
  const { rows } =
    await sql<QueuedNotice>`select ${noticeColumns}, document from notice where id = any (${ids}::uuid[]) and state = 'queued' order by id`.execute(
      tx,
    )
  return rows
}

export async function markNotice(
  tx: Tx,
  id: string,
  outcome: { state: NoticeState; error: string | null; sentAt: Temporal.Instant | null },
): Promise<void> {
  await sql`update notice set state = ${outcome.state}, error = ${outcome.error}, sent_at = ${outcome.sentAt} where id = ${id}`.execute(tx)
}

/** Puts mails back that were not sent. @returns those that were */
export async function requeue(tx: Tx, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update notice set state = 'queued', error = null
    where id = any (${ids}::uuid[]) and channel = 'email' and state in ('failed', 'skipped') and recipient <> '' returning id`.execute(tx)
  return rows.map((row) => row.id)
}
