import { sql, type Tx } from '#kernel/db.ts'
import { emit, emitAll } from '#kernel/events.ts'
import { money } from '#kernel/money.ts'
import { retryableStates, type SmsKind, type SmsReason, type SmsSettings, type SmsState } from './sms.ts'

// ---- settings -----------------------------------------------------------------------------------------------------------

export interface SealedSettings extends SmsSettings {
  readonly passwordSealed: string
}

type SettingsRow = Omit<SealedSettings, 'partPrice'> & { readonly partPriceMinor: bigint | null; readonly currency: string }

const settingsColumns = sql`host, port, is_tls as "isTls", system_id as "systemId", password_sealed as "passwordSealed", system_type as "systemType", source, bind,
  unanswered_max as "unansweredMax", per_second as "perSecond", prefixes, parts_per_hour_max as "partsPerHourMax", part_price_minor as "partPriceMinor",
  (select currency from tenant where id = current_tenant()) as currency`

const settingsOf = ({ partPriceMinor, currency, ...settings }: SettingsRow): SealedSettings => ({
  ...settings,
  partPrice: partPriceMinor === null ? null : money(partPriceMinor, currency),
})

export async function readSettings(tx: Tx): Promise<SealedSettings | undefined> {
  const { rows } = await sql<SettingsRow>`select ${settingsColumns} from sms_setting where tenant_id = current_tenant()`.execute(tx)
  return rows[0] && settingsOf(rows[0])
}

/** Locks them, so that messages are counted one after the other. */
export async function lockSettings(tx: Tx): Promise<SealedSettings | undefined> {
  const { rows } = await sql<SettingsRow>`
    select ${settingsColumns} from sms_setting where tenant_id = current_tenant() for no key update`.execute(tx)
  return rows[0] && settingsOf(rows[0])
}

export async function writeSettings(tx: Tx, s: SealedSettings): Promise<void> {
  await sql`
    insert into sms_setting (host, port, is_tls, system_id, password_sealed, system_type, source, bind, unanswered_max, per_second, prefixes, parts_per_hour_max,
      part_price_minor)
    values (${s.host}, ${s.port}, ${s.isTls}, ${s.systemId}, ${s.passwordSealed}, ${s.systemType}, ${s.source}, ${s.bind}, ${s.unansweredMax}, ${s.perSecond},
      ${s.prefixes}::text[], ${s.partsPerHourMax}, ${s.partPrice?.minor ?? null}::bigint)
    on conflict (tenant_id) do update set host = excluded.host, port = excluded.port, is_tls = excluded.is_tls, system_id = excluded.system_id,
      password_sealed = excluded.password_sealed, system_type = excluded.system_type, source = excluded.source, bind = excluded.bind,
      unanswered_max = excluded.unanswered_max, per_second = excluded.per_second, prefixes = excluded.prefixes,
      parts_per_hour_max = excluded.parts_per_hour_max, part_price_minor = excluded.part_price_minor, version = sms_setting.version + 1`.execute(
    tx,
  )
}

export async function removeSettings(tx: Tx): Promise<void> {
  await sql`delete from sms_setting where tenant_id = current_tenant()`.execute(tx)
}

/** Parts that were to be sent since a moment. */
export async function countParts(tx: Tx, since: Temporal.Instant): Promise<number> {
  const { rows } = await sql<{ parts: bigint }>`
    select coalesce(sum(parts), 0)::bigint as parts from sms where tenant_id = current_tenant() and queued_at > ${since}::timestamptz and state <> 'refused'`.execute(
    tx,
  )
  return Number(rows[0]!.parts)
}

// ---- messages -----------------------------------------------------------------------------------------------------------

export interface NewSms {
  readonly destination: string
  readonly kind: SmsKind
  readonly textShown: string
  readonly textSealed: string
  readonly parts: number
  readonly usefulUntil: Temporal.Instant | null
  /** Why it is not to be sent; null: it is. */
  readonly refusal: SmsReason | null
}

