import { sql, type Tx } from '#kernel/db.ts'
import type { SmsSettings, SmsState } from './sms.ts'

export interface SealedSettings extends SmsSettings {
  readonly passwordSealed: string
}

export async function readSettings(tx: Tx): Promise<SealedSettings | undefined> {
  const { rows } = await sql<SealedSettings>`
    select host, port, is_tls as "isTls", system_id as "systemId", password_sealed as "passwordSealed", system_type as "systemType", source
    from sms_setting where tenant_id = current_tenant()`.execute(tx)
  return rows[0]
}

export async function writeSettings(tx: Tx, s: SealedSettings): Promise<void> {
  await sql`
    insert into sms_setting (host, port, is_tls, system_id, password_sealed, system_type, source)
    values (${s.host}, ${s.port}, ${s.isTls}, ${s.systemId}, ${s.passwordSealed}, ${s.systemType}, ${s.source})
    on conflict (tenant_id) do update set host = excluded.host, port = excluded.port, is_tls = excluded.is_tls, system_id = excluded.system_id,
      password_sealed = excluded.password_sealed, system_type = excluded.system_type, source = excluded.source, version = sms_setting.version + 1`.execute(
    tx,
  )
}

export async function removeSettings(tx: Tx): Promise<void> {
  await sql`delete from sms_setting where tenant_id = current_tenant()`.execute(tx)
}

/** Keeps a message and wakes whoever sends. */
export async function insertSms(
  tx: Tx,
  sms: { destination: string; kind: string; textSealed: string },
  dueAt: Temporal.Instant,
): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into sms (destination, kind, text_sealed, due_at) values (${sms.destination}, ${sms.kind}, ${sms.textSealed}, ${dueAt}) returning id`.execute(
    tx,
  )
  await sql`select pg_notify('sms', '')`.execute(tx)
  return rows[0]!.id
}

export interface DueSms {
  readonly id: string
  readonly tenantId: string
  readonly destination: string
  readonly textSealed: string
  readonly attempts: number
}

/** Takes messages to send, of any tenants in scope that have a centre. */
export async function takeDue(tx: Tx, now: Temporal.Instant, limit: number): Promise<DueSms[]> {
  const { rows } = await sql<DueSms>`
    with due as (
      select tenant_id, id from sms m where state = 'queued' and due_at <= ${now}
        and exists (select from sms_setting s where s.tenant_id = m.tenant_id)
      order by due_at limit ${limit} for update skip locked)
    update sms m set state = 'sending', attempts = attempts + 1, sent_at = ${now}
    from due where m.tenant_id = due.tenant_id and m.id = due.id
    returning m.id, m.tenant_id as "tenantId", m.destination, m.text_sealed as "textSealed", m.attempts`.execute(tx)
  return rows
}

export interface Result {
  readonly state: SmsState
  readonly messageIds?: readonly string[]
  readonly error?: string
  readonly dueAt?: Temporal.Instant
}

export async function recordResult(tx: Tx, id: string, { state, messageIds, error, dueAt }: Result): Promise<void> {
  await sql`
    update sms set state = case when state = 'delivered' then state else ${state} end, message_ids = coalesce(${messageIds ?? null}::text[], message_ids), error = ${error ?? null},
      due_at = coalesce(${dueAt ?? null}::timestamptz, due_at)
    where id = ${id}`.execute(tx)
}

/** What was being sent when a process died: nobody knows whether the centre took it. */
export async function giveUpSending(tx: Tx, before: Temporal.Instant): Promise<void> {
  await sql`update sms set state = 'unknown', error = 'The program ended before the answer came.' where state = 'sending' and sent_at < ${before}`.execute(
    tx,
  )
}

/**
 * Records how a message ended. Centres write an id in decimal here and in hexadecimal there, so both are looked for.
 * @returns whether the message was found
 */
export async function recordReceipt(
  tx: Tx,
  messageIds: readonly string[],
  outcome: { readonly state: 'delivered' | 'failed'; readonly error: string | null; readonly at: Temporal.Instant },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update sms set state = ${outcome.state}, error = ${outcome.error}, delivered_at = case when ${outcome.state} = 'delivered' then ${outcome.at}::timestamptz end
    where message_ids && ${messageIds}::text[] and state in ('sending', 'sent')`.execute(tx)
  return (numAffectedRows ?? 0n) > 0n
}