/** Keeps a message and wakes whoever sends. */
export async function insertSms(tx: Tx, sms: NewSms, now: Temporal.Instant): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into sms (destination, kind, text_shown, text_sealed, parts, state, reason, due_at, queued_at, useful_until)
    values (${sms.destination}, ${sms.kind}, ${sms.textShown}, ${sms.textSealed}, ${sms.parts}, ${sms.refusal === null ? 'queued' : 'refused'}, ${sms.refusal}, ${now}, ${now},
      ${sms.usefulUntil}) returning id`.execute(tx)
  const { id } = rows[0]!
  await (sms.refusal === null ? wake(tx, id, sms.kind) : tellOfFailure(tx, { id, kind: sms.kind, state: 'refused', reason: sms.refusal }))
  return id
}

async function wake(tx: Tx, id: string, kind: string): Promise<void> {
  await sql`select pg_notify('sms', '')`.execute(tx)
  await emit(tx, 'sms.queued.v1', { smsId: id, kind }, id)
}

const tellOfFailure = (tx: Tx, sms: { id: string; kind: string; state: SmsState; reason: SmsReason | null }) =>
  emit(tx, 'sms.failed.v1', { smsId: sms.id, kind: sms.kind, state: sms.state, reason: sms.reason }, sms.id)

export interface Sms {
  readonly id: string
  readonly destination: string
  readonly kind: SmsKind
  readonly textShown: string
  readonly parts: number
  readonly state: SmsState
  readonly reason: SmsReason | null
  readonly detail: string | null
  readonly messageIds: readonly string[]
  readonly attempts: number
  readonly createdAt: Temporal.Instant
  readonly deliveredAt: Temporal.Instant | null
}

export async function findSms(tx: Tx, id: string): Promise<Sms | undefined> {
  const { rows } = await sql<Sms>`
    select id, destination, kind, text_shown as "textShown", parts, state, reason, detail, message_ids as "messageIds", attempts, created_at as "createdAt",
      delivered_at as "deliveredAt" from sms where id = ${id}`.execute(tx)
  return rows[0]
}

/** Messages that a person may send again now. */
export async function lockRetryable(
  tx: Tx,
  ids: readonly string[],
  now: Temporal.Instant,
): Promise<{ id: string; destination: string; kind: string; parts: number }[]> {
  const { rows } = await sql<{ id: string; destination: string; kind: string; parts: number }>`
    select id, destination, kind, parts from sms
    where id = any (${ids}::uuid[]) and state = any (${retryableStates}::text[]) and (useful_until is null or useful_until > ${now}::timestamptz)
    order by id for update`.execute(tx)
  return rows
}

export async function requeue(tx: Tx, { id, kind }: { readonly id: string; readonly kind: string }, now: Temporal.Instant): Promise<void> {
  await sql`
    update sms set state = 'queued', reason = null, detail = null, message_ids = '{}', delivered_ids = '{}', attempts = 0, due_at = ${now}, queued_at = ${now}
    where id = ${id}`.execute(tx)
  await wake(tx, id, kind)
}

// ---- sending ------------------------------------------------------------------------------------------------------------

export interface DueSms {
  readonly id: string
  readonly tenantId: string
  readonly kind: string
  readonly destination: string
  readonly textSealed: string
  readonly usefulUntil: Temporal.Instant | null
  readonly attempts: number
}

/**
 * Takes messages to send, of any tenants in scope that have a centre: from each as many as it takes in a second.
 * @param busy tenants that are still sending, which come later
 */
export async function takeDue(tx: Tx, now: Temporal.Instant, busy: readonly string[]): Promise<DueSms[]> {
  const { rows } = await sql<DueSms>`
    with due as (
      select m.tenant_id, m.id from sms_setting s cross join lateral (
        select tenant_id, id from sms where tenant_id = s.tenant_id and state = 'queued' and due_at <= ${now}
        order by due_at limit s.per_second for update skip locked) m
      where s.tenant_id <> all (${busy}::uuid[]))
    update sms m set state = 'sending', attempts = attempts + 1, sent_at = ${now}
    from due where m.tenant_id = due.tenant_id and m.id = due.id
    returning m.id, m.tenant_id as "tenantId", m.kind, m.destination, m.text_sealed as "textSealed", m.useful_until as "usefulUntil", m.attempts`.execute(
    tx,
  )
  return rows
}

export interface Result {
  readonly state: Extract<SmsState, 'queued' | 'sent' | 'failed' | 'unknown'>
  readonly messageIds?: readonly string[]
  readonly reason?: SmsReason
  readonly detail?: string
  readonly dueAt?: Temporal.Instant
}

export async function recordResult(tx: Tx, { id, kind }: DueSms, { state, messageIds, reason, detail, dueAt }: Result): Promise<void> {
  await sql`
    update sms set state = ${state}, message_ids = coalesce(${messageIds ?? null}::text[], message_ids), reason = ${reason ?? null}, detail = ${detail ?? null},
      due_at = coalesce(${dueAt ?? null}::timestamptz, due_at)
    where id = ${id}`.execute(tx)
  if (state === 'sent') await emit(tx, 'sms.sent.v1', { smsId: id, kind }, id)
  else if (state !== 'queued') await tellOfFailure(tx, { id, kind, state, reason: reason ?? null })
}

/** What was being sent when a process died, of which nobody knows whether the centre took it; and what waited longer than anybody wants it. */
export async function giveUp(tx: Tx, now: Temporal.Instant, sendingBefore: Temporal.Instant): Promise<void> {
  const { rows } = await sql<{ tenantId: string; id: string; kind: string; state: SmsState; reason: SmsReason }>`
    update sms set state = case state when 'sending' then 'unknown' else 'failed' end, reason = case state when 'sending' then 'no-answer' else 'too-late' end, detail = null
    where state = 'sending' and sent_at < ${sendingBefore} or state = 'queued' and due_at <= ${now} and useful_until <= ${now}
    returning tenant_id as "tenantId", id, kind, state, reason`.execute(tx)
  await emitAll(
    tx,
    rows.map(({ tenantId, id, kind, state, reason }) => ({
      tenantId,
      type: 'sms.failed.v1',
      subject: id,
      payload: { smsId: id, kind, state, reason },
    })),
  )
}

/**
 * Records how a part of a message ended: delivered when all are, failed when one is. Centres write an id in decimal here and in
 * hexadecimal there, so both are looked for; a receipt may come twice.
 * @returns whether the message was found
 */
export async function recordReceipt(
  tx: Tx,
  messageIds: readonly string[],
  outcome: { readonly failure: { readonly reason: SmsReason; readonly detail: string } | null; readonly at: Temporal.Instant },
): Promise<boolean> {
  const { rows } = await sql<{ id: string; kind: string; state: SmsState; reason: SmsReason | null }>`
    with found as (
      select tenant_id, id, array(
        select unnest(delivered_ids) union select part from unnest(message_ids) as part where part = any (${messageIds}::text[])) as delivered
      from sms where message_ids && ${messageIds}::text[] and state in ('sending', 'sent') for update)
    update sms m set delivered_ids = case when ${outcome.failure === null} then found.delivered else m.delivered_ids end,
      state = case when not ${outcome.failure === null} then 'failed' when cardinality(found.delivered) >= m.parts then 'delivered' else m.state end,
      reason = ${outcome.failure?.reason ?? null}, detail = ${outcome.failure?.detail ?? null},
      delivered_at = case when ${outcome.failure === null} and cardinality(found.delivered) >= m.parts then ${outcome.at}::timestamptz end
    from found where m.tenant_id = found.tenant_id and m.id = found.id
    returning m.id, m.kind, m.state, m.reason`.execute(tx)
  for (const sms of rows)
    if (sms.state === 'delivered') await emit(tx, 'sms.delivered.v1', { smsId: sms.id, kind: sms.kind }, sms.id)
    else if (sms.state === 'failed') await tellOfFailure(tx, sms)
  return rows.length > 0
}
